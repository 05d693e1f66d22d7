//! Leads as the API shows them.

use std::sync::Arc;

use redial_engine::{Call, CallId, Enrichment, Headcount, Industry, Lead, LeadDetails, LeadId, Linked, State};
use serde::Serialize;

use super::call::call_status;
use super::{CrmName, Id, Lens, Time};

/// What is shown of a lead.
#[derive(Clone, Debug)]
pub(crate) struct LeadSnapshot {
    /// Which lead it is.
    pub(crate) id: LeadId,
    /// Who it is.
    pub(crate) details: Arc<LeadDetails>,
    enrichment: Option<Arc<Enrichment>>,
    contact: Option<Linked>,
    last_call: Option<(CallId, Call)>,
}

impl LeadSnapshot {
    /// Copies out what is shown.
    pub(crate) fn take(id: LeadId, lead: &Lead, state: &State) -> Self {
        let (details, enrichment) = (Arc::clone(&lead.details), lead.enrichment.clone());
        let last_call = lead.calls.last().and_then(|call| Some((*call, *state.call(*call)?)));
        Self { id, details, enrichment, contact: lead.contact, last_call }
    }

    /// Returns true once an enrichment service's knowledge was added.
    pub(crate) const fn is_enriched(&self) -> bool {
        self.enrichment.is_some()
    }

    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> LeadView<'_> {
        LeadView {
            id: Id(lens.names.lead(self.id)),
            name: &self.details.name,
            job_title: &self.details.job_title,
            phone_number: &self.details.phone_number,
            company: &self.details.company,
            email: &self.details.email,
            headcount: self.details.headcount,
            industry: self.details.industry,
            enriched: self.is_enriched(),
            enrichment_data: self.enrichment.as_deref(),
            crm_external_id: self.contact.map(|linked| CrmName::Contact(linked.contact)),
            phone_e164: self.details.phone_e164.as_deref(),
            last_call: self.last_call.map(|(id, call)| LastCall::new(id, &call, lens)),
        }
    }
}

/// The seed's Lead, its number in E.164, and how the newest call went.
#[derive(Debug, Serialize)]
pub(crate) struct LeadView<'a> {
    id: Id,
    name: &'a str,
    job_title: &'a str,
    phone_number: &'a str,
    company: &'a str,
    email: &'a str,
    headcount: Headcount,
    industry: Industry,
    enriched: bool,
    enrichment_data: Option<&'a Enrichment>,
    #[serde(rename = "crmExternalId")]
    crm_external_id: Option<CrmName>,
    phone_e164: Option<&'a str>,
    #[serde(rename = "lastCall")]
    last_call: Option<LastCall>,
}

/// The newest call to a lead: how it went, or that it still rings.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LastCall {
    call_id: Id,
    session_id: Id,
    call_status: Option<&'static str>,
    started_at: Time,
}

impl LastCall {
    fn new(id: CallId, call: &Call, lens: &Lens) -> Self {
        Self {
            call_id: Id(lens.names.call(id)),
            session_id: Id(lens.names.session(id.session)),
            call_status: call.ending().map(|(outcome, _)| call_status(outcome)),
            started_at: lens.time(call.started_at),
        }
    }
}
