//! Estimates with their confidence intervals, from exact sums.

use serde::Serialize;

use super::count::Count;
use super::measure::{Measure, Unit};
use super::results::Aggregate;
use super::sums::CountSums;

/// The 97.5 % quantile of the standard normal distribution: intervals here hold 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A figure with its 95 % confidence interval.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The method.
    pub interval: Interval,
}

/// The method of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// The normal interval of a mean.
    Normal,
    /// The normal interval of a quotient of two sums, with the variance of its linear part (the delta method).
    Ratio,
    /// Wilson's interval of a share (1927).
    Wilson,
    /// Wilson's interval over the effective sample size (Kish 1965) that the quotient's variance implies: several
    /// answers of one run are not independent.
    WilsonEffective,
    /// The difference of two shares, from their Wilson intervals and their correlation (Newcombe 1998; Zou and Donner
    /// 2008): a normal interval would be too narrow for small counts.
    Newcombe,
}

impl Estimate {
    /// Estimates a measure; `None` if the denominator is 0.
    #[must_use]
    pub fn of(measure: &Measure, aggregate: &Aggregate) -> Option<Self> {
        let sums = &aggregate.sums;
        let (top, bottom) = (sums.of(measure.top) as f64, sums.of(measure.bottom) as f64);
        if bottom == 0.0 {
            return None;
        }
        let (value, variance) = (top / bottom, variance(measure, sums));
        Some(match measure.unit {
            Unit::Share if measure.is_mean() => Self::wilson(value, bottom, Interval::Wilson),
            // An abandoned share is a binomial proportion near 0. The other share, of line time, is no proportion of
            // trials and is far from 0 and 1, so the ratio's normal interval fits it.
            Unit::Share if measure.bottom == Count::Live => {
                let worth = if variance > 0.0 { value * (1.0 - value) / variance } else { bottom };
                Self::wilson(value, worth, Interval::WilsonEffective)
            }
            Unit::Share | Unit::PerRun | Unit::Ms | Unit::PerHour => {
                let interval = if measure.is_mean() { Interval::Normal } else { Interval::Ratio };
                Self::normal(value * measure.unit.scale(), variance.sqrt() * measure.unit.scale(), interval)
            }
        })
    }

    /// Estimates the difference of a measure from the baseline, which played the same runs; `None` if one of the
    /// denominators is 0.
    #[must_use]
    pub fn of_difference(measure: &Measure, aggregate: &Aggregate, baseline: &Aggregate) -> Option<Self> {
        let (sums, base) = (&aggregate.sums, &baseline.sums);
        let quotient = |sums: &CountSums| match (sums.of(measure.top), sums.of(measure.bottom)) {
            (_, 0) => None,
            (top, bottom) => Some(top as f64 / bottom as f64),
        };
        let (ours, theirs) = (quotient(sums)?, quotient(base)?);
        let cross = |one, other| aggregate.paired.covariance((sums, one), (base, other));
        let (top, bottom) = (measure.top, measure.bottom);
        let linear = cross(top, top) - theirs * cross(top, bottom) - ours * cross(bottom, top)
            + ours * theirs * cross(bottom, bottom);
        let shared = linear * sums.runs() as f64 / (sums.of(bottom) as f64 * base.of(bottom) as f64);
        let (own, other) = (variance(measure, sums), variance(measure, base));
        if bottom == Count::Live {
            let correlation = if own > 0.0 && other > 0.0 { shared / (own * other).sqrt() } else { 0.0 };
            return Some(Self::newcombe(&Self::of(measure, aggregate)?, &Self::of(measure, baseline)?, correlation));
        }
        let variance = (own + other - 2.0 * shared).max(0.0);
        let interval = if measure.is_mean() { Interval::Normal } else { Interval::Ratio };
        let scale = measure.unit.scale();
        Some(Self::normal((ours - theirs) * scale, variance.sqrt() * scale, interval))
    }

    fn normal(value: f64, error: f64, interval: Interval) -> Self {
        Self { value, low: value - Z * error, high: value + Z * error, interval }
    }

    fn wilson(share: f64, n: f64, interval: Interval) -> Self {
        let scale = 1.0 + Z * Z / n;
        let middle = (share + Z * Z / (2.0 * n)) / scale;
        let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        Self { value: share, low: (middle - half).max(0.0), high: (middle + half).min(1.0), interval }
    }

    fn newcombe(ours: &Self, theirs: &Self, correlation: f64) -> Self {
        let value = ours.value - theirs.value;
        let reach =
            |one: f64, other: f64| (one * one - 2.0 * correlation * one * other + other * other).max(0.0).sqrt();
        Self {
            value,
            low: value - reach(ours.value - ours.low, theirs.high - theirs.value),
            high: value + reach(ours.high - ours.value, theirs.value - theirs.low),
            interval: Interval::Newcombe,
        }
    }

