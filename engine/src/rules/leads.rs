//! Leads are added and enriched.

use alloc::sync::Arc;

use crate::id::LeadId;
use crate::lead::{Enrichment, LeadDetails};
use crate::reason::Refusal;
use crate::transition::Transition;
use crate::turn::Turn;

/// Adds a lead.
pub(crate) fn add(turn: &mut Turn<'_>, details: &Arc<LeadDetails>) {
    turn.emit(match u32::try_from(turn.state().leads().len()) {
        Ok(next) => Transition::LeadAdded { lead: LeadId(next), details: Arc::clone(details) },
        Err(_) => Transition::Refused(Refusal::Full),
    });
}

/// Adds enrichment data to a lead, once.
pub(crate) fn enrich(turn: &mut Turn<'_>, lead: LeadId, data: &Arc<Enrichment>) {
    turn.emit(match turn.state().lead(lead) {
        None => Transition::Refused(Refusal::UnknownLead(lead)),
        Some(known) if known.enrichment.is_some() => Transition::Refused(Refusal::AlreadyEnriched(lead)),
        Some(_) => Transition::LeadEnriched { lead, data: Arc::clone(data) },
    });
}
