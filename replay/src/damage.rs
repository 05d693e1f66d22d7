//! The kinds of damage to a journal, and the place of each.

use std::fmt;
use std::io;

use redial_engine::{Instant, Misfit};
use uuid::Uuid;

use crate::header::SCHEMA_MAJOR;

/// The longest line, its newline included, in bytes: 16 MiB.
pub const MAX_LINE: usize = 16 << 20;

/// Why reading a journal failed.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The source failed; the journal may be sound.
    #[error("failed to read the journal: {0}")]
    Io(#[from] io::Error),
    /// The bytes are not the ones that were written.
    #[error(transparent)]
    Damage(#[from] Damage),
}

/// The first damaged line of a journal; every line before it is sound.
#[derive(Debug, thiserror::Error)]
#[error("damaged at seq {seq}, byte {offset}: {kind}")]
pub struct Damage {
    /// The seq of the record expected here; 0 for the first header.
    pub seq: u64,
    /// The offset of the damaged line, in bytes from the start of the file.
    pub offset: u64,
    /// The kind of damage.
    pub kind: DamageKind,
}

/// The kind of damage to a line.
#[derive(Debug)]
pub enum DamageKind {
    /// The file does not begin with a header.
    NotAJournal,
    /// The file ends before its header does.
    NoHeader,
    /// The header has a major version that this reader does not know.
    UnknownMajor(u64),
    /// The header's chain is correct, but its content cannot be parsed.
    UnreadableHeader(serde_json::Error),
    /// A later header belongs to another journal.
    Foreign(Uuid),
    /// A later header counts time from another epoch.
    OtherEpoch(String),
    /// The line is longer than [`MAX_LINE`].
    TooLong,
    /// The line's bytes do not match its chain.
    BadChain,
    /// The record has an unexpected seq: a record is missing, doubled or moved.
    OutOfOrder(u64),
    /// The record is older than the one before it.
    TimeFell {
        /// The record's time.
        at: Instant,
        /// The time of the record before it.
        last: Instant,
    },
    /// The record's chain is correct, but its content cannot be parsed.
    UnreadableRecord(Option<serde_json::Error>),
    /// The record has a transition that cannot follow the ones before it.
    Misfit(Misfit),
    /// The file is an extract of one session, where a whole journal is required.
    Extract,
}

impl DamageKind {
    /// Returns the machine-readable name of the kind.
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
