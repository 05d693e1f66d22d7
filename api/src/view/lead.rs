//! Leads as the API shows them.

use std::sync::Arc;

use redial_engine::{Enrichment, Headcount, Industry, Lead, LeadDetails, LeadId, Linked};
use serde::Serialize;

use super::{CrmName, Id, Lens};

/// What is shown of a lead.
#[derive(Clone, Debug)]
pub(crate) struct LeadSnapshot {
    /// Which lead it is.
    pub(crate) id: LeadId,
    /// Who it is.
    pub(crate) details: Arc<LeadDetails>,
    enrichment: Option<Arc<Enrichment>>,
    contact: Option<Linked>,
}

impl LeadSnapshot {
    /// Copies out what is shown.
    pub(crate) fn take(id: LeadId, lead: &Lead) -> Self {
        let (details, enrichment) = (Arc::clone(&lead.details), lead.enrichment.clone());
        Self { id, details, enrichment, contact: lead.contact }
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
        }
    }
}

/// The seed's Lead, and its number in E.164.
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
}
