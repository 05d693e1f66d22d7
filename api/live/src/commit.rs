//! A commit on its way to the disk, and how long commits take.

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use redial_store::Tip;

/// Lines of the journal to make durable together.
#[derive(Debug, Default)]
pub(crate) struct OwnedCommit {
    /// Lines of the journal.
    pub journal: Vec<u8>,
    /// The first seq of a new segment, if the lines begin one.
    pub begins: Option<u64>,
    /// The tip of the journal after the lines.
    pub tip: Tip,
}

/// How long the disk takes to make a commit durable, in seconds; the wait for an earlier commit does not count. Clones
/// share the histogram.
#[derive(Clone, Debug)]
pub struct CommitTimes(pub Histogram);

impl Default for CommitTimes {
    fn default() -> Self {
        Self(Histogram::new(exponential_buckets(0.000_1, 2.0, 16)))
    }
}
