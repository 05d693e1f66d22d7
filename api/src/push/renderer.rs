//! The teller: makes messages of stored records, each with the views of the sessions that it is about.

use std::io;
use std::sync::Arc;

use redial_engine::{Instant, SessionId, Transition};
use redial_replay::Extract;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::cache::Board;
use super::hub::Wanted;
use super::leads::People;
use super::recent::Rendered;
use crate::live::desk::Desk;
use crate::view::{CallsShown, Lens, SessionSnapshot, SessionView, SessionWithCalls};

/// Makes messages of records, which come in the journal's order; sessions are folded as far as they have come.
pub(super) struct Teller {
    desk: Desk,
    lens: Lens,
    people: People,
    /// Sessions as they were after the last record that was about them, as far as there is room.
    folded: Board,
}

/// A record's line, as far as it is told.
#[derive(Deserialize)]
struct Stored<'a> {
    seq: u64,
    at: Instant,
    #[serde(borrow)]
    transitions: &'a RawValue,
}

/// What a listener is told of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordMessage<'a> {
    /// The record's place in the journal.
    seq: u64,
    /// When it was, in milliseconds since the journal's epoch.
    #[schema(value_type = u64)]
    at: Instant,
    /// The facts, as they stand in the journal: each an object whose one field names it.
    #[schema(value_type = Vec<Object>)]
    transitions: &'a RawValue,
    /// The session that the record is about, as it was right after it.
    #[schema(required, value_type = Option<SessionWithCalls>)]
    view: Option<&'a SessionView<'a>>,
    /// The other sessions, where the record is about several.
    #[schema(value_type = Vec<SessionWithCalls>)]
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    others: &'a [SessionView<'a>],
}

impl Teller {
    /// Begins with nothing folded.
    pub(super) fn new(desk: Desk, lens: Lens, people: People, folded: Board) -> Self {
        Self { desk, lens, people, folded }
    }

    /// Forgets the sessions that nobody wants to see: they will not be kept up to date.
    pub(super) fn keep(&self, wanted: &Wanted) {
        self.folded.keep(|session| wanted.includes(session));
    }

    /// Makes the messages of one record.
    ///
    /// # Errors
    ///
    /// The stored journal cannot be read, or does not fold.
    pub(super) fn tell(&self, line: &[u8], wanted: &Wanted) -> io::Result<Rendered> {
        let stored: Stored<'_> = serde_json::from_slice(line)?;
        let transitions: Vec<Transition> = serde_json::from_str(stored.transitions.get())?;
        let mut sessions: Vec<SessionId> = transitions.iter().filter_map(Transition::session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions.retain(|session| wanted.includes(*session));
        let mut shown = Vec::with_capacity(sessions.len());
        for session in sessions {
            if let Some(snapshot) = self.snapshot(session, stored.seq, stored.at, &transitions)? {
                shown.push((session, snapshot));
            }
        }
        self.messages(&stored, &shown, wanted)
    }

    fn messages(
        &self,
        stored: &Stored<'_>,
        shown: &[(SessionId, SessionSnapshot)],
        wanted: &Wanted,
    ) -> io::Result<Rendered> {
        let views: Vec<_> = shown.iter().map(|(_, snapshot)| snapshot.view(&self.lens)).collect();
        let text = |view, others| -> io::Result<Arc<str>> {
            let body = RecordMessage { seq: stored.seq, at: stored.at, transitions: stored.transitions, view, others };
            Ok(serde_json::to_string(&body)?.into())
        };
        let all = if wanted.all {
            let (first, others) = views.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
            Some(text(first, others)?)
        } else {
            None
        };
        let mut each = Vec::new();
        for ((session, _), view) in shown.iter().zip(&views).filter(|((id, _), _)| wanted.sessions.contains(id)) {
            let same = all.as_ref().filter(|_| views.len() == 1).map(Arc::clone);
            each.push((*session, same.map_or_else(|| text(Some(view), &[]), Ok)?));
        }
        Ok(Rendered { seq: stored.seq, all, each })
    }

    /// Returns a session as it was right after the record; a word about a session that never was shows none.
    fn snapshot(
        &self,
        id: SessionId,
        seq: u64,
        at: Instant,
        transitions: &[Transition],
    ) -> io::Result<Option<SessionSnapshot>> {
        let extract = match self.folded.take(id) {
            Some(mut extract) => {
                take(&mut extract, seq, at, transitions)?;
                extract
            }
            None => self.fold(id, seq)?,
        };
        let Some(session) = extract.session() else { return Ok(None) };
        if let Some(last) = session.spec().leads.iter().max() {
            self.people.meet(*last)?;
        }
        let snapshot = SessionSnapshot::take(id, session, seq, CallsShown::Whole, |lead| self.people.who(lead));
        if !session.is_settled() {
            self.folded.put(id, extract);
        }
        Ok(Some(snapshot))
    }

    /// Folds a session from its own records, up to `until`.
    fn fold(&self, id: SessionId, until: u64) -> io::Result<Extract> {
        let mut extract = Extract::new(id);
        for seq in self.desk.archive().seqs_of(id, 0, until) {
            let line = self.desk.archive().line(seq)?;
            let stored: Stored<'_> = serde_json::from_slice(&line)?;
            let transitions: Vec<Transition> = serde_json::from_str(stored.transitions.get())?;
            take(&mut extract, stored.seq, stored.at, &transitions)?;
        }
        Ok(extract)
    }
}

fn take(extract: &mut Extract, seq: u64, at: Instant, transitions: &[Transition]) -> io::Result<()> {
    let misfit = |misfit| io::Error::other(format!("record {seq} cannot follow: {misfit}"));
    extract.fold(at, transitions).map_err(misfit)
}
