//! Lines that hold, as they are stored.

use redial_engine::{Instant, State, Transition};

use crate::damage::{Damage, DamageKind};
use crate::header::Header;
use crate::record::{self, Record};

/// A line that holds.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    /// The header of a later stretch; the first one is [`header`](crate::Reader::header).
    Header {
        /// Where the line begins.
        offset: u64,
        /// The stored bytes, newline included.
        bytes: &'a [u8],
        /// What it says.
        header: &'a Header,
    },
    /// A record.
    Record(StoredRecord<'a>),
}

/// A record that holds, as its bytes; parsed when asked for.
#[derive(Clone, Copy, Debug)]
pub struct StoredRecord<'a> {
    /// Where the line begins.
    pub offset: u64,
    /// The stored bytes, newline included.
    pub bytes: &'a [u8],
    /// Its place in the journal.
    pub seq: u64,
    /// When it happened.
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

    /// Parses the transitions alone, into memory that can be used again and again.
    ///
    /// # Errors
    ///
    /// They cannot be read, although the record's chain holds.
    pub fn transitions_into(&self, transitions: &mut Vec<Transition>) -> Result<(), Damage> {
        let parts = record::seal(self.bytes).and_then(|(body, _)| record::cut(record::parse_start(body)?.rest));
        match parts {
            Some((_, json)) if record::parse_into(transitions, json).is_ok() => Ok(()),
            // Something else stands behind the transitions; parsed as a whole, the record may still make sense.
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
    /// One of them cannot follow; where and why is said.
    pub fn fold_into(&self, state: &mut State, transitions: &[Transition]) -> Result<(), Damage> {
        let misfit = |misfit| Damage { seq: self.seq, offset: self.offset, kind: DamageKind::Misfit(misfit) };
        state.fold(self.at, transitions).map_err(misfit)
    }

    fn unreadable(&self, error: serde_json::Error) -> Damage {
        Damage { seq: self.seq, offset: self.offset, kind: DamageKind::UnreadableRecord(Some(error)) }
    }
}

impl<'a> Line<'a> {
    /// Returns the stored bytes, newline included.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Header { bytes, .. } => bytes,
            Self::Record(record) => record.bytes,
        }
    }

    /// Returns where the line begins.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        match self {
            Self::Header { offset, .. } => *offset,
            Self::Record(record) => record.offset,
        }
    }
}
