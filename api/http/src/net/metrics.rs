//! The metrics of connections.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Why the server closed a connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelValue)]
#[expect(non_camel_case_types, reason = "these are the words of the metric's label")]
pub enum CloseReason {
    /// It never sent a byte.
    silent,
    /// The head of its request took too long.
    slow_head,
    /// It was idle for too long.
    idle,
    /// It did not read its answer.
    stalled,
    /// It was closed for a new connection.
    displaced,
    /// It was rejected: all connections were busy.
    full,
}

/// Labels of [`ConnectionMetrics::let_go`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
pub struct CloseLabels {
    /// The reason.
    pub reason: CloseReason,
}

/// The counts of connections. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct ConnectionMetrics {
    /// Open now.
    pub open: Gauge,
    /// Accepted.
    pub accepted: Counter,
    /// Closed by the server.
    pub let_go: Family<CloseLabels, Counter>,
    /// Failures of the system to give a connection.
    pub failures: Counter,
}

impl ConnectionMetrics {
    /// Registers the metrics under their public names.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("connections", "Connections that are open, WebSockets aside", self.open.clone());
        registry.register("connections_accepted", "Connections that were accepted", self.accepted.clone());
        let help = "Connections that the server closed, by reason";
        registry.register("connections_let_go", help, self.let_go.clone());
        let help = "Failures of the system to give a connection";
        registry.register("accept_failures", help, self.failures.clone());
    }

    /// Counts a connection that the server closes.
    pub(super) fn let_go(&self, reason: CloseReason) {
        self.let_go.get_or_create(&CloseLabels { reason }).inc();
    }
}
