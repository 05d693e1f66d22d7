//! What the settings of a plan came to.

use serde::{Deserialize, Serialize};

use super::count::Run;
use super::distribution::{SampleDistribution, TRACKED};
use super::paired::PairedSums;
use super::sums::CountSums;

/// What one setting came to, and how it went beside the baseline.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Aggregate {
    pub(super) sums: CountSums,
    #[serde(rename = "cross")]
    pub(super) paired: PairedSums,
    #[serde(rename = "spreads")]
    distributions: [SampleDistribution; TRACKED.len()],
}

impl Aggregate {
    /// Takes in a run as it went in this setting and in the baseline.
    #[inline]
    pub(super) fn see(&mut self, run: &Run, baseline: &Run) {
        self.sums.see(run);
        self.paired.see(run, baseline);
        for (kept, distribution) in TRACKED.iter().zip(&mut self.distributions) {
            if let Some(number) = kept.of(run) {
                distribution.see(number);
            }
        }
    }

    /// Takes in how long a result was on its way into the CRM.
    #[inline]
    pub(super) fn see_crm_lag(&mut self, ms: u64) {
        let [.., lag] = &mut self.distributions;
        lag.see(ms);
    }

    fn add(&mut self, other: &Self) {
        self.sums.add(&other.sums);
        self.paired.add(&other.paired);
        for (distribution, other) in self.distributions.iter_mut().zip(&other.distributions) {
            distribution.add(other);
        }
    }

    /// Returns how many runs there were.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.sums.runs()
    }

    /// Returns a distribution by the name of its measure, if it is kept, with what a whole number of it is in the measure's unit.
    #[must_use]
    pub fn distribution(&self, name: &str) -> Option<(&SampleDistribution, f64)> {
        let place = TRACKED.iter().position(|kept| kept.measure == name)?;
        Some((&self.distributions[place], TRACKED[place].scale))
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
        for (aggregate, other) in self.0.iter_mut().zip(&other.0) {
            aggregate.add(other);
        }
    }

    /// Returns what each setting came to.
    #[must_use]
    pub fn settings(&self) -> &[Aggregate] {
        &self.0
    }
}
