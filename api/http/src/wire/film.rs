//! A session as a film: its records in order, each in words.

use redial_engine::{Input, Instant, SessionId, Transition};
use redial_replay::{Timeline, Words};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Id, Lens, Time};

/// The rough bound of the bytes of records in one part of a film. A part has at least one record, of any length.
const BYTES_MAX: usize = 1024 * 1024;

/// Builds one part of a film from the records of a journal, or of the session alone, in order.
#[derive(Debug)]
pub struct Film {
    session: SessionId,
    timeline: Timeline,
    range: FilmRange,
    records: Vec<FilmRecord>,
    bytes: usize,
    /// True once a record did not fit.
    is_full: bool,
}

/// The range of a part of a film.
#[derive(Clone, Copy, Debug)]
pub struct FilmRange {
    /// Only records after this one.
    pub after: u64,
    /// The most records.
    pub limit: usize,
}

/// One record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FilmRecord)]
struct FilmRecord {
    /// The record's place in the journal.
    seq: u64,
    /// Its time, in milliseconds since the journal's epoch.
    #[schema(value_type = u64)]
    at: Instant,
    /// The input, as the journal has it.
    #[schema(value_type = serde_json::Value)]
    input: Input,
    /// The facts, as the journal has them: each an object whose one field names it.
    #[schema(value_type = Vec<Object>)]
    transitions: Vec<Transition>,
    /// The facts about the session, in words.
    words: Vec<FilmWords>,
}

/// A fact in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FilmWords)]
struct FilmWords {
    /// Its subject: `call 0.1`.
    subject: String,
    /// The verb: `ended`.
    verb: &'static str,
    /// The rest: `voicemail`.
    detail: String,
}

/// A part of a film: a session's records in order, each as the journal has it and in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Film)]
#[serde(rename_all = "camelCase")]
pub struct FilmView<'a> {
    /// The journal's id.
    journal: Id,
    /// The start of the time `at`.
    epoch: Time,
    /// The number of the session.
    session: u32,
    /// The records of this part.
    records: &'a [FilmRecord],
    /// The record after which the next part begins, if there is one.
    #[schema(required)]
    next_after: Option<u64>,
}

impl Film {
    /// Begins without records. A timeline that knows the leads prints their names.
    pub fn new(session: SessionId, mut timeline: Timeline, range: FilmRange) -> Self {
        timeline.only(Some(session));
        Self { session, timeline, range, records: Vec::new(), bytes: 0, is_full: false }
    }

    /// Returns true once a record did not fit.
    pub const fn is_full(&self) -> bool {
        self.is_full
    }

    /// Adds a record if it concerns the session and lies in the range.
    pub fn see(&mut self, seq: u64, at: Instant, input: &Input, transitions: &[Transition]) {
        let words: Vec<_> = transitions.iter().filter_map(|transition| self.timeline.tell(transition)).collect();
        if words.is_empty() || seq <= self.range.after || self.is_full {
            return;
        }
        // A record can concern thousands of sessions: a restart that interrupts them all.
        let bytes = serde_json::to_vec(&(input, transitions)).map_or(0, |bytes| bytes.len());
        let is_beyond = self.records.len() >= self.range.limit || self.bytes + bytes > BYTES_MAX;
        if is_beyond && !self.records.is_empty() {
            self.is_full = true;
            return;
        }
        self.bytes += bytes;
        let (input, transitions, words) =
            (input.clone(), transitions.to_vec(), words.into_iter().map(words_of).collect());
        self.records.push(FilmRecord { seq, at, input, transitions, words });
    }

    /// Returns the JSON.
    pub fn view(&self, journal: uuid::Uuid, lens: &Lens) -> FilmView<'_> {
        let next_after = self.records.last().filter(|_| self.is_full).map(|record| record.seq);
        let (epoch, session) = (lens.time(Instant::EPOCH), self.session.0);
        FilmView { journal: Id(journal), epoch, session, records: &self.records, next_after }
    }
}

fn words_of(Words { subject, verb, detail }: Words) -> FilmWords {
    FilmWords { subject, verb, detail }
}
