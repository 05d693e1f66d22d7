//! Why a world can no longer be trusted.

use std::io;

use redial_store::is_full;

/// The world has ended, or has lost what it promised to keep: the driver stops.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A write or a sync of the mock CRM's log failed.
    #[error("failed to write {file}: {error}")]
    Write {
        /// The file.
        file: &'static str,
        /// The cause.
        error: io::Error,
    },
    /// The disk has no room for entries that the mock CRM has accepted.
    #[error("the disk is full: the mock CRM's last entries are not written, and no reply told of them")]
    Full,
    /// The adapter at the other end of the queues has ended.
    #[error("the adapter of the world ended unexpectedly")]
    Ended,
}

impl WorldError {
    /// Returns true when the disk is full and nothing else is wrong.
    pub(crate) fn is_full(&self) -> bool {
        match self {
            Self::Write { error, .. } => is_full(error),
            Self::Full => true,
            Self::Ended => false,
        }
    }
}
