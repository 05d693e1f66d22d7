//! The present: the message that a reader begins with when it does not say where it was.

use std::sync::Arc;

use redial_engine::{Instant, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

use super::Topic;
use super::recent::Message;
use crate::live::desk::{Desk, DeskError, Scope};
use crate::view::{CallsShown, Lens, SessionSnapshot, SessionView, SessionWithCalls, Time};

/// The most sessions that the message shows, newest first.
const SESSIONS_MAX: usize = 1_000;

/// The most bytes of them, roughly; one session is shown whatever its length.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a listener is told to begin with: how it is after a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct SnapshotMessage<'a> {
    /// The record's place in the journal.
    seq: u64,
    /// When it was, in milliseconds since the epoch.
    #[schema(value_type = u64)]
    at: Instant,
    /// Always true; no other message has it.
    snapshot: bool,
    /// What `at` counts from.
    epoch: Time,
    /// What time it is, in milliseconds since the epoch: nothing may have happened for a while.
    #[schema(value_type = u64)]
    now: Instant,
    #[serde(flatten)]
    shown: Shown<'a>,
}

/// What is shown of the present.
#[derive(Serialize, ToSchema)]
#[schema(as = SnapshotShown)]
#[serde(untagged)]
enum Shown<'a> {
    /// The session that is followed.
    One {
        /// The session.
        #[schema(value_type = SessionWithCalls)]
        view: Box<SessionView<'a>>,
    },
    /// How many sessions run, and the newest of them, oldest first.
    All {
        /// How many run.
        running: usize,
        /// The newest 1,000 of them, fewer where they are long (4 MiB), oldest first.
        #[schema(value_type = Vec<SessionWithCalls>)]
        sessions: Vec<SessionView<'a>>,
    },
}

/// What is read of the dialer.
struct Read {
    seq: u64,
    at: Instant,
    now: Instant,
    running: usize,
    sessions: Vec<SessionSnapshot>,
}

/// Makes the message, and names the record that it is true at; `None` where there is no such session.
pub(super) async fn present(topic: Topic, desk: &Desk, lens: Lens) -> Result<Option<Message>, DeskError> {
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
        Some(Read { seq: view.seq, at: state.now(), now, running, sessions })
    });
    let Some(read) = read.await? else { return Ok(None) };
    let message = tokio::task::spawn_blocking(move || (read.seq, text(topic, &read, &lens)));
    message.await.map(Some).map_err(|_| DeskError::Closed)
}

fn text(topic: Topic, read: &Read, lens: &Lens) -> Arc<str> {
    let mut sessions: Vec<_> = read.sessions.iter().map(|session| session.view(lens)).collect();
    let shown = match topic {
        Topic::All => Shown::All { running: read.running, sessions },
        Topic::Session(_) => Shown::One { view: Box::new(sessions.pop().expect("the session was read")) },
    };
    let epoch = lens.time(Instant::EPOCH);
    let body = SnapshotMessage { seq: read.seq, at: read.at, snapshot: true, epoch, now: read.now, shown };
    serde_json::to_string(&body).expect("plain data can be written to memory").into()
}
