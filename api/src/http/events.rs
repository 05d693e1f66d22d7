//! `/events`: records as they become durable, as Server-Sent Events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::app::AppState;
use super::dialer::{parse, unknown};
use super::error::Problem;
use super::openapi::{After, Resume};
use super::query::{Params, whole};
use crate::push::{PushError, Topic};
use crate::view::Id;

/// How often a silent stream shows that it lives.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(15);

/// Where a browser says, when it comes back, what it saw last.
pub(super) const LAST_EVENT_ID: &str = "last-event-id";

/// Pushes every record.
#[utoipa::path(
    get, path = "/events", tag = "push", operation_id = "pushAll",
    params(After, Resume),
    responses((status = OK, description = "A stream that does not end. Each event has the record's `seq` as its id, and as data a `RecordMessage`, or a `SnapshotMessage` to begin with.", body = String, content_type = "text/event-stream")),
)]
pub(crate) async fn all(State(app): State<AppState>, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    let after = after(&app, &params, &headers)?;
    push(&app, Topic::All, after).await.map_err(Problem::from)
}

/// Pushes every record that is about a session.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}/events", tag = "push", operation_id = "pushSession",
    params(("id" = Id, Path, description = "The session."), After, Resume),
    responses((status = OK, description = "A stream that does not end. Each event has the record's `seq` as its id, and as data a `RecordMessage`, or a `SnapshotMessage` to begin with.", body = String, content_type = "text/event-stream")),
)]
pub(crate) async fn of_session(
    State(app): State<AppState>,
    Path(name): Path<String>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = after(&app, &params, &headers)?;
    let topic = Topic::Session(parse(&app, &name)?);
    push(&app, topic, after).await.map_err(|error| match error {
        PushError::Unknown => unknown(&name),
        PushError::Full | PushError::Beyond { .. } | PushError::Desk(_) => error.into(),
    })
}

/// Returns what the reader has seen. A browser comes back to the same address, so what it saw last counts for more; beyond the
/// last record it saw another journal, and begins anew.
fn after(app: &AppState, params: &Params, headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let asked = params.number("after", 0..=u64::MAX)?;
    let Some(seen) = seen(headers)? else { return Ok(asked) };
    Ok(Some(seen).filter(|seen| *seen <= app.desk.archive().tip()))
}

/// Returns the last event that a reader who comes back has seen.
pub(super) fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(seen) = headers.get(LAST_EVENT_ID).filter(|seen| !seen.is_empty()) else { return Ok(None) };
    whole("Last-Event-ID", &String::from_utf8_lossy(seen.as_bytes()), 0..=u64::MAX).map(Some)
}

async fn push(app: &AppState, topic: Topic, after: Option<u64>) -> Result<Response, PushError> {
    let place = app.push.place()?;
    let reader = app.push.follow(topic, after).await?;
    let events = stream::unfold((reader, place), |(mut reader, place)| async {
        let (seq, text) = reader.next().await?;
        let event = Event::default().id(seq.to_string()).data(text);
        Some((Ok::<_, Infallible>(event), (reader, place)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}
