//! Scenarios: what the simulated world is like, in whole numbers.
//!
//! People write them as TOML ([`Scenario::read`]); journals keep them, checked and exact, in their header.

mod file;
mod percent;

use redial_engine::{CarrierEvent, Config, Instant};
use serde::{Deserialize, Serialize};

pub use file::ScenarioError;
pub use percent::Percent;

use crate::dice::below;

/// The text of the built-in scenario: the model that redial's first specification describes.
pub const SEED: &str = include_str!("../../../fixtures/scenarios/seed.toml");

/// What the simulated world is like, and what is dialed in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Scenario {
    /// What it is called.
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

impl Scenario {
    /// Returns the built-in scenario.
    #[must_use]
    pub fn seed() -> Self {
        Self::read(SEED).expect("the built-in scenario is checked by a test")
    }
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
    /// How long it rings before a call ends, where the outcome has no time of its own.
    pub ring_ms: Span,
    /// How long it rings before a call ends in a certain way.
    pub ring_ms_by: RingByOutcome,
    /// How long the carrier takes to release a line that is hung up.
    pub cancel_ms: Span,
    /// What goes wrong.
    pub faults: CarrierFaults,
}

impl CarrierScenario {
    /// Returns how long it rings before a call ends like this.
    #[inline]
    pub(crate) fn ring_ms(&self, event: CarrierEvent) -> Span {
        let by = &self.ring_ms_by;
        let own = match event {
            CarrierEvent::Answered => by.answered,
            CarrierEvent::NoAnswer => by.no_answer,
            CarrierEvent::Busy => by.busy,
            CarrierEvent::Voicemail => by.voicemail,
            CarrierEvent::Failed => by.failed,
            CarrierEvent::Released => None,
        };
        own.unwrap_or(self.ring_ms)
    }
}

/// The shares of the ways in which calls end; they add up to 100 %.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Outcomes {
    /// A person answers.
    pub answered: Percent,
    /// Nobody answers.
    pub no_answer: Percent,
    /// The line is engaged.
    pub busy: Percent,
    /// A machine answers.
    pub voicemail: Percent,
    /// The call cannot be completed.
    pub failed: Percent,
}

impl Outcomes {
    /// Returns the shares, in the order in which a draw passes them.
    #[inline]
    pub(crate) fn shares(&self) -> [(Percent, CarrierEvent); 5] {
        [
            (self.answered, CarrierEvent::Answered),
            (self.no_answer, CarrierEvent::NoAnswer),
            (self.busy, CarrierEvent::Busy),
            (self.voicemail, CarrierEvent::Voicemail),
            (self.failed, CarrierEvent::Failed),
        ]
    }

    /// Decides how a call ends.
    #[inline]
    pub(crate) fn pick(&self, word: u32) -> CarrierEvent {
        let mut share = below(word, Percent::WHOLE);
        for (percent, event) in self.shares() {
            if share < percent.hundredths() {
                return event;
            }
            share -= percent.hundredths();
        }
        CarrierEvent::Failed
    }
}

/// Times to ring that belong to an outcome; where there is none, the general one holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RingByOutcome {
    /// Until a person answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Span>,
    /// Until the carrier says that nobody answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_answer: Option<Span>,
    /// Until the carrier says that the line is engaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy: Option<Span>,
    /// Until a machine answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<Span>,
    /// Until the carrier gives up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Span>,
}

/// What goes wrong between the carrier and the dialer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct CarrierFaults {
    /// What happens to the carrier's words.
    pub words: WordFaults,
    /// How late a doubled, late or reordered word is.
    pub late_ms: Span,
    /// How many calls bring a word about a call that never was.
    pub stray: Percent,
    /// How many hang-ups never reach the carrier.
    pub hang_up_lost: Percent,
}

/// What happens to the carrier's words; each word meets at most one of these.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct WordFaults {
    /// It never arrives.
    pub lost: Percent,
    /// It arrives twice.
    pub doubled: Percent,
    /// It arrives late.
    pub late: Percent,
    /// The word that the line is free overtakes it.
    pub reordered: Percent,
}

impl WordFaults {
    /// Returns true when nothing ever goes wrong.
    #[inline]
    pub(crate) fn is_none(&self) -> bool {
        self.lost.is_zero() && self.doubled.is_zero() && self.late.is_zero() && self.reordered.is_zero()
    }
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

/// A whole number of milliseconds between two bounds, both included, each equally likely; written `[from, to]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Span(pub u32, pub u32);

impl Default for Span {
    fn default() -> Self {
        Self(1, 1)
    }
}

impl Span {
    /// Draws, if there is anything to decide.
    #[inline]
    pub(crate) fn pick(self, word: impl FnOnce() -> u32) -> u32 {
        if self.0 == self.1 { self.0 } else { self.0 + below(word(), self.1 - self.0 + 1) }
    }
}
