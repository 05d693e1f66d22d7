//! `/events`: records as they become durable, as Server-Sent Events.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::time::timeout;

use crate::error::Problem;
use crate::headers::LAST_EVENT_ID;
use crate::openapi::{After, Resume};
use crate::push::{Evicted, PushError, PushReader, QueuedMessage, ReaderPermit, Topic};
use crate::query::{Params, whole};
use crate::session_id::{parse, unknown};
use crate::state::ServerState;
use crate::wire::Id;

/// How often a silent stream sends a sign of life.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(15);

/// The content type of a stream.
const KIND: HeaderValue = HeaderValue::from_static("text/event-stream");

/// No cache in between keeps a stream.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

/// Pushes every record.
#[utoipa::path(
    get, path = "/events", tag = "push", operation_id = "pushAll",
    params(After, Resume),
    responses((
        status = OK,
        description = "A stream that does not end. The id of each event is the record's `seq`. Its data is a \
                       `RecordMessage`; that of the first may be a `SnapshotMessage`.",
        body = String, content_type = "text/event-stream",
    )),
)]
pub(crate) async fn all(
    State(app): State<Arc<ServerState>>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = after(&app, &params, &headers)?;
    push(&app, Topic::All, after).await.map_err(Problem::from)
}

/// Pushes every record that concerns a session.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}/events", tag = "push", operation_id = "pushSession",
    params(("id" = Id, Path, description = "The session."), After, Resume),
    responses((
        status = OK,
        description = "A stream that does not end. The id of each event is the record's `seq`. Its data is a \
                       `RecordMessage`; that of the first may be a `SnapshotMessage`.",
        body = String, content_type = "text/event-stream",
    )),
)]
pub(crate) async fn of_session(
    State(app): State<Arc<ServerState>>,
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

/// Returns the last record that the reader has seen. A browser reconnects to the same address, so Last-Event-ID goes
/// before the query; one beyond the last record is of another journal, and the reader begins anew.
fn after(app: &ServerState, params: &Params, headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let asked = params.number("after", 0..=u64::MAX)?;
    let Some(seen) = seen(headers)? else { return Ok(asked) };
    Ok(Some(seen).filter(|seen| *seen <= app.desk.archive().tip()))
}

/// Returns the last event that a reader has seen, if it reconnects.
pub(crate) fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(seen) = headers.get(LAST_EVENT_ID).filter(|seen| !seen.is_empty()) else { return Ok(None) };
    whole("Last-Event-ID", &String::from_utf8_lossy(seen.as_bytes()), 0..=u64::MAX).map(Some)
}

async fn push(app: &ServerState, topic: Topic, after: Option<u64>) -> Result<Response, PushError> {
    let place = app.push.place()?;
    let reader = app.push.follow(topic, after).await?;
    let events = EventStream { reader, _place: place, sending: None };
    let pieces = stream::unfold(events, |mut events| async { events.piece().await.map(|piece| (piece, events)) });
    Ok(([(CONTENT_TYPE, KIND), (CACHE_CONTROL, NO_CACHE)], Body::from_stream(pieces)).into_response())
}

/// The events of one reader: a piece whenever its socket can take one.
struct EventStream {
    reader: PushReader,
    _place: ReaderPermit,
    /// The event that is being sent, and how many bytes of its data are sent.
    sending: Option<(QueuedMessage, usize)>,
}

impl EventStream {
    /// Waits for the next piece; `None` at the end of the stream.
    async fn piece(&mut self) -> Option<Result<Bytes, Evicted>> {
        let head = match &self.sending {
            Some(_) => String::new(),
            None => match timeout(HEARTBEAT, self.reader.next()).await {
                // A comment, which browsers ignore.
                Err(_) => return Some(Ok(Bytes::from_static(b":\n\n"))),
                Ok(next) => {
                    let (seq, message) = next?;
                    self.sending = Some((message, 0));
                    // JSON has no line breaks, so one line of data holds all of it.
                    format!("id: {seq}\ndata: ")
                }
            },
        };
        let (message, sent) = self.sending.as_mut()?;
        let piece = match message.piece(*sent) {
            Ok(piece) => piece,
            Err(evicted) => return Some(Err(evicted)),
        };
        *sent += piece.len();
        let is_last = message.length() == Some(*sent);
        if is_last {
            self.sending = None;
        }
        let end = if is_last { &b"\n\n"[..] } else { b"" };
        Some(Ok([head.as_bytes(), &piece, end].concat().into()))
    }
}
