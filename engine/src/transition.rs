//! Everything that can have happened: facts, in the past tense.
//!
//! State is nothing but a fold of these; the journal stores them beside the input that caused them.

use alloc::boxed::Box;
use alloc::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::call::Outcome;
use crate::id::{ActivityId, CallId, ContactId, LeadId, SessionId};
use crate::input::{CarrierEvent, CrmReply, Resumption};
use crate::key::RequestKey;
use crate::lead::{Enrichment, LeadDetails};
use crate::reason::{CarrierIgnore, CrmIgnore, Refusal};
use crate::session::StopReason;
use crate::spec::SessionSpec;
use crate::time::Instant;

/// One fact. It holds all that a fold needs; 24 bytes, what is large sits behind an `Arc` or a `Box`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// A process goes on with the journal, under these settings.
    Resumed(Box<Resumption>),
    /// A command was asked for under this key; asked for again, it is not done again.
    KeyUsed(Arc<RequestKey>),
    /// A lead was taken in.
    LeadAdded {
        /// Its id: the next ordinal.
        lead: LeadId,
        /// Who it is.
        details: Arc<LeadDetails>,
    },
    /// An enrichment service's knowledge was added to a lead.
    LeadEnriched {
        /// The lead.
        lead: LeadId,
        /// What is known.
        data: Arc<Enrichment>,
    },
    /// A session began.
    SessionStarted {
        /// Its id: the next ordinal.
        session: SessionId,
        /// Who dials whom, on how many lines.
        spec: Arc<SessionSpec>,
    },
    /// The session came to a lead whose person is on a line elsewhere; it goes on, and comes back when they are free.
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
        /// Whom it rings.
        lead: LeadId,
        /// When the dialer stops waiting for an answer.
        deadline: Instant,
    },
    /// The call has its outcome, for good.
    CallEnded {
        /// The call.
        call: CallId,
        /// How it ended.
        outcome: Outcome,
        /// Present when the dialer ended the call: the carrier is asked to hang up, and given until then to release the line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        release_by: Option<Instant>,
    },
    /// The first person to answer won the session.
    SessionWon {
        /// The call that they answered.
        call: CallId,
    },
    /// The session dials no more.
    SessionStopped {
        /// The session.
        session: SessionId,
        /// Why.
        reason: StopReason,
    },
    /// A line that the dialer had hung up is free.
    LineReleased {
        /// The call whose line it was.
        call: CallId,
        /// Who says so.
        by: ReleasedBy,
    },
    /// Glare: a person answered a line that was being released, and heard nobody.
    AnswerAbandoned {
        /// The call that they answered.
        call: CallId,
    },
    /// The call's result is offered to the CRM: first the contact if the lead has none, else the activity.
    CrmSyncStarted {
        /// The call.
        call: CallId,
        /// How often it was offered, this time included.
        attempt: u8,
        /// What the CRM is asked for.
        ask: CrmAsk,
        /// When the CRM's silence counts as a failure.
        deadline: Instant,
    },
    /// The CRM named the contact of a lead: the app's activities of the lead's ended calls exist from now on.
    ContactLinked {
        /// The call for which it was asked; its activity is asked for next, if it still waits.
        call: CallId,
        /// The contact of that call's lead.
        contact: ContactId,
        /// When the CRM's silence about the activity counts as a failure.
        deadline: Instant,
    },
    /// An attempt failed; the next one waits.
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
    /// The last attempt failed; only a request offers the result again.
    CrmSyncFailed {
        /// The call.
        call: CallId,
    },
    /// The carrier said something that changes nothing.
    CarrierEventIgnored {
        /// The call it spoke of.
        call: CallId,
        /// What it said.
        event: CarrierEvent,
        /// Why it changes nothing.
        reason: CarrierIgnore,
    },
    /// The CRM said something that changes nothing.
    CrmReplyIgnored {
        /// The call it spoke of.
        call: CallId,
        /// The attempt it answered.
        attempt: u8,
        /// What it said.
        reply: CrmReply,
        /// Why it changes nothing.
        reason: CrmIgnore,
    },
    /// A command was refused; nothing changed.
    Refused(Refusal),
}

impl Transition {
    /// Returns the session that the transition is about, if it is about one. An ignored word may name one that never was.
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

    /// Returns the call that the transition is about, if it is about one. An ignored word may name one that never was.
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
            | Self::SessionStarted { .. }
            | Self::LeadPassedOver { .. }
            | Self::SessionStopped { .. }
            | Self::Refused(_) => None,
        }
    }
}

/// What an attempt asks of the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmAsk {
    /// The lead's contact; the activity follows in the same attempt.
    Contact,
    /// The call's activity.
    Activity,
}

/// Who says that a line is free.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleasedBy {
    /// The carrier.
    Carrier,
    /// The dialer, which waited long enough.
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
