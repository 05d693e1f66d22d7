//! The metrics of a live dialer.

use chrono::{DateTime, Utc};
use redial_clock::Clock;

use crate::check::Checked;
use crate::commit::CommitTimes;
use crate::dialer_metrics::DialerMetrics;
use crate::timed_disk::SyncTimes;
use redial_ports::ReserveWatch;

/// The metrics of a live dialer; clones share their values.
#[derive(Clone, Debug)]
pub struct LiveMetrics {
    /// What the owner counts.
    pub dialer: DialerMetrics,
    /// How long commits took.
    pub commits: CommitTimes,
    /// How long syncs of the journal alone took.
    pub syncs: SyncTimes,
    /// The state of the disk reserves: that of the journal, and that of the world's own files.
    pub reserve: ReserveWatch,
    /// Whether the whole stored journal was read since the start.
    pub checked: Checked,
    pub(super) clock: Clock,
    pub(super) epoch: DateTime<Utc>,
}

impl LiveMetrics {
    /// Returns how far the wall clock is ahead of the engine's, in seconds.
    pub fn drift_seconds(&self) -> f64 {
        self.clock.drift_ms(self.epoch) as f64 / 1e3
    }
}
