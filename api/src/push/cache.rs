//! The shelf: sessions that are kept folded between two messages, for all who fold, in a bounded number of bytes.

use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redial_engine::{Call, LeadId, Session, SessionId};
use redial_replay::Extract;

/// What a session takes beside its leads and calls, in bytes, roughly.
const SESSION: usize = 512;

/// A shelf; clones are the same.
#[derive(Clone, Debug)]
pub(super) struct Shelf(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bytes_max: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: usize,
    turn: u64,
    folders: u64,
    sessions: BTreeMap<(u64, SessionId), Folded>,
    /// Which session was put back in which turn: the one of long ago goes first.
    turns: BTreeMap<u64, (u64, SessionId)>,
}

#[derive(Debug)]
struct Folded {
    turn: u64,
    bytes: usize,
    extract: Extract,
}

/// The part of the shelf of one who folds; what stands there goes with it.
#[derive(Debug)]
pub(super) struct Board {
    shelf: Shelf,
    folder: u64,
}

impl Shelf {
    /// Builds a shelf for so many bytes.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self(Arc::new(Inner { bytes_max, kept: Mutex::default() }))
    }

    /// Makes a place for somebody who folds.
    pub(super) fn board(&self) -> Board {
        let mut kept = self.kept();
        kept.folders += 1;
        Board { shelf: self.clone(), folder: kept.folders }
    }

    /// Returns how many bytes are kept, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.kept().bytes
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn remove(&mut self, place: (u64, SessionId)) -> Option<Extract> {
        let Folded { turn, bytes, extract } = self.sessions.remove(&place)?;
        self.turns.remove(&turn);
        self.bytes -= bytes;
        Some(extract)
    }
}

impl Board {
    /// Takes a session down, if it is still there.
    pub(super) fn take(&self, session: SessionId) -> Option<Extract> {
        self.shelf.kept().remove((self.folder, session))
    }

    /// Puts a session back. Whatever was not used for longest makes room for it, whoever folded it.
    pub(super) fn put(&self, session: SessionId, extract: Extract) {
        let mut kept = self.shelf.kept();
        let place = (self.folder, session);
        kept.remove(place);
        let bytes = extract.session().map_or(SESSION, bytes_of);
        kept.turn += 1;
        let turn = kept.turn;
        kept.turns.insert(turn, place);
        kept.sessions.insert(place, Folded { turn, bytes, extract });
        kept.bytes += bytes;
        while kept.bytes > self.shelf.0.bytes_max
            && let Some(longest) = kept.turns.values().next().copied()
        {
            kept.remove(longest);
        }
    }

    /// Takes down the sessions that are not wanted any more.
    pub(super) fn keep(&self, is_wanted: impl Fn(SessionId) -> bool) {
        let mut kept = self.shelf.kept();
        let own = (self.folder, SessionId(0))..=(self.folder, SessionId(u32::MAX));
        let unwanted: Vec<_> =
            kept.sessions.range(own).map(|(place, _)| *place).filter(|(_, id)| !is_wanted(*id)).collect();
        for place in unwanted {
            kept.remove(place);
        }
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        self.keep(|_| false);
    }
}

fn bytes_of(session: &Session) -> usize {
    let leads = session.spec().leads.len() * size_of::<LeadId>();
    leads
        + session.passed_over().count() * size_of::<u16>()
        + size_of_val(session.calls()).max(size_of::<Call>())
        + SESSION
}

#[cfg(test)]
mod tests {
    use redial_engine::{Instant, SessionSpec, Transition};

    use super::*;

    fn session(leads: u32) -> Extract {
        let spec = SessionSpec { agent: "ada".into(), leads: (0..leads).map(LeadId).collect(), lines: 1 };
        let mut extract = Extract::new(SessionId(0));
        let started = Transition::SessionStarted { session: SessionId(0), spec: spec.into() };
        extract.fold(Instant::EPOCH, &[started]).expect("it is the first");
        extract
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room_whoever_folded_it() {
        let shelf = Shelf::of(100_000);
        let (deaf, lively) = (shelf.board(), shelf.board());
        deaf.put(SessionId(0), session(10_000));
        lively.put(SessionId(0), session(10_000));
        assert!((80_000..100_000).contains(&shelf.bytes()), "{}", shelf.bytes());
        lively.put(SessionId(1), session(10_000));
        assert!(deaf.take(SessionId(0)).is_none());
        assert!(lively.take(SessionId(0)).is_some());
        lively.keep(|session| session != SessionId(1));
        assert_eq!(shelf.bytes(), 0);
        lively.put(SessionId(1), session(10));
        drop(lively);
        assert_eq!(shelf.bytes(), 0);
    }
}
