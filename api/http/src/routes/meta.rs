//! The server itself: health, metrics, version.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use redial_engine::RULES;
use serde::Serialize;
use utoipa::ToSchema;

use crate::metrics::KIND;
use crate::state::ServerState;
use crate::wire::Id;
use redial_live::DiskReserve;
use redial_live::desk::DeskError;

/// The time after which a dialer that does not answer counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The health of the server.
#[derive(Serialize, ToSchema)]
struct Health {
    /// The health, for people.
    status: &'static str,
    /// Always true: the answer proves it.
    alive: bool,
    /// Whether the dialer answers and accepts commands.
    ready: bool,
    /// The last durable record.
    seq: u64,
    /// Whether the whole stored journal has been verified since the start. After a start from a snapshot, the server
    /// verifies the earlier part in the background, and stops if that part is damaged.
    checked: bool,
    /// The reason why the server is not ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// The program and its journal.
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

/// Reports whether the server is alive, which the answer proves, and ready: the dialer answers, and the disk has room.
/// A server that is alive and not ready answers 503 with the reason; do not kill it.
#[utoipa::path(
    get, path = "/health", tag = "server", operation_id = "health",
    responses(
        (status = OK, description = "The server is ready.", body = Health),
        (
            status = SERVICE_UNAVAILABLE, description = "The server is alive, and not ready.", body = Health,
            headers(("retry-after" = u32, description = "The seconds to wait before the next try.")),
        ),
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

/// Shows the present metrics. The handler does not wait for the dialer, so it answers even if the dialer does not.
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

/// Shows the program, its version, and the id of its journal.
#[utoipa::path(
    get, path = "/version", tag = "server", operation_id = "version",
    responses((status = OK, description = "The version.", body = Version)),
)]
pub(crate) async fn version(State(app): State<Arc<ServerState>>) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    Json(Version { name: "redial", version, rules: RULES, journal: Id(app.journal) }).into_response()
}
