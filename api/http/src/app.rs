//! The service: all routes, and the layers around them.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;

use crate::error::Problem;
use crate::headers::{IDEMPOTENCY_KEY, NEXT_AFTER, NOW, REQUEST_ID};
use crate::limits::BODY_MAX;
use crate::routes::{docs, web};
use crate::state::ServerState;
use crate::{api, guard, idempotent_body, limit, metrics, openapi, query, trace};

/// Builds the service: every route, and a problem document for a request that reaches none.
pub fn app(state: ServerState) -> Router {
    let routes = Router::new()
        .merge(Router::from(api::routes()))
        .merge(docs::routes())
        .merge(openapi::page())
        .merge(web::routes())
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method);
    guarded(routes, state)
}

/// Wraps routes in the layers that apply to all of them.
pub(crate) fn guarded(routes: Router<Arc<ServerState>>, state: ServerState) -> Router {
    let hosts = Arc::clone(&state.hosts);
    let (latencies, rate_limit) = (state.metrics.latencies.clone(), state.rate_limit.clone());
    let routes = routes
        .with_state(Arc::new(state))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn(idempotent_body::check_key))
        .layer(middleware::from_fn(check_escapes))
        .layer(middleware::from_fn_with_state(hosts, guard::check))
        .layer(middleware::from_fn_with_state(rate_limit, limit::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors())
        .layer(middleware::from_fn_with_state(latencies, metrics::time));
    trace::traced(routes)
}

fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(guard::WEB_ORIGIN)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, IDEMPOTENCY_KEY])
        .expose_headers([NEXT_AFTER, NOW, header::RETRY_AFTER, REQUEST_ID])
}

async fn unknown_route(uri: Uri) -> Problem {
    Problem::not_found(format!("there is nothing at {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not allowed at {}; see Allow", uri.path()))
}

async fn check_escapes(request: Request, next: Next) -> Response {
    match query::check_escapes(request.uri()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Answers a request whose handler panicked. Other requests are not affected.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!("a fault in the server stopped a request: {}", said.unwrap_or("the panic has no message"));
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "a fault in the server stopped this request; it is in the log")
        .into_response()
}
