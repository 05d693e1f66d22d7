//! `/ws`: records as they become durable, over a WebSocket. The client subscribes; each subscription replaces the
//! previous one.

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

use crate::error::Problem;
use crate::push::{PushError, PushReader, QueuedMessage, ReaderMessage, ReaderPermit, Topic};
use crate::routes::events::HEARTBEAT;
use crate::session_id::{parse, unknown};
use crate::state::ServerState;

/// The longest message of a client, in bytes.
const MESSAGE_MAX: usize = 4 * 1024;

/// How long a client may take no byte before it is disconnected.
const SEND: Duration = Duration::from_secs(30);

/// A client's message over the WebSocket: `{"subscribe": "all"}`, or `{"subscribe": {"session": "…"}, "after": 12}`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Subscription {
    /// The topic that the client follows.
    subscribe: SubscriptionSubject,
    /// The last record that it saw; without it, a snapshot of the present comes first.
    after: Option<u64>,
}

/// The topic of a subscription.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SubscriptionSubject {
    /// Every record.
    All,
    /// The records that concern a session, by its id.
    Session(String),
}

/// Opens a WebSocket.
///
/// The client sends a `Subscription` as text; the next one replaces it. The server sends a `RecordMessage` for every
/// record, a
/// `SnapshotMessage` to begin with, and `{"detail": "…"}` for a message that it does not understand.
#[utoipa::path(
    get, path = "/ws", tag = "push", operation_id = "openSocket",
    responses(
        (status = SWITCHING_PROTOCOLS, description = "The WebSocket is open."),
        (
            status = UPGRADE_REQUIRED, description = "The connection cannot become a WebSocket.",
            body = Problem, content_type = "application/problem+json",
        ),
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

/// Sends the client the records that it follows, until either side closes.
async fn converse(mut socket: WebSocket, app: Arc<ServerState>, _place: ReaderPermit) {
    let mut reader = None;
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    loop {
        let answer = tokio::select! {
            received = socket.recv() => match received {
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
            pushed = next(&mut reader, &app) => match pushed {
                Some((_, message)) => match send(&mut socket, message).await {
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

/// The client takes no bytes, or is gone.
struct CutOff;

/// Sends a message. The socket holds a copy until all bytes are sent; when the message is evicted, the client is
/// disconnected.
async fn send(socket: &mut WebSocket, mut message: QueuedMessage) -> Result<(), CutOff> {
    let text = message.whole().map_err(|_| CutOff)?;
    let text = Utf8Bytes::try_from(Bytes::from_owner(Arc::<[u8]>::from(text))).map_err(|_| CutOff)?;
    tokio::select! {
        sent = tokio::time::timeout(SEND, socket.send(Message::Text(text))) => match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(CutOff),
        },
        () = message.evicted() => Err(CutOff),
    }
}

/// Waits for the next message; a client without a subscription waits until the server closes.
async fn next(reader: &mut Option<PushReader>, app: &ServerState) -> Option<ReaderMessage> {
    match reader {
        Some(reader) => reader.next().await,
        None => app.push.closed().await,
    }
}

async fn subscribe(app: &ServerState, text: &str) -> Result<PushReader, Problem> {
    let subscription: Subscription = serde_json::from_str(text).map_err(|error| {
        Problem::bad_request(format!(
            "{error}: {{\"subscribe\": \"all\"}} or {{\"subscribe\": {{\"session\": ID}}}} is understood, \
             with \"after\": SEQ to go on"
        ))
    })?;
    match subscription.subscribe {
        SubscriptionSubject::All => Ok(app.push.follow(Topic::All, subscription.after).await?),
        SubscriptionSubject::Session(name) => {
            let topic = Topic::Session(parse(app, &name)?);
            app.push.follow(topic, subscription.after).await.map_err(|error| match error {
                PushError::Unknown => unknown(&name),
                PushError::Full | PushError::Beyond { .. } | PushError::Desk(_) => error.into(),
            })
        }
    }
}
