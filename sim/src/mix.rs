//! How calls end, ready to be drawn: for each hour of the day and each industry the mix that holds.

use redial_engine::{Industry, Instant};

use crate::scenario::{CarrierScenario, Outcomes};

/// When the world begins, where a scenario does not say.
const START_HOUR: u8 = 9;
const HOURS: u8 = 24;
const HOUR_MS: u64 = 3_600_000;

/// The mixes of a carrier.
#[derive(Clone, Debug)]
pub(crate) struct Mix {
    general: Outcomes,
    start_hour: u8,
    /// By hour and industry; empty where the general one always holds.
    by_hour: Box<[[Outcomes; Industry::ALL.len()]]>,
}

impl Mix {
    pub(crate) fn new(scenario: &CarrierScenario) -> Self {
        let of = |hour, industry| {
            let first = scenario.outcomes_when.iter().find(|when| when.fits(hour, industry));
            first.map_or(scenario.outcomes, |when| when.outcomes)
        };
        let hours = if scenario.outcomes_when.is_empty() { 0 } else { HOURS };
        Self {
            general: scenario.outcomes,
            start_hour: scenario.start_hour.unwrap_or(START_HOUR),
            by_hour: (0..hours).map(|hour| Industry::ALL.map(|industry| of(hour, industry))).collect(),
        }
    }

    /// Returns the mix for a call that is placed at `at`; `industry` is asked only where it matters.
    #[inline]
    pub(crate) fn at(&self, at: Instant, industry: impl FnOnce() -> Industry) -> &Outcomes {
        if self.by_hour.is_empty() { &self.general } else { self.special(at, industry()) }
    }

    fn special(&self, at: Instant, industry: Industry) -> &Outcomes {
        let hour = (u64::from(self.start_hour) + at.ms() / HOUR_MS) % u64::from(HOURS);
        let place = Industry::ALL.iter().position(|other| *other == industry).expect("all industries are in ALL");
        &self.by_hour[hour as usize][place]
    }
}
