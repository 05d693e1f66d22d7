//! Transitions: every fact that can be recorded, in the past tense.
//!
//! State is a fold of transitions. The journal stores them beside the input that caused them.

use alloc::boxed::Box;
use alloc::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::call::Outcome;
use crate::id::{ActivityId, CallId, ContactId, LeadId, SessionId};
use crate::input::{CarrierEvent, CrmReply, Resumption};
use crate::key::RequestKey;
use crate::lead::{Enrichment, LeadDetails};
use crate::reason::{CarrierIgnore, CrmIgnore, EnrichmentFailure, EnrichmentIgnore, Refusal, StopReason};
use crate::spec::SessionSpec;
use crate::time::Instant;

/// One fact, with all data that a fold needs. It takes 24 bytes: larger parts sit behind an `Arc` or a `Box`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// A process continued the journal under these settings.
    Resumed(Box<Resumption>),
    /// A command arrived under this key. A later command under the same key is refused.
    KeyUsed(Arc<RequestKey>),
    /// A lead was added.
    LeadAdded {
        /// Its id: the next ordinal.
        lead: LeadId,
        /// The person and their company.
        details: Arc<LeadDetails>,
    },
    /// Enrichment data was added to a lead.
    LeadEnriched {
        /// The lead.
        lead: LeadId,
        /// The data.
        data: Arc<Enrichment>,
    },
    /// The enrichment service is asked about a lead.
    EnrichmentRequested {
        /// The lead: the key of the request.
        lead: LeadId,
        /// When the service's silence counts as a failure.
        deadline: Instant,
    },
    /// The enrichment service did not deliver; a new request may.
    EnrichmentFailed {
        /// The lead.
        lead: LeadId,
        /// Why.
        reason: EnrichmentFailure,
    },
    /// The enrichment service said something that changes nothing.
    EnrichmentIgnored {
        /// The lead that it named.
        lead: LeadId,
        /// Why it changes nothing.
        reason: EnrichmentIgnore,
    },
    /// A session began.
    SessionStarted {
        /// Its id: the next ordinal.
        session: SessionId,
        /// The agent, the leads and the number of lines.
        spec: Arc<SessionSpec>,
    },
    /// The session reached a lead whose person is on another line. It continues with the next lead and returns later.
    LeadPassedOver {
        /// The session.
        session: SessionId,
        /// The lead that keeps its place in the queue.
        lead: LeadId,
    },
    /// The dialer decided to ring a lead; the carrier is asked to dial.
    CallPlaced {
        /// The new call: the session's next.
        call: CallId,
        /// The lead that it rings.
        lead: LeadId,
        /// When the dialer stops waiting for an answer.
        deadline: Instant,
    },
    /// The call ended; its outcome is final.
    CallEnded {
        /// The call.
        call: CallId,
        /// How it ended.
        outcome: Outcome,
        /// Present if the dialer ended the call: it asks the carrier to hang up and waits until then for the release.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        release_by: Option<Instant>,
    },
    /// The first person to answer won the session.
    SessionWon {
        /// The call that they answered.
        call: CallId,
    },
    /// The session stopped.
    SessionStopped {
        /// The session.
        session: SessionId,
        /// Why.
        reason: StopReason,
    },
    /// A line that the dialer had hung up became free.
    LineReleased {
        /// The call whose line it was.
        call: CallId,
        /// How the dialer knows.
        by: ReleasedBy,
    },
    /// Glare: a person answered a line that was being released, and heard silence.
    AnswerAbandoned {
        /// The call that they answered.
        call: CallId,
    },
    /// An attempt to sync the call's result began: it asks the CRM for the contact if the lead has none, else for the
    /// activity.
    CrmSyncStarted {
        /// The call.
        call: CallId,
        /// The number of the attempt, from 1.
        attempt: u8,
        /// The object that the CRM is asked for.
        ask: CrmAsk,
        /// When the CRM's silence counts as a failure.
        deadline: Instant,
    },
    /// The CRM named the contact of a lead. From now on the app shows an activity for each ended call of the lead.
    ContactLinked {
        /// The call whose sync asked for it. If that sync still waits, it asks for the activity next.
        call: CallId,
        /// The contact of that call's lead.
        contact: ContactId,
        /// When the CRM's silence about the activity counts as a failure.
        deadline: Instant,
    },
    /// An attempt failed; the next one is scheduled.
    CrmSyncDeferred {
        /// The call.
        call: CallId,
        /// The attempt that failed.
        attempt: u8,
        /// When the next one starts.
        retry_at: Instant,
    },
    /// The CRM holds the call's activity.
    CrmSynced {
        /// The call.
        call: CallId,
        /// The CRM's activity.
        activity: ActivityId,
    },
    /// The last attempt failed. Only a command starts the sync again.
    CrmSyncFailed {
        /// The call.
        call: CallId,
    },
    /// An event of the carrier changed nothing.
    CarrierEventIgnored {
        /// The call that it named.
        call: CallId,
        /// The event.
        event: CarrierEvent,
        /// Why it changed nothing.
        reason: CarrierIgnore,
    },
    /// A reply of the CRM changed nothing.
    CrmReplyIgnored {
        /// The call that it named.
        call: CallId,
        /// The attempt that it answered.
        attempt: u8,
        /// The reply.
        reply: CrmReply,
        /// Why it changed nothing.
        reason: CrmIgnore,
    },
    /// A command was refused; nothing changed.
    Refused(Refusal),
}

