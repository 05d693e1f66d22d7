//! Everything the engine can be told.

use alloc::boxed::Box;
use alloc::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::id::{ActivityId, CallId, ContactId, LeadId, SessionId};
use crate::key::Keyed;
use crate::lead::{Enrichment, LeadDetails};
use crate::spec::SessionSpec;

/// A cause: the only thing, besides time, that reaches the engine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Time has come to the next deadline; nothing else happened.
    Tick,
    /// The process has started again on an existing journal.
    Resumed(Box<Resumption>),
    /// Somebody asks for something.
    Command(Command),
    /// Somebody asks for something, once, however often they say it.
    Keyed(Box<Keyed>),
    /// The carrier says something about a call.
    Carrier {
        /// The call it speaks of.
        call: CallId,
        /// What it says.
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
}

impl Input {
    /// Returns what somebody asks for, if that is what it is.
    #[must_use]
    pub const fn command(&self) -> Option<&Command> {
        match self {
            Self::Command(command) => Some(command),
            Self::Keyed(keyed) => keyed.command.as_ref(),
            Self::Tick | Self::Resumed(_) | Self::Carrier { .. } | Self::Crm { .. } => None,
        }
    }
}

/// Who goes on with the journal, and under which settings.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Resumption {
    /// The version of the engine.
    pub engine: Arc<str>,
    /// The version of the engine's rules.
    pub rules: u32,
    /// The settings from here on.
    pub config: Config,
}

/// What people ask for.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Take in a new lead.
    AddLead(Arc<LeadDetails>),
    /// Add what an enrichment service knows about a lead.
    EnrichLead {
        /// The lead.
        lead: LeadId,
        /// What is known; fetched outside, because the engine asks nobody.
        data: Arc<Enrichment>,
    },
    /// Start to dial a list of leads.
    StartSession(Arc<SessionSpec>),
    /// Stop a session: cancel what rings, dial no more.
    StopSession {
        /// The session.
        session: SessionId,
    },
    /// Offer the result of a call whose sync has FAILED to the CRM again.
    RetryCrmSync {
        /// The call.
        call: CallId,
    },
}

/// What a carrier reports about a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierEvent {
    /// A person has answered.
    Answered,
    /// It rang, and nobody answered.
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
    /// Everything that a carrier can report.
    pub const ALL: [Self; 6] =
        [Self::Answered, Self::NoAnswer, Self::Busy, Self::Voicemail, Self::Failed, Self::Released];
}

/// What the CRM answers.
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
