//! Exact sums of counts and of their products.

use serde::{Deserialize, Serialize};

use super::count::Count::{self, *};
use super::count::{COUNTS, Run};

/// The products whose sums the estimates need: all squares, and the pair of every quotient.
const PRODUCTS: [(Count, Count); 19] = [
    (Won, Won),
    (Attempted, Attempted),
    (Failed, Failed),
    (Canceled, Canceled),
    (Abandoned, Abandoned),
    (Live, Live),
    (CutShort, CutShort),
    (DurationMs, DurationMs),
    (WaitMs, WaitMs),
    (RingingMs, RingingMs),
    (LineMs, LineMs),
    (Synced, Synced),
    (CrmLagMs, CrmLagMs),
    (Abandoned, Live),
    (WaitMs, Won),
    (Attempted, DurationMs),
    (Won, DurationMs),
    (RingingMs, LineMs),
    (CrmLagMs, Synced),
];

/// Sums over runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct CountSums {
    counts: [u128; COUNTS],
    products: [u128; PRODUCTS.len()],
}

impl Default for CountSums {
    fn default() -> Self {
        Self { counts: [0; COUNTS], products: [0; PRODUCTS.len()] }
    }
}

impl CountSums {
    /// Adds a run.
    #[inline]
    pub(super) fn see(&mut self, run: &Run) {
        for (sum, count) in self.counts.iter_mut().zip(run.counts()) {
            *sum += u128::from(*count);
        }
        for (sum, (one, other)) in self.products.iter_mut().zip(PRODUCTS) {
            *sum += u128::from(run.of(one)) * u128::from(run.of(other));
        }
    }

    /// Adds the sums of other runs.
    pub(super) fn add(&mut self, other: &Self) {
        add_each(&mut self.counts, &other.counts);
        add_each(&mut self.products, &other.products);
    }

    /// Returns the number of runs.
    pub(super) fn runs(&self) -> u64 {
        u64::try_from(self.counts[Runs as usize]).expect("runs are counted in 64 bits")
    }

    /// Returns the sum of a count.
    pub(super) const fn of(&self, count: Count) -> u128 {
        self.counts[count as usize]
    }

    /// Returns the sample covariance of two counts.
    pub(super) fn covariance(&self, one: Count, other: Count) -> f64 {
        if one == Runs || other == Runs {
            return 0.0;
        }
        let place = PRODUCTS.iter().position(|pair| *pair == (one, other)).expect("a test finds every product");
        covariance(self.runs(), self.products[place], self.of(one), self.of(other))
    }
}

/// Adds numbers one by one.
pub(super) fn add_each(sums: &mut [u128], others: &[u128]) {
    for (sum, other) in sums.iter_mut().zip(others) {
        *sum += other;
    }
}

/// Returns the covariance of a sample of `runs`: (n Σxy - Σx Σy) / (n (n - 1)). The numerator is exact unless it is
/// beyond 128 bits.
pub(super) fn covariance(runs: u64, products: u128, one: u128, other: u128) -> f64 {
    if runs < 2 {
        return 0.0;
    }
    let n = u128::from(runs);
    let numerator = match (n.checked_mul(products), one.checked_mul(other)) {
        (Some(left), Some(right)) if left >= right => (left - right) as f64,
        (Some(left), Some(right)) => -((right - left) as f64),
        _ => n as f64 * products as f64 - one as f64 * other as f64,
    };
    numerator / (n as f64 * (n - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::super::measure::MEASURES;
    use super::*;

    #[test]
    fn every_measure_finds_its_products() {
        let sums = CountSums::default();
        for measure in MEASURES {
            for (one, other) in
                [(measure.top, measure.top), (measure.top, measure.bottom), (measure.bottom, measure.bottom)]
            {
                assert_eq!(sums.covariance(one, other), 0.0, "{}", measure.name);
            }
        }
    }

    #[test]
    fn a_covariance_has_the_textbook_value() {
        // x = 1, 2, 3, 4 and y = 2, 4, 6, 9: 11.5 / 3.
        assert!((covariance(4, 64, 10, 21) - 11.5 / 3.0).abs() < 1e-12);
        assert!((covariance(2, 0, 1, 1) + 0.5).abs() < 1e-12);
        let huge = u128::MAX / 4;
        assert!(covariance(8, huge, 1, 1).is_finite());
    }
}
