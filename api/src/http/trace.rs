//! Requests in the log: each has an id, which its answer carries too.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderName;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::{DefaultOnFailure, DefaultOnResponse, MakeSpan, TraceLayer};
use tracing::{Level, Span};

/// The header with a request's id; a client that sets it finds its own in the log.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id of a client that is taken over, in bytes.
const ID_MAX: usize = 200;

/// Gives each request an id and a place in the log.
pub(super) fn traced(routes: Router) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(Named)
        .on_request(())
        .on_response(DefaultOnResponse::new().level(Level::DEBUG))
        .on_body_chunk(())
        .on_eos(())
        .on_failure(DefaultOnFailure::new().level(Level::WARN));
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

/// Names a request in the log.
#[derive(Clone, Copy, Debug)]
struct Named;

impl<B> MakeSpan<B> for Named {
    fn make_span(&mut self, request: &axum::http::Request<B>) -> Span {
        let id = request.headers().get(REQUEST_ID).map(|id| String::from_utf8_lossy(id.as_bytes()));
        let id = id.as_deref().unwrap_or_default();
        tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
    }
}
