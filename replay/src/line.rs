//! Checked lines, as they are stored.

use redial_engine::{Instant, State, Transition};

use crate::damage::{Damage, DamageKind};
use crate::header::Header;
use crate::record::{self, Record};

/// A checked line.
#[derive(Clone, Copy, Debug)]
pub enum JournalLine<'a> {
    /// A later header; the first one is [`header`](crate::Reader::header).
    Header {
        /// The line's offset, in bytes from the start of the journal.
        offset: u64,
        /// The stored bytes, newline included.
        bytes: &'a [u8],
        /// The parsed header.
        header: &'a Header,
    },
    /// A record.
    Record(StoredRecord<'a>),
}

/// A checked record as bytes, parsed only on request.
#[derive(Clone, Copy, Debug)]
pub struct StoredRecord<'a> {
    /// The line's offset, in bytes from the start of the journal.
    pub offset: u64,
    /// The stored bytes, newline included.
    pub bytes: &'a [u8],
    /// The record's number in the journal, from 1.
    pub seq: u64,
    /// The time of the step.
    pub at: Instant,
}

impl StoredRecord<'_> {
    /// Parses the whole record.
    ///
    /// # Errors
    ///
    /// The record cannot be read, although its chain holds.
    pub fn parse(&self) -> Result<Record, Damage> {
        serde_json::from_slice(self.bytes).map_err(|error| self.unreadable(error))
    }

    /// Parses the transitions alone into a vector, whose memory is reused.
    ///
    /// # Errors
    ///
    /// The transitions cannot be parsed, although the record's chain is correct.
    pub fn transitions_into(&self, transitions: &mut Vec<Transition>) -> Result<(), Damage> {
        let parts = record::seal(self.bytes).and_then(|(body, _)| record::cut(record::parse_start(body)?.rest));
        match parts {
            Some((_, json)) if record::parse_into(transitions, json).is_ok() => Ok(()),
            // A field that this version does not know may follow the transitions; the whole record may still be parsed.
            Some(_) | None => {
                *transitions = self.parse()?.transitions;
                Ok(())
            }
        }
    }

    /// Folds transitions of this record into a state.
    ///
    /// # Errors
    ///
    /// A transition cannot follow the ones before it. The error names the record and the reason.
    pub fn fold_into(&self, state: &mut State, transitions: &[Transition]) -> Result<(), Damage> {
        let misfit = |misfit| Damage { seq: self.seq, offset: self.offset, kind: DamageKind::Misfit(misfit) };
        state.fold(self.at, transitions).map_err(misfit)
    }

    fn unreadable(&self, error: serde_json::Error) -> Damage {
        Damage { seq: self.seq, offset: self.offset, kind: DamageKind::UnreadableRecord(Some(error)) }
    }
}

impl<'a> JournalLine<'a> {
    /// Returns the stored bytes, newline included.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Header { bytes, .. } => bytes,
            Self::Record(record) => record.bytes,
        }
    }

    /// Returns the line's offset, in bytes from the start of the journal.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        match self {
            Self::Header { offset, .. } => *offset,
            Self::Record(record) => record.offset,
        }
    }
}
