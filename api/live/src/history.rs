//! Sessions as of any record, folded from their own stored records.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redial_engine::{Instant, SessionId, Transition};
use redial_replay::{Extract, Record};
use serde::Deserialize;

use super::archive::Archive;

/// The bound of the cache, in bytes of stored lines, which are larger than what they become in memory.
const BYTES_MAX: usize = 32 << 20;

/// Reads a durable record.
pub fn record(archive: &Archive, seq: u64) -> io::Result<Record> {
    Ok(serde_json::from_slice(&archive.line(seq)?)?)
}

/// Returns a session as of the record `seq`, which must be durable. It reads every record of the session up to that
/// one.
pub fn session_at(archive: &Archive, session: SessionId, seq: u64) -> io::Result<Extract> {
    let mut extract = Extract::new(session);
    for seq in archive.seqs_of(session, 0, seq) {
        serde_json::from_slice::<StoredStep>(&archive.line(seq)?)?.fold_into(&mut extract)?;
    }
    Ok(extract)
}

/// The histories that were read last, so that folding another moment of the same session reads nothing. Clones share
/// the cache.
#[derive(Clone, Debug)]
pub struct HistoryCache(Arc<CachedHistories>);

#[derive(Debug)]
struct CachedHistories {
    bytes_max: usize,
    /// The last one read comes first.
    histories: Mutex<VecDeque<Arc<SessionHistory>>>,
}

/// The transitions of one session, up to some record.
#[derive(Debug)]
pub struct SessionHistory {
    session: SessionId,
    /// The last durable record when the history was read.
    until: u64,
    bytes: usize,
    steps: Vec<StoredStep>,
}

/// The parts of a stored record that a fold needs.
#[derive(Debug, Deserialize)]
pub struct StoredStep {
    /// The record's place in the journal.
    pub seq: u64,
    /// Its time.
    pub at: Instant,
    /// Its facts.
    pub transitions: Vec<Transition>,
}

impl Default for HistoryCache {
    fn default() -> Self {
        Self::of(BYTES_MAX)
    }
}

impl HistoryCache {
    /// Builds a cache of at most `bytes_max` bytes.
    fn of(bytes_max: usize) -> Self {
        Self(Arc::new(CachedHistories { bytes_max, histories: Mutex::default() }))
    }

    /// Returns a session as of the record `seq`, which must be durable.
    pub fn session_at(&self, archive: &Archive, session: SessionId, seq: u64) -> io::Result<Extract> {
        let mut extract = Extract::new(session);
        self.history(archive, session, seq)?.until(seq).try_for_each(|step| step.fold_into(&mut extract))?;
        Ok(extract)
    }

    /// Returns the history of a session up to the record `seq`, which must be durable, or further.
    pub fn history(&self, archive: &Archive, session: SessionId, seq: u64) -> io::Result<Arc<SessionHistory>> {
        let is_known = |history: &&Arc<SessionHistory>| history.session == session && history.until >= seq;
        if let Some(history) = self.lock().iter().find(is_known) {
            return Ok(Arc::clone(history));
        }
        let history = Arc::new(SessionHistory::read(archive, session)?);
        self.keep(&history);
        Ok(history)
    }

    /// Caches a history and evicts the ones read longest ago. A history above the bound is not cached.
    fn keep(&self, history: &Arc<SessionHistory>) {
        if history.bytes > self.0.bytes_max {
            return;
        }
        let mut histories = self.lock();
        histories.retain(|old| old.session != history.session);
        histories.push_front(Arc::clone(history));
        let mut bytes = 0;
        histories.retain(|history| {
            bytes += history.bytes;
            bytes <= self.0.bytes_max
        });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<SessionHistory>>> {
        self.0.histories.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionHistory {
    fn read(archive: &Archive, session: SessionId) -> io::Result<Self> {
        // The tip comes first: a record that becomes durable meanwhile may be missing from the lines.
        let until = archive.tip();
        let lines = archive.session(session)?;
        let bytes = lines.iter().map(Vec::len).sum();
        let steps = lines.iter().map(|line| serde_json::from_slice(line)).collect::<Result<_, _>>()?;
        Ok(Self { session, until, bytes, steps })
    }

    /// Returns the steps up to and including the record `seq`.
    pub fn until(&self, seq: u64) -> impl Iterator<Item = &StoredStep> {
        self.steps.iter().take_while(move |step| step.seq <= seq)
    }
}

impl StoredStep {
    fn fold_into(&self, extract: &mut Extract) -> io::Result<()> {
        let misfit = |misfit| io::Error::other(format!("record {} cannot follow: {misfit}", self.seq));
        extract.fold(self.at, &self.transitions).map_err(misfit)
    }
}

#[cfg(test)]
mod tests {
    use redial_engine::{LeadId, SessionSpec, StopReason};
    use serde_json::json;

    use super::*;
    use crate::archive::IndexEntry;

    /// A journal with two sessions, each of which starts and stops: records 1 to 4.
    fn archive() -> Archive {
        let archive = Archive::memory();
        let spec = || SessionSpec { agent: "ada".into(), leads: [LeadId(0)].into(), lines: 1 };
        let facts = [0, 1].map(SessionId).into_iter().flat_map(|session| {
            let started = Transition::SessionStarted { session, spec: spec().into() };
            [started, Transition::SessionStopped { session, reason: StopReason::Manual }]
        });
        for (seq, fact) in (1..).zip(facts) {
            let mut line = serde_json::to_vec(&json!({ "seq": seq, "at": seq, "transitions": [&fact] })).unwrap();
            line.push(b'\n');
            archive.keep(&line);
            archive.note([IndexEntry::new(line.len() as u64, &[fact])]);
        }
        archive
    }

    #[test]
    fn a_session_is_as_of_the_record_whether_or_not_its_history_is_cached() {
        let (archive, cache) = (archive(), HistoryCache::default());
        let running = |extract: Extract| extract.session().map(redial_engine::Session::is_running);
        for (seq, expected) in [(2, None), (3, Some(true)), (4, Some(false)), (3, Some(true))] {
            assert_eq!(running(session_at(&archive, SessionId(1), seq).unwrap()), expected, "after {seq}");
            assert_eq!(running(cache.session_at(&archive, SessionId(1), seq).unwrap()), expected, "after {seq}");
        }
        assert_eq!(cache.lock().len(), 1);
    }

    #[test]
    fn the_cache_evicts_the_history_read_longest_ago_and_takes_none_above_its_bound() {
        let archive = archive();
        let bytes = SessionHistory::read(&archive, SessionId(0)).unwrap().bytes;
        let cached = |cache: &HistoryCache| -> Vec<_> { cache.lock().iter().map(|history| history.session).collect() };
        for (bytes_max, left) in
            [(2 * bytes, vec![SessionId(1), SessionId(0)]), (bytes, vec![SessionId(1)]), (1, vec![])]
        {
            let cache = HistoryCache::of(bytes_max);
            cache.session_at(&archive, SessionId(0), 4).unwrap();
            cache.session_at(&archive, SessionId(1), 4).unwrap();
            assert_eq!(cached(&cache), left, "{bytes_max} bytes");
        }
    }
}
