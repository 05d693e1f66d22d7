//! Distributions of a number over runs or over calls.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::count::Count::{self, *};
use super::count::Run;

/// A distribution that a study keeps for each setting.
#[derive(Clone, Copy, Debug)]
pub struct Tracked {
    /// The name of its measure.
    pub measure: &'static str,
    /// The numerator and the denominator, as counts of a run; `None` if the samples are calls and not runs.
    of_run: Option<(Count, Count)>,
    /// The factor of a quotient before it is truncated to a whole number.
    times: u64,
    /// The factor from a whole number to the measure's unit.
    pub scale: f64,
}

/// Every distribution that is kept, in the order of the results. The samples of a quotient are the quotients of single
/// runs, shares to a tenth of a percent; runs with a denominator of 0 are omitted.
pub const TRACKED: [Tracked; 12] = [
    count("attempted", Attempted),
    count("failed", Failed),
    count("canceled", Canceled),
    count("abandoned", Abandoned),
    quotient("abandoned_share", (Abandoned, Live), 1_000, 1e-3),
    count("cut_short", CutShort),
    count("duration_ms", DurationMs),
    quotient("wait_ms", (WaitMs, Won), 1, 1.0),
    quotient("dials_per_hour", (Attempted, DurationMs), 3_600_000_000, 1e-3),
    quotient("conversations_per_hour", (Won, DurationMs), 3_600_000_000, 1e-3),
    quotient("line_use", (RingingMs, LineMs), 1_000, 1e-3),
    Tracked { measure: "crm_lag_ms", of_run: None, times: 1, scale: 1.0 },
];

const fn count(measure: &'static str, count: Count) -> Tracked {
    Tracked { measure, of_run: Some((count, Runs)), times: 1, scale: 1.0 }
}

const fn quotient(measure: &'static str, of: (Count, Count), times: u64, scale: f64) -> Tracked {
    Tracked { measure, of_run: Some(of), times, scale }
}

impl Tracked {
    /// Returns the sample of a run.
    #[inline]
    pub(super) fn of(&self, run: &Run) -> Option<u64> {
        match self.of_run? {
            (top, Runs) => Some(run.of(top)),
            (top, bottom) => (run.of(top) * self.times).checked_div(run.of(bottom)),
        }
    }
}

/// Numbers below this have a bucket each. Above, each power of two has half as many buckets, which keeps three digits.
const EXACT: u64 = 2_048;
const HALF: u64 = EXACT / 2;

/// Counts of whole numbers, exact to three digits. Buckets exist up to the largest number only, because most numbers
/// are small and a study keeps thousands of distributions. The order of counting does not affect equality.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SampleDistribution {
    count: u64,
    buckets: Vec<u64>,
}

/// Returns the bucket of a number.
#[inline]
const fn bucket(number: u64) -> usize {
    if number < EXACT {
        return number as usize;
    }
    let shift = number.ilog2() - HALF.ilog2();
    (EXACT + (shift as u64 - 1) * HALF + (number >> shift) - HALF) as usize
}

/// Returns the smallest and the largest number of a bucket.
const fn numbers(bucket: usize) -> (u64, u64) {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return (bucket, bucket);
    }
    let (octave, place) = ((bucket - EXACT) / HALF, (bucket - EXACT) % HALF);
    let low = (HALF + place) << (octave + 1);
    (low, low + ((1 << (octave + 1)) - 1))
}

impl SampleDistribution {
    /// Counts a number.
    #[inline]
    pub(super) fn see(&mut self, number: u64) {
        self.see_many(number, 1);
    }

    #[inline]
    fn see_many(&mut self, number: u64, times: u64) {
        let bucket = bucket(number);
        if bucket >= self.buckets.len() {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] += times;
        self.count += times;
    }

    /// Adds the counts of another distribution.
    pub(super) fn add(&mut self, other: &Self) {
        if other.buckets.len() > self.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        self.buckets.iter_mut().zip(&other.buckets).for_each(|(sum, more)| *sum += more);
        self.count += other.count;
    }

