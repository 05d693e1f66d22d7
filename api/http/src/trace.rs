//! Requests in the log: each has an id, which is also a header of its answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use redial_clock::Stopwatch;
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::{DefaultOnResponse, MakeSpan, OnFailure, TraceLayer};
use tracing::{Level, Span};

use crate::headers::REQUEST_ID;

/// The longest client's id that is kept, in bytes.
const ID_MAX: usize = 200;

/// Adds the layers that give each request an id and a span in the log.
pub(crate) fn traced(routes: Router) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(RequestSpan)
        .on_request(())
        .on_response(DefaultOnResponse::new().level(Level::DEBUG))
        .on_body_chunk(())
        .on_eos(())
        .on_failure(FailureLog::default());
    routes
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(trace)
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(axum::middleware::map_request(without_long_id))
}

async fn without_long_id(mut request: Request) -> Request {
    if request.headers().get(REQUEST_ID).is_some_and(|id| id.is_empty() || id.len() > ID_MAX) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

/// Builds the span of a request.
#[derive(Clone, Copy, Debug)]
struct RequestSpan;

impl<B> MakeSpan<B> for RequestSpan {
    fn make_span(&mut self, request: &axum::http::Request<B>) -> Span {
        let id = request.headers().get(REQUEST_ID).map(|id| String::from_utf8_lossy(id.as_bytes()));
        let id = id.as_deref().unwrap_or_default();
        tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
    }
}

/// The time after a logged refusal in which others are only counted, in milliseconds.
const QUIET_MS: u64 = 60_000;

/// Logs requests that failed. Clients repeat a request that got 503, so only the first such refusal is logged, and then
/// the number of the others, once a minute.
#[derive(Clone, Default, Debug)]
struct FailureLog(Arc<Mutex<Refusals>>);

/// The refusals since the last logged one.
#[derive(Default, Debug)]
struct Refusals {
    /// The time of the last logged one.
    told: Option<Stopwatch>,
    untold: u64,
}

impl Refusals {
    /// Counts a refusal. If this one is to be logged, returns the number since the last logged one.
    fn take(&mut self) -> Option<u64> {
        if self.told.is_some_and(|told| told.elapsed_ms() < QUIET_MS) {
            self.untold += 1;
            return None;
        }
        self.told = Some(Stopwatch::start());
        Some(std::mem::take(&mut self.untold))
    }
}

impl OnFailure<ServerErrorsFailureClass> for FailureLog {
    fn on_failure(&mut self, failure: ServerErrorsFailureClass, latency: Duration, _: &Span) {
        let ms = latency.as_millis();
        if let ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) = failure {
            let told = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(untold) = told {
                tracing::warn!(
                    untold,
                    "refused with 503 after {ms} ms; further refusals are counted, and logged once a minute"
                );
            }
            return;
        }
        tracing::warn!("failed after {ms} ms: {failure}");
    }
}
