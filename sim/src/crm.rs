//! The mock CRM: a system outside, with books of its own, that honours keys.

use std::num::NonZeroU32;

use redial_engine::{ActivityId, CallId, ContactId, CrmReply, Instant, LeadId, Outcome, SessionId};

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
    contacts: Contacts,
    by_lead: Vec<Option<Place>>,
    activities: Vec<Entry>,
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

/// An entry of kept books has another id than the CRM gives at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the CRM did not give it this id")]
pub struct StrangeId;

/// A place in the books, from which the CRM's id follows. Kept as one more, so that an `Option<Place>` is as small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place(NonZeroU32);

impl Place {
    fn new(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    const fn number(self) -> u32 {
        self.0.get() - 1
    }

    const fn contact(self) -> ContactId {
        ContactId(scattered(self.number()))
    }

    const fn activity(self) -> ActivityId {
        ActivityId(scattered(ACTIVITIES + self.number()))
    }
}

/// An activity in little room: there are as many as calls.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: Instant,
    session: SessionId,
    n: u16,
    outcome: Outcome,
    lead: LeadId,
    contact: ContactId,
}

impl Entry {
    const fn at(self, place: Place) -> Activity {
        let Self { at, session, n, outcome, lead, contact } = self;
        Activity { id: place.activity(), call: CallId::new(session, n), lead, contact, outcome, at }
    }
}

/// What was asked for one call so far.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// The place of the call's activity in the books.
    activity: Option<Place>,
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

/// The contacts, each with its lead and its time: two lists, so that none has a gap.
#[derive(Clone, Debug, Default)]
struct Contacts {
    leads: Vec<LeadId>,
    times: Vec<Instant>,
}

impl Contacts {
    fn push(&mut self, lead: LeadId, at: Instant) {
        self.leads.push(lead);
        self.times.push(at);
    }

    fn next(&self) -> Place {
        Place::new(self.leads.len())
    }

    fn clear(&mut self) {
        self.leads.clear();
        self.times.clear();
    }
}

impl MockCrm {
    /// Opens a CRM with empty books.
    #[must_use]
    pub fn new(scenario: CrmScenario) -> Self {
        Self {
            scenario,
            contacts: Contacts::default(),
            by_lead: Vec::new(),
            activities: Vec::new(),
            asked: PerCall::default(),
        }
    }

    /// Returns how many contacts there are.
    #[must_use]
    pub fn contact_count(&self) -> usize {
        self.contacts.leads.len()
    }

