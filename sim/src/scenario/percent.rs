//! Percentages with at most two decimals, read exactly.

use serde::{Deserialize, Serialize};

use crate::dice::below;

/// A share, in hundredths of a percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(u32);

impl Percent {
    /// 100 %, in hundredths of a percent.
    pub const WHOLE: u32 = 10_000;

    /// Returns the share of `hundredths` of a percent, if that is at most 100 %.
    #[must_use]
    pub const fn from_hundredths(hundredths: u32) -> Option<Self> {
        if hundredths <= Self::WHOLE { Some(Self(hundredths)) } else { None }
    }

    /// Reads `5`, `5.4` or `13.37` digit by digit; no sign, no exponent, at most two decimals, at most 100.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || whole.len() > 3 || decimals.len() > 2 {
            return None;
        }
        let tenfold = if decimals.len() == 1 { 10 } else { 1 };
        Self::from_hundredths(whole.parse::<u32>().ok()? * 100 + decimals.parse::<u32>().ok()? * tenfold)
    }

    /// Returns the share in hundredths of a percent.
    #[inline]
    #[must_use]
    pub const fn hundredths(self) -> u32 {
        self.0
    }

    /// Returns true if it is 0 %.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Draws whether the share is hit. Calls `word` only if the result depends on it.
    #[inline]
    pub(crate) fn hits(self, word: impl FnOnce() -> u32) -> bool {
        !self.is_zero() && below(word(), Self::WHOLE) < self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_exactly() {
        for (text, hundredths) in
            [("0", 0), ("5", 500), ("5.4", 540), ("13.37", 1337), ("100", 10_000), ("100.00", 10_000)]
        {
            assert_eq!(Percent::read(text).map(Percent::hundredths), Some(hundredths), "{text}");
        }
    }

    #[test]
    fn it_takes_nothing_else() {
        for text in ["", ".5", "5.", "-1", "+1", "1e1", "5.401", "100.01", "1_0", "nan", " 5", "0x1"] {
            assert_eq!(Percent::read(text), None, "{text}");
        }
    }
}
