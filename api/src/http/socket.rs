//! `/ws`: records as they become durable, over a WebSocket. The client says what it follows; each word replaces the one before.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::error::Problem;
use super::events::HEARTBEAT;
use super::session_id::{parse, unknown};
use super::state::ServerState;
use crate::push::{Place, PushError, Reader, Ticket, Topic, Waiting};

/// The longest message of a client, in bytes.
const MESSAGE_MAX: usize = 4 * 1024;

/// How long a client may take no byte before it is cut off.
const SEND: Duration = Duration::from_secs(30);

/// What a client says over the WebSocket: `{"subscribe": "all"}`, or `{"subscribe": {"session": "…"}, "after": 12}`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Subscription {
    /// What it follows.
    subscribe: Subject,
    /// The last record that it saw; where it is left out, the present comes first.
    after: Option<u64>,
}

/// What a client follows.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SubscriptionSubject)]
#[serde(rename_all = "lowercase")]
enum Subject {
    /// Every record.
    All,
    /// Those about a session, by its id.
    Session(String),
}

/// Opens a WebSocket.
///
/// The client sends a `Subscription` as text; the next one replaces it. The server sends a `RecordMessage` for every record, a
/// `SnapshotMessage` to begin with, and `{"detail": "…"}` for what it does not understand.
#[utoipa::path(
    get, path = "/ws", tag = "push", operation_id = "openSocket",
    responses(
        (status = SWITCHING_PROTOCOLS, description = "The WebSocket is open."),
        (status = UPGRADE_REQUIRED, description = "The connection cannot become a WebSocket.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn open(
    State(app): State<Arc<ServerState>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|rejection| {
        let status = if rejection.status() == StatusCode::UPGRADE_REQUIRED {
            StatusCode::UPGRADE_REQUIRED
        } else {
            StatusCode::BAD_REQUEST
        };
        Problem::new(status, format!("a WebSocket begins here: {}", rejection.body_text()))
    })?;
    let place = app.push.place()?;
    let upgrade = upgrade.max_message_size(MESSAGE_MAX).max_frame_size(MESSAGE_MAX);
    Ok(upgrade.on_upgrade(move |socket| converse(socket, app, place)).into_response())
}

/// Tells the client what it wants to hear, until either side ends.
async fn converse(mut socket: WebSocket, app: Arc<ServerState>, _place: Place) {
    let mut reader = None;
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    loop {
        let answer = tokio::select! {
            word = socket.recv() => match word {
                Some(Ok(Message::Text(text))) => match subscribe(&app, &text).await {
                    Ok(follows) => {
                        reader = Some(follows);
                        continue;
                    }
                    Err(problem) => Message::Text(json!({ "detail": problem.detail() }).to_string().into()),
                },
                Some(Ok(Message::Binary(_))) => {
                    Message::Text(json!({ "detail": "binary messages are not understood here" }).to_string().into())
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            told = next(&mut reader, &app) => match told {
                Some((_, ticket)) => match tell(&mut socket, ticket).await {
                    Ok(()) => continue,
                    Err(CutOff) => return,
                },
                None => Message::Close(None),
            },
            _ = heartbeat.tick() => Message::Ping(Default::default()),
        };
        let is_last = matches!(answer, Message::Close(_));
        match tokio::time::timeout(SEND, socket.send(answer)).await {
            Ok(Ok(())) if !is_last => {}
            Ok(_) | Err(_) => return,
        }
    }
}

/// The client takes nothing, or has gone.
struct CutOff;

/// Sends a message. The socket keeps a copy until all of it is sent; whoever takes nothing while others need the room is cut off.
async fn tell(socket: &mut WebSocket, mut ticket: Ticket) -> Result<(), CutOff> {
    let text = ticket.whole().map_err(|_| CutOff)?;
    let text = Utf8Bytes::try_from(Bytes::from_owner(Arc::<[u8]>::from(text))).map_err(|_| CutOff)?;
    tokio::select! {
        sent = tokio::time::timeout(SEND, socket.send(Message::Text(text))) => match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(CutOff),
        },
        () = ticket.displaced() => Err(CutOff),
    }
}

/// Waits for the next message; a client that follows nothing yet waits for the end of the server.
async fn next(reader: &mut Option<Reader>, app: &ServerState) -> Option<Waiting> {
    match reader {
        Some(reader) => reader.next().await,
        None => app.push.closed().await,
    }
}

async fn subscribe(app: &ServerState, text: &str) -> Result<Reader, Problem> {
    let wish: Subscription = serde_json::from_str(text).map_err(|error| {
        Problem::bad_request(format!(
            "{error}: {{\"subscribe\": \"all\"}} or {{\"subscribe\": {{\"session\": ID}}}} is understood, with \"after\": SEQ to go on"
        ))
    })?;
    match wish.subscribe {
        Subject::All => Ok(app.push.follow(Topic::All, wish.after).await?),
        Subject::Session(name) => {
            let topic = Topic::Session(parse(app, &name)?);
            app.push.follow(topic, wish.after).await.map_err(|error| match error {
                PushError::Unknown => unknown(&name),
                PushError::Full | PushError::Beyond { .. } | PushError::Desk(_) => error.into(),
            })
        }
    }
}
