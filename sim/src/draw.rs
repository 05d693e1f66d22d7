//! Times, ready to be drawn: a range is one multiplication, any other distribution a search between points.

use crate::scenario::{Percent, Span, Times, lognormal_points};

/// The distribution of a time. A range stays a range; every other form becomes a table of points when the scenario is
/// read.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    /// Each whole millisecond is equally likely.
    Uniform(Span),
    /// Points (share of 2^32, milliseconds), the first at 0, the last at 2^32; linear in between.
    Points(Box<[(u64, u32)]>),
}

impl From<&Times> for Draw {
    fn from(times: &Times) -> Self {
        match times {
            Times::Uniform(span) => Self::Uniform(*span),
            Times::Lognormal { lognormal } => Self::Points(lognormal_points(*lognormal).into()),
            Times::Table { table } => {
                let share = |percent: Percent| (u64::from(percent.hundredths()) << 32) / u64::from(Percent::WHOLE);
                Self::Points(table.iter().map(|(percent, ms)| (share(*percent), *ms)).collect())
            }
        }
    }
}

impl Draw {
    /// Draws a time. Calls `word` only if the result depends on it.
    #[inline]
    pub(crate) fn pick(&self, word: impl FnOnce() -> u32) -> u32 {
        match self {
            Self::Uniform(span) => span.pick(word),
            Self::Points(points) => between(points, word()),
        }
    }
}

/// Interpolates linearly between the points around a word, to the nearest millisecond.
fn between(points: &[(u64, u32)], word: u32) -> u32 {
    let word = u64::from(word);
    let after = points.partition_point(|(share, _)| *share <= word).clamp(1, points.len() - 1);
    let ((from, low), (to, high)) = (points[after - 1], points[after]);
    let (way, whole) = (word - from, to - from);
    low + u32::try_from((way * u64::from(high - low) + whole / 2) / whole).expect("it lies between two u32")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Lognormal;

    fn percent(hundredths: u32) -> Percent {
        Percent::from_hundredths(hundredths).expect("at most all")
    }

    /// Draws from words that are evenly spread over the whole range.
    fn even(times: &Times, n: u32) -> Vec<u32> {
        let draw = Draw::from(times);
        let word = |k: u32| ((u64::from(2 * k + 1) << 32) / u64::from(2 * n)) as u32;
        (0..n).map(|k| draw.pick(|| word(k))).collect()
    }

    #[test]
    fn a_table_gives_each_share_what_it_says() {
        let table = [(0, 1_000), (2_500, 2_000), (9_000, 2_000), (10_000, 12_000)];
        let times = Times::Table { table: table.map(|(hundredths, ms)| (percent(hundredths), ms)).into() };
        let drawn = even(&times, 10_000);
        assert!(drawn.is_sorted() && drawn[0] == 1_000 && drawn[9_999] == 11_995);
        assert_eq!((drawn[1_250], drawn[2_500], drawn[8_999], drawn[9_500]), (1_500, 2_000, 2_000, 7_005));
    }

    #[test]
    fn a_table_of_two_points_is_a_range() {
        let times = Times::Table { table: [(percent(0), 3_000), (percent(10_000), 8_000)].into() };
        let drawn = even(&times, 100_000);
        let mean = drawn.iter().map(|ms| f64::from(*ms)).sum::<f64>() / 1e5;
        assert!((mean - 5_500.0).abs() < 0.1, "{mean}");
    }

    /// The mean of a lognormal is median * exp(sigma^2 / 2); the cut tail and the straight lines change it by less than
    /// 1 in 1,000.
    #[test]
    fn a_lognormal_has_its_median_mean_and_quantiles() {
        let lognormal = Lognormal { median_ms: 7_500, sigma_thousandths: 500 };
        let drawn = even(&Times::Lognormal { lognormal }, 1 << 20);
        let mean = drawn.iter().map(|ms| f64::from(*ms)).sum::<f64>() / drawn.len() as f64;
        assert!((mean / (7_500.0 * 0.125_f64.exp()) - 1.0).abs() < 1e-3, "{mean}");
        assert_eq!(drawn[1 << 19], 7_500);
        let p90 = 7_500.0 * (0.5_f64 * 1.281_552).exp();
        assert!((f64::from(drawn[(1 << 20) / 10 * 9]) / p90 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn no_word_falls_off_the_ends() {
        let lognormal = Times::Lognormal { lognormal: Lognormal { median_ms: 3_000_000, sigma_thousandths: 2_000 } };
        let draw = Draw::from(&lognormal);
        assert!(draw.pick(|| 0) >= 1);
        assert_eq!(draw.pick(|| u32::MAX), 3_600_000);
    }
}
