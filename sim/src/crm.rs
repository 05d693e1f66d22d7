//! The mock CRM: a system outside, with books of its own, that honours keys.

use redial_engine::{ActivityId, CallId, ContactId, CrmReply, Instant, LeadId, Outcome};

use crate::dice::{CrmPurpose, below};
use crate::per_call::PerCall;
use crate::queue::Word;
use crate::ring::Ring;
use crate::scenario::{CrmScenario, Percent};
use crate::sky::Sky;

/// The mock CRM. Asked again with the same key, it answers with its first result.
#[derive(Clone, Debug)]
pub struct MockCrm {
    scenario: CrmScenario,
    contacts: Vec<Contact>,
    by_lead: Vec<Option<ContactId>>,
    activities: Vec<Activity>,
    asked: PerCall<Asked>,
}

/// A contact in the CRM's books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The CRM's id.
    pub id: ContactId,
    /// The lead it was made for: the key.
    pub lead: LeadId,
    /// When it was made.
    pub at: Instant,
}

/// An activity in the CRM's books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Activity {
    /// The CRM's id.
    pub id: ActivityId,
    /// The call it tells of: the key.
    pub call: CallId,
    /// The lead that was called.
    pub lead: LeadId,
    /// The contact it belongs to.
    pub contact: ContactId,
    /// How the call ended.
    pub outcome: Outcome,
    /// When it was made.
    pub at: Instant,
}

/// Where the counter of activities begins, so that no activity has a contact's number.
const ACTIVITIES: u32 = 1 << 31;

/// What was asked for one call so far.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// The place of the call's activity in the books.
    activity: Option<u32>,
    contacts: u8,
    activities: u8,
}

/// What goes wrong with a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    None,
    Fails,
    LosesReply,
}

impl MockCrm {
    /// Opens a CRM with empty books.
    #[must_use]
    pub fn new(scenario: CrmScenario) -> Self {
        Self { scenario, contacts: Vec::new(), by_lead: Vec::new(), activities: Vec::new(), asked: PerCall::default() }
    }

