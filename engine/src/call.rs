//! Calls: one attempt to reach a lead, its line, and the sync of its result with the CRM.

use serde::{Deserialize, Serialize};

use crate::id::{ActivityId, LeadId};
use crate::lead::Linked;
use crate::time::Instant;

/// One call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Call {
    /// The lead that it rings.
    pub lead: LeadId,
    /// True if a person answered while the line was being released.
    pub abandoned: bool,
    /// When it was placed.
    pub started_at: Instant,
    /// The state of its line.
    pub line: Line,
    /// The sync of its result.
    pub crm: CrmSync,
}

impl Call {
    /// Returns the call's outcome and when it ended; `None` while it rings.
    #[must_use]
    pub const fn ending(&self) -> Option<(Outcome, Instant)> {
        match self.line {
            Line::Ringing { .. } => None,
            Line::Releasing { outcome, at, .. } | Line::Ended { outcome, at } => Some((outcome, at)),
        }
    }

    /// Returns true while the call rings. A ringing call is *active*.
    #[must_use]
    pub const fn is_ringing(&self) -> bool {
        matches!(self.line, Line::Ringing { .. })
    }

    /// Returns since when the app shows an activity for this call, given its lead's contact: the later of the call's
    /// end and the link.
    #[must_use]
    pub fn activity_since(&self, linked: Option<Linked>) -> Option<Instant> {
        let (_, ended_at) = self.ending()?;
        linked.map(|linked| linked.at.max(ended_at))
    }
}

/// The state of a call's line. It only moves down this list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// It rings.
    Ringing {
        /// When the dialer stops waiting for an answer.
        deadline: Instant,
    },
    /// The dialer has ended the call and waits for the carrier to release the line. A person may still answer.
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
    /// Returns the deadline of the line's wait, if it waits.
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
    /// A person answered and was connected.
    Connected,
    /// The call rang without an answer.
    NoAnswer,
    /// The line was engaged.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The call could not be completed: a bad number, a fault of the carrier.
    Failed,
    /// The dialer canceled it, because another call won or the session stopped.
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

/// The sync of a call's result with the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmSync {
    /// There is no result yet.
    None,
    /// A request is in flight.
    Pending {
        /// The number of the attempt, from 1.
        attempt: u8,
        /// When silence counts as a failure.
        deadline: Instant,
    },
    /// An attempt failed; the next one is scheduled.
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
    /// Returns the deadline of the sync's wait, if it waits.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        match *self {
            Self::Pending { deadline, .. } => Some(deadline),
            Self::Deferred { retry_at, .. } => Some(retry_at),
            Self::None | Self::Synced { .. } | Self::Failed => None,
        }
    }

    /// Returns true if the sync of an ended call is at rest: SYNCED, FAILED (until a command retries it), or never
    /// begun because CRM sync is off.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::None | Self::Synced { .. } | Self::Failed)
    }
}
