//! Calls: one ring of one lead, its line, and the way of its result into the CRM.

use serde::{Deserialize, Serialize};

use crate::id::{ActivityId, LeadId};
use crate::lead::Linked;
use crate::time::Instant;

/// One call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Call {
    /// Whom it rings.
    pub lead: LeadId,
    /// True once a person answered while the line was being released.
    pub abandoned: bool,
    /// When it was placed.
    pub started_at: Instant,
    /// What its line does.
    pub line: Line,
    /// How far its result has come.
    pub crm: CrmSync,
}

impl Call {
    /// Returns how the call ended, and when; `None` while it rings.
    #[must_use]
    pub const fn ending(&self) -> Option<(Outcome, Instant)> {
        match self.line {
            Line::Ringing { .. } => None,
            Line::Releasing { outcome, at, .. } | Line::Ended { outcome, at } => Some((outcome, at)),
        }
    }

    /// Returns true while the call rings; such a call is *active*.
    #[must_use]
    pub const fn is_ringing(&self) -> bool {
        matches!(self.line, Line::Ringing { .. })
    }

    /// Returns since when the app has its own activity of this call, given its lead's contact: it takes both an ending and a contact.
    #[must_use]
    pub fn activity_since(&self, linked: Option<Linked>) -> Option<Instant> {
        let (_, ended_at) = self.ending()?;
        linked.map(|linked| linked.at.max(ended_at))
    }
}

/// What the line of a call does. It only moves down this list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// It rings.
    Ringing {
        /// When the dialer stops waiting for an answer.
        deadline: Instant,
    },
    /// The dialer has ended the call and waits for the carrier to free the line; a person may still answer.
    Releasing {
        /// How the call ended.
        outcome: Outcome,
        /// When it ended.
        at: Instant,
        /// When the dialer stops waiting for the carrier.
        deadline: Instant,
    },
    /// It is free.
    Ended {
        /// How the call ended.
        outcome: Outcome,
        /// When it ended.
        at: Instant,
    },
}

impl Line {
    /// Returns when the line's wait ends, if it waits.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        match *self {
            Self::Ringing { deadline } | Self::Releasing { deadline, .. } => Some(deadline),
            Self::Ended { .. } => None,
        }
    }
}

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A person answered and was put through.
    Connected,
    /// Nobody answered.
    NoAnswer,
    /// The line was engaged.
    Busy,
    /// A machine answered.
    Voicemail,
    /// It could not be completed: a bad number, a fault of the carrier.
    Failed,
    /// The dialer gave it up, because another line won or the session was stopped.
    CanceledByDialer,
}

impl Outcome {
    /// Returns the disposition that the CRM's activity shows.
    #[must_use]
    pub const fn disposition(self) -> &'static str {
        match self {
            Self::Connected => "Connected - Conversation",
            Self::NoAnswer => "No Answer",
            Self::Busy => "Busy",
            Self::Voicemail => "Left Voicemail",
            Self::Failed => "Failed",
            Self::CanceledByDialer => "Canceled by Dialer",
        }
    }

    /// Returns the notes that the CRM's activity shows.
    #[must_use]
    pub const fn notes(self) -> &'static str {
        match self {
            Self::Connected => "Call connected successfully. Lead engaged in conversation.",
            Self::NoAnswer => "Call went unanswered after multiple rings.",
            Self::Busy => "Line was busy. Will retry later.",
            Self::Voicemail => "Reached voicemail. No message left.",
            Self::Failed => "Call could not be completed.",
            Self::CanceledByDialer => "Call was canceled because another line connected first.",
        }
    }
}

/// How far the result of a call has come on its way into the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmSync {
    /// There is no result yet.
    None,
    /// The CRM was asked and has not answered.
    Pending {
        /// Which attempt this is, from 1.
        attempt: u8,
        /// When silence counts as a failure.
        deadline: Instant,
    },
    /// An attempt failed; the next one waits.
    Deferred {
        /// The attempt that failed.
        attempt: u8,
        /// When the next one starts.
        retry_at: Instant,
    },
    /// The CRM holds the activity.
    Synced {
        /// The CRM's activity.
        activity: ActivityId,
    },
    /// The last attempt failed.
    Failed,
}

impl CrmSync {
    /// Returns when the sync's wait ends, if it waits.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        match *self {
            Self::Pending { deadline, .. } => Some(deadline),
            Self::Deferred { retry_at, .. } => Some(retry_at),
            Self::None | Self::Synced { .. } | Self::Failed => None,
        }
    }

    /// Returns true once the sync of an ended call rests: SYNCED, FAILED until somebody asks again, or never asked for, because
    /// results do not go to the CRM.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::None | Self::Synced { .. } | Self::Failed)
    }
}
