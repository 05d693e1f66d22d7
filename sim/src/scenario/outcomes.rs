//! The mixes of outcomes: the general one, and those for hours of the day and for industries.

use redial_engine::{CarrierEvent, Industry};
use serde::{Deserialize, Serialize};

use super::{Percent, Times};

/// The shares of the outcomes; they add up to 100 %.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Outcomes {
    /// A person answers.
    pub answered: Percent,
    /// There is no answer.
    pub no_answer: Percent,
    /// The line is busy.
    pub busy: Percent,
    /// A machine answers.
    pub voicemail: Percent,
    /// The call cannot be completed.
    pub failed: Percent,
}

impl Outcomes {
    /// Returns the shares, in the order of a draw.
    pub(crate) const fn shares(&self) -> [(Percent, CarrierEvent); 5] {
        [
            (self.answered, CarrierEvent::Answered),
            (self.no_answer, CarrierEvent::NoAnswer),
            (self.busy, CarrierEvent::Busy),
            (self.voicemail, CarrierEvent::Voicemail),
            (self.failed, CarrierEvent::Failed),
        ]
    }
}

/// A mix for some hours, some industries, or both. The first mix that fits applies; if none fits, the general one does.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct OutcomesWhen {
    /// The hours of the day, from and to (exclusive), 0 to 24; absent, all day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<(u8, u8)>,
    /// The industries; empty means all.
    #[serde(default, skip_serializing_if = "<[Industry]>::is_empty")]
    pub industries: Box<[Industry]>,
    /// The mix.
    pub outcomes: Outcomes,
}

impl OutcomesWhen {
    /// Returns true if the mix applies at this hour to this industry.
    pub(crate) fn fits(&self, hour: u8, industry: Industry) -> bool {
        self.hours.is_none_or(|(from, to)| (from..to).contains(&hour))
            && (self.industries.is_empty() || self.industries.contains(&industry))
    }
}

/// Ring times by outcome; the general ring time applies to an outcome without one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RingByOutcome {
    /// Until a person answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Times>,
    /// Until the carrier reports that there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_answer: Option<Times>,
    /// Until the carrier reports that the line is busy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy: Option<Times>,
    /// Until a machine answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<Times>,
    /// Until the carrier gives up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Times>,
}

impl RingByOutcome {
    /// Returns the ring time of an outcome, if it has one of its own.
    pub(crate) fn of(&self, event: CarrierEvent) -> Option<&Times> {
        match event {
            CarrierEvent::Answered => self.answered.as_ref(),
            CarrierEvent::NoAnswer => self.no_answer.as_ref(),
            CarrierEvent::Busy => self.busy.as_ref(),
            CarrierEvent::Voicemail => self.voicemail.as_ref(),
            CarrierEvent::Failed => self.failed.as_ref(),
            CarrierEvent::Released => None,
        }
    }
}
