//! Leads are added and enriched.

use alloc::sync::Arc;

use crate::id::LeadId;
use crate::input::EnrichmentReply;
use crate::lead::{Enrichment, LeadDetails};
use crate::reason::{EnrichmentFailure, EnrichmentIgnore, Refusal};
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
    turn.emit(match unenriched(turn, lead) {
        Err(refusal) => Transition::Refused(refusal),
        Ok(()) => Transition::LeadEnriched { lead, data: Arc::clone(data) },
    });
}

/// Asks the enrichment service about a lead, one request a lead at a time.
pub(crate) fn request_enrichment(turn: &mut Turn<'_>, lead: LeadId) {
    let deadline = turn.at().after_ms(u64::from(turn.state().config().enrichment_timeout_ms));
    turn.emit(match unenriched(turn, lead) {
        Err(refusal) => Transition::Refused(refusal),
        Ok(()) if turn.state().has_open_enrichment(lead) => Transition::Refused(Refusal::EnrichmentPending(lead)),
        Ok(()) => Transition::EnrichmentRequested { lead, deadline },
    });
}

fn unenriched(turn: &Turn<'_>, lead: LeadId) -> Result<(), Refusal> {
    match turn.state().lead(lead) {
        None => Err(Refusal::UnknownLead(lead)),
        Some(known) if known.enrichment.is_some() => Err(Refusal::AlreadyEnriched(lead)),
        Some(_) => Ok(()),
    }
}

/// Takes an answer of the enrichment service. Without an open request the answer is ignored: it may be late, repeated
/// or unasked.
pub(crate) fn enrichment_answered(turn: &mut Turn<'_>, lead: LeadId, reply: &EnrichmentReply) {
    turn.emit(if turn.state().has_open_enrichment(lead) {
        match reply {
            EnrichmentReply::Found(data) => Transition::LeadEnriched { lead, data: Arc::clone(data) },
            EnrichmentReply::Failed => Transition::EnrichmentFailed { lead, reason: EnrichmentFailure::Service },
        }
    } else if turn.state().lead(lead).is_some() {
        Transition::EnrichmentIgnored { lead, reason: EnrichmentIgnore::NotAsked }
    } else {
        Transition::EnrichmentIgnored { lead, reason: EnrichmentIgnore::UnknownLead }
    });
}

/// The enrichment service was silent for too long.
pub(crate) fn enrichment_expired(turn: &mut Turn<'_>, lead: LeadId) {
    turn.emit(Transition::EnrichmentFailed { lead, reason: EnrichmentFailure::Deadline });
}
