//! The mock CRM: a simulated system with its own store and idempotency keys.

mod store;

use redial_engine::{ActivityId, CallId, ContactId, CrmReply, Instant, LeadId};

pub use store::{Activity, Contact, StrangeId};
use store::{CrmStore, RowNumber};

use crate::call_ref::CallRef;
use crate::context::SimContext;
use crate::dice::{CrmPurpose, below};
use crate::per_call::PerCall;
use crate::queue::WorldEvent;
use crate::scenario::{CrmScenario, Percent};

/// The mock CRM. A repeated request with the same key gets the first answer.
#[derive(Clone, Debug)]
pub struct MockCrm {
    scenario: CrmScenario,
    store: CrmStore,
    by_lead: Vec<Option<RowNumber>>,
    asked: PerCall<CrmRequests>,
}

/// The requests for one call so far.
#[derive(Clone, Copy, Debug, Default)]
struct CrmRequests {
    /// The place of the call's activity in the store.
    activity: Option<RowNumber>,
    contacts: u8,
    activities: u8,
}

/// The fault of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RequestFault {
    None,
    Fails,
    LosesReply,
}

impl MockCrm {
    /// Makes a CRM with an empty store.
    #[must_use]
    pub fn new(scenario: CrmScenario) -> Self {
        Self { scenario, store: CrmStore::default(), by_lead: Vec::new(), asked: PerCall::default() }
    }

    /// Returns the number of contacts.
    #[must_use]
    pub fn contact_count(&self) -> usize {
        self.store.contact_count()
    }

    /// Returns the number of activities.
    #[must_use]
    pub fn activity_count(&self) -> usize {
        self.store.activity_count()
    }

    /// Returns the contacts from a place, oldest first.
    pub fn contacts(&self, from: usize) -> impl Iterator<Item = Contact> + '_ {
        self.store.contacts(from)
    }

    /// Returns the activities from a place, oldest first.
    pub fn activities(&self, from: usize) -> impl Iterator<Item = Activity> + '_ {
        self.store.activities(from)
    }

    /// Returns the activity of a call, if there is one.
    #[must_use]
    pub fn activity(&self, call: CallId) -> Option<Activity> {
        self.store.activity(self.asked.get(call)?.activity?)
    }

    /// Returns the contact of a lead, if there is one.
    #[must_use]
    pub fn contact(&self, lead: LeadId) -> Option<ContactId> {
        self.by_lead.get(lead.index()).copied().flatten().map(RowNumber::contact_id)
    }

    /// Restores a contact without its key, because another lead has that ordinal now.
    ///
    /// # Errors
    ///
    /// The CRM assigns another id to the next contact.
    pub fn keep_contact(&mut self, contact: Contact) -> Result<(), StrangeId> {
        self.store.keep_contact(contact).map(drop)
    }

    /// Restores an activity without its key, because another call has that ordinal now.
    ///
    /// # Errors
    ///
    /// The CRM assigns another id to the next activity.
    pub fn keep_activity(&mut self, activity: Activity) -> Result<(), StrangeId> {
        self.store.keep_activity(activity).map(drop)
    }

    /// Restores a contact.
    ///
    /// # Errors
    ///
    /// The CRM assigns another id to the next contact.
    pub fn restore_contact(&mut self, contact: Contact) -> Result<(), StrangeId> {
        let place = self.store.keep_contact(contact)?;
        *self.place_of(contact.lead) = Some(place);
        Ok(())
    }

    /// Restores an activity.
    ///
    /// # Errors
    ///
    /// The CRM assigns another id to the next activity.
    pub fn restore_activity(&mut self, activity: Activity) -> Result<(), StrangeId> {
        let place = self.store.keep_activity(activity)?;
        self.asked.row(activity.call).activity = Some(place);
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.store.clear();
        self.by_lead.clear();
        self.asked.clear();
    }

    /// Creates or finds the lead's contact, and schedules the reply.
    #[inline]
    pub(crate) fn upsert_contact(&mut self, call: CallRef<'_>, attempt: u8, now: Instant, context: &mut SimContext) {
        let (scenario, SimContext { dice, queue }) = (&self.scenario, context);
        let asked = self.asked.row(call.id);
        asked.contacts = asked.contacts.saturating_add(1);
        let request = asked.contacts;
        let time = scenario.contact_ms.pick(|| dice.crm(call.lead(), call.nth(), request, CrmPurpose::ContactTime));
        let fault = fault(scenario, now, || dice.crm(call.lead(), call.nth(), request, CrmPurpose::ContactFault));
        let at = now.after_ms(u64::from(time));
        if fault == RequestFault::Fails {
            return queue.push(at, WorldEvent::Crm(call.id, attempt, CrmReply::ContactFailed));
        }
        let contact = self.contact_of(call.lead(), now);
        if fault == RequestFault::None {
            queue.push(at, WorldEvent::Crm(call.id, attempt, CrmReply::ContactUpserted(contact)));
        }
    }

    /// Creates or finds the call's activity, and schedules the reply.
    #[inline]
    pub(crate) fn create_activity(&mut self, call: CallRef<'_>, attempt: u8, now: Instant, context: &mut SimContext) {
        let (scenario, SimContext { dice, queue }) = (&self.scenario, context);
        let asked = self.asked.row(call.id);
        asked.activities = asked.activities.saturating_add(1);
        let request = asked.activities;
        let time = scenario.activity_ms.pick(|| dice.crm(call.lead(), call.nth(), request, CrmPurpose::ActivityTime));
        let fault = fault(scenario, now, || dice.crm(call.lead(), call.nth(), request, CrmPurpose::ActivityFault));
        let at = now.after_ms(u64::from(time));
        if fault == RequestFault::Fails {
            return queue.push(at, WorldEvent::Crm(call.id, attempt, CrmReply::ActivityFailed));
        }
        let reply = match self.activity_of(call, now) {
            Some(activity) => CrmReply::ActivityCreated(activity),
            None => CrmReply::ActivityFailed,
        };
        if fault == RequestFault::None {
            queue.push(at, WorldEvent::Crm(call.id, attempt, reply));
        }
    }

    #[inline]
    fn contact_of(&mut self, lead: LeadId, now: Instant) -> ContactId {
        let next = self.store.next_contact();
        let place = *self.place_of(lead).get_or_insert(next);
        if place == next {
            self.store.add_contact(lead, now);
        }
        place.contact_id()
    }

    fn place_of(&mut self, lead: LeadId) -> &mut Option<RowNumber> {
        if lead.index() >= self.by_lead.len() {
            self.by_lead.resize(lead.index() + 1, None);
        }
        &mut self.by_lead[lead.index()]
    }

    /// Creates or finds the activity. Returns `None` if the key belongs to another result.
    #[inline]
    fn activity_of(&mut self, call: CallRef<'_>, now: Instant) -> Option<ActivityId> {
        let next = self.store.next_activity();
        let place = *self.asked.row(call.id).activity.get_or_insert(next);
        let (lead, (contact, outcome)) = (call.lead(), call.result());
        if place == next {
            self.store.add_activity(call.id, lead, contact, outcome, now);
            return Some(place.activity_id());
        }
        let made = self.store.activity(place)?;
        ((made.lead, made.contact, made.outcome) == (lead, contact, outcome)).then_some(made.id)
    }
}

