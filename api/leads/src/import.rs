//! The content of a file of leads, and why one cannot be read.

use std::fmt;
use std::path::PathBuf;

use redial_engine::LeadDetails;

use crate::lead_draft::FIELDS;

/// The largest file of leads, in bytes.
pub const FILE_MAX: u64 = 8 * 1024 * 1024;

/// The largest number of leads in one file, bad ones included.
pub const ROWS_MAX: usize = 100_000;

/// The content of a file of leads.
#[derive(Debug, Default)]
pub struct Import {
    /// The good leads, in the order of the file.
    pub leads: Vec<LeadDetails>,
    /// The position of each good lead.
    pub positions: Vec<FilePosition>,
    /// The bad ones.
    pub bad: Vec<BadLead>,
}

/// A lead with mistakes; it is left out of the import.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLead {
    /// Its position.
    pub position: FilePosition,
    /// All its mistakes.
    pub reason: String,
}

/// The position of a lead in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePosition {
    /// The row of a CSV file that begins on this line, from 1.
    Line(u64),
    /// The n-th element of a JSON array, from 1.
    Entry(usize),
}

impl fmt::Display for FilePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Entry(entry) => write!(f, "lead {entry}"),
        }
    }
}

impl fmt::Display for BadLead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.reason)
    }
}

/// A file of leads cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        error: std::io::Error,
    },
    /// The name ends in neither .csv nor .json.
    #[error("{}: a file of leads ends in .csv or .json", .0.display())]
    Unknown(PathBuf),
    /// The file is larger than [`FILE_MAX`].
    #[error("the file is larger than {} MiB; split it", FILE_MAX / 1024 / 1024)]
    TooLarge,
    /// The file holds more than [`ROWS_MAX`] leads.
    #[error("the file holds more than {ROWS_MAX} leads; split it")]
    TooMany,
    /// The first line does not name every column exactly once.
    #[error("the first line must name each of the columns {columns} once: {0}", columns = FIELDS.join(", "))]
    Header(String),
    /// The content is not a JSON array.
    #[error("not a JSON array of leads: {0}")]
    Json(serde_json::Error),
    /// The content of a named file is wrong.
    #[error("{}: {error}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// The error.
        error: Box<ImportError>,
    },
}