    /// Returns half the width of the interval.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// Returns the variance of a quotient of two sums, before its unit's scale.
fn variance(measure: &Measure, sums: &CountSums) -> f64 {
    let (top, bottom) = (sums.of(measure.top) as f64, sums.of(measure.bottom) as f64);
    let quotient = top / bottom;
    let linear = sums.covariance(measure.top, measure.top)
        - 2.0 * quotient * sums.covariance(measure.top, measure.bottom)
        + quotient * quotient * sums.covariance(measure.bottom, measure.bottom);
    (linear * sums.runs() as f64 / (bottom * bottom)).max(0.0)
}

/// Returns the standard deviation of the samples of a measure: exact for a mean over runs, else from its distribution,
/// to three digits.
pub(super) fn sd(measure: &Measure, aggregate: &Aggregate) -> Option<f64> {
    if measure.is_mean() {
        return Some(aggregate.sums.covariance(measure.top, measure.top).max(0.0).sqrt());
    }
    let (distribution, scale) =
        aggregate.distribution(measure.name).filter(|(distribution, _)| distribution.count() > 0)?;
    Some(distribution.sd() * scale)
}

/// Returns the value that a share of the runs or calls does not exceed: to three digits, shares to a tenth of a
/// percent.
pub(super) fn quantile(measure: &Measure, aggregate: &Aggregate, share: f64) -> Option<f64> {
    match aggregate.distribution(measure.name) {
        Some((distribution, scale)) => (distribution.count() > 0).then(|| distribution.quantile(share) as f64 * scale),
        // A measure without a distribution counts 0 or 1 for each run, so its sum determines its quantiles.
        None => {
            let (runs, ones) = (aggregate.sums.runs(), aggregate.sums.of(measure.top) as f64);
            (runs > 0).then(|| f64::from((share * runs as f64).ceil() > runs as f64 - ones))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::count::Run;
    use super::*;

    /// Makes runs from pairs of abandoned and live answers.
    fn answers(runs: &[(u64, u64)]) -> Aggregate {
        let mut aggregate = Aggregate::default();
        for (abandoned, live) in runs {
            let mut counts = [1; super::super::count::COUNTS];
            (counts[Count::Abandoned as usize], counts[Count::Live as usize]) = (*abandoned, *live);
            aggregate.see(&Run::from_counts(counts), &Run::from_counts(counts));
        }
        aggregate
    }

    fn share(aggregate: &Aggregate) -> Estimate {
        Estimate::of(Measure::named("abandoned_share").unwrap(), aggregate).unwrap()
    }

    #[test]
    fn a_share_of_independent_answers_is_wilsons() {
        // One answer for each run, 10 of 20 abandoned: Agresti and Coull (1998) give 0.299 to 0.701. The variance of a
        // sample is over n - 1, so the effective number is 19.
        let one_each: Vec<_> = (0..20).map(|n| (n % 2, 1)).collect();
        let Estimate { low, high, .. } = share(&answers(&one_each));
        assert!((low - 0.2949).abs() < 1e-4 && (high - 0.7051).abs() < 1e-4, "{low} {high}");
    }

    #[test]
    fn answers_that_come_in_clusters_are_worth_less() {
        let apart: Vec<_> = (0..100).map(|n| (n % 2, 1)).collect();
        let together: Vec<_> = (0..20).map(|n| (n % 2 * 5, 5)).collect();
        assert!(share(&answers(&together)).half_width() > 2.0 * share(&answers(&apart)).half_width());
    }

    #[test]
    fn a_share_of_nothing_is_none_and_none_abandoned_stays_in_range() {
        assert_eq!(Estimate::of(Measure::named("abandoned_share").unwrap(), &answers(&[(0, 0)])), None);
        let none = share(&answers(&[(0, 3); 10]));
        assert_eq!((none.value, none.low), (0.0, 0.0));
        assert!((none.high - 0.1135).abs() < 1e-3, "{}", none.high);
    }

    #[test]
    fn a_count_of_none_and_ones_has_its_quantiles() {
        let measure = Measure::named("won").unwrap();
        let runs = |won: u64| {
            let mut aggregate = Aggregate::default();
            for place in 0..10 {
                let mut counts = [1; super::super::count::COUNTS];
                counts[Count::Won as usize] = u64::from(place < won);
                aggregate.see(&Run::from_counts(counts), &Run::from_counts(counts));
            }
            [0.5, 0.9, 0.99].map(|share| quantile(measure, &aggregate, share).unwrap())
        };
        assert_eq!((runs(0), runs(1), runs(2)), ([0.0; 3], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0]));
        assert_eq!((runs(5), runs(6)), ([0.0, 1.0, 1.0], [1.0; 3]));
    }

    #[test]
    fn a_setting_does_not_differ_from_itself() {
        let aggregate = answers(&[(0, 1), (2, 3), (1, 4), (0, 2)]);
        let none = Estimate::of_difference(Measure::named("abandoned_share").unwrap(), &aggregate, &aggregate).unwrap();
        assert!(none.value == 0.0 && none.half_width() < 0.2, "{none:?}");
        let same = Estimate::of_difference(Measure::named("won").unwrap(), &aggregate, &aggregate).unwrap();
        assert!(same.value == 0.0 && same.half_width() == 0.0, "{same:?}");
    }
}
