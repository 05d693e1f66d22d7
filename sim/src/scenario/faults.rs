//! What goes wrong between the carrier and the dialer.

use serde::{Deserialize, Serialize};

use super::{Percent, Span};

/// What goes wrong between the carrier and the dialer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct CarrierFaults {
    /// What happens to the carrier's words.
    pub words: EventFaults,
    /// How late a doubled, late or reordered word is.
    pub late_ms: Span,
    /// How many calls bring a word about a call that never was.
    pub stray: Percent,
    /// How many hang-ups never reach the carrier.
    pub hang_up_lost: Percent,
}

/// What happens to the carrier's words; each word meets at most one of these.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct EventFaults {
    /// It never arrives.
    pub lost: Percent,
    /// It arrives twice.
    pub doubled: Percent,
    /// It arrives late.
    pub late: Percent,
    /// The word that the line is free overtakes it.
    pub reordered: Percent,
}

impl CarrierFaults {
    /// Returns true when nothing ever goes wrong.
    pub(crate) fn is_none(&self) -> bool {
        let EventFaults { lost, doubled, late, reordered } = self.words;
        [lost, doubled, late, reordered, self.stray, self.hang_up_lost].iter().all(|share| share.is_zero())
    }
}
