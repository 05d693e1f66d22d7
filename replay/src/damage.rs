//! What can be wrong with a journal, and where.

use std::fmt;
use std::io;

use redial_engine::{Instant, Misfit};
use uuid::Uuid;

use crate::header::SCHEMA_MAJOR;

/// The longest line, its newline included, in bytes: 16 MiB.
pub const MAX_LINE: usize = 16 << 20;

/// Why a journal cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes could not be had; nothing is said about the journal.
    #[error("failed to read the journal: {0}")]
    Io(#[from] io::Error),
    /// The bytes are not what was written.
    #[error(transparent)]
    Damage(#[from] Damage),
}

/// A place from which on a journal cannot be trusted; everything before it is sound.
#[derive(Debug, thiserror::Error)]
#[error("damaged at seq {seq}, byte {offset}: {kind}")]
pub struct Damage {
    /// The seq of the record that should stand here; 0 for the first header.
    pub seq: u64,
    /// Where the damaged line begins, in bytes from the start of the file.
    pub offset: u64,
    /// What is wrong with it.
    pub kind: DamageKind,
}

/// What is wrong with a line.
#[derive(Debug)]
pub enum DamageKind {
    /// The file does not begin like a journal.
    NotAJournal,
    /// The file ends before its header does.
    NoHeader,
    /// The header is of a major version that this reader does not know.
    UnknownMajor(u64),
    /// The header holds, but its content cannot be read.
    UnreadableHeader(serde_json::Error),
    /// The header of a later stretch belongs to another journal.
    Foreign(Uuid),
    /// The header of a later stretch counts time from another epoch.
    OtherEpoch(String),
    /// The line is longer than [`MAX_LINE`].
    TooLong,
    /// The line's bytes are not the ones that its chain was made of.
    BadChain,
    /// The record has another seq: one is missing, stands twice or was moved.
    OutOfOrder(u64),
    /// The record is older than the one before it.
    TimeFell {
        /// The record's time.
        at: Instant,
        /// The time of the record before it.
        last: Instant,
    },
    /// The chain holds, but the record cannot be read.
    UnreadableRecord(Option<serde_json::Error>),
    /// The record holds a transition that cannot follow on the ones before it.
    Misfit(Misfit),
    /// The file holds one session only, where a whole journal is needed.
    Extract,
}

impl DamageKind {
    /// Returns a word for the kind, for machines.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotAJournal => "not_a_journal",
            Self::NoHeader => "no_header",
            Self::UnknownMajor(_) => "unknown_major",
            Self::UnreadableHeader(_) => "unreadable_header",
            Self::Foreign(_) => "foreign_journal",
            Self::OtherEpoch(_) => "other_epoch",
            Self::TooLong => "line_too_long",
            Self::BadChain => "bad_chain",
            Self::OutOfOrder(_) => "seq_out_of_order",
            Self::TimeFell { .. } => "time_fell",
            Self::UnreadableRecord(_) => "unreadable_record",
            Self::Misfit(_) => "misfit",
            Self::Extract => "extract",
        }
    }
}

impl fmt::Display for DamageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAJournal => f.write_str("not a journal: the first line does not begin with {\"redial\":"),
            Self::NoHeader => f.write_str("the file ends before its first line does"),
            Self::UnknownMajor(major) => {
                write!(f, "the journal's form is version {major}; this redial reads version {SCHEMA_MAJOR}")
            }
            Self::UnreadableHeader(error) => write!(f, "the chain holds, but the header cannot be read: {error}"),
            Self::Foreign(journal) => write!(f, "a header of another journal, {journal}"),
            Self::OtherEpoch(epoch) => write!(f, "a header with another epoch, {epoch}"),
            Self::TooLong => write!(f, "the line is longer than {MAX_LINE} bytes"),
            Self::BadChain => f.write_str("the chain does not hold: these are not the bytes that were written here"),
            Self::OutOfOrder(found) => {
                write!(f, "seq out of order: found {found}; a record is missing, doubled or moved")
            }
            Self::TimeFell { at, last } => write!(f, "time fell from {last} to {at}"),
            Self::UnreadableRecord(None) => f.write_str("the chain holds, but the line is not a record"),
            Self::UnreadableRecord(Some(error)) => write!(f, "the chain holds, but the record cannot be read: {error}"),
            Self::Misfit(misfit) => write!(f, "a transition that cannot follow: {misfit}"),
            Self::Extract => f.write_str("an extract of one session, where a whole journal is needed"),
        }
    }
}
