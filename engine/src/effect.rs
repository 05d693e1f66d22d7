//! Effects: requests to the world. They are derived from transitions, so each one has its line in the journal.

use crate::call::{Call, CrmSync, Line};
use crate::id::{CallId, LeadId};
use crate::state::State;
use crate::transition::{CrmAsk, Transition};

/// A request to the carrier or to the CRM. It is idempotent by its key, which is the call or the lead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Effect {
    /// Ring the lead.
    Dial {
        /// The key: the call.
        call: CallId,
        /// The lead to ring.
        lead: LeadId,
    },
    /// End the call, ringing or answered. The dialer asks this once a call.
    HangUp {
        /// The key: the call.
        call: CallId,
    },
    /// Create the lead's contact, or return the existing one.
    UpsertContact {
        /// The key: the lead.
        lead: LeadId,
        /// The call whose sync asks.
        call: CallId,
        /// The attempt of that sync.
        attempt: u8,
    },
    /// Create the call's activity, or return the existing one.
    CreateActivity {
        /// The key: the call.
        call: CallId,
        /// The attempt of the call's sync.
        attempt: u8,
    },
    /// Look up the lead at the enrichment service.
    Enrich {
        /// The key: the lead.
        lead: LeadId,
    },
}

impl Effect {
    /// Returns the request that follows from a transition, given the state after its step.
    #[inline]
    #[must_use]
    pub fn of(transition: &Transition, state: &State) -> Option<Self> {
        match *transition {
            Transition::CallPlaced { call, lead, .. } => Some(Self::Dial { call, lead }),
            Transition::CallEnded { call, release_by: Some(_), .. } => Some(Self::HangUp { call }),
            Transition::CrmSyncStarted { call, attempt, ask, .. } => match ask {
                CrmAsk::Contact => {
                    let lead = state.call(call)?.lead;
                    Some(Self::UpsertContact { lead, call, attempt })
                }
                CrmAsk::Activity => Some(Self::CreateActivity { call, attempt }),
            },
            Transition::ContactLinked { call, .. } => match state.call(call)?.crm {
                CrmSync::Pending { attempt, .. } => Some(Self::CreateActivity { call, attempt }),
                CrmSync::None | CrmSync::Deferred { .. } | CrmSync::Synced { .. } | CrmSync::Failed => None,
            },
            Transition::EnrichmentRequested { lead, .. } => Some(Self::Enrich { lead }),
            Transition::CallEnded { release_by: None, .. }
            | Transition::Resumed(_)
            | Transition::KeyUsed(_)
            | Transition::LeadAdded { .. }
            | Transition::LeadEnriched { .. }
            | Transition::EnrichmentFailed { .. }
            | Transition::EnrichmentIgnored { .. }
            | Transition::SessionStarted { .. }
            | Transition::LeadPassedOver { .. }
            | Transition::SessionWon { .. }
            | Transition::SessionStopped { .. }
            | Transition::LineReleased { .. }
            | Transition::AnswerAbandoned { .. }
            | Transition::CrmSyncDeferred { .. }
            | Transition::CrmSynced { .. }
            | Transition::CrmSyncFailed { .. }
            | Transition::CarrierEventIgnored { .. }
            | Transition::CrmReplyIgnored { .. }
            | Transition::Refused(_) => None,
        }
    }

    /// Returns every unanswered request, by session and call, then by lead. A restart repeats them.
    pub fn outstanding(state: &State) -> impl Iterator<Item = Self> + '_ {
        let of_calls = state.numbered_sessions().flat_map(move |(session, calls)| {
            (0..).map(move |n| CallId::new(session, n)).zip(calls.calls()).flat_map(move |(id, call)| {
                [Self::owed_to_carrier(id, call), Self::owed_to_crm(id, call, state)].into_iter().flatten()
            })
        });
        of_calls.chain(state.open_enrichments().map(|(lead, _)| Self::Enrich { lead }))
    }

    fn owed_to_carrier(id: CallId, call: &Call) -> Option<Self> {
        match call.line {
            Line::Ringing { .. } => Some(Self::Dial { call: id, lead: call.lead }),
            Line::Releasing { .. } => Some(Self::HangUp { call: id }),
            Line::Ended { .. } => None,
        }
    }

    fn owed_to_crm(id: CallId, call: &Call, state: &State) -> Option<Self> {
        let CrmSync::Pending { attempt, .. } = call.crm else { return None };
        let linked = state.lead(call.lead)?.contact.is_some();
        Some(if linked {
            Self::CreateActivity { call: id, attempt }
        } else {
            Self::UpsertContact { lead: call.lead, call: id, attempt }
        })
    }
}
