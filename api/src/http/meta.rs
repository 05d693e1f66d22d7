//! What the server says of itself.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use redial_engine::RULES;
use serde::Serialize;

use super::app::AppState;
use crate::view::Id;

/// How long the dialer may take before it counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Serialize)]
struct Health {
    status: &'static str,
    alive: bool,
    ready: bool,
    /// The last durable record.
    seq: u64,
    /// Why it is not ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

#[derive(Serialize)]
struct Version {
    name: &'static str,
    version: &'static str,
    rules: u32,
    journal: Id,
}

/// Says whether the server is alive, which an answer proves, and ready: whether the dialer answers. A server that is alive and not
/// ready is left alone, not killed: it answers 503, and the reason.
pub(crate) async fn health(State(app): State<AppState>) -> Response {
    let read = tokio::time::timeout(PATIENCE, app.desk.read(|house| house.state.seq())).await;
    let why = match read {
        Ok(Ok(seq)) => {
            return Json(Health { status: "ok", alive: true, ready: true, seq, detail: None }).into_response();
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("the dialer has not answered for {} seconds", PATIENCE.as_secs()),
    };
    let seq = app.desk.archive().tip();
    let health = Health { status: "not ready", alive: true, ready: false, seq, detail: Some(why) };
    let retry = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
    (StatusCode::SERVICE_UNAVAILABLE, retry, Json(health)).into_response()
}

/// Says what runs here.
pub(crate) async fn version(State(app): State<AppState>) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    Json(Version { name: "redial", version, rules: RULES, journal: Id(app.journal) }).into_response()
}
