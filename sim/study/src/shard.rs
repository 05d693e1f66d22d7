//! Shards: equal parts of a study, for several machines.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::plan::Plan;

/// One of several equal parts of a study: `2/5`. Its blocks are contiguous, so that the concatenated rows of all parts
/// are in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shard {
    /// The part's number, from 1.
    pub place: u32,
    /// The number of parts.
    pub of: u32,
}

impl Shard {
    /// The whole study.
    pub const WHOLE: Self = Self { place: 1, of: 1 };

    /// Returns the blocks of this part.
    #[must_use]
    pub fn blocks(self, plan: &Plan) -> Range<u64> {
        let end = |place: u32| {
            let blocks = u128::from(plan.blocks()) * u128::from(place) / u128::from(self.of);
            u64::try_from(blocks).expect("it is at most the number of blocks")
        };
        end(self.place - 1)..end(self.place)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.place, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(place, of)| Some((place.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((place, of)) if 1 <= place && place <= of && of <= 10_000 => Ok(Self { place, of }),
            _ => Err(format!("{text:?} is no part like 2/5: the place from 1, of at most 10000")),
        }
    }
}
