//! Leads as the API shows them.

use std::sync::Arc;

use redial_engine::{Call, CallId, Enrichment, Headcount, Industry, Lead, LeadDetails, LeadId, Linked, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{CallStatus, call_status};
use super::{CrmName, HeadcountWord, Id, IndustryWord, Lens, Time};

/// The state of a lead that its view needs.
#[derive(Clone, Debug)]
pub struct LeadSnapshot {
    /// Its id.
    pub id: LeadId,
    /// Its details.
    pub details: Arc<LeadDetails>,
    enrichment: Option<Arc<Enrichment>>,
    contact: Option<Linked>,
    last_call: Option<(CallId, Call)>,
}

impl LeadSnapshot {
    /// Copies a lead out of the state.
    pub fn take(id: LeadId, lead: &Lead, state: &State) -> Self {
        let (details, enrichment) = (Arc::clone(&lead.details), lead.enrichment.clone());
        let last_call = lead.calls.last().and_then(|call| Some((*call, *state.call(*call)?)));
        Self { id, details, enrichment, contact: lead.contact, last_call }
    }

    /// Returns a lead as it was when it was added.
    pub const fn added(id: LeadId, details: Arc<LeadDetails>) -> Self {
        Self { id, details, enrichment: None, contact: None, last_call: None }
    }

    /// Returns the lead with another contact and newest call.
    pub fn then(self, contact: Option<Linked>, last_call: Option<(CallId, Call)>) -> Self {
        Self { contact, last_call, ..self }
    }

    /// Returns the lead with enrichment data.
    pub fn enriched(self, data: Arc<Enrichment>) -> Self {
        Self { enrichment: Some(data), ..self }
    }

    /// Returns true once the lead is enriched.
    pub const fn is_enriched(&self) -> bool {
        self.enrichment.is_some()
    }

    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> LeadView<'_> {
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
            enrichment_data: self.enrichment.as_deref().map(EnrichmentView::new),
            crm_external_id: self.contact.map(|linked| CrmName::Contact(linked.contact)),
            phone_e164: self.details.phone_e164.as_deref(),
            last_call: self.last_call.map(|(id, call)| LastCall::new(id, &call, lens)),
        }
    }
}

/// A person to call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lead)]
pub struct LeadView<'a> {
    /// The lead's id.
    id: Id,
    /// The person's name.
    name: &'a str,
    /// Their job title.
    job_title: &'a str,
    /// Their phone number, as imported or entered.
    phone_number: &'a str,
    /// Their company.
    company: &'a str,
    /// Their e-mail address, as imported or entered.
    email: &'a str,
    /// The headcount of the company.
    #[schema(value_type = HeadcountWord)]
    headcount: Headcount,
    /// The industry of the company.
    #[schema(value_type = IndustryWord)]
    industry: Industry,
    /// Whether the lead is enriched.
    enriched: bool,
    /// The enrichment service's data.
    #[schema(required)]
    enrichment_data: Option<EnrichmentView<'a>>,
    /// The contact in the CRM, once there is one.
    #[schema(required)]
    #[serde(rename = "crmExternalId")]
    crm_external_id: Option<CrmName>,
    /// The phone number in E.164; null if it does not parse.
    #[schema(required)]
    phone_e164: Option<&'a str>,
    /// The newest call to the lead.
    #[schema(required)]
    #[serde(rename = "lastCall")]
    last_call: Option<LastCall>,
}

/// The newest call to a lead, which may still ring.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LastCall {
    /// The call.
    call_id: Id,
    /// Its session.
    session_id: Id,
    /// Its outcome; null while it rings.
    #[schema(required)]
    call_status: Option<CallStatus>,
    /// When it was placed.
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

/// The enrichment service's data of a lead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Enrichment)]
struct EnrichmentView<'a> {
    /// The address of the person's profile.
    linkedin_url: &'a str,
    /// The headcount that the service found.
    #[schema(value_type = HeadcountWord)]
    company_size_verified: Headcount,
    /// The company's yearly revenue, as people write it.
    company_revenue: &'a str,
    /// The technologies that the company uses.
    #[schema(value_type = Vec<String>)]
    technologies_used: &'a [Box<str>],
    /// The company's last funding, if any.
    #[schema(required)]
    recent_funding: Option<&'a str>,
    /// How likely the person decides on a purchase, out of 100.
    #[schema(maximum = 100)]
    decision_maker_score: u8,
}

impl<'a> EnrichmentView<'a> {
    fn new(data: &'a Enrichment) -> Self {
        Self {
            linkedin_url: &data.linkedin_url,
            company_size_verified: data.company_size_verified,
            company_revenue: &data.company_revenue,
            technologies_used: &data.technologies_used,
            recent_funding: data.recent_funding.as_deref(),
            decision_maker_score: data.decision_maker_score,
        }
    }
}
