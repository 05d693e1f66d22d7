//! Sums of products of two settings that played the same runs.

use serde::{Deserialize, Serialize};

use super::count::Count::{self, *};
use super::count::Run;
use super::sums::{CountSums, add_each, covariance};

/// The pairs of a setting's count and the baseline's: each measure's top and bottom with both.
const PRODUCTS: [(Count, Count); 25] = [
    (Won, Won),
    (Attempted, Attempted),
    (Failed, Failed),
    (Canceled, Canceled),
    (Abandoned, Abandoned),
    (CutShort, CutShort),
    (DurationMs, DurationMs),
    (WaitMs, WaitMs),
    (RingingMs, RingingMs),
    (CrmLagMs, CrmLagMs),
    (Abandoned, Live),
    (Live, Abandoned),
    (Live, Live),
    (WaitMs, Won),
    (Won, WaitMs),
    (Attempted, DurationMs),
    (DurationMs, Attempted),
    (Won, DurationMs),
    (DurationMs, Won),
    (RingingMs, LineMs),
    (LineMs, RingingMs),
    (LineMs, LineMs),
    (CrmLagMs, Synced),
    (Synced, CrmLagMs),
    (Synced, Synced),
];

/// Sums over runs of products of a setting's count and the baseline's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct PairedSums {
    products: [u128; PRODUCTS.len()],
}

impl Default for PairedSums {
    fn default() -> Self {
        Self { products: [0; PRODUCTS.len()] }
    }
}

impl PairedSums {
    /// Adds a run, as played in both settings.
    #[inline]
    pub(super) fn see(&mut self, run: &Run, baseline: &Run) {
        for (sum, (one, other)) in self.products.iter_mut().zip(PRODUCTS) {
            *sum += u128::from(run.of(one)) * u128::from(baseline.of(other));
        }
    }

    /// Adds the sums of other runs.
    pub(super) fn add(&mut self, other: &Self) {
        add_each(&mut self.products, &other.products);
    }

    /// Returns the sample covariance of a count of the setting and a count of the baseline.
    pub(super) fn covariance(
        &self,
        (setting, one): (&CountSums, Count),
        (baseline, other): (&CountSums, Count),
    ) -> f64 {
        if one == Runs || other == Runs {
            return 0.0;
        }
        let place = PRODUCTS.iter().position(|pair| *pair == (one, other)).expect("a test finds every product");
        covariance(setting.runs(), self.products[place], setting.of(one), baseline.of(other))
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::MEASURES;
    use super::*;

    #[test]
    fn every_measure_finds_its_products() {
        let (paired, sums) = (PairedSums::default(), CountSums::default());
        for measure in MEASURES {
            for one in [measure.top, measure.bottom] {
                for other in [measure.top, measure.bottom] {
                    assert_eq!(paired.covariance((&sums, one), (&sums, other)), 0.0, "{}", measure.name);
                }
            }
        }
    }
}
