//! What the settings of a plan came to.

use serde::{Deserialize, Serialize};

use super::count::Run;
use super::cross::Cross;
use super::spread::{SPREADS, Spread};
use super::sums::Sums;

/// What one setting came to, and how it went beside the baseline.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Aggregate {
    pub(super) sums: Sums,
    pub(super) cross: Cross,
    spreads: [Spread; SPREADS.len()],
}

impl Aggregate {
    /// Takes in a run as it went in this setting and in the baseline.
    #[inline]
    pub(super) fn see(&mut self, run: &Run, baseline: &Run) {
        self.sums.see(run);
        self.cross.see(run, baseline);
        for (kept, spread) in SPREADS.iter().zip(&mut self.spreads) {
            if let Some(number) = kept.of(run) {
                spread.see(number);
            }
        }
    }

    /// Takes in how long a result was on its way into the CRM.
    #[inline]
    pub(super) fn see_crm_lag(&mut self, ms: u64) {
        let [.., lag] = &mut self.spreads;
        lag.see(ms);
    }

    fn add(&mut self, other: &Self) {
        self.sums.add(&other.sums);
        self.cross.add(&other.cross);
        for (spread, other) in self.spreads.iter_mut().zip(&other.spreads) {
            spread.add(other);
        }
    }

    /// Returns how many runs there were.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.sums.runs()
    }

    /// Returns a distribution by the name of its measure, if it is kept, with what a whole number of it is in the measure's unit.
    #[must_use]
    pub fn spread(&self, name: &str) -> Option<(&Spread, f64)> {
        let place = SPREADS.iter().position(|kept| kept.measure == name)?;
        Some((&self.spreads[place], SPREADS[place].scale))
    }
}

/// What every setting of a plan came to, in the plan's order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Results(pub(super) Vec<Aggregate>);

impl Results {
    /// Returns the results of no runs at all.
    #[must_use]
    pub fn none(settings: usize) -> Self {
        Self(vec![Aggregate::default(); settings])
    }

    /// Adds what other runs of the same plan came to.
    pub fn add(&mut self, other: &Self) {
        for (tallied, other) in self.0.iter_mut().zip(&other.0) {
            tallied.add(other);
        }
    }

    /// Returns what each setting came to.
    #[must_use]
    pub fn settings(&self) -> &[Aggregate] {
        &self.0
    }
}
