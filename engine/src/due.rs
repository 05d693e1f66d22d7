//! The index of deadlines, soonest first.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

use crate::id::{CallId, LeadId, SessionId};
use crate::time::Instant;

/// A wait that ends at a deadline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Due {
    /// When the wait ends.
    pub at: Instant,
    /// What waits.
    pub wait: Wait,
}

/// What waits, and for what. The order is the order of ties: by call, its line before its sync; then by lead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wait {
    /// A call's line: for an answer, or to be released.
    Line(CallId),
    /// A call's sync: for the CRM's answer, or for the next attempt.
    Crm(CallId),
    /// A lead: for the enrichment service's answer.
    Enrichment(LeadId),
}

impl PartialOrd for Wait {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wait {
    fn cmp(&self, other: &Self) -> Ordering {
        WaitKey::from(*self).cmp(&WaitKey::from(*other))
    }
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

/// Of a call: its session, its number and the kind of wait, from the highest bit down. Of a lead: a mark and the lead.
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
    pub(crate) fn change(&mut self, wait: Wait, before: Option<Instant>, after: Option<Instant>) {
        let key = WaitKey::from(wait);
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

/// Leads come after all calls: a call takes 56 bits.
const OF_LEAD: u64 = 1 << 63;

impl From<Wait> for WaitKey {
    #[inline(always)]
    fn from(wait: Wait) -> Self {
        let of_call = |call: CallId, kind: u64| u64::from(call.session.0) << 24 | u64::from(call.n) << 8 | kind;
        Self(match wait {
            Wait::Line(call) => of_call(call, 0),
            Wait::Crm(call) => of_call(call, 1),
            Wait::Enrichment(lead) => OF_LEAD | u64::from(lead.0),
        })
    }
}

impl From<DueEntry> for Due {
    #[inline]
    fn from(DueEntry { at, key: WaitKey(key) }: DueEntry) -> Self {
        if key & OF_LEAD != 0 {
            return Self { at, wait: Wait::Enrichment(LeadId(key as u32)) };
        }
        let call = CallId::new(SessionId((key >> 24) as u32), (key >> 8) as u16);
        Self { at, wait: if key as u8 == 0 { Wait::Line(call) } else { Wait::Crm(call) } }
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

    fn wait() -> impl Strategy<Value = Wait> {
        let call = (prop::sample::select(&[0, 1, u32::MAX][..]), prop::sample::select(&[0, 1, u16::MAX][..]))
            .prop_map(|(session, n)| CallId::new(SessionId(session), n));
        prop_oneof![
            call.clone().prop_map(Wait::Line),
            call.prop_map(Wait::Crm),
            prop::sample::select(&[0, 1, u32::MAX][..]).prop_map(|lead| Wait::Enrichment(LeadId(lead))),
        ]
    }

    proptest! {
        #[test]
        fn the_index_behaves_like_a_sorted_list(
            changes in prop::collection::vec((wait(), prop::option::of(0u64..20)), 0..200),
        ) {
            let (mut index, mut list) = (DueIndex::default(), Vec::<Due>::new());
            for (wait, after) in changes {
                let after = after.map(Instant::from_ms);
                let place = list.iter().position(|due| due.wait == wait);
                let before = place.map(|place| list.swap_remove(place).at);
                index.change(wait, before, after);
                list.extend(after.map(|at| Due { at, wait }));
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

    #[test]
    fn ties_go_by_call_and_then_by_lead() {
        let call = CallId::new(SessionId(u32::MAX), u16::MAX);
        let waits = [Wait::Line(CallId::new(SessionId(0), 1)), Wait::Line(call), Wait::Crm(call)];
        assert!(waits.is_sorted());
        assert!(waits.iter().all(|wait| *wait < Wait::Enrichment(LeadId(0))));
    }
}