#[inline]
fn fault(scenario: &CrmScenario, now: Instant, word: impl FnOnce() -> u32) -> RequestFault {
    if scenario.is_down(now) {
        return RequestFault::Fails;
    }
    if scenario.failed.is_zero() && scenario.lost_replies.is_zero() {
        return RequestFault::None;
    }
    let share = below(word(), Percent::WHOLE);
    if share < scenario.failed.hundredths() {
        RequestFault::Fails
    } else if share < scenario.failed.hundredths() + scenario.lost_replies.hundredths() {
        RequestFault::LosesReply
    } else {
        RequestFault::None
    }
}

#[cfg(test)]
mod tests {
    use redial_engine::{Outcome, SessionId};

    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn books_that_were_kept_are_taken_back_with_the_ids_of_their_places_only() {
        let (mut made, call) = (CrmStore::default(), CallId::new(SessionId(2), 1));
        [4, 9].into_iter().for_each(|lead| made.add_contact(LeadId(lead), Instant::EPOCH));
        let contacts: Vec<_> = made.contacts(0).collect();
        (0..2).for_each(|_| made.add_activity(call, LeadId(4), contacts[0].id, Outcome::Busy, Instant::from_ms(7)));
        let activities: Vec<_> = made.activities(0).collect();

        let mut crm = MockCrm::new(Scenario::seed().crm);
        assert!(crm.restore_contact(contacts[1]).is_err(), "another one is the first");
        assert_eq!(crm.restore_contact(contacts[0]), Ok(()));
        assert_eq!(crm.keep_contact(contacts[1]), Ok(()));
        let strange = crm.restore_activity(activities[1]).expect_err("another one is the first").to_string();
        assert_eq!(strange, format!("its id is not {}, which the CRM gives there", activities[0].id));
        assert_eq!(crm.restore_activity(activities[0]), Ok(()));
        assert!(crm.contacts(0).eq(contacts.iter().copied()));
        assert!(crm.contacts(1).eq([contacts[1]]) && crm.contacts(3).next().is_none());
        assert_eq!((crm.contact(LeadId(4)), crm.contact(LeadId(9))), (Some(contacts[0].id), None));
        assert_eq!((crm.activity(call), crm.activities(0).next()), (Some(activities[0]), Some(activities[0])));
    }
}
