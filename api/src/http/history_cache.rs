//! The transitions of sessions, read once, so that folding any moment of them is quick.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use redial_engine::{Instant, SessionId, Transition};
use redial_replay::Extract;
use serde::Deserialize;

use crate::live::desk::Desk;

/// How many histories are kept.
const KEPT: usize = 8;

/// The longest history that is kept, in records; a longer one is read anew each time.
const RECORDS_MAX: usize = 20_000;

/// The histories that were asked for last; clones are the same cache.
#[derive(Clone, Default)]
pub(crate) struct HistoryCache(Arc<Mutex<VecDeque<Arc<SessionHistory>>>>);

/// What happened to one session, up to some record.
#[derive(Debug)]
struct SessionHistory {
    session: SessionId,
    /// The journal's last record when it was read.
    until: u64,
    records: Vec<StoredStep>,
}

/// A stored record, as far as a fold needs it.
#[derive(Debug, Deserialize)]
struct StoredStep {
    seq: u64,
    at: Instant,
    transitions: Vec<Transition>,
}

impl HistoryCache {
    /// Folds a session from its own records, up to and with the record `seq`, which must be durable.
    pub(super) fn fold(&self, desk: &Desk, session: SessionId, seq: u64) -> io::Result<Extract> {
        let history = self.history(desk, session, seq)?;
        let mut extract = Extract::new(session);
        for step in history.records.iter().take_while(|step| step.seq <= seq) {
            extract
                .fold(step.at, &step.transitions)
                .map_err(|misfit| io::Error::other(format!("record {} cannot follow: {misfit}", step.seq)))?;
        }
        Ok(extract)
    }

    fn history(&self, desk: &Desk, session: SessionId, seq: u64) -> io::Result<Arc<SessionHistory>> {
        if let Some(history) = self.entries().iter().find(|history| history.session == session && history.until >= seq)
        {
            return Ok(Arc::clone(history));
        }
        let until = desk.archive().tip();
        let lines = desk.archive().session(session)?;
        let steps = lines.iter().map(|line| serde_json::from_slice(line)).collect::<Result<_, _>>()?;
        let history = Arc::new(SessionHistory { session, until, records: steps });
        if history.records.len() <= RECORDS_MAX {
            let mut entries = self.entries();
            entries.retain(|old| old.session != session);
            entries.push_front(Arc::clone(&history));
            entries.truncate(KEPT);
        }
        Ok(history)
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<SessionHistory>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
