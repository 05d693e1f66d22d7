//! A session as a film: its records in order, each in words.

use redial_engine::{Input, Instant, SessionId, Transition};
use redial_replay::{Timeline, Words};
use serde::Serialize;

use super::{Id, Lens, Time};

/// A film while it is made: it sees the records of a journal, or those of the session alone, in their order.
#[derive(Debug)]
pub(crate) struct Film {
    session: SessionId,
    timeline: Timeline,
    scenes: Vec<Scene>,
}

/// One record.
#[derive(Debug, Serialize)]
struct Scene {
    seq: u64,
    /// Milliseconds since the journal's epoch.
    at: Instant,
    input: Input,
    transitions: Vec<Transition>,
    /// What of it is about the session.
    words: Vec<Words>,
}

/// The JSON of a film.
#[derive(Debug, Serialize)]
pub(crate) struct FilmView<'a> {
    journal: Id,
    epoch: Time,
    /// The number of the session.
    session: u32,
    records: &'a [Scene],
}

impl Film {
    /// Begins with nothing seen. A timeline that knows the leads by name says their names.
    pub(crate) fn new(session: SessionId, mut timeline: Timeline) -> Self {
        timeline.only(Some(session));
        Self { session, timeline, scenes: Vec::new() }
    }

    /// Sees a record; it is kept if it is about the session.
    pub(crate) fn see(&mut self, seq: u64, at: Instant, input: &Input, transitions: &[Transition]) {
        let words: Vec<_> = transitions.iter().filter_map(|transition| self.timeline.tell(transition)).collect();
        if !words.is_empty() {
            let (input, transitions) = (input.clone(), transitions.to_vec());
            self.scenes.push(Scene { seq, at, input, transitions, words });
        }
    }

    /// Returns the JSON.
    pub(crate) fn view(&self, journal: uuid::Uuid, lens: &Lens) -> FilmView<'_> {
        let (epoch, session) = (lens.time(Instant::EPOCH), self.session.0);
        FilmView { journal: Id(journal), epoch, session, records: &self.scenes }
    }
}
