//! Faults between the carrier and the dialer.

use serde::{Deserialize, Serialize};

use super::{Percent, Span};

/// Faults between the carrier and the dialer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct CarrierFaults {
    /// Faults of the carrier's events.
    pub words: EventFaults,
    /// How late a doubled, late or reordered event is.
    pub late_ms: Span,
    /// The share of calls that cause an event of an unknown call.
    pub stray: Percent,
    /// The share of hang-ups that never reach the carrier.
    pub hang_up_lost: Percent,
}

/// Faults of the carrier's events; each event has at most one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct EventFaults {
    /// It never arrives.
    pub lost: Percent,
    /// It arrives twice.
    pub doubled: Percent,
    /// It arrives late.
    pub late: Percent,
    /// The release of the line overtakes it.
    pub reordered: Percent,
}

impl CarrierFaults {
    /// Returns true if there are no faults.
    pub(crate) fn is_none(&self) -> bool {
        let EventFaults { lost, doubled, late, reordered } = self.words;
        [lost, doubled, late, reordered, self.stray, self.hang_up_lost].iter().all(|share| share.is_zero())
    }
}
