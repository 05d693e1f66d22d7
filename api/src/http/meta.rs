//! What the server says of itself.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use redial_engine::RULES;
use serde::Serialize;
use utoipa::ToSchema;

use super::metrics::KIND;
use super::state::ServerState;
use crate::live::DiskReserve;
use crate::live::desk::DeskError;
use crate::wire::Id;

/// How long the dialer may take before it counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// How the server is.
#[derive(Serialize, ToSchema)]
struct Health {
    /// The same, for people.
    status: &'static str,
    /// Always true: it answers.
    alive: bool,
    /// Whether the dialer answers and takes commands.
    ready: bool,
    /// The last durable record.
    seq: u64,
    /// Whether all of the stored journal was read since the start, and holds. After a start from a snapshot, what lies before it is
    /// read while the server is up; should it not hold, the server stops.
    checked: bool,
    /// Why it is not ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// What runs here.
#[derive(Serialize, ToSchema)]
struct Version {
    /// The program.
    name: &'static str,
    /// Its version.
    version: &'static str,
    /// The version of the dialing rules, which journals record.
    rules: u32,
    /// The journal's id.
    journal: Id,
}

/// Says whether the server is alive, which an answer proves, and ready: whether the dialer answers, and there is room on the disk. A
/// server that is alive and not ready is left alone, not killed: it answers 503, and the reason.
#[utoipa::path(
    get, path = "/health", tag = "server", operation_id = "health",
    responses(
        (status = OK, description = "The server is ready.", body = Health),
        (status = SERVICE_UNAVAILABLE, description = "The server is alive, and not ready.", body = Health, headers(("retry-after" = u32, description = "In how many seconds to try again."))),
    ),
)]
pub(crate) async fn health(State(app): State<Arc<ServerState>>) -> Response {
    let checked = app.desk.metrics().checked.get();
    let read = async {
        match app.desk.metrics().reserve.now() {
            DiskReserve::Enough => app.desk.read(|view| view.state.seq()).await,
            DiskReserve::Short | DiskReserve::Full => Err(DeskError::Full),
        }
    };
    let why = match tokio::time::timeout(PATIENCE, read).await {
        Ok(Ok(seq)) => {
            let health = Health { status: "ok", alive: true, ready: true, seq, checked, detail: None };
            return Json(health).into_response();
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("the dialer has not answered for {} seconds", PATIENCE.as_secs()),
    };
    let seq = app.desk.archive().tip();
    let health = Health { status: "not ready", alive: true, ready: false, seq, checked, detail: Some(why) };
    let retry = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
    (StatusCode::SERVICE_UNAVAILABLE, retry, Json(health)).into_response()
}

/// Shows everything that is counted, as it is now. Nobody waits for the dialer here, so it answers also when that does not.
#[utoipa::path(
    get, path = "/metrics", tag = "server", operation_id = "metrics",
    responses((
        status = OK, description = "In the text format of OpenMetrics.",
        body = String, content_type = "application/openmetrics-text",
    )),
)]
pub(crate) async fn metrics(State(app): State<Arc<ServerState>>) -> Response {
    ([(header::CONTENT_TYPE, KIND)], app.metrics.text(&app.desk, &app.push, &app.studies)).into_response()
}

/// Says what runs here.
#[utoipa::path(
    get, path = "/version", tag = "server", operation_id = "version",
    responses((status = OK, description = "What runs here.", body = Version)),
)]
pub(crate) async fn version(State(app): State<Arc<ServerState>>) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    Json(Version { name: "redial", version, rules: RULES, journal: Id(app.journal) }).into_response()
}
