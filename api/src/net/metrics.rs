//! What the accept loop counts.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Why the server closed a connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelValue)]
#[expect(non_camel_case_types, reason = "these are the words of the metric's label")]
pub(crate) enum CloseReason {
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

/// Labels of [`ConnectionMetrics::let_go`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
pub(crate) struct CloseLabels {
    /// Why.
    pub(crate) reason: CloseReason,
}

/// Counts of connections; clones count the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConnectionMetrics {
    /// How many are open.
    pub(crate) open: Gauge,
    /// How many were taken in.
    pub(crate) accepted: Counter,
    /// How many the server has let go.
    pub(crate) let_go: Family<CloseLabels, Counter>,
    /// How often none could be taken in, because the system gave none.
    pub(crate) failures: Counter,
}

impl ConnectionMetrics {
    /// Shows everything under the names by which it is known outside.
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register("connections", "Connections that are open, WebSockets aside", self.open.clone());
        registry.register("connections_accepted", "Connections that were taken in", self.accepted.clone());
        let help = "Connections that the server has let go, and why";
        registry.register("connections_let_go", help, self.let_go.clone());
        let help = "How often the system had no connection to give";
        registry.register("accept_failures", help, self.failures.clone());
    }

    /// Counts a connection that is let go.
    pub(super) fn let_go(&self, reason: CloseReason) {
        self.let_go.get_or_create(&CloseLabels { reason }).inc();
    }
}