    /// Returns every contact, oldest first.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        &self.contacts
    }

    /// Returns every activity, oldest first.
    #[must_use]
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// Returns the activity of a call, if there is one.
    #[must_use]
    pub fn activity(&self, call: CallId) -> Option<&Activity> {
        let place = self.asked.get(call)?.activity?;
        self.activities.get(place as usize)
    }

    /// Returns the contact of a lead, if there is one.
    #[must_use]
    pub fn contact(&self, lead: LeadId) -> Option<ContactId> {
        self.by_lead.get(lead.index()).copied().flatten()
    }

    /// Takes back a contact that nobody will ask for any more, because the dialer has another lead of that number now.
    pub fn keep_contact(&mut self, contact: Contact) {
        self.contacts.push(contact);
    }

    /// Takes back an activity that nobody will ask for any more, because the dialer has another call of that number now.
    pub fn keep_activity(&mut self, activity: Activity) {
        self.activities.push(activity);
    }

    /// Takes back a contact from books that were kept; its id must be the one that this CRM gave.
    pub fn restore_contact(&mut self, contact: Contact) {
        *self.entry(contact.lead) = Some(contact.id);
        self.contacts.push(contact);
    }

    /// Takes back an activity from books that were kept; its id must be the one that this CRM gave.
    pub fn restore_activity(&mut self, activity: Activity) {
        self.asked.row(activity.call).activity = Some(self.activities.len() as u32);
        self.activities.push(activity);
    }

    pub(crate) fn clear(&mut self) {
        self.contacts.clear();
        self.by_lead.clear();
        self.activities.clear();
        self.asked.clear();
    }

    /// Makes the lead's contact, or finds it, and answers later.
    #[inline]
    pub(crate) fn upsert_contact(&mut self, ring: Ring<'_>, attempt: u8, now: Instant, sky: &mut Sky) {
        let (scenario, Sky { dice, queue }) = (&self.scenario, sky);
        let asked = self.asked.row(ring.call);
        asked.contacts = asked.contacts.saturating_add(1);
        let request = asked.contacts;
        let time = scenario.contact_ms.pick(|| dice.crm(ring.lead(), ring.nth(), request, CrmPurpose::ContactTime));
        let fault = fault(scenario, now, || dice.crm(ring.lead(), ring.nth(), request, CrmPurpose::ContactFault));
        let at = now.after_ms(u64::from(time));
        if fault == Fault::Fails {
            return queue.push(at, Word::Crm(ring.call, attempt, CrmReply::ContactFailed));
        }
        let contact = self.contact_of(ring.lead(), now);
        if fault == Fault::None {
            queue.push(at, Word::Crm(ring.call, attempt, CrmReply::ContactUpserted(contact)));
        }
    }

    /// Makes the call's activity, or finds it, and answers later.
    #[inline]
    pub(crate) fn create_activity(&mut self, ring: Ring<'_>, attempt: u8, now: Instant, sky: &mut Sky) {
        let (scenario, Sky { dice, queue }) = (&self.scenario, sky);
        let asked = self.asked.row(ring.call);
        asked.activities = asked.activities.saturating_add(1);
        let request = asked.activities;
        let time = scenario.activity_ms.pick(|| dice.crm(ring.lead(), ring.nth(), request, CrmPurpose::ActivityTime));
        let fault = fault(scenario, now, || dice.crm(ring.lead(), ring.nth(), request, CrmPurpose::ActivityFault));
        let at = now.after_ms(u64::from(time));
        if fault == Fault::Fails {
            return queue.push(at, Word::Crm(ring.call, attempt, CrmReply::ActivityFailed));
        }
        let reply = match self.activity_of(ring, now) {
            Some(activity) => CrmReply::ActivityCreated(activity),
            None => CrmReply::ActivityFailed,
        };
        if fault == Fault::None {
            queue.push(at, Word::Crm(ring.call, attempt, reply));
        }
    }

    #[inline]
    fn contact_of(&mut self, lead: LeadId, now: Instant) -> ContactId {
        let next = ContactId(scattered(self.contacts.len() as u32));
        let id = *self.entry(lead).get_or_insert(next);
        if id == next {
            self.contacts.push(Contact { id, lead, at: now });
        }
        id
    }

    fn entry(&mut self, lead: LeadId) -> &mut Option<ContactId> {
        if lead.index() >= self.by_lead.len() {
            self.by_lead.resize(lead.index() + 1, None);
        }
        &mut self.by_lead[lead.index()]
    }

    /// Makes the activity, or finds it. A key stands for one thing: under the key of another result there is nothing to find.
    #[inline]
    fn activity_of(&mut self, ring: Ring<'_>, now: Instant) -> Option<ActivityId> {
        let next = self.activities.len() as u32;
        let place = *self.asked.row(ring.call).activity.get_or_insert(next);
        let (contact, outcome) = ring.result();
        if place == next {
            let id = ActivityId(scattered(ACTIVITIES + next));
            self.activities.push(Activity { id, call: ring.call, lead: ring.lead(), contact, outcome, at: now });
            return Some(id);
        }
        let made = &self.activities[place as usize];
        ((made.lead, made.contact, made.outcome) == (ring.lead(), contact, outcome)).then_some(made.id)
    }
}

#[inline]
fn fault(scenario: &CrmScenario, now: Instant, word: impl FnOnce() -> u32) -> Fault {
    if scenario.is_down(now) {
        return Fault::Fails;
    }
    if scenario.failed.is_zero() && scenario.lost_replies.is_zero() {
        return Fault::None;
    }
    let share = below(word(), Percent::WHOLE);
    if share < scenario.failed.hundredths() {
        Fault::Fails
    } else if share < scenario.failed.hundredths() + scenario.lost_replies.hundredths() {
        Fault::LosesReply
    } else {
        Fault::None
    }
}

/// Spreads a counter over all 32-bit numbers, each exactly once: ids that look drawn and are unique by construction. The factors
/// are odd, so each step can be undone: the golden ratio's (Knuth) and one of MurmurHash3's.
#[inline]
fn scattered(counter: u32) -> u32 {
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
