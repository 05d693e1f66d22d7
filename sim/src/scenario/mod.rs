//! Scenarios: descriptions of the simulated world, in whole numbers.
//!
//! People write them as TOML ([`Scenario::read`]); journals keep them, checked and exact, in their header.

mod faults;
mod file;
mod normal;
mod outcomes;
mod percent;
mod presets;
mod times;

use redial_engine::{Config, Instant};
use serde::{Deserialize, Serialize};

pub use faults::{CarrierFaults, EventFaults};
pub use outcomes::{Outcomes, OutcomesWhen, RingByOutcome};
pub use percent::Percent;
pub use presets::{PRESETS, Preset, SEED};
pub use times::{Lognormal, Span, Times};

/// A description of the simulated world, and of the session that is dialed in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name.
    pub name: Box<str>,
    /// The session that a simulated run dials.
    pub session: SessionScenario,
    /// The dialer's settings.
    pub dialer: Config,
    /// The carrier, and the people it rings.
    pub carrier: CarrierScenario,
    /// The CRM.
    pub crm: CrmScenario,
}

/// The session that a simulated run dials.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SessionScenario {
    /// The agent's name.
    pub agent: Box<str>,
    /// The number of lines that ring at once.
    pub lines: u8,
    /// The number of leads, from the top of the list.
    pub take: u32,
}

/// The carrier, and the people it rings.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CarrierScenario {
    /// The general mix of outcomes.
    pub outcomes: Outcomes,
    /// Mixes for some hours or industries; the first that fits applies.
    #[serde(default, skip_serializing_if = "<[OutcomesWhen]>::is_empty")]
    pub outcomes_when: Box<[OutcomesWhen]>,
    /// The hour of the day at which the world begins, 0 to 23; a run's first call is placed then. The default is 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_hour: Option<u8>,
    /// The ring time of an outcome that has none of its own.
    pub ring_ms: Times,
    /// Ring times by outcome.
    pub ring_ms_by: RingByOutcome,
    /// The time that the carrier listens until it knows whether a person or a machine answered; absent, it knows at
    /// once. A person who picks up before the dialer hangs up is abandoned, whether or not the carrier has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_ms: Option<Times>,
    /// The time that the carrier takes to release a hung-up line.
    pub cancel_ms: Times,
    /// The faults.
    pub faults: CarrierFaults,
}

/// The CRM.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CrmScenario {
    /// The time that it takes for a contact.
    pub contact_ms: Span,
    /// The time that it takes for an activity.
    pub activity_ms: Span,
    /// The share of requests that it fails.
    pub failed: Percent,
    /// The share of requests that it executes without a reply.
    pub lost_replies: Percent,
    /// The times in which it is down: from, to (exclusive), in milliseconds since the epoch.
    pub down_ms: Box<[(u64, u64)]>,
}

impl CrmScenario {
    /// Returns true while the CRM is down.
    #[inline]
    pub(crate) fn is_down(&self, now: Instant) -> bool {
        self.down_ms.iter().any(|(from, to)| (*from..*to).contains(&now.ms()))
    }
}

/// Returns the points (share of 2^32, milliseconds) of a lognormal distribution, no time above an hour.
pub(crate) fn lognormal_points(lognormal: Lognormal) -> Vec<(u64, u32)> {
    normal::points(lognormal, times::LONGEST_MS)
}
