//! A divergence: the first place where the engine computes other transitions than the recorded ones.

use std::collections::VecDeque;
use std::io::BufRead;

use redial_engine::{CallId, Input, Instant, SessionId, State, Transition};
use serde_json::Value;

use crate::damage::ReadError;
use crate::line::JournalLine;
use crate::reader::Reader;
use crate::record::Record;
use crate::timeline::Timeline;

/// A difference under equal rules. Another engine wrote the journal, or the engine is not deterministic, or the journal
/// was forged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Divergence {
    /// The record's seq.
    pub seq: u64,
    /// The record's time.
    pub at: Instant,
    /// The session that the differing transition concerns.
    pub session: Option<SessionId>,
    /// The call that the differing transition concerns.
    pub call: Option<CallId>,
    /// The record's input.
    pub input: Input,
    /// The index among the record's transitions, from 0.
    pub place: usize,
    /// The recorded transition at this index; `None` if the record has fewer.
    pub recorded: Option<Transition>,
    /// The computed transition at this index; `None` if the engine computed fewer.
    pub computed: Option<Transition>,
    /// The path of the first field that differs, like `transitions[2].call_ended.outcome`.
    pub field: String,
    /// The last records before it that concern the session, as a timeline. Only recent lines are searched, unless
    /// [`Divergence::look_back`] searches the whole journal.
    pub recent: String,
}

impl Divergence {
    pub(crate) fn between(recorded: Record, computed: &Record, state: &State, recent: &Recent) -> Self {
        let both = recorded.transitions.iter().zip(&computed.transitions);
        let place = both.take_while(|(recorded, computed)| recorded == computed).count();
        let was = recorded.transitions.get(place).cloned();
        let is = computed.transitions.get(place).cloned();
        let either = |about: fn(&Transition) -> Option<SessionId>| {
            was.as_ref().and_then(about).or_else(|| is.as_ref().and_then(about))
        };
        let call = was.as_ref().and_then(Transition::call).or_else(|| is.as_ref().and_then(Transition::call));
        let call = call.or(match recorded.input {
            Input::Carrier { call, .. } | Input::Crm { call, .. } => Some(call),
            Input::Tick | Input::Resumed(_) | Input::Command(_) | Input::Keyed(_) | Input::Enrichment { .. } => None,
        });
        let session = either(Transition::session).or(call.map(|call| call.session));
        let mut field = format!("transitions[{place}]");
        if let (Some(was), Some(is)) = (&was, &is) {
            difference(&value(was), &value(is), &mut field);
        }
        Self {
            seq: recorded.seq,
            at: recorded.at,
            session,
            call,
            input: recorded.input,
            place,
            recorded: was,
            computed: is,
            field,
            recent: recent.timeline(session, state),
        }
    }
}

impl Divergence {
    /// Searches the whole journal for the last records that concern the session, and puts them into `recent`.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or has changed since.
    pub fn look_back<R: BufRead>(&mut self, mut reader: Reader<R>) -> Result<(), ReadError> {
        let (mut timeline, mut transitions) = (Timeline::new(), Vec::new());
        timeline.only(self.session);
        let mut rows = VecDeque::new();
        while reader.seq() + 1 < self.seq
            && let Some(line) = reader.next()?
        {
            let JournalLine::Record(record) = line else { continue };
            record.transitions_into(&mut transitions)?;
            let mut text = String::new();
            timeline.record(record.seq, record.at, &Input::Tick, &transitions, &mut text);
            if !text.is_empty() {
                rows.push_back(text);
            }
            if rows.len() > Recent::SHOWN {
                rows.pop_front();
            }
        }
        self.recent = Vec::from(rows).concat();
        Ok(())
    }
}

fn value(transition: &Transition) -> Value {
    serde_json::to_value(transition).expect("every key of a transition is a string")
}

/// Appends the path of the first difference to `path`.
fn difference(was: &Value, is: &Value, path: &mut String) {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            let differs = was.iter().find(|(key, value)| is.get(*key) != Some(*value)).map(|(key, _)| key);
            // Objects with one key are enum variants: two different variants have no fields to compare.
            if let Some(key) = differs.or_else(|| is.keys().find(|key| !was.contains_key(*key)))
                && (was.len() > 1 || is.len() > 1 || is.contains_key(key))
            {
                path.push('.');
                path.push_str(key);
                if let (Some(was), Some(is)) = (was.get(key), is.get(key)) {
                    difference(was, is, path);
                }
            }
        }
        (Value::Array(was), Value::Array(is)) => {
            let place = was.iter().zip(is).take_while(|(was, is)| was == is).count();
            path.push_str(&format!("[{place}]"));
            if let (Some(was), Some(is)) = (was.get(place), is.get(place)) {
                difference(was, is, path);
            }
        }
        _ => {}
    }
}

/// The last lines, in buffers that are reused.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    lines: VecDeque<Vec<u8>>,
}

impl Recent {
    const LINES: usize = 64;
    const LONGEST: usize = 64 << 10;
    const SHOWN: usize = 5;

    /// Keeps a line: swaps the buffer for that of an old line.
    #[inline]
    pub(crate) fn keep(&mut self, line: &mut Vec<u8>) {
        if line.len() > Self::LONGEST {
            return;
        }
        let mut kept = if self.lines.len() < Self::LINES { None } else { self.lines.pop_front() }.unwrap_or_default();
        std::mem::swap(&mut kept, line);
        self.lines.push_back(kept);
    }

    /// Returns the timeline of the last records that concern the session; without a session, of the last records.
    fn timeline(&self, session: Option<SessionId>, state: &State) -> String {
        let touches = |record: &Record| {
            session.is_none() || record.transitions.iter().any(|transition| transition.session() == session)
        };
        let parsed = self.lines.iter().rev().filter_map(|line| serde_json::from_slice(line).ok());
        let mut records: Vec<Record> = parsed.filter(touches).take(Self::SHOWN).collect();
        records.reverse();
        let mut timeline = Timeline::new();
        timeline.only(session);
        timeline.know(state);
        let mut text = String::new();
        for record in &records {
            timeline.record(record.seq, record.at, &record.input, &record.transitions, &mut text);
        }
        text
    }
}
