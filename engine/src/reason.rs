//! Why a command was refused, an input ignored, a session stopped.

use serde::{Deserialize, Serialize};

use crate::id::{CallId, LeadId, SessionId};

/// Why a carrier's event changed nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierIgnore {
    /// The call does not exist.
    UnknownCall,
    /// The line is free already: the event came late or twice.
    LineEnded,
    /// This person's answer was counted as abandoned already.
    AlreadyAbandoned,
}

/// Why a CRM's reply changed nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmIgnore {
    /// The call does not exist.
    UnknownCall,
    /// The dialer made no such request.
    NotAsked,
    /// The lead has its contact already.
    AlreadyLinked,
    /// The call has its activity already.
    AlreadySynced,
    /// A failure of an attempt, or of a request, that the dialer no longer waits for.
    Stale,
}

/// Why an answer of the enrichment service changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrichmentIgnore {
    /// There is no such lead.
    UnknownLead,
    /// No request about the lead is open: there was none, it was answered, or its deadline has passed.
    NotAsked,
}

/// Why a request to the enrichment service failed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrichmentFailure {
    /// The service said so.
    Service,
    /// The service was silent until the deadline.
    Deadline,
}

/// Why a command was refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The lead does not exist.
    UnknownLead(LeadId),
    /// The session does not exist.
    UnknownSession(SessionId),
    /// The call does not exist.
    UnknownCall(CallId),
    /// The lead has its enrichment data already.
    AlreadyEnriched(LeadId),
    /// The enrichment service was asked about the lead already, and has not answered.
    EnrichmentPending(LeadId),
    /// The session has stopped already.
    AlreadyStopped(SessionId),
    /// The call's sync has not FAILED, so there is nothing to retry.
    SyncNotFailed(CallId),
    /// A session needs at least one lead.
    NoLeads,
    /// A session takes at most 10,000 leads.
    TooManyLeads,
    /// The list names a lead twice.
    RepeatedLead(LeadId),
    /// A session has 1 to 10 lines.
    LinesOutOfRange(u8),
    /// The ordinals of leads or sessions are used up.
    Full,
    /// The command's key was used within the last 24 hours.
    KeyUsed,
    /// The command's key is empty, too long, or has a character that is not visible ASCII.
    KeyUnsound,
}

/// Why a session stopped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// A person answered.
    Winner,
    /// Every lead was dialed and none answered.
    Exhausted,
    /// A command stopped it.
    Manual,
    /// The process was away for too long.
    Interrupted,
}
