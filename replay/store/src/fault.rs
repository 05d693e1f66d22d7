//! The faults of a data directory, with their places.

use std::fmt;
use std::io;

use crate::disk::is_full;
use crate::head::Tip;
use redial_replay::DamageKind;

/// An error that makes a data directory unusable.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// A file cannot be read or written. The journal may be intact.
    #[error("failed to use {file}: {error}")]
    Io {
        /// The file's name.
        file: String,
        /// The cause.
        error: io::Error,
    },
    /// The journal differs from the acknowledged one.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl DirectoryError {
    /// Returns true if the only cause is a full disk.
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

/// The first place of a data directory that cannot be trusted.
#[derive(Debug, thiserror::Error)]
#[error("damaged at {file}, seq {seq}, byte {offset}: {kind}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The seq of the record that is expected here.
    pub seq: u64,
    /// The offset in bytes from the start of that file.
    pub offset: u64,
    /// The kind of damage.
    pub kind: FaultKind,
}

/// The kind of damage to a data directory.
#[derive(Debug)]
pub enum FaultKind {
    /// A line is invalid.
    Line(DamageKind),
    /// The directory has a journal, but no `HEAD`.
    NoHead,
    /// Neither slot of `HEAD` is valid.
    BadHead,
    /// `HEAD` acknowledges more records than the journal has.
    HeadAhead(Tip),
    /// `HEAD` acknowledges another record than the journal has at that seq.
    HeadElsewhere(Tip),
    /// A segment does not begin with a header, or its first record has another seq than its name.
    WrongSegment,
}

impl FaultKind {
    /// Returns the machine-readable name of the kind.
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
