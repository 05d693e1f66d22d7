//! The two CRM stores: the app's own activities, and the mock CRM's records.

use std::sync::Arc;

use redial_engine::{Call, CallId, ContactId, CrmSync, Instant, Lead, LeadDetails, LeadId, Outcome, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{CallNumber, CallStatus, SyncStatus, call_status, sync_status};
use super::{CrmName, Id, Lens, Time};
use redial_live::{Activity, Contact, LostActivity, LostContact, MockCrmView};

/// An activity of the app: it exists once the call has ended and its lead is linked to a contact.
#[derive(Clone, Copy, Debug)]
pub struct CrmActivitySnapshot {
    call: CallId,
    lead: LeadId,
    contact: ContactId,
    outcome: Outcome,
    at: Instant,
}

impl CrmActivitySnapshot {
    /// Copies the activities of a lead out of the state, in the order of its calls.
    pub fn of(id: LeadId, lead: &Lead, state: &State) -> Vec<Self> {
        lead.calls.iter().filter_map(|call| Self::take(*call, state.call(*call)?, id, lead)).collect()
    }

    /// Copies the activity of one call to the lead, if there is one.
    fn take(id: CallId, call: &Call, to: LeadId, lead: &Lead) -> Option<Self> {
        let (outcome, _) = call.ending()?;
        let at = call.activity_since(lead.contact)?;
        Some(Self { call: id, lead: to, contact: lead.contact?.contact, outcome, at })
    }

    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> CrmActivityView {
        CrmActivityView {
            id: Id(lens.names.activity(self.call)),
            lead_id: Id(lens.names.lead(self.lead)),
            crm_external_id: CrmName::Contact(self.contact),
            kind: ActivityKind::Call,
            call_id: Id(lens.names.call(self.call)),
            disposition: self.outcome.disposition(),
            notes: self.outcome.notes(),
            created_at: lens.time(self.at),
        }
    }
}

/// An activity of the app: the result of a call, once its lead is linked to a contact.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CrmActivity)]
#[serde(rename_all = "camelCase")]
pub struct CrmActivityView {
    /// The activity's id.
    id: Id,
    /// The lead.
    lead_id: Id,
    /// The contact in the CRM.
    crm_external_id: CrmName,
    /// The kind of activity.
    #[serde(rename = "type")]
    kind: ActivityKind,
    /// The call.
    call_id: Id,
    /// The outcome of the call, in the CRM's words.
    disposition: &'static str,
    /// The outcome as a sentence.
    notes: &'static str,
    /// The time of its creation.
    created_at: Time,
}

/// The kind of activity.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ActivityKind)]
#[serde(rename_all = "UPPERCASE")]
enum ActivityKind {
    Call,
}

/// A contact in the mock CRM, and its owner.
#[derive(Clone, Debug)]
pub struct ContactSnapshot {
    /// The contact.
    pub contact: Contact,
    /// The lead.
    pub of: ContactOwner,
}

/// The owner of a contact.
#[derive(Clone, Debug)]
pub enum ContactOwner {
    /// A lead.
    Lead(Arc<LeadDetails>),
    /// A lead that the journal lost.
    Lost(Arc<LostContact>),
}

impl ContactSnapshot {
    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> ContactView<'_> {
        let (lead, name, email, phone, company): (_, &str, &str, &str, &str) = match &self.of {
            ContactOwner::Lead(person) => {
                let LeadDetails { name, email, phone_number, company, .. } = &**person;
                (lens.names.lead(self.contact.lead), name, email, phone_number, company)
            }
            ContactOwner::Lost(lost) => (lost.lead, &lost.name, &lost.email, &lost.phone, &lost.company),
        };
        let (id, created_at) = (CrmName::Contact(self.contact.id), lens.time(self.contact.at));
        ContactView { id, lead_id: Id(lead), name, email, phone, company, created_at }
    }
}

