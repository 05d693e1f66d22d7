//! The two CRM stores as the API shows them: the app's own activities, and the mock CRM's books.

use std::sync::Arc;

use redial_engine::{CallId, ContactId, Instant, Lead, LeadDetails, LeadId, Outcome, State};
use redial_sim::{Activity, Contact};
use serde::Serialize;

use super::{CrmName, Id, Lens, Time};

/// An activity of the app: it exists once the call has ended and its lead is linked to a contact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CrmActivitySnapshot {
    call: CallId,
    lead: LeadId,
    contact: ContactId,
    outcome: Outcome,
    at: Instant,
}

impl CrmActivitySnapshot {
    /// Copies out the activities of a lead, in the order of its calls.
    pub(crate) fn of(id: LeadId, lead: &Lead, state: &State) -> Vec<Self> {
        let activity = |call: &CallId| {
            let known = state.call(*call)?;
            let (outcome, _) = known.ending()?;
            let at = known.activity_since(lead.contact)?;
            Some(Self { call: *call, lead: id, contact: lead.contact?.contact, outcome, at })
        };
        lead.calls.iter().filter_map(activity).collect()
    }

    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> CrmActivityView {
        CrmActivityView {
            id: Id(lens.names.activity(self.call)),
            lead_id: Id(lens.names.lead(self.lead)),
            crm_external_id: CrmName::Contact(self.contact),
            kind: "CALL",
            call_id: Id(lens.names.call(self.call)),
            disposition: self.outcome.disposition(),
            notes: self.outcome.notes(),
            created_at: lens.time(self.at),
        }
    }
}

/// The seed's CRMActivity.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CrmActivityView {
    id: Id,
    lead_id: Id,
    crm_external_id: CrmName,
    #[serde(rename = "type")]
    kind: &'static str,
    call_id: Id,
    disposition: &'static str,
    notes: &'static str,
    created_at: Time,
}

/// A contact in the mock CRM, and whom it was made for.
#[derive(Clone, Debug)]
pub(crate) struct ContactSnapshot {
    /// The contact.
    pub(crate) contact: Contact,
    /// The lead.
    pub(crate) person: Arc<LeadDetails>,
}

impl ContactSnapshot {
    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> ContactView<'_> {
        ContactView {
            id: CrmName::Contact(self.contact.id),
            lead_id: Id(lens.names.lead(self.contact.lead)),
            name: &self.person.name,
            email: &self.person.email,
            phone: &self.person.phone_number,
            company: &self.person.company,
            created_at: lens.time(self.contact.at),
        }
    }
}

/// The seed's MockCrmContact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactView<'a> {
    id: CrmName,
    lead_id: Id,
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    company: &'a str,
    created_at: Time,
}

/// The seed's MockCrmActivity.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityView {
    id: CrmName,
    lead_id: Id,
    crm_external_id: CrmName,
    #[serde(rename = "type")]
    kind: &'static str,
    call_id: Id,
    disposition: &'static str,
    notes: &'static str,
    created_at: Time,
    source_activity_id: Id,
}

impl ActivityView {
    /// Makes the view of an activity in the mock CRM.
    pub(crate) fn new(activity: &Activity, lens: &Lens) -> Self {
        Self {
            id: CrmName::Activity(activity.id),
            lead_id: Id(lens.names.lead(activity.lead)),
            crm_external_id: CrmName::Contact(activity.contact),
            kind: "CALL",
            call_id: Id(lens.names.call(activity.call)),
            disposition: activity.outcome.disposition(),
            notes: activity.outcome.notes(),
            created_at: lens.time(activity.at),
            source_activity_id: Id(lens.names.activity(activity.call)),
        }
    }
}
