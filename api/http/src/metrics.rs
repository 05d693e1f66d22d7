//! `/metrics`: figures for a monitoring system, as OpenMetrics text, which Prometheus reads.

use std::sync::atomic::AtomicU64;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use redial_clock::Stopwatch;

use crate::net::ConnectionMetrics;
use crate::push::{Push, PushMemory};
use redial_live::DiskReserve;
use redial_live::desk::Desk;
use redial_studies::Studies;

/// The content type of the text.
pub(crate) const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The upper bounds of the histogram, in seconds.
const SECONDS: [f64; 12] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The labels of a request. The route is its template: an id in a label would make a new series for every id.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

/// The time from a request to the head of its answer, by labels. Clones share the counts.
#[derive(Clone, Debug)]
pub struct Latencies(Family<RequestLabels, Histogram, fn() -> Histogram>);

impl Default for Latencies {
    fn default() -> Self {
        Self(Family::new_with_constructor(|| Histogram::new(SECONDS)))
    }
}

/// All metrics of the server.
#[derive(Debug)]
pub struct ServerMetrics {
    registry: Registry,
    pub latencies: Latencies,
    queue: Gauge,
    readers: Gauge,
    held: Gauge,
    studies: Gauge,
    drift: Gauge<f64, AtomicU64>,
    full: Gauge,
}

impl ServerMetrics {
    /// Registers the metrics of all parts.
    pub fn new(desk: &Desk, connections: &ConnectionMetrics) -> Self {
        let mut registry = Registry::with_prefix("redial");
        let [queue, readers, held, studies, full] = std::array::from_fn(|_| Gauge::default());
        let drift = Gauge::default();
        let latencies = Latencies::default();
        desk.metrics().dialer.register(&mut registry);
        connections.register(&mut registry);
        let help = "The time in which a batch of records became durable: CRM log and journal, written and synced";
        registry.register_with_unit("journal_commit", help, Unit::Seconds, desk.metrics().commits.0.clone());
        let help = "The time of each sync of the journal's segments";
        registry.register_with_unit("journal_sync", help, Unit::Seconds, desk.metrics().syncs.0.clone());
        let help = "1 while the disk is full and new input is refused";
        registry.register("disk_full", help, full.clone());
        registry.register("desk_waiting", "Requests that wait for the dialer", queue.clone());
        let help = "Bytes that are held for readers: messages, and folded sessions";
        registry.register("push_held_bytes", help, held.clone());
        registry.register("push_readers", "Readers of Server-Sent Events and WebSockets", readers.clone());
        registry.register("studies_under_way", "Studies that are being played, or wait", studies.clone());
        let help = "The lead of the wall clock over the engine's";
        registry.register_with_unit("clock_drift", help, Unit::Seconds, drift.clone());
        let help = "The time from a request's head to the head of its answer";
        registry.register_with_unit("http_request", help, Unit::Seconds, latencies.0.clone());
        Self { registry, latencies, queue, readers, held, studies, drift, full }
    }

    pub fn text(&self, desk: &Desk, push: &Push, studies: &Studies) -> String {
        self.queue.set(count(desk.waiting()));
        self.readers.set(count(push.readers()));
        let PushMemory { recent, folded, queued } = push.held();
        self.held.set(count(recent + folded + queued));
        self.studies.set(count(studies.under_way()));
        self.full.set(i64::from(desk.metrics().reserve.now() != DiskReserve::Enough));
        self.drift.set(desk.metrics().drift_seconds());
        let mut text = String::new();
        text::encode(&mut text, &self.registry).expect("writing to memory does not fail");
        text
    }
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Measures the time of each answer.
pub(crate) async fn time(State(latencies): State<Latencies>, request: Request, next: Next) -> Response {
    let method = match request.method().as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    };
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let watch = Stopwatch::start();
    let response = next.run(request).await;
    let kind = RequestLabels { method, route, status: response.status().as_u16() };
    latencies.0.get_or_create(&kind).observe(watch.elapsed_seconds());
    response
}
