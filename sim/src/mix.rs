//! The mixes of outcomes, prepared for draws: one for each hour of the day and each industry.

use redial_engine::{CarrierEvent, Industry, Instant};

use crate::dice::below;
use crate::scenario::{CarrierScenario, Outcomes, Percent};

/// The ways in which a call ends by itself, in the order of a draw.
pub(crate) const ENDINGS: [CarrierEvent; 5] =
    [CarrierEvent::Answered, CarrierEvent::NoAnswer, CarrierEvent::Busy, CarrierEvent::Voicemail, CarrierEvent::Failed];

/// The default hour of the beginning.
const START_HOUR: u8 = 9;
const HOURS: u8 = 24;
const HOUR_MS: u64 = 3_600_000;

/// The mixes of a carrier.
#[derive(Clone, Debug)]
pub(crate) struct Mix {
    general: Ladder,
    start_hour: u8,
    /// By hour and industry; empty if the general mix always applies.
    by_hour: Box<[[Ladder; Industry::ALL.len()]]>,
}

/// One mix: the cumulative share of each ending except the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ladder([u32; ENDINGS.len() - 1]);

impl From<&Outcomes> for Ladder {
    fn from(outcomes: &Outcomes) -> Self {
        let [answered, no_answer, busy, voicemail, _] = outcomes.shares().map(|(percent, _)| percent.hundredths());
        Self([answered, answered + no_answer, answered + no_answer + busy, answered + no_answer + busy + voicemail])
    }
}

impl Ladder {
    /// Draws an ending, as a place among the [`ENDINGS`].
    #[inline]
    pub(crate) fn pick(&self, word: u32) -> usize {
        let share = below(word, Percent::WHOLE);
        self.0.iter().map(|step| usize::from(share >= *step)).sum()
    }
}

impl Mix {
    pub(crate) fn new(scenario: &CarrierScenario) -> Self {
        let of = |hour, industry| {
            let first = scenario.outcomes_when.iter().find(|when| when.fits(hour, industry));
            Ladder::from(first.map_or(&scenario.outcomes, |when| &when.outcomes))
        };
        let hours = if scenario.outcomes_when.is_empty() { 0 } else { HOURS };
        Self {
            general: Ladder::from(&scenario.outcomes),
            start_hour: scenario.start_hour.unwrap_or(START_HOUR),
            by_hour: (0..hours).map(|hour| Industry::ALL.map(|industry| of(hour, industry))).collect(),
        }
    }

    /// Returns the mix for a call that is placed at `at`. Calls `industry` only if the mix depends on it.
    #[inline]
    pub(crate) fn at(&self, at: Instant, industry: impl FnOnce() -> Industry) -> &Ladder {
        if self.by_hour.is_empty() { &self.general } else { self.special(at, industry()) }
    }

    fn special(&self, at: Instant, industry: Industry) -> &Ladder {
        let hour = (u64::from(self.start_hour) + at.ms() / HOUR_MS) % u64::from(HOURS);
        let place = Industry::ALL.iter().position(|other| *other == industry).expect("all industries are in ALL");
        &self.by_hour[hour as usize][place]
    }
}
