//! One connection: HTTP/1.1 on a stream, until either side closes it.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tower::Service;

use super::body::{RequestBody, ResponseBody};
use super::bounds::Bounds;
use super::metrics::{CloseReason, ConnectionMetrics};
use super::phase::{Phase, SharedPhase};
use super::stream::BoundedStream;

/// The address of the client, in the extensions of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Peer(pub IpAddr);

/// The parts of the server that a connection needs.
#[derive(Clone)]
pub(super) struct ServerContext {
    pub(super) routes: Router,
    pub(super) bounds: Bounds,
    pub(super) metrics: ConnectionMetrics,
    /// Changes, or closes, when the server stops.
    pub(super) closing: watch::Receiver<()>,
}

/// Serves a connection until it ends. When the server stops, the request under way still finishes.
pub(super) async fn serve<S>(stream: S, peer: Peer, shared: Arc<SharedPhase>, mut context: ServerContext)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = BoundedStream::new(stream, Arc::clone(&shared), context.bounds, context.metrics.clone());
    let serving = (Arc::clone(&shared), context.routes.clone(), context.bounds);
    let service = service_fn(move |request| {
        let (shared, routes, bounds) = serving.clone();
        answer(request, peer, shared, routes, bounds)
    });
    let mut http = http1::Builder::new();
    http.max_buf_size(context.bounds.head_bytes);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = shared.leave.notified() => {
            // A request that has just arrived is served; an idle connection is closed.
            if shared.readiness_to_leave().is_some() {
                context.metrics.let_go(CloseReason::displaced);
                return;
            }
            connection.as_mut().graceful_shutdown();
            connection.await
        }
        _ = context.closing.changed() => {
            if shared.readiness_to_leave().is_some() {
                return;
            }
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!("the connection of {} broke off: {error}", peer.0);
    }
}

async fn answer(
    request: Request<Incoming>,
    peer: Peer,
    shared: Arc<SharedPhase>,
    mut routes: Router,
    bounds: Bounds,
) -> Result<Response, Infallible> {
    shared.enter(Phase::Serving);
    let mut request = request.map(|body| Body::new(RequestBody::new(body, &bounds)));
    request.extensions_mut().insert(peer);
    let response = routes.call(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        shared.enter(Phase::Upgraded);
    }
    Ok(response.map(|body| Body::new(ResponseBody::new(body, shared))))
}
