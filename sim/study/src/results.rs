//! The results of a plan, by setting.

use serde::{Deserialize, Serialize};

use super::count::Run;
use super::distribution::{SampleDistribution, TRACKED};
use super::paired::PairedSums;
use super::sums::CountSums;

/// The results of one setting, alone and paired with the baseline.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Aggregate {
    pub(super) sums: CountSums,
    #[serde(rename = "cross")]
    pub(super) paired: PairedSums,
    #[serde(rename = "spreads")]
    distributions: [SampleDistribution; TRACKED.len()],
}

impl Aggregate {
    /// Adds a run, as played in this setting and in the baseline.
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

    /// Adds the time from a call's end until its result was in the CRM.
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

    /// Returns the number of runs.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.sums.runs()
    }

    /// Returns the distribution of a measure, if it is kept, and the factor from its whole numbers to the measure's
    /// unit.
    #[must_use]
    pub fn distribution(&self, name: &str) -> Option<(&SampleDistribution, f64)> {
        let place = TRACKED.iter().position(|kept| kept.measure == name)?;
        Some((&self.distributions[place], TRACKED[place].scale))
    }
}

/// The results of every setting of a plan, in the plan's order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Results(pub(super) Vec<Aggregate>);

impl Results {
    /// Returns the results of no runs.
    #[must_use]
    pub fn none(settings: usize) -> Self {
        Self(vec![Aggregate::default(); settings])
    }

    /// Adds the results of other runs of the same plan.
    pub fn add(&mut self, other: &Self) {
        for (aggregate, other) in self.0.iter_mut().zip(&other.0) {
            aggregate.add(other);
        }
    }

    /// Returns the results of each setting.
    #[must_use]
    pub fn settings(&self) -> &[Aggregate] {
        &self.0
    }
}
