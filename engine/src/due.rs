//! The index of deadlines, soonest first.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

use crate::id::{CallId, SessionId};
use crate::time::Instant;

/// One wait of a call, with its deadline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Due {
    /// When the wait ends.
    pub at: Instant,
    /// The call that waits.
    pub call: CallId,
    /// Which part of the call waits.
    pub wait: Wait,
}

/// Which part of a call waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Wait {
    /// Its line: for an answer, or to be released.
    Line,
    /// Its sync: for the CRM's answer, or for the next attempt.
    Crm,
}

/// How many entries the unsorted list holds before a tree takes over: up to this length, a scan beats a tree.
const FEW: usize = 16;

/// Every wait, soonest first; ties by call, the line before the sync.
#[derive(Clone, Debug, Default)]
pub(crate) struct DueIndex {
    /// Unsorted. Empty when the tree is in use.
    few: Vec<DueEntry>,
    /// Empty until the list overflows.
    many: BTreeSet<DueEntry>,
    /// A lower bound on the first deadline.
    not_before: Option<Instant>,
}

/// A wait in two words, in the order of [`Due`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct DueEntry {
    at: Instant,
    key: WaitKey,
}

/// The session, the call's number and the wait, from the highest bit down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct WaitKey(u64);

impl DueIndex {
    /// Returns the soonest wait.
    pub(crate) fn first(&self) -> Option<Due> {
        let first = if self.many.is_empty() { self.few.iter().min() } else { self.many.first() };
        first.copied().map(Due::from)
    }

    /// Returns the soonest wait that ends at or before `now`.
    #[inline]
    pub(crate) fn first_by(&mut self, now: Instant) -> Option<Due> {
        if self.not_before? > now { None } else { self.found_by(now) }
    }

    fn found_by(&mut self, now: Instant) -> Option<Due> {
        let first = self.first();
        self.not_before = first.map(|due| due.at);
        first.filter(|due| due.at <= now)
    }

    /// Moves the deadline of a wait from `before` to `after`. `None` before: the wait begins; `None` after: it is over.
    #[inline(always)]
    pub(crate) fn change(&mut self, call: CallId, wait: Wait, before: Option<Instant>, after: Option<Instant>) {
        let key = WaitKey::new(call, wait);
        if let Some(at) = after {
            self.not_before = Some(self.not_before.map_or(at, |sooner| sooner.min(at)));
        }
        if !self.many.is_empty() {
            return self.change_many(key, before, after);
        }
        let place = before.and_then(|_| self.few.iter().rposition(|entry| entry.key == key));
        match (place, after) {
            (Some(place), Some(at)) => self.few[place].at = at,
            (Some(place), None) => _ = self.few.swap_remove(place),
            (None, Some(at)) if self.few.len() < FEW => self.few.push(DueEntry { at, key }),
            (None, Some(_)) => self.change_many(key, None, after),
            (None, None) => {}
        }
    }

    #[cold]
    fn change_many(&mut self, key: WaitKey, before: Option<Instant>, after: Option<Instant>) {
        self.many.extend(self.few.drain(..));
        if let Some(at) = before {
            self.many.remove(&DueEntry { at, key });
        }
        self.many.extend(after.map(|at| DueEntry { at, key }));
    }

    pub(crate) fn clear(&mut self) {
        self.few.clear();
        self.many.clear();
        self.not_before = None;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Due> + '_ {
        let mut few = self.few.clone();
        few.sort_unstable();
        few.into_iter().chain(self.many.iter().copied()).map(Due::from)
    }
}

impl WaitKey {
    #[inline]
    fn new(call: CallId, wait: Wait) -> Self {
        Self(u64::from(call.session.0) << 32 | u64::from(call.n) << 8 | wait as u64)
    }
}

impl From<DueEntry> for Due {
    #[inline]
    fn from(DueEntry { at, key: WaitKey(key) }: DueEntry) -> Self {
        let call = CallId::new(SessionId((key >> 32) as u32), (key >> 8) as u16);
        Self { at, call, wait: if key as u8 == Wait::Line as u8 { Wait::Line } else { Wait::Crm } }
    }
}

impl PartialEq for DueIndex {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for DueIndex {}

impl Hash for DueIndex {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        for due in self.iter() {
            due.hash(hasher);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A wait and its next deadline, if it has one.
    fn change() -> impl Strategy<Value = ((u32, u16, bool), Option<u64>)> {
        ((0u32..3, 0u16..4, any::<bool>()), prop::option::of(0u64..20))
    }

    proptest! {
        #[test]
        fn the_index_behaves_like_a_sorted_list(changes in prop::collection::vec(change(), 0..200)) {
            let (mut index, mut list) = (DueIndex::default(), Vec::<Due>::new());
            for ((session, n, crm), after) in changes {
                let (call, wait) = (CallId::new(SessionId(session), n), if crm { Wait::Crm } else { Wait::Line });
                let after = after.map(Instant::from_ms);
                let place = list.iter().position(|due| (due.call, due.wait) == (call, wait));
                let before = place.map(|place| list.swap_remove(place).at);
                index.change(call, wait, before, after);
                list.extend(after.map(|at| Due { at, call, wait }));
                list.sort();
                prop_assert_eq!(index.first(), list.first().copied());
                prop_assert!(index.iter().eq(list.iter().copied()));
                for now in [0, 5, 19] {
                    let now = Instant::from_ms(now);
                    let expected = list.first().copied().filter(|due| due.at <= now);
                    prop_assert_eq!(index.clone().first_by(now), expected);
                }
            }
        }
    }
}
