//! Distributions: how many runs, or calls, came to how much.

use hdrhistogram::Histogram;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which distributions a study keeps of each setting, in the order in which it keeps them. Each bears the name of its measure.
pub const SPREADS: [&str; 4] = ["attempted", "duration_ms", "wait_ms", "crm_lag_ms"];

/// The digits that a quantile is exact to; below 2,048 it is exact.
const DIGITS: u8 = 3;

/// Counts of whole numbers, exact to three digits. Two that have counted the same numbers are equal, whoever counted first.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread(Histogram<u64>);

impl Default for Spread {
    fn default() -> Self {
        Self(Histogram::new(DIGITS).expect("three digits are allowed"))
    }
}

impl Spread {
    /// Counts a number.
    #[inline]
    pub(super) fn see(&mut self, number: u64) {
        self.see_many(number, 1);
    }

    fn see_many(&mut self, number: u64, times: u64) {
        self.0.record_n(number, times).expect("it grows as far as numbers go");
    }

    /// Adds what another one has counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("it grows as far as numbers go");
    }

    /// Returns how many numbers were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// Returns the number that a share of all numbers does not exceed; 0 of nothing.
    #[must_use]
    pub fn quantile(&self, share: f64) -> u64 {
        self.0.value_at_quantile(share)
    }

    /// Returns the standard deviation, to the digits that numbers are kept with; 0 of nothing.
    #[must_use]
    pub fn sd(&self) -> f64 {
        if self.0.is_empty() { 0.0 } else { self.0.stdev() }
    }

    /// Returns the numbers that were counted, rising, each with how often: as exact as they are kept.
    pub fn counted(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.0.iter_recorded().map(|step| (self.0.lowest_equivalent(step.value_iterated_to()), step.count_at_value()))
    }
}

impl Serialize for Spread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.counted())
    }
}

impl<'de> Deserialize<'de> for Spread {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut spread = Self::default();
        for (number, times) in <Vec<(u64, u64)>>::deserialize(deserializer)? {
            spread.see_many(number, times);
        }
        Ok(spread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: impl Iterator<Item = u64>) -> Spread {
        let mut spread = Spread::default();
        numbers.for_each(|number| spread.see(number));
        spread
    }

    #[test]
    fn quantiles_are_exact_while_numbers_are_small() {
        let spread = of(1..=1_000);
        assert_eq!([0.5, 0.9, 0.99].map(|share| spread.quantile(share)), [500, 900, 990]);
        assert_eq!(Spread::default().quantile(0.5), 0);
    }

    #[test]
    fn quantiles_are_exact_to_three_digits_beyond() {
        let spread = of((1..=1_000).map(|number| number * 12_345));
        let (seen, exact) = (spread.quantile(0.9) as f64, 900.0 * 12_345.0);
        assert!((seen / exact - 1.0).abs() < 1e-3, "{seen}");
    }

    #[test]
    fn order_and_a_way_through_a_file_change_nothing() {
        let mut joined = of(0..500);
        joined.add(&of((500..900).map(|number| number * 7_919)));
        let at_once = of((500..900).rev().map(|number| number * 7_919).chain(0..500));
        assert_eq!(joined, at_once);
        let text = serde_json::to_string(&joined).unwrap();
        assert_eq!(serde_json::from_str::<Spread>(&text).unwrap(), joined);
    }
}
