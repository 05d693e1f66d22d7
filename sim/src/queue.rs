//! The event queue: events of the simulated world, by time of arrival.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use redial_engine::{CallId, CarrierEvent, CrmReply, Instant, LeadId};

/// An event of the world on its way to the dialer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WorldEvent {
    /// The planned end of a call; dropped if its line is released before.
    Planned(CallId, CarrierEvent),
    /// An event that the carrier reports even after a release.
    Carrier(CallId, CarrierEvent),
    /// The CRM's reply to an attempt.
    Crm(CallId, u8, CrmReply),
    /// The enrichment service answers a request about a lead.
    Enrichment(LeadId),
}

/// An event, its time of arrival, and its place among the events of the same time.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    at: Instant,
    ordinal: u64,
    event: WorldEvent,
}

impl Arrival {
    fn key(&self) -> (Instant, u64) {
        (self.at, self.ordinal)
    }
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Arrival {}

impl PartialOrd for Arrival {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Arrival {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// How many arrivals the sorted list holds before a heap takes over.
const FEW: usize = 16;

/// A heap with a larger capacity than this halves it when less than a quarter is in use.
const ROOMY: usize = 4_096;

/// Events by arrival: soonest first, in order of insertion within a millisecond.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    /// Latest first, so that the soonest is popped from the end. Empty while the heap is in use.
    few: Vec<(Instant, WorldEvent)>,
    many: BinaryHeap<Reverse<Arrival>>,
    /// The number of events inserted since the heap took over.
    ordinal: u64,
}

impl Queue {
    #[inline]
    pub(crate) fn push(&mut self, at: Instant, event: WorldEvent) {
        if self.few.len() == FEW || !self.many.is_empty() {
            return self.push_many(at, event);
        }
        // Within a millisecond the new event is last, so it stands before all that arrive no later. Most new events
        // arrive soon, so few entries move.
        self.few.push((at, event));
        let mut place = self.few.len() - 1;
        while place > 0 && self.few[place - 1].0 <= at {
            self.few[place] = self.few[place - 1];
            place -= 1;
        }
        self.few[place] = (at, event);
    }

    #[cold]
    fn push_many(&mut self, at: Instant, event: WorldEvent) {
        for (at, event) in self.few.drain(..).rev().chain([(at, event)]) {
            self.many.push(Reverse(Arrival { at, ordinal: self.ordinal, event }));
            self.ordinal += 1;
        }
    }

    #[inline]
    pub(crate) fn next_at(&self) -> Option<Instant> {
        match self.few.last() {
            Some((at, _)) => Some(*at),
            None => self.many.peek().map(|next| next.0.at),
        }
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(Instant, WorldEvent)> {
        self.few.pop().or_else(|| self.pop_many())
    }

    #[inline]
    fn pop_many(&mut self) -> Option<(Instant, WorldEvent)> {
        let Reverse(next) = self.many.pop()?;
        if self.many.capacity() > ROOMY && self.many.capacity() / 4 > self.many.len() {
            self.many.shrink_to(self.many.capacity() / 2);
        }
        Some((next.at, next.event))
    }

    pub(crate) fn clear(&mut self) {
        self.few.clear();
        self.many.clear();
        self.ordinal = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use redial_engine::SessionId;

    use super::*;

    proptest! {
        #[test]
        fn the_queue_behaves_like_a_stable_sort(steps in prop::collection::vec(prop::option::of(0u64..30), 0..200)) {
            let (mut queue, mut list) = (Queue::default(), Vec::new());
            for (n, step) in (0..).zip(steps) {
                if let Some(at) = step {
                    let at = Instant::from_ms(at);
                    let event = WorldEvent::Carrier(CallId::new(SessionId(n), 0), CarrierEvent::Busy);
                    queue.push(at, event);
                    list.push((at, event));
                    list.sort_by_key(|(at, _)| *at);
                } else {
                    let first = if list.is_empty() { None } else { Some(list.remove(0)) };
                    prop_assert_eq!(queue.pop(), first);
                }
                prop_assert_eq!(queue.next_at(), list.first().map(|(at, _)| *at));
            }
        }
    }
}
