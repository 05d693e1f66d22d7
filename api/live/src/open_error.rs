//! Why a live dialer cannot start.

use std::io;
use std::path::{Path, PathBuf};

use redial_ports::{DiskReserve, MockCrmError};
use redial_store::{DirectoryError, Fault, LockError, is_full};

use crate::store_error::StoreError;

/// A live dialer cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file or directory cannot be used.
    #[error("failed to use {}: {error}", .path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
    /// The disk has no room.
    #[error(
        "the disk that {} is on is full: free at least {} MiB on it, and start again. Nothing \
         acknowledged is lost",
        .0.display(),
        DiskReserve::MIB
    )]
    Full(PathBuf),
    /// Another process uses the directory.
    #[error("{} is in use by another redial; stop that one first, or choose another --data", .0.display())]
    InUse(PathBuf),
    /// The journal is damaged.
    #[error(
        "the journal in {0} is damaged: {fault}. Nothing was changed. Its sound part can continue in a new \
         directory: redial journal salvage {0} NEW",
        .path.display()
    )]
    Damaged {
        /// The data directory.
        path: PathBuf,
        /// Where and how it is damaged.
        fault: Fault,
    },
    /// The CRM log is damaged.
    #[error(
        "the CRM log {} cannot be used: {what}. Nothing was changed, and nothing is dialed: replace it with a \
         sound copy. The journal can be read without it: redial replay",
        .path.display()
    )]
    MockCrmLog {
        /// The CRM log.
        path: PathBuf,
        /// The damage.
        what: String,
    },
    /// There is a CRM log without a journal.
    #[error(
        "the CRM log {} belongs to a journal that is missing: put the journal back beside it, or choose another --data",
        .0.display()
    )]
    MockCrmLogAlone(PathBuf),
    /// The CRM log contains entries whose cause is missing from the journal: the journal lost its tail.
    #[error(
        "the journal in {0} lost its end: the CRM log {1} contains {what}, which the journal lacks. A power cut under \
         --durability os does that. Nothing was changed. The rest can continue in a new directory, where no lost id or \
         key is assigned a second time: redial journal salvage {0} NEW",
        .path.display(),
        .crm_log.display()
    )]
    LostEnd {
        /// The data directory.
        path: PathBuf,
        /// The CRM log.
        crm_log: PathBuf,
        /// The entry without a cause.
        what: String,
    },
    /// The journal is not the journal of a live dialer.
    #[error("the journal {} is not a live one: {what}", .path.display())]
    NotLive {
        /// The journal.
        path: PathBuf,
        /// The reason.
        what: String,
    },
    /// The journal was dialed in a world of another kind.
    #[error("the journal in {} was dialed in a {was} world, so it goes on there: {advice}", .path.display())]
    OtherWorld {
        /// The data directory.
        path: PathBuf,
        /// The kind of that world.
        was: &'static str,
        /// How to start it.
        advice: &'static str,
    },
    /// There are leads for a new journal, but the directory has a journal already.
    #[error(
        "{} holds a journal already, and --leads is for a new one; add leads to it with POST /leads, or choose another \
         --data",
        .0.display()
    )]
    LeadsForAnOldJournal(PathBuf),
    /// The journal cannot be written.
    #[error(transparent)]
    Store(StoreError),
}

impl OpenError {
    /// Places an error in a data directory.
    pub fn at(data: &Path) -> impl Fn(DirectoryError) -> Self {
        move |error| match error {
            DirectoryError::Io { file, error } => Self::Io { path: data.join(file), error },
            DirectoryError::Fault(fault) => Self::Damaged { path: data.to_owned(), fault },
        }
    }

    /// Turns an I/O error of a full disk into [`OpenError::Full`].
    pub fn or_full(self) -> Self {
        let path = match &self {
            Self::Io { path, error } => is_full(error).then(|| path.clone()),
            Self::Full(_)
            | Self::InUse(_)
            | Self::Damaged { .. }
            | Self::MockCrmLog { .. }
            | Self::MockCrmLogAlone(_)
            | Self::LostEnd { .. }
            | Self::NotLive { .. }
            | Self::OtherWorld { .. }
            | Self::LeadsForAnOldJournal(_)
            | Self::Store(_) => None,
        };
        path.map_or(self, Self::Full)
    }

    /// Places an error of the lock in a data directory.
    pub fn locked(data: &Path) -> impl Fn(LockError) -> Self {
        move |error| match error {
            LockError::InUse => Self::InUse(data.to_owned()),
            LockError::Io(error) => Self::Io { path: data.join("LOCK"), error },
        }
    }
}

impl From<MockCrmError> for OpenError {
    fn from(error: MockCrmError) -> Self {
        match error {
            MockCrmError::Io { path, error } => Self::Io { path, error },
            MockCrmError::Alone(path) => Self::MockCrmLogAlone(path),
            MockCrmError::Unsound { path, what } => Self::MockCrmLog { path, what },
            MockCrmError::Beyond { path: crm_log, what } => {
                let path = crm_log.parent().unwrap_or(Path::new("")).to_owned();
                Self::LostEnd { path, crm_log, what }
            }
        }
    }
}
