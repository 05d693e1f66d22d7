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
    /// How many lines ring at once.
    pub lines: u8,
    /// How many leads are taken from the top of the list.
    pub take: u32,
}

/// The carrier, and the people it rings.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CarrierScenario {
    /// How calls end.
    pub outcomes: Outcomes,
    /// How calls end in some hours, or for some industries; the first that fits holds.
    #[serde(default, skip_serializing_if = "<[OutcomesWhen]>::is_empty")]
    pub outcomes_when: Box<[OutcomesWhen]>,
    /// At which hour of the day the world begins, 0 to 23; a run's first call is placed then. Absent, at 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_hour: Option<u8>,
    /// How long it rings before a call ends, where the outcome has no time of its own.
    pub ring_ms: Times,
    /// How long it rings before a call ends in a certain way.
    pub ring_ms_by: RingByOutcome,
    /// How long the carrier listens until it knows whether a person or a machine answered; absent, it knows at once. A
    /// person who has picked up before the dialer hangs up is abandoned, whether the carrier has decided or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_ms: Option<Times>,
    /// How long the carrier takes to release a line that is hung up.
    pub cancel_ms: Times,
    /// The faults.
    pub faults: CarrierFaults,
}

/// The CRM.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CrmScenario {
    /// How long it takes with a contact.
    pub contact_ms: Span,
    /// How long it takes with an activity.
    pub activity_ms: Span,
    /// How many requests it fails.
    pub failed: Percent,
    /// How many requests it carries out without a reply.
    pub lost_replies: Percent,
    /// When it is down: from, to (not included), in milliseconds since the epoch.
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