impl Transition {
    /// Returns the session that the transition is about, if any. An ignored input may name an unknown session.
    #[must_use]
    pub const fn session(&self) -> Option<SessionId> {
        match *self {
            Self::SessionStarted { session, .. }
            | Self::LeadPassedOver { session, .. }
            | Self::SessionStopped { session, .. } => Some(session),
            Self::Resumed(_)
            | Self::KeyUsed(_)
            | Self::LeadAdded { .. }
            | Self::LeadEnriched { .. }
            | Self::EnrichmentRequested { .. }
            | Self::EnrichmentFailed { .. }
            | Self::EnrichmentIgnored { .. }
            | Self::Refused(_) => None,
            Self::CallPlaced { call, .. }
            | Self::CallEnded { call, .. }
            | Self::SessionWon { call }
            | Self::LineReleased { call, .. }
            | Self::AnswerAbandoned { call }
            | Self::CrmSyncStarted { call, .. }
            | Self::ContactLinked { call, .. }
            | Self::CrmSyncDeferred { call, .. }
            | Self::CrmSynced { call, .. }
            | Self::CrmSyncFailed { call }
            | Self::CarrierEventIgnored { call, .. }
            | Self::CrmReplyIgnored { call, .. } => Some(call.session),
        }
    }

    /// Returns the call that the transition is about, if any. An ignored input may name an unknown call.
    #[must_use]
    pub const fn call(&self) -> Option<CallId> {
        match *self {
            Self::CallPlaced { call, .. }
            | Self::CallEnded { call, .. }
            | Self::SessionWon { call }
            | Self::LineReleased { call, .. }
            | Self::AnswerAbandoned { call }
            | Self::CrmSyncStarted { call, .. }
            | Self::ContactLinked { call, .. }
            | Self::CrmSyncDeferred { call, .. }
            | Self::CrmSynced { call, .. }
            | Self::CrmSyncFailed { call }
            | Self::CarrierEventIgnored { call, .. }
            | Self::CrmReplyIgnored { call, .. } => Some(call),
            Self::Resumed(_)
            | Self::KeyUsed(_)
            | Self::LeadAdded { .. }
            | Self::LeadEnriched { .. }
            | Self::EnrichmentRequested { .. }
            | Self::EnrichmentFailed { .. }
            | Self::EnrichmentIgnored { .. }
            | Self::SessionStarted { .. }
            | Self::LeadPassedOver { .. }
            | Self::SessionStopped { .. }
            | Self::Refused(_) => None,
        }
    }
}

/// The object that an attempt asks the CRM for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmAsk {
    /// The lead's contact; the activity follows in the same attempt.
    Contact,
    /// The call's activity.
    Activity,
}

/// How the dialer knows that a line is free.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleasedBy {
    /// The carrier said so.
    Carrier,
    /// The dialer waited long enough.
    Deadline,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transition_stays_small() {
        assert_eq!(size_of::<Transition>(), 24);
    }
}
