//! The present: the first message of a reader that names no record to continue after.

use std::sync::Arc;

use redial_engine::{Instant, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

use super::recent::PushMessage;
use super::topic::Topic;
use crate::wire::{CallsShown, Lens, SessionSnapshot, SessionView, SessionWithCalls, Time};
use redial_live::desk::{Desk, DeskError, Scope};

/// The most sessions that the message shows, newest first.
const SESSIONS_MAX: usize = 1_000;

/// The most bytes of them, roughly; a single session may exceed it.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// The first message of a reader: the present, as of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct SnapshotMessage<'a> {
    /// The record's place in the journal.
    seq: u64,
    /// Its time, in milliseconds since the epoch.
    #[schema(value_type = u64)]
    at: Instant,
    /// Always true; no other message has it.
    snapshot: bool,
    /// The time that `at` counts from.
    epoch: Time,
    /// The time now, in milliseconds since the epoch: the last record may be older.
    #[schema(value_type = u64)]
    now: Instant,
    #[serde(flatten)]
    shown: SnapshotShown<'a>,
}

/// The sessions in a snapshot.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum SnapshotShown<'a> {
    /// The session that the reader follows.
    One {
        /// The session.
        #[schema(value_type = SessionWithCalls)]
        view: Box<SessionView<'a>>,
    },
    /// The number of running sessions, and the newest of them, oldest first.
    All {
        /// The number of running sessions.
        running: usize,
        /// The newest 1,000 of them, fewer where they are long (4 MiB), oldest first.
        #[schema(value_type = Vec<SessionWithCalls>)]
        sessions: Vec<SessionView<'a>>,
    },
}

/// The dialer's state that the message shows.
struct PresentState {
    seq: u64,
    at: Instant,
    now: Instant,
    running: usize,
    sessions: Vec<SessionSnapshot>,
}

/// Renders the message, with the seq of the record that it is as of; `None` where the session does not exist.
pub(super) async fn present(topic: Topic, desk: &Desk, lens: Lens) -> Result<Option<PushMessage>, DeskError> {
    let read = desk.read_scope(Scope::All, move |view, now| {
        let state = view.state;
        let show = |id| SessionSnapshot::present(state, view.seq, id, CallsShown::Whole);
        let (running, sessions) = match topic {
            Topic::All => {
                let ids = (0..).map(SessionId).zip(state.sessions());
                let running: Vec<_> = ids.filter(|(_, session)| session.is_running()).map(|(id, _)| id).collect();
                let (mut newest, mut bytes) = (Vec::new(), 0);
                for session in running.iter().rev().take(SESSIONS_MAX).filter_map(|id| show(*id)) {
                    bytes += session.bytes();
                    if bytes > BYTES_MAX && !newest.is_empty() {
                        break;
                    }
                    newest.push(session);
                }
                newest.reverse();
                (running.len(), newest)
            }
            Topic::Session(id) => (0, vec![show(id)?]),
        };
        Some(PresentState { seq: view.seq, at: state.now(), now, running, sessions })
    });
    let Some(read) = read.await? else { return Ok(None) };
    let message = tokio::task::spawn_blocking(move || (read.seq, text(topic, &read, &lens)));
    message.await.map(Some).map_err(|_| DeskError::Closed)
}

fn text(topic: Topic, read: &PresentState, lens: &Lens) -> Arc<str> {
    let mut sessions: Vec<_> = read.sessions.iter().map(|session| session.view(lens)).collect();
    let shown = match topic {
        Topic::All => SnapshotShown::All { running: read.running, sessions },
        Topic::Session(_) => SnapshotShown::One { view: Box::new(sessions.pop().expect("the session was read")) },
    };
    let epoch = lens.time(Instant::EPOCH);
    let body = SnapshotMessage { seq: read.seq, at: read.at, snapshot: true, epoch, now: read.now, shown };
    serde_json::to_string(&body).expect("plain data can be written to memory").into()
}
