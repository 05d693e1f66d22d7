//! The index of deadlines: what expires next.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

use crate::id::CallId;
use crate::time::Instant;

/// Something that waits until a deadline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Due {
    /// When the wait ends.
    pub at: Instant,
    /// The call that waits.
    pub call: CallId,
    /// What of the call waits.
    pub wait: Wait,
}

/// What of a call waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Wait {
    /// Its line: for an answer, or to be released.
    Line,
    /// Its sync: for the CRM's answer, or for the next attempt.
    Crm,
}

/// How many entries a plain sorted list holds before a tree takes over: up to here moving beats searching.
const FEW: usize = 16;

/// Every wait, soonest first; ties by call, its line before its sync.
#[derive(Clone, Debug, Default)]
pub(crate) struct DueIndex {
    /// Latest first, so that the soonest is taken from the end. Empty when the tree is in use.
    few: Vec<Due>,
    /// Empty unless there were more than a few.
    many: BTreeSet<Due>,
    /// Nothing is due before this; it may lie too early, never too late.
    not_before: Option<Instant>,
}

impl DueIndex {
    /// Returns the soonest wait.
    pub(crate) fn first(&self) -> Option<Due> {
        if self.many.is_empty() { self.few.last().copied() } else { self.many.first().copied() }
    }

    /// Returns the soonest wait that ends at or before `now`.
    #[inline]
    pub(crate) fn first_by(&mut self, now: Instant) -> Option<Due> {
        if self.not_before? > now {
            return None;
        }
        let first = self.first();
        self.not_before = first.map(|due| due.at);
        first.filter(|due| due.at <= now)
    }

    #[inline]
    pub(crate) fn insert(&mut self, due: Due) {
        self.not_before = Some(self.not_before.map_or(due.at, |at| at.min(due.at)));
        if !self.many.is_empty() {
            self.many.insert(due);
        } else if self.few.len() < FEW {
            let place = self.few.iter().rposition(|other| *other > due).map_or(0, |place| place + 1);
            self.few.insert(place, due);
        } else {
            self.many.extend(self.few.drain(..));
            self.many.insert(due);
        }
    }

    #[inline]
    pub(crate) fn remove(&mut self, due: Due) {
        if !self.many.is_empty() {
            self.many.remove(&due);
        } else if let Some(place) = self.few.iter().rposition(|other| *other == due) {
            self.few.remove(place);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.few.clear();
        self.many.clear();
        self.not_before = None;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Due> + '_ {
        self.few.iter().rev().chain(&self.many).copied()
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
    use crate::id::SessionId;

    fn due((at, session, n, crm): (u64, u32, u16, bool)) -> Due {
        let wait = if crm { Wait::Crm } else { Wait::Line };
        Due { at: Instant::from_ms(at), call: CallId::new(SessionId(session), n), wait }
    }

    proptest! {
        #[test]
        fn it_behaves_like_a_sorted_list(
            steps in prop::collection::vec((any::<bool>(), (0u64..20, 0u32..3, 0u16..4, any::<bool>())), 0..200),
        ) {
            let (mut index, mut list) = (DueIndex::default(), Vec::new());
            for (insert, key) in steps {
                let due = due(key);
                if insert && !list.contains(&due) {
                    index.insert(due);
                    list.push(due);
                } else {
                    index.remove(due);
                    list.retain(|other| *other != due);
                }
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
