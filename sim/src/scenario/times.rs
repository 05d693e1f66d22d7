//! Times that differ from call to call: uniform in a range, lognormal, or a table of measurements.

use serde::{Deserialize, Serialize};

use super::Percent;
use crate::dice::below;

/// The longest time that a scenario may name, in milliseconds: an hour.
pub(crate) const LONGEST_MS: u32 = 3_600_000;

/// Whole milliseconds between two inclusive bounds, each equally likely; written `[from, to]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Span(pub u32, pub u32);

impl Default for Span {
    fn default() -> Self {
        Self(1, 1)
    }
}

impl Span {
    /// Draws a time. Calls `word` only if the result depends on it.
    #[inline]
    pub(crate) fn pick(self, word: impl FnOnce() -> u32) -> u32 {
        if self.0 == self.1 { self.0 } else { self.0 + below(word(), self.1 - self.0 + 1) }
    }
}

/// The distribution of a time, in whole milliseconds. A journal's header has a range as `[from, to]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Times {
    /// Each whole millisecond of a range is equally likely.
    Uniform(Span),
    /// The logarithm is normally distributed: many times are short, few are long.
    Lognormal {
        /// Its median and its width.
        lognormal: Lognormal,
    },
    /// Measurements: cumulative shares of times, linear in between.
    Table {
        /// Points of the distribution: percent, milliseconds. Both rise, from 0 to 100 %.
        table: Box<[(Percent, u32)]>,
    },
}

/// A lognormal distribution. No time is shorter than 1 ms or longer than an hour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lognormal {
    /// Half of the times are shorter, in milliseconds.
    pub median_ms: u32,
    /// The standard deviation of the natural logarithm, in thousandths. Two in three times lie within a factor of
    /// e^sigma of the median.
    pub sigma_thousandths: u32,
}

impl From<Span> for Times {
    fn from(span: Span) -> Self {
        Self::Uniform(span)
    }
}

impl Default for Times {
    fn default() -> Self {
        Self::Uniform(Span::default())
    }
}
