//! The renderer: turns stored records into messages, each with the views of the sessions that the record concerns.

use std::io;
use std::sync::Arc;

use redial_engine::{Instant, SessionId, Transition};
use redial_replay::Extract;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::cache::CacheShare;
use super::hub::FollowedTopics;
use super::leads::LeadCache;
use super::recent::Rendered;
use crate::wire::{CallsShown, Lens, SessionSnapshot, SessionView, SessionWithCalls};
use redial_live::desk::Desk;
use redial_live::history::session_at;

/// Renders records in the journal's order; it keeps their sessions folded up to the last one.
pub(super) struct Renderer {
    desk: Desk,
    lens: Lens,
    leads: LeadCache,
    /// Sessions as of the last record that concerned them, as far as the cache holds them.
    folded: CacheShare,
}

/// The parts of a record's line that a message contains.
#[derive(Deserialize)]
struct RecordParts<'a> {
    seq: u64,
    at: Instant,
    #[serde(borrow)]
    transitions: &'a RawValue,
}

/// A record, as a reader receives it.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordMessage<'a> {
    /// The record's place in the journal.
    seq: u64,
    /// Its time, in milliseconds since the journal's epoch.
    #[schema(value_type = u64)]
    at: Instant,
    /// The facts, as the journal has them: each an object whose one field names it.
    #[schema(value_type = Vec<Object>)]
    transitions: &'a RawValue,
    /// The session that the record concerns, as of the record.
    #[schema(required, value_type = Option<SessionWithCalls>)]
    view: Option<&'a SessionView<'a>>,
    /// The other sessions, where the record concerns several.
    #[schema(value_type = Vec<SessionWithCalls>)]
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    others: &'a [SessionView<'a>],
}

impl Renderer {
    /// Begins with no folded session.
    pub(super) fn new(desk: Desk, lens: Lens, leads: LeadCache, folded: CacheShare) -> Self {
        Self { desk, lens, leads, folded }
    }

    /// Drops the folded sessions that no reader follows: they would fall behind.
    pub(super) fn keep(&self, followed: &FollowedTopics) {
        self.folded.keep(|session| followed.includes(session));
    }

    /// Renders the messages of one record.
    ///
    /// # Errors
    ///
    /// The stored journal cannot be read, or does not fold.
    pub(super) fn render(&self, line: &[u8], followed: &FollowedTopics) -> io::Result<Rendered> {
        let stored: RecordParts<'_> = serde_json::from_slice(line)?;
        let transitions: Vec<Transition> = serde_json::from_str(stored.transitions.get())?;
        let mut sessions: Vec<SessionId> = transitions.iter().filter_map(Transition::session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions.retain(|session| followed.includes(*session));
        let mut shown = Vec::with_capacity(sessions.len());
        for session in sessions {
            if let Some(snapshot) = self.snapshot(session, stored.seq, stored.at, &transitions)? {
                shown.push((session, snapshot));
            }
        }
        self.messages(&stored, &shown, followed)
    }

    fn messages(
        &self,
        stored: &RecordParts<'_>,
        shown: &[(SessionId, SessionSnapshot)],
        followed: &FollowedTopics,
    ) -> io::Result<Rendered> {
        let views: Vec<_> = shown.iter().map(|(_, snapshot)| snapshot.view(&self.lens)).collect();
        let text = |view, others| -> io::Result<Arc<str>> {
            let body = RecordMessage { seq: stored.seq, at: stored.at, transitions: stored.transitions, view, others };
            Ok(serde_json::to_string(&body)?.into())
        };
        let all = if followed.all {
            let (first, others) = views.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
            Some(text(first, others)?)
        } else {
            None
        };
        let mut each = Vec::new();
        for ((session, _), view) in shown.iter().zip(&views).filter(|((id, _), _)| followed.sessions.contains(id)) {
            let same = all.as_ref().filter(|_| views.len() == 1).map(Arc::clone);
            each.push((*session, same.map_or_else(|| text(Some(view), &[]), Ok)?));
        }
        Ok(Rendered { seq: stored.seq, all, each })
    }

    /// Returns a session as of the record; `None` where the record names a session that never started.
    fn snapshot(
        &self,
        id: SessionId,
        seq: u64,
        at: Instant,
        transitions: &[Transition],
    ) -> io::Result<Option<SessionSnapshot>> {
        let extract = match self.folded.take(id) {
            Some(mut extract) => {
                fold_into(&mut extract, seq, at, transitions)?;
                extract
            }
            None => session_at(self.desk.archive(), id, seq)?,
        };
        let Some(session) = extract.session() else { return Ok(None) };
        if let Some(last) = session.spec().leads.iter().max() {
            self.leads.fetch(*last)?;
        }
        let snapshot = SessionSnapshot::take(id, session, seq, CallsShown::Whole, |lead| self.leads.get(lead));
        if !session.is_settled() {
            self.folded.put(id, extract);
        }
        Ok(Some(snapshot))
    }
}

fn fold_into(extract: &mut Extract, seq: u64, at: Instant, transitions: &[Transition]) -> io::Result<()> {
    let misfit = |misfit| io::Error::other(format!("record {seq} cannot follow: {misfit}"));
    extract.fold(at, transitions).map_err(misfit)
}
