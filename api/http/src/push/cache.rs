//! The session cache: sessions that stay folded between two messages, for all renderers, in a bounded number of bytes.

use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redial_engine::{Call, LeadId, Session, SessionId};
use redial_replay::Extract;

/// The rough size of a session beside its leads and calls, in bytes.
const SESSION: usize = 512;

/// The cache of all renderers; clones share it.
#[derive(Clone, Debug)]
pub(super) struct SessionCache(Arc<BoundedCache>);

#[derive(Debug)]
struct BoundedCache {
    bytes_max: usize,
    entries: Mutex<CacheEntries>,
}

#[derive(Debug, Default)]
struct CacheEntries {
    bytes: usize,
    clock: u64,
    shares: u64,
    sessions: BTreeMap<(u64, SessionId), CachedSession>,
    /// Which session was put at which time of the clock: the earliest is evicted first.
    by_use: BTreeMap<u64, (u64, SessionId)>,
}

#[derive(Debug)]
struct CachedSession {
    used: u64,
    bytes: usize,
    extract: Extract,
}

/// One renderer's share of the cache; its entries are dropped with the handle.
#[derive(Debug)]
pub(super) struct CacheShare {
    cache: SessionCache,
    number: u64,
}

impl SessionCache {
    /// Builds a cache of at most `bytes_max` bytes.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self(Arc::new(BoundedCache { bytes_max, entries: Mutex::default() }))
    }

    /// Returns an empty share, for one renderer.
    pub(super) fn share(&self) -> CacheShare {
        let mut entries = self.entries();
        entries.shares += 1;
        CacheShare { cache: self.clone(), number: entries.shares }
    }

    /// Returns how many bytes are cached, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.entries().bytes
    }

    fn entries(&self) -> MutexGuard<'_, CacheEntries> {
        self.0.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CacheEntries {
    fn remove(&mut self, key: (u64, SessionId)) -> Option<Extract> {
        let CachedSession { used, bytes, extract } = self.sessions.remove(&key)?;
        self.by_use.remove(&used);
        self.bytes -= bytes;
        Some(extract)
    }
}

impl CacheShare {
    /// Removes and returns a session, if it is still cached.
    pub(super) fn take(&self, session: SessionId) -> Option<Extract> {
        self.cache.entries().remove((self.number, session))
    }

    /// Caches a session. Over the bound, the least recently used entries of all shares are evicted.
    pub(super) fn put(&self, session: SessionId, extract: Extract) {
        let mut entries = self.cache.entries();
        let key = (self.number, session);
        entries.remove(key);
        let bytes = extract.session().map_or(SESSION, bytes_of);
        entries.clock += 1;
        let used = entries.clock;
        entries.by_use.insert(used, key);
        entries.sessions.insert(key, CachedSession { used, bytes, extract });
        entries.bytes += bytes;
        while entries.bytes > self.cache.0.bytes_max
            && let Some(oldest) = entries.by_use.values().next().copied()
        {
            entries.remove(oldest);
        }
    }

    /// Drops the sessions of this share for which `is_wanted` is false.
    pub(super) fn keep(&self, is_wanted: impl Fn(SessionId) -> bool) {
        let mut entries = self.cache.entries();
        let own = (self.number, SessionId(0))..=(self.number, SessionId(u32::MAX));
        let unwanted: Vec<_> =
            entries.sessions.range(own).map(|(key, _)| *key).filter(|(_, id)| !is_wanted(*id)).collect();
        for key in unwanted {
            entries.remove(key);
        }
    }
}

impl Drop for CacheShare {
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
        extract.fold(Instant::EPOCH, &[started]).expect("the session starts");
        extract
    }

    #[test]
    fn the_least_recently_used_session_of_all_shares_is_evicted() {
        let cache = SessionCache::of(100_000);
        let (idle, busy) = (cache.share(), cache.share());
        idle.put(SessionId(0), session(10_000));
        busy.put(SessionId(0), session(10_000));
        assert!((80_000..100_000).contains(&cache.bytes()), "{}", cache.bytes());
        busy.put(SessionId(1), session(10_000));
        assert!(idle.take(SessionId(0)).is_none());
        assert!(busy.take(SessionId(0)).is_some());
        busy.keep(|session| session != SessionId(1));
        assert_eq!(cache.bytes(), 0);
        busy.put(SessionId(1), session(10));
        drop(busy);
        assert_eq!(cache.bytes(), 0);
    }
}
