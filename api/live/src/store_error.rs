//! Why a running server can no longer write or trust its journal.

use std::io;
use std::path::{Path, PathBuf};

use redial_ports::WorldError;
use redial_store::{DirectoryError, Fault, is_full};

/// The journal or the CRM log cannot be written or trusted: the process stops, because the journal is the truth.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A write or a sync failed.
    #[error("failed to write {file}: {error}; stopping, because nothing may happen that is not recorded")]
    Write {
        /// The file.
        file: String,
        /// The cause.
        error: io::Error,
    },
    /// The journal before the snapshot of the start is damaged.
    #[error(
        "the stored journal in {0} is {fault}; stopping, because it is not the acknowledged one. Its sound part can \
         continue in a new directory: redial journal salvage {0} NEW",
        .path.display()
    )]
    Damaged {
        /// The data directory.
        path: PathBuf,
        /// Where and how it is damaged.
        fault: Fault,
    },
    /// The journal before the snapshot of the start cannot be read.
    #[error("failed to read {}: {error}; stopping, because the journal cannot be verified", .path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
    /// The disk had no room for the last batch.
    #[error(
        "the disk is full: the last batch was not written, and none of it was acknowledged; free space and start again"
    )]
    Full,
    /// The adapter of the world has ended, so no effect can leave any more.
    #[error(transparent)]
    World(WorldError),
    /// The writing thread is gone.
    #[error("the writing thread ended unexpectedly")]
    Gone,
}

impl StoreError {
    /// Returns the name of the file that could not be written.
    pub(super) fn file(&self) -> &str {
        match self {
            Self::Write { file, .. } => file,
            Self::Damaged { .. } | Self::Unread { .. } | Self::Full | Self::World(_) | Self::Gone => "the journal",
        }
    }

    /// Returns true when the disk is full and nothing else is wrong.
    pub(super) fn is_full(&self) -> bool {
        match self {
            Self::Write { error, .. } => is_full(error),
            Self::Full => true,
            Self::Damaged { .. } | Self::Unread { .. } | Self::World(_) | Self::Gone => false,
        }
    }

    /// Places an error of the check in a data directory.
    pub(super) fn found(data: &Path, error: DirectoryError) -> Self {
        match error {
            DirectoryError::Io { file, error } => Self::Unread { path: data.join(file), error },
            DirectoryError::Fault(fault) => Self::Damaged { path: data.to_owned(), fault },
        }
    }
}

impl From<DirectoryError> for StoreError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Io { file, error } => Self::Write { file, error },
            DirectoryError::Fault(fault) => Self::Write { file: fault.file.clone(), error: io::Error::other(fault) },
        }
    }
}

impl From<WorldError> for StoreError {
    fn from(error: WorldError) -> Self {
        match error {
            WorldError::Write { file, error } => Self::Write { file: file.to_owned(), error },
            WorldError::Full => Self::Full,
            WorldError::Ended => Self::World(error),
        }
    }
}
