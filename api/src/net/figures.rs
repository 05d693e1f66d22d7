//! What the accept loop counts.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::EncodeLabelValue;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

/// Why a connection was let go by the server.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelValue)]
#[expect(non_camel_case_types, reason = "these are the words of the metric's label")]
pub(crate) enum Reason {
    /// It never said anything.
    silent,
    /// The head of its request took too long.
    slow_head,
    /// It was idle for too long.
    idle,
    /// It took nothing of what was there for it.
    stalled,
    /// It gave its place to another one.
    displaced,
    /// All were being served; it was turned away.
    full,
}

/// Labels of [`Figures::let_go`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
pub(crate) struct Why {
    /// Why.
    pub(crate) reason: Reason,
}

/// Counts of connections; clones count the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// How many are open.
    pub(crate) open: Gauge,
    /// How many were taken in.
    pub(crate) accepted: Counter,
    /// How many the server has let go.
    pub(crate) let_go: Family<Why, Counter>,
    /// How often none could be taken in, because the system gave none.
    pub(crate) failures: Counter,
}

impl Figures {
    /// Counts a connection that is let go.
    pub(super) fn let_go(&self, reason: Reason) {
        self.let_go.get_or_create(&Why { reason }).inc();
    }
}
