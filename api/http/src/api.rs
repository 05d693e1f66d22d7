//! The routes of the API, and the OpenAPI document that they make.

use std::sync::{Arc, LazyLock};

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use redial_leads::FILE_MAX;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::error::Problem;
use crate::guard;
use crate::limits::SESSION_BODY_MAX;
use crate::openapi::complete;
use crate::push::{RecordMessage, SnapshotMessage};
use crate::routes::socket::Subscription;
use crate::routes::{
    crm, dialer, enrich, events, history, import, journal, leads, meta, replays, socket, studies, syncs,
};
use crate::state::ServerState;
use crate::wire::StudyProgress;

/// The parts of the document that no route makes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "redial",
        description = "A multi-line sales dialer with a CRM behind it.\n\n\
                       Every error is a problem document (RFC 9457) whose `detail` names the mistake. An unknown path \
                       answers 404, an unknown method 405 with `Allow`. Each answer carries `x-request-id`, which is \
                       also in the server's log.",
    ),
    tags(
        (name = "leads", description = "The people to call."),
        (name = "dialer", description = "Sessions that call leads, and their calls."),
        (name = "crm", description = "The records of each call in the app and in the mock CRM."),
        (name = "push", description = "Records as they become durable."),
        (name = "replay", description = "Journals from disk, checked and browsed; nothing of them is stored."),
        (name = "studies", description = "Settings of a simulated world, compared over many runs."),
        (name = "server", description = "The server itself, and its journal."),
    ),
    components(schemas(Problem, RecordMessage<'_>, SnapshotMessage<'_>, Subscription, StudyProgress<'_>)),
)]
struct Frame;

/// Every route, each with its place in the OpenAPI document; a route that is not here is not documented.
pub(crate) fn routes() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::with_openapi(Frame::openapi())
        .routes(routes!(leads::list, leads::create))
        .routes(routes!(leads::options))
        .routes(routes!(leads::one))
        .routes(routes!(enrich::enrich))
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
        .routes(routes!(meta::metrics))
        .routes(routes!(meta::version))
        .routes(routes!(show_document))
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

/// Returns the document of the whole API.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = routes().into_openapi();
    complete(&mut document);
    document
}

/// Returns the document as it is served.
pub fn document_text() -> String {
    document().to_pretty_json().expect("a document is plain data")
}

static SERVED: LazyLock<String> = LazyLock::new(document_text);

/// Shows this document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "server", operation_id = "showDocument",
    responses((status = OK, description = "The OpenAPI document.", body = serde_json::Map<String, serde_json::Value>)),
)]
async fn show_document() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], SERVED.as_str()).into_response()
}