    /// Returns the number of samples.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Returns the smallest number that a share of the samples does not exceed; 0 without samples.
    #[must_use]
    pub fn quantile(&self, share: f64) -> u64 {
        let rank = ((share * self.count as f64).ceil() as u64).clamp(1, self.count.max(1));
        let mut below = 0;
        let found = self.buckets.iter().position(|times| {
            below += times;
            below >= rank
        });
        found.map_or(0, |bucket| numbers(bucket).1)
    }

    /// Returns the standard deviation of the samples as they are kept; 0 for fewer than two.
    #[must_use]
    pub fn sd(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        let n = self.count as f64;
        let middles = || self.counted().map(|(low, times)| (numbers(bucket(low)), times as f64));
        let middle = |(low, high): (u64, u64)| low as f64 + (high - low) as f64 / 2.0;
        let mean = middles().map(|(ends, times)| middle(ends) * times).sum::<f64>() / n;
        let squares: f64 = middles().map(|(ends, times)| (middle(ends) - mean).powi(2) * times).sum();
        (squares / (n - 1.0)).sqrt()
    }

    /// Returns the kept numbers in ascending order, each with its count.
    pub fn counted(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let all = self.buckets.iter().enumerate().filter(|(_, times)| **times > 0);
        all.map(|(bucket, times)| (numbers(bucket).0, *times))
    }
}

impl Serialize for SampleDistribution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.counted())
    }
}

impl<'de> Deserialize<'de> for SampleDistribution {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut distribution = Self::default();
        for (number, times) in <Vec<(u64, u64)>>::deserialize(deserializer)? {
            distribution.see_many(number, times);
        }
        Ok(distribution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: impl Iterator<Item = u64>) -> SampleDistribution {
        let mut distribution = SampleDistribution::default();
        numbers.for_each(|number| distribution.see(number));
        distribution
    }

    #[test]
    fn quantiles_are_exact_while_numbers_are_small() {
        let distribution = of(1..=1_000);
        assert_eq!([0.5, 0.9, 0.99].map(|share| distribution.quantile(share)), [500, 900, 990]);
        assert_eq!(SampleDistribution::default().quantile(0.5), 0);
    }

    #[test]
    fn quantiles_are_exact_to_three_digits_beyond() {
        let distribution = of((1..=1_000).map(|number| number * 12_345));
        let (seen, exact) = (distribution.quantile(0.9) as f64, 900.0 * 12_345.0);
        assert!((seen / exact - 1.0).abs() < 1e-3, "{seen}");
    }

    #[test]
    fn every_number_lies_in_its_bucket_and_buckets_lie_side_by_side() {
        let around = |number: u64| [number.saturating_sub(1), number, number.saturating_add(1)];
        for number in (0..64).flat_map(|power| around(1 << power)).chain([0, 2_049, 3_071, 12_345, u64::MAX]) {
            let (low, high) = numbers(bucket(number));
            assert!(
                low <= number && number <= high && (high - low) * 1_000 <= number.max(1),
                "{number}: {low} to {high}"
            );
            assert!(high == u64::MAX || bucket(high + 1) == bucket(high) + 1, "after {high}");
        }
    }

    #[test]
    fn a_deviation_is_that_of_the_sample() {
        assert!((of([2, 4, 4, 4, 5, 5, 7, 9].into_iter()).sd() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert_eq!(of([7].into_iter()).sd(), 0.0);
    }

    #[test]
    fn order_and_serialization_change_nothing() {
        let mut joined = of(0..500);
        joined.add(&of((500..900).map(|number| number * 7_919)));
        let at_once = of((500..900).rev().map(|number| number * 7_919).chain(0..500));
        assert_eq!(joined, at_once);
        let text = serde_json::to_string(&joined).unwrap();
        assert_eq!(serde_json::from_str::<SampleDistribution>(&text).unwrap(), joined);
    }
}