    /// Returns the contacts from a place on, oldest first.
    pub fn contacts(&self, from: usize) -> impl Iterator<Item = Contact> + '_ {
        let Contacts { leads, times } = &self.contacts;
        let (leads, times) = (leads.get(from..).unwrap_or_default(), times.get(from..).unwrap_or_default());
        let places = (from..).map(Place::new);
        places.zip(leads).zip(times).map(|((place, &lead), &at)| Contact { id: place.contact(), lead, at })
    }

    /// Returns how many activities there are.
    #[must_use]
    pub fn activity_count(&self) -> usize {
        self.activities.len()
    }

    /// Returns the activities from a place on, oldest first.
    pub fn activities(&self, from: usize) -> impl Iterator<Item = Activity> + '_ {
        let rest = self.activities.get(from..).unwrap_or_default();
        (from..).map(Place::new).zip(rest).map(|(place, entry)| entry.at(place))
    }

    /// Returns the activity of a call, if there is one.
    #[must_use]
    pub fn activity(&self, call: CallId) -> Option<Activity> {
        let place = self.asked.get(call)?.activity?;
        Some(self.activities.get(place.number() as usize)?.at(place))
    }

    /// Returns the contact of a lead, if there is one.
    #[must_use]
    pub fn contact(&self, lead: LeadId) -> Option<ContactId> {
        self.by_lead.get(lead.index()).copied().flatten().map(Place::contact)
    }

    /// Takes back a contact that nobody will ask for any more, because the dialer has another lead of that number now.
    ///
    /// # Errors
    ///
    /// The id is not the one of the next place.
    pub fn keep_contact(&mut self, contact: Contact) -> Result<(), StrangeId> {
        if contact.id != self.contacts.next().contact() {
            return Err(StrangeId);
        }
        self.contacts.push(contact.lead, contact.at);
        Ok(())
    }

    /// Takes back an activity that nobody will ask for any more, because the dialer has another call of that number now.
    ///
    /// # Errors
    ///
    /// The id is not the one of the next place.
    pub fn keep_activity(&mut self, activity: Activity) -> Result<(), StrangeId> {
        let Activity { id, call, lead, contact, outcome, at } = activity;
        if id != Place::new(self.activities.len()).activity() {
            return Err(StrangeId);
        }
        self.activities.push(Entry { at, session: call.session, n: call.n, outcome, lead, contact });
        Ok(())
    }

    /// Takes back a contact from books that were kept.
    ///
    /// # Errors
    ///
    /// The id is not the one of the next place.
    pub fn restore_contact(&mut self, contact: Contact) -> Result<(), StrangeId> {
        let place = self.contacts.next();
        self.keep_contact(contact)?;
        *self.entry(contact.lead) = Some(place);
        Ok(())
    }

    /// Takes back an activity from books that were kept.
    ///
    /// # Errors
    ///
    /// The id is not the one of the next place.
    pub fn restore_activity(&mut self, activity: Activity) -> Result<(), StrangeId> {
        let place = Place::new(self.activities.len());
        self.keep_activity(activity)?;
        self.asked.row(activity.call).activity = Some(place);
        Ok(())
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
        let next = self.contacts.next();
        let place = *self.entry(lead).get_or_insert(next);
        if place == next {
            self.contacts.push(lead, now);
        }
        place.contact()
    }

    fn entry(&mut self, lead: LeadId) -> &mut Option<Place> {
        if lead.index() >= self.by_lead.len() {
            self.by_lead.resize(lead.index() + 1, None);
        }
        &mut self.by_lead[lead.index()]
    }

    /// Makes the activity, or finds it. A key stands for one thing: under the key of another result there is nothing to find.
    #[inline]
    fn activity_of(&mut self, ring: Ring<'_>, now: Instant) -> Option<ActivityId> {
        let next = Place::new(self.activities.len());
        let place = *self.asked.row(ring.call).activity.get_or_insert(next);
        let (contact, outcome) = ring.result();
        let lead = ring.lead();
        if place == next {
            let CallId { session, n } = ring.call;
            self.activities.push(Entry { at: now, session, n, outcome, lead, contact });
            return Some(place.activity());
        }
        let made = &self.activities[place.number() as usize];
        ((made.lead, made.contact, made.outcome) == (lead, contact, outcome)).then(|| place.activity())
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
const fn scattered(counter: u32) -> u32 {
    let mixed = counter.wrapping_add(0x5EED).wrapping_mul(0x9E37_79B1);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85EB_CA6B);
    mixed ^ (mixed >> 13)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn ids_do_not_repeat() {
        let ids: BTreeSet<u32> = (0..200_000).map(scattered).collect();
        assert_eq!(ids.len(), 200_000);
    }

    #[test]
    fn books_that_were_kept_are_taken_back_with_the_ids_of_their_places_only() {
        let scenario = Scenario::seed();
        let (mut crm, call) = (MockCrm::new(scenario.crm), CallId::new(SessionId(2), 1));
        let contact = |place, lead| Contact { id: Place::new(place).contact(), lead: LeadId(lead), at: Instant::EPOCH };
        let activity = |place| Activity {
            id: Place::new(place).activity(),
            call,
            lead: LeadId(4),
            contact: Place::new(0).contact(),
            outcome: Outcome::Busy,
            at: Instant::from_ms(7),
        };
        assert_eq!(crm.restore_contact(contact(1, 4)), Err(StrangeId), "it is not the first one's");
        assert_eq!(crm.restore_contact(contact(0, 4)), Ok(()));
        assert_eq!(crm.keep_contact(contact(1, 9)), Ok(()));
        assert_eq!(crm.restore_activity(activity(1)), Err(StrangeId));
        assert_eq!(crm.restore_activity(activity(0)), Ok(()));
        assert!(crm.contacts(0).eq([contact(0, 4), contact(1, 9)]));
        assert!(crm.contacts(1).eq([contact(1, 9)]) && crm.contacts(3).next().is_none());
        assert_eq!((crm.contact(LeadId(4)), crm.contact(LeadId(9))), (Some(contact(0, 4).id), None));
        assert_eq!((crm.activity(call), crm.activities(0).next()), (Some(activity(0)), Some(activity(0))));
    }
}
