//! How an opening went: what was found, or why there is nothing to go on with.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_replay::PublicIds;
use redial_store::{DirectoryError, Ending, Fault, LockError, Torn, is_full};
use uuid::Uuid;

use crate::live::disk_reserve::DiskReserve;
use crate::live::lost::Lost;
use crate::live::store::StoreError;

/// Why a live dialer cannot begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// A file or directory cannot be used.
    #[error("failed to use {}: {error}", .path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is no room to begin.
    #[error("the disk that {} is on is full: make room on it, {} MiB and more, and start again. Nothing that was acknowledged is lost", .0.display(), DiskReserve::MIB)]
    Full(PathBuf),
    /// Another process has the directory.
    #[error("{} is in use by another redial; stop that one first, or choose another --data", .0.display())]
    InUse(PathBuf),
    /// The journal does not hold.
    #[error(
        "the journal in {0} cannot be vouched for: {fault}. Nothing was changed. What is sound of it can go on in a new \
         directory: redial log salvage {0} NEW",
        .path.display()
    )]
    Damaged {
        /// The data directory.
        path: PathBuf,
        /// Where and how it is damaged.
        fault: Fault,
    },
    /// The mock CRM's books do not hold.
    #[error(
        "the CRM's books {} cannot be vouched for: {what}. Nothing was changed, and nothing is dialed: a sound copy of them has to \
         take their place. The journal can be read without them: redial replay",
        .path.display()
    )]
    MockCrmLog {
        /// Which books.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// There are books of the mock CRM, and no journal.
    #[error(
        "the CRM's books {} tell of a journal that is not there: put it back beside them, or choose another --data",
        .0.display()
    )]
    BooksAlone(PathBuf),
    /// The journal ends before what the mock CRM was told.
    #[error(
        "the journal in {0} lost its end: the CRM's books {1} tell of {what}, which it does not hold. A power cut does that under \
         --durability os. Nothing was changed. What is left can go on in a new directory, where no id or key of what was lost is \
         given again: redial log salvage {0} NEW",
        .path.display(),
        .books.display()
    )]
    LostEnd {
        /// The data directory.
        path: PathBuf,
        /// Which books.
        books: PathBuf,
        /// What they tell of.
        what: String,
    },
    /// The journal's header does not say what a live dialer needs.
    #[error("the journal {} is not a live one: {what}", .path.display())]
    NotLive {
        /// Which journal.
        path: PathBuf,
        /// What is missing.
        what: String,
    },
    /// There is a journal already, with leads of its own.
    #[error(
        "{} holds a journal already, and --leads is for a new one; add leads to it with POST /leads, or choose another --data",
        .0.display()
    )]
    LeadsForAnOldJournal(PathBuf),
    /// The journal cannot be written.
    #[error(transparent)]
    Store(StoreError),
}

impl OpenError {
    /// Places an error in a data directory.
    pub(crate) fn at(data: &Path) -> impl Fn(DirectoryError) -> Self {
        move |error| match error {
            DirectoryError::Io { file, error } => Self::Io { path: data.join(file), error },
            DirectoryError::Fault(fault) => Self::Damaged { path: data.to_owned(), fault },
        }
    }

    /// Says so where nothing is wrong but that the disk is full.
    pub(crate) fn or_full(self) -> Self {
        let path = match &self {
            Self::Io { path, error } => is_full(error).then(|| path.clone()),
            Self::Full(_)
            | Self::InUse(_)
            | Self::Damaged { .. }
            | Self::MockCrmLog { .. }
            | Self::BooksAlone(_)
            | Self::LostEnd { .. }
            | Self::NotLive { .. }
            | Self::LeadsForAnOldJournal(_)
            | Self::Store(_) => None,
        };
        path.map_or(self, Self::Full)
    }

    /// Says that a data directory cannot be locked.
    pub(crate) fn locked(data: &Path) -> impl Fn(LockError) -> Self {
        move |error| match error {
            LockError::InUse => Self::InUse(data.to_owned()),
            LockError::Io(error) => Self::Io { path: data.join("LOCK"), error },
        }
    }
}

/// How a live dialer was opened.
#[derive(Clone, Debug)]
pub(crate) struct StartReport {
    /// The UUIDs of the journal.
    pub(crate) names: PublicIds,
    /// The journal's own id.
    pub(crate) journal: Uuid,
    /// What its times count from.
    pub(crate) epoch: DateTime<Utc>,
    /// The seed of the world's luck, from here on.
    pub(crate) seed: u64,
    /// What the world is like, from here on.
    pub(crate) scenario: Box<str>,
    /// The data directory; `None` in memory.
    pub(crate) path: Option<PathBuf>,
    /// What an earlier process left unfinished, which was cut off and kept.
    pub(crate) torn: Option<Torn>,
    /// What the mock CRM knows of a past that the journal lost.
    pub(crate) lost: Arc<Lost>,
    /// What was found of an earlier process.
    pub(crate) found: Option<Previous>,
}

/// What was found of an earlier process.
#[derive(Clone, Debug)]
pub(crate) struct Previous {
    /// How many records there were.
    pub(crate) records: u64,
    /// How the journal ended.
    pub(crate) ending: Ending,
    /// How many sessions go on.
    pub(crate) resumed: usize,
    /// How many were stopped, because they were silent for too long while no process ran.
    pub(crate) interrupted: usize,
    /// True when the journal was one file, of the previous form, and is the first segment now.
    pub(crate) was_taken_over: bool,
    /// True when one of the two slots of HEAD did not hold.
    pub(crate) had_bad_slot: bool,
    /// The record at which the journal was forked, when nothing has happened since.
    pub(crate) forked_at: Option<u64>,
    /// The seed before, if another one takes over.
    pub(crate) seed_before: Option<u64>,
    /// The scenario before, if another one takes over.
    pub(crate) scenario_before: Option<Box<str>>,
}
