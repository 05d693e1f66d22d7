//! All routes, and what holds for every one of them.

use std::any::Any;
use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use tokio::sync::Mutex;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;
use uuid::Uuid;

use super::error::Problem;
use super::guard::{self, Hosts};
use super::limit::{self, RateLimit};
use super::metrics::{self, Metrics};
use super::reel::Reels;
use super::turns::Turns;
use super::{
    crm, dialer, events, history, import, journal, leads, meta, openapi, posted, query, replays, socket, studies,
    syncs, trace, web,
};
use crate::desk::Desk;
use crate::leads::{FILE_MAX, Region};
use crate::live::Opening;
use crate::live::lost::Lost;
use crate::net::Figures;
use crate::push::{Memory, Push};
use crate::studies::Studies;
use crate::view::Lens;

/// The largest body, in bytes.
const BODY_MAX: usize = 64 * 1024;

/// The largest body that starts a session, in bytes: it may name 10,000 leads.
const SESSION_BODY_MAX: usize = 1024 * 1024;

/// The page that may call from another origin: the web UI while it is developed.
pub(super) const WEB_ORIGIN: HeaderValue = HeaderValue::from_static("http://localhost:5173");

/// What every handler knows; clones are the same. Each request makes several.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Known>);

impl Deref for AppState {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

/// All that handlers know.
pub(crate) struct Known {
    /// The way to the dialer.
    pub(crate) desk: Desk,
    /// The journal's own id.
    pub(crate) journal: Uuid,
    /// What the journal's times count from.
    pub(crate) epoch: DateTime<Utc>,
    /// The seed of the simulated enrichment.
    pub(crate) seed: u64,
    /// What the mock CRM knows of a past that the journal lost.
    pub(crate) lost: Arc<Lost>,
    /// Where a phone number without a country code is meant.
    pub(crate) region: Region,
    /// Where listeners are told.
    pub(crate) push: Push,
    /// Held by whoever imports a list.
    pub(crate) importing: Arc<Mutex<()>>,
    /// Held by whoever has all failed syncs tried again.
    pub(crate) retrying: Arc<Mutex<()>>,
    /// Where planners' studies are worked on.
    pub(crate) studies: Studies,
    /// What was read of sessions whose past somebody looks at.
    pub(crate) reels: Reels,
    /// Taken by whoever looks at a journal from disk, or at a study's single runs.
    pub(crate) turns: Turns,
    /// By which names the server may be asked.
    pub(crate) hosts: Hosts,
    /// What the accept loop counts.
    pub(crate) connections: Figures,
    /// What is shown to whoever watches.
    pub(crate) metrics: Arc<Metrics>,
    /// How much one client may ask for.
    pub(crate) rate_limit: Option<Arc<RateLimit>>,
}

impl Known {
    /// Knows what a live dialer's handlers need to know.
    pub(crate) fn new(desk: Desk, opening: &Opening, region: Region, hosts: Hosts) -> Self {
        let lens = Lens { names: desk.names().clone(), epoch: opening.epoch };
        let push = Push::start(desk.clone(), lens, Memory::default());
        let connections = Figures::default();
        let metrics = Arc::new(Metrics::new(&desk, &connections));
        Self {
            desk,
            journal: opening.journal,
            epoch: opening.epoch,
            seed: opening.seed,
            lost: Arc::clone(&opening.lost),
            region,
            push,
            importing: Arc::default(),
            reels: Reels::default(),
            retrying: Arc::default(),
            turns: Turns::default(),
            studies: Studies::default(),
            hosts,
            connections,
            metrics,
            rate_limit: None,
        }
    }

    /// Returns how ids and times are shown.
    pub(crate) fn lens(&self) -> Lens {
        Lens { names: self.desk.names().clone(), epoch: self.epoch }
    }
}

/// Every route, each with its place in the OpenAPI document; a route that is not here is not documented.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::Frame::openapi())
        .routes(routes!(leads::list, leads::create))
        .routes(routes!(leads::options))
        .routes(routes!(leads::one))
        .routes(routes!(leads::enrich))
        .routes(routes!(leads::calls))
        .routes(routes!(crm::of_lead))
        .routes(routes!(dialer::list, dialer::start).layer(DefaultBodyLimit::max(SESSION_BODY_MAX)))
        .routes(routes!(dialer::one))
        .routes(routes!(dialer::stop))
        .routes(routes!(history::log))
        .routes(routes!(dialer::retry_sync))
        .routes(routes!(crm::contacts))
        .routes(routes!(crm::activities))
        .routes(routes!(events::of_session))
        .routes(routes!(events::all))
        .routes(routes!(socket::open))
        .routes(routes!(journal::page))
        .routes(routes!(meta::health))
        .routes(routes!(metrics::show))
        .routes(routes!(meta::version))
        .routes(routes!(openapi::show))
        .routes(routes!(syncs::list))
        .routes(routes!(crm::retry_failed))
        .routes(routes!(history::film))
        .merge(studies::routes())
        .route_layer(middleware::from_fn(guard::json_only))
        .routes(routes!(import::import).layer(DefaultBodyLimit::max(FILE_MAX as usize)))
        .routes(routes!(replays::check).layer(DefaultBodyLimit::max(replays::FILE_MAX)))
        .routes(routes!(replays::log).layer(DefaultBodyLimit::max(replays::FILE_MAX)))
        .routes(routes!(replays::film).layer(DefaultBodyLimit::max(replays::FILE_MAX)))
        .routes(routes!(replays::session).layer(DefaultBodyLimit::max(replays::FILE_MAX)))
}

/// Builds the service: every route, and JSON for whatever goes wrong on the way to one.
pub(crate) fn app(known: Known) -> Router {
    let routes = Router::new()
        .merge(Router::from(routes()))
        .merge(openapi::page())
        .merge(web::routes())
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method);
    guarded(routes, known)
}

/// Puts around routes what holds for every one of them.
pub(super) fn guarded(routes: Router<AppState>, known: Known) -> Router {
    let hosts = Arc::clone(&known.hosts);
    let (latencies, rate_limit) = (known.metrics.latencies.clone(), known.rate_limit.clone());
    let routes = routes
        .with_state(AppState(Arc::new(known)))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn(posted::check_key))
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
        .allow_origin(WEB_ORIGIN)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, posted::KEY])
        .expose_headers([journal::NEXT_AFTER, dialer::NOW, header::RETRY_AFTER, trace::REQUEST_ID])
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

/// A fault of ours costs its own request an answer, and nobody else's.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!("a fault in the server stopped a request: {}", said.unwrap_or("no word of it"));
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "a fault in the server stopped this request; it is in the log")
        .into_response()
}
