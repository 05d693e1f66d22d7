//! What the server says of itself.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use redial_engine::RULES;
use serde::Serialize;

use super::app::AppState;
use super::error::Problem;
use crate::view::Id;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    seq: u64,
}

#[derive(Serialize)]
struct Version {
    name: &'static str,
    version: &'static str,
    rules: u32,
    journal: Id,
}

/// Says `ok` when the dialer answers, and how many records there are.
pub(crate) async fn health(State(app): State<AppState>) -> Result<Response, Problem> {
    let seq = app.desk.read(|house| house.state.seq()).await?;
    Ok(Json(Health { status: "ok", seq }).into_response())
}

/// Says what runs here.
pub(crate) async fn version(State(app): State<AppState>) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    Json(Version { name: "redial", version, rules: RULES, journal: Id(app.journal) }).into_response()
}