/// A contact in the mock CRM.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MockCrmContact)]
#[serde(rename_all = "camelCase")]
pub struct ContactView<'a> {
    /// The CRM's own id.
    id: CrmName,
    /// The lead.
    lead_id: Id,
    /// The person's name.
    name: &'a str,
    /// Their e-mail address.
    email: &'a str,
    /// Their phone number.
    phone: &'a str,
    /// Their company.
    company: &'a str,
    /// The time of its creation.
    created_at: Time,
}

/// An activity in the mock CRM.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MockCrmActivity)]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// The CRM's own id.
    id: CrmName,
    /// The lead.
    lead_id: Id,
    /// The contact in the CRM.
    crm_external_id: CrmName,
    /// The kind of activity.
    #[serde(rename = "type")]
    kind: ActivityKind,
    /// The call.
    call_id: Id,
    /// The outcome of the call, in the CRM's words.
    disposition: &'static str,
    /// The outcome as a sentence.
    notes: &'static str,
    /// The time of its creation.
    created_at: Time,
    /// The app's own activity, its source.
    source_activity_id: Id,
}

impl ActivityView {
    /// Builds the view of an activity in the mock CRM.
    pub fn new(activity: &Activity, lens: &Lens) -> Self {
        let names = &lens.names;
        let (call, source) = (names.call(activity.call), names.activity(activity.call));
        Self::lost(activity, LostActivity { call, lead: names.lead(activity.lead), source }, lens)
    }

    /// Builds the view of an activity under the ids that the journal lost.
    pub fn lost(activity: &Activity, of: LostActivity, lens: &Lens) -> Self {
        Self {
            id: CrmName::Activity(activity.id),
            lead_id: Id(of.lead),
            crm_external_id: CrmName::Contact(activity.contact),
            kind: ActivityKind::Call,
            call_id: Id(of.call),
            disposition: activity.outcome.disposition(),
            notes: activity.outcome.notes(),
            created_at: lens.time(activity.at),
            source_activity_id: Id(of.source),
        }
    }
}

/// The CRM sync of a call: the app's activity, and the CRM's.
#[derive(Clone, Debug)]
pub struct SyncSnapshot {
    call: CallId,
    lead: LeadId,
    person: Arc<LeadDetails>,
    outcome: Outcome,
    sync: CrmSync,
    activity: Option<CrmActivitySnapshot>,
    external: Option<Activity>,
}

impl SyncSnapshot {
    /// Copies the sync of a call out of the state, once the call has ended.
    pub fn take(id: CallId, call: &Call, state: &State, crm: MockCrmView<'_>) -> Option<Self> {
        let (outcome, _) = call.ending()?;
        let lead = state.lead(call.lead)?;
        Some(Self {
            call: id,
            lead: call.lead,
            person: Arc::clone(&lead.details),
            outcome,
            sync: call.crm,
            activity: CrmActivitySnapshot::take(id, call, call.lead, lead),
            external: crm.activity(id),
        })
    }

    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> SyncView<'_> {
        SyncView {
            call_id: Id(lens.names.call(self.call)),
            number: CallNumber(self.call),
            session_id: Id(lens.names.session(self.call.session)),
            lead_id: Id(lens.names.lead(self.lead)),
            lead_name: &self.person.name,
            call_status: call_status(self.outcome),
            crm_activity_status: sync_status(self.sync),
            activity: self.activity.map(|activity| activity.view(lens)),
            external: self.external.map(|activity| ActivityView::new(&activity, lens)),
        }
    }
}

/// The CRM sync of a call, in both stores.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CrmSync)]
#[serde(rename_all = "camelCase")]
pub struct SyncView<'a> {
    /// The call.
    call_id: Id,
    /// The session's number and the call's within it.
    number: CallNumber,
    /// The call's session.
    session_id: Id,
    /// The lead that it rang.
    lead_id: Id,
    /// The person's name.
    lead_name: &'a str,
    /// Its outcome.
    call_status: CallStatus,
    /// The status of the sync.
    #[schema(required)]
    crm_activity_status: Option<SyncStatus>,
    /// The app's own activity, once the lead is linked to a contact.
    #[schema(required)]
    activity: Option<CrmActivityView>,
    /// The CRM's activity, once the CRM has it.
    #[schema(required)]
    external: Option<ActivityView>,
}
