//! Inputs: every cause that the engine accepts.

use alloc::boxed::Box;
use alloc::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::id::{ActivityId, CallId, ContactId, LeadId, SessionId};
use crate::key::RequestKey;
use crate::lead::{Enrichment, LeadDetails};
use crate::spec::SessionSpec;

/// A cause: the only thing, besides time, that reaches the engine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// The next deadline has passed.
    Tick,
    /// The process has started again on an existing journal.
    Resumed(Box<Resumption>),
    /// A client asks for something.
    Command(Command),
    /// A client asks for something under a key, so that a repeated request is obeyed once.
    Keyed(Box<Keyed>),
    /// The carrier reports an event of a call.
    Carrier {
        /// The call.
        call: CallId,
        /// The event.
        event: CarrierEvent,
    },
    /// The CRM answers a request that was made for a call.
    Crm {
        /// The call whose result was offered.
        call: CallId,
        /// The attempt that is answered, from 1.
        attempt: u8,
        /// The answer.
        reply: CrmReply,
    },
    /// The enrichment service answers a request about a lead.
    Enrichment {
        /// The lead: the key of the request.
        lead: LeadId,
        /// The answer.
        reply: EnrichmentReply,
    },
}

impl Input {
    /// Returns the command of a client's request, keyed or not.
    #[must_use]
    pub const fn command(&self) -> Option<&Command> {
        match self {
            Self::Command(command) => Some(command),
            Self::Keyed(keyed) => keyed.command.as_ref(),
            Self::Tick | Self::Resumed(_) | Self::Carrier { .. } | Self::Crm { .. } | Self::Enrichment { .. } => None,
        }
    }
}

/// A command under a key: the dialer obeys it once, however often it arrives.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Keyed {
    /// The key and its request.
    pub by: Arc<RequestKey>,
    /// The command. Absent if the request changes nothing: then the dialer records the key alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
}

/// The program that continues the journal, and its settings.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Resumption {
    /// The version of the engine.
    pub engine: Arc<str>,
    /// The version of the engine's rules.
    pub rules: u32,
    /// The settings from now on.
    pub config: Config,
}

/// A request of a client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Take in a new lead.
    AddLead(Arc<LeadDetails>),
    /// Add enrichment data that the caller fetched. A journal of rules 1 holds this command; since rules 2 a server
    /// sends [`Command::RequestEnrichment`].
    EnrichLead {
        /// The lead.
        lead: LeadId,
        /// The data of the enrichment service.
        data: Arc<Enrichment>,
    },
    /// Ask the enrichment service about a lead.
    RequestEnrichment {
        /// The lead.
        lead: LeadId,
    },
    /// Start to dial a list of leads.
    StartSession(Arc<SessionSpec>),
    /// Stop a session: cancel its ringing calls and dial no more.
    StopSession {
        /// The session.
        session: SessionId,
    },
    /// Send the result of a call to the CRM again, after its sync has FAILED.
    RetryCrmSync {
        /// The call.
        call: CallId,
    },
}

/// An event of a line, as carriers report it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierEvent {
    /// A person has answered.
    Answered,
    /// The call rang without an answer.
    NoAnswer,
    /// The line is engaged.
    Busy,
    /// A machine has answered.
    Voicemail,
    /// The call could not be completed: a bad number, a fault of the carrier.
    Failed,
    /// The line is free again.
    Released,
}

impl CarrierEvent {
    /// Every event.
    pub const ALL: [Self; 6] =
        [Self::Answered, Self::NoAnswer, Self::Busy, Self::Voicemail, Self::Failed, Self::Released];
}

/// An answer of the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmReply {
    /// The lead's contact exists and has this id.
    ContactUpserted(ContactId),
    /// The contact could not be made.
    ContactFailed,
    /// The call's activity exists and has this id.
    ActivityCreated(ActivityId),
    /// The activity could not be made.
    ActivityFailed,
}

/// An answer of the enrichment service.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrichmentReply {
    /// The data that the service has on the lead.
    Found(Arc<Enrichment>),
    /// The service has no answer.
    Failed,
}
