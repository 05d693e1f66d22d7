//! The CRM's store: its contacts and activities, in order and in compact form.

use std::num::NonZeroU32;

use redial_engine::{ActivityId, CallId, ContactId, Instant, LeadId, Outcome, SessionId};

/// A contact in the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The CRM's id.
    pub id: ContactId,
    /// Its lead: the key.
    pub lead: LeadId,
    /// The time of its creation.
    pub at: Instant,
}

/// An activity in the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Activity {
    /// The CRM's id.
    pub id: ActivityId,
    /// Its call: the key.
    pub call: CallId,
    /// The lead that was called.
    pub lead: LeadId,
    /// The contact it belongs to.
    pub contact: ContactId,
    /// The call's outcome.
    pub outcome: Outcome,
    /// The time of its creation.
    pub at: Instant,
}

/// The id of a restored object is not the one that the CRM assigns next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("its id is not {expected}, which the CRM gives there")]
pub struct StrangeId {
    expected: u32,
}

/// Every contact and every activity, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct CrmStore {
    /// The lead of each contact. Its time is in another list, because pairs would be padded.
    leads: Vec<LeadId>,
    times: Vec<Instant>,
    activities: Vec<ActivityRow>,
}

/// An activity without its id, which is derived from its place. The call is in two parts, because a `CallId` is padded,
/// and every call has a row.
#[derive(Clone, Copy, Debug)]
struct ActivityRow {
    at: Instant,
    session: SessionId,
    n: u16,
    outcome: Outcome,
    lead: LeadId,
    contact: ContactId,
}

/// A place in the store, from 0, from which the CRM's id is derived. It stores the place plus one, so that an
/// `Option<RowNumber>` takes no more space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RowNumber(NonZeroU32);

/// The first number of activities, so that no activity has a contact's id.
const ACTIVITIES: u32 = 1 << 31;

impl RowNumber {
    fn new(index: usize) -> Self {
        let index = u32::try_from(index).ok().filter(|index| *index < ACTIVITIES);
        Self(NonZeroU32::MIN.saturating_add(index.expect("the store has fewer than 2^31 of each")))
    }

    const fn number(self) -> u32 {
        self.0.get() - 1
    }

    /// Returns the id of the contact at this place.
    pub(super) const fn contact_id(self) -> ContactId {
        ContactId(scattered(self.number()))
    }

    /// Returns the id of the activity at this place.
    pub(super) const fn activity_id(self) -> ActivityId {
        ActivityId(scattered(ACTIVITIES + self.number()))
    }
}

impl ActivityRow {
    const fn activity(self, place: RowNumber) -> Activity {
        let Self { at, session, n, outcome, lead, contact } = self;
        Activity { id: place.activity_id(), call: CallId::new(session, n), lead, contact, outcome, at }
    }
}

impl CrmStore {
    pub(super) fn contact_count(&self) -> usize {
        self.leads.len()
    }

    pub(super) fn activity_count(&self) -> usize {
        self.activities.len()
    }

    /// Returns the place of the next contact.
    pub(super) fn next_contact(&self) -> RowNumber {
        RowNumber::new(self.leads.len())
    }

    /// Returns the place of the next activity.
    pub(super) fn next_activity(&self) -> RowNumber {
        RowNumber::new(self.activities.len())
    }

    /// Returns the contacts from a place.
    pub(super) fn contacts(&self, from: usize) -> impl Iterator<Item = Contact> + '_ {
        let leads = self.leads.get(from..).unwrap_or_default();
        let times = self.times.get(from..).unwrap_or_default();
        let places = (from..).map(RowNumber::new);
        leads.iter().zip(times).zip(places).map(|((&lead, &at), place)| Contact { id: place.contact_id(), lead, at })
    }

    /// Returns the activities from a place.
    pub(super) fn activities(&self, from: usize) -> impl Iterator<Item = Activity> + '_ {
        let rows = self.activities.get(from..).unwrap_or_default();
        rows.iter().zip((from..).map(RowNumber::new)).map(|(row, place)| row.activity(place))
    }

    /// Returns the activity at a place.
    pub(super) fn activity(&self, place: RowNumber) -> Option<Activity> {
        Some(self.activities.get(place.number() as usize)?.activity(place))
    }

    /// Adds a contact.
    #[inline]
    pub(super) fn add_contact(&mut self, lead: LeadId, at: Instant) {
        self.leads.push(lead);
        self.times.push(at);
    }

    /// Adds an activity.
    #[inline]
    pub(super) fn add_activity(
        &mut self,
        call: CallId,
        lead: LeadId,
        contact: ContactId,
        outcome: Outcome,
        at: Instant,
    ) {
        let CallId { session, n } = call;
        self.activities.push(ActivityRow { at, session, n, outcome, lead, contact });
    }

    /// Restores a contact, and returns its place.
    pub(super) fn keep_contact(&mut self, contact: Contact) -> Result<RowNumber, StrangeId> {
        let place = self.next_contact();
        let expected = place.contact_id();
        if contact.id != expected {
            return Err(StrangeId { expected: expected.0 });
        }
        self.add_contact(contact.lead, contact.at);
        Ok(place)
    }

    /// Restores an activity, and returns its place.
    pub(super) fn keep_activity(&mut self, activity: Activity) -> Result<RowNumber, StrangeId> {
        let place = self.next_activity();
        let expected = place.activity_id();
        let Activity { id, call, lead, contact, outcome, at } = activity;
        if id != expected {
            return Err(StrangeId { expected: expected.0 });
        }
        self.add_activity(call, lead, contact, outcome, at);
        Ok(place)
    }

    pub(super) fn clear(&mut self) {
        self.leads.clear();
        self.times.clear();
        self.activities.clear();
    }
}

/// Spreads a counter over all 32-bit numbers, each exactly once: ids that look drawn and are unique by construction.
/// The factors are odd, so each step can be undone: the golden ratio's (Knuth) and one of MurmurHash3's.
#[inline]
const fn scattered(counter: u32) -> u32 {
    let mixed = counter.wrapping_add(0x5EED).wrapping_mul(0x9E37_79B1);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85EB_CA6B);
    mixed ^ (mixed >> 13)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_do_not_repeat() {
        let ids: BTreeSet<u32> = (0..200_000).map(scattered).collect();
        assert_eq!(ids.len(), 200_000);
    }
}
