//! Reels: the transitions of sessions that somebody looks at, read once, so that every moment of them is a quick fold.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use redial_engine::{Instant, SessionId, Transition};
use redial_replay::Extract;
use serde::Deserialize;

use crate::live::desk::Desk;

/// How many reels are kept.
const KEPT: usize = 8;

/// The longest reel that is kept, in records; a longer one is read anew each time.
const RECORDS_MAX: usize = 20_000;

/// The reels that were asked for last; clones are the same shelf.
#[derive(Clone, Default)]
pub(crate) struct Reels(Arc<Mutex<VecDeque<Arc<Reel>>>>);

/// What happened to one session, up to some record.
#[derive(Debug)]
struct Reel {
    session: SessionId,
    /// The journal's last record when it was read.
    until: u64,
    records: Vec<Scene>,
}

/// A stored record, as far as a fold needs it.
#[derive(Debug, Deserialize)]
struct Scene {
    seq: u64,
    at: Instant,
    transitions: Vec<Transition>,
}

impl Reels {
    /// Folds a session from its own records, up to and with the record `seq`, which must be durable.
    pub(super) fn fold(&self, desk: &Desk, session: SessionId, seq: u64) -> io::Result<Extract> {
        let reel = self.reel(desk, session, seq)?;
        let mut extract = Extract::new(session);
        for scene in reel.records.iter().take_while(|scene| scene.seq <= seq) {
            extract
                .fold(scene.at, &scene.transitions)
                .map_err(|misfit| io::Error::other(format!("record {} cannot follow: {misfit}", scene.seq)))?;
        }
        Ok(extract)
    }

    fn reel(&self, desk: &Desk, session: SessionId, seq: u64) -> io::Result<Arc<Reel>> {
        if let Some(reel) = self.shelf().iter().find(|reel| reel.session == session && reel.until >= seq) {
            return Ok(Arc::clone(reel));
        }
        let until = desk.archive().tip();
        let lines = desk.archive().session(session)?;
        let scenes = lines.iter().map(|line| serde_json::from_slice(line)).collect::<Result<_, _>>()?;
        let reel = Arc::new(Reel { session, until, records: scenes });
        if reel.records.len() <= RECORDS_MAX {
            let mut shelf = self.shelf();
            shelf.retain(|old| old.session != session);
            shelf.push_front(Arc::clone(&reel));
            shelf.truncate(KEPT);
        }
        Ok(reel)
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<Reel>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
