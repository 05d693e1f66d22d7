//! Why a data directory cannot be vouched for, and where.

use std::fmt;
use std::io;

use crate::disk::is_full;
use crate::head::Tip;
use redial_replay::DamageKind;

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// A file cannot be read or written; nothing is said about the journal.
    #[error("failed to use {file}: {error}")]
    Io {
        /// Which.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// The journal is not what was acknowledged.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl DirectoryError {
    /// Returns true when nothing is wrong but that there is no room on the disk.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Io { error, .. } => is_full(error),
            Self::Fault(_) => false,
        }
    }

    pub(crate) fn io(file: &str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { file: file.to_owned(), error }
    }
}

/// A place in a data directory from which on it cannot be trusted.
#[derive(Debug, thiserror::Error)]
#[error("damaged at {file}, seq {seq}, byte {offset}: {kind}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The seq of the record that should stand here.
    pub seq: u64,
    /// Where, in bytes from the start of that file.
    pub offset: u64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The kind of damage to a data directory.
#[derive(Debug)]
pub enum FaultKind {
    /// A line does not hold.
    Line(DamageKind),
    /// There is a journal, and no `HEAD` beside it.
    NoHead,
    /// Neither slot of `HEAD` holds.
    BadHead,
    /// `HEAD` says that more was acknowledged than the journal holds.
    HeadAhead(Tip),
    /// `HEAD` says that something else was acknowledged than what the journal holds there.
    HeadElsewhere(Tip),
    /// A segment does not begin with a header, or not with the record that its name says.
    WrongSegment,
}

impl FaultKind {
    /// Returns a word for the kind, for machines.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Line(kind) => kind.name(),
            Self::NoHead => "no_head",
            Self::BadHead => "bad_head",
            Self::HeadAhead(_) => "head_ahead",
            Self::HeadElsewhere(_) => "head_elsewhere",
            Self::WrongSegment => "wrong_segment",
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(kind) => fmt::Display::fmt(kind, f),
            Self::NoHead => f.write_str("there is a journal, but no HEAD that says how much of it was acknowledged"),
            Self::BadHead => f.write_str("neither slot of HEAD holds"),
            Self::HeadAhead(tip) => {
                write!(f, "HEAD says that records up to seq {} were acknowledged, but the journal ends here", tip.seq)
            }
            Self::HeadElsewhere(tip) => {
                write!(
                    f,
                    "HEAD says that chain {} was acknowledged at seq {}, but that is not here",
                    tip.chain, tip.seq
                )
            }
            Self::WrongSegment => {
                f.write_str("the segment does not begin with a header and the record that its name says")
            }
        }
    }
}
