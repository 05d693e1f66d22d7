//! Where bytes become durable: a thread that writes and syncs, or plain memory.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use redial_store::{DirectoryError, Fault, Tip, is_full};
use tokio::sync::mpsc as channel;

use crate::live::archive::Archive;
use crate::live::disk_reserve::ReserveWatch;
use crate::live::journal_writer::{Job, JournalWriter, WriterThread};
use crate::live::timed_disk::SyncTimes;

/// The file that holds the mock CRM's books.
pub(crate) const CRM_LOG: &str = "mock-crm.jsonl";

/// The journal, or the mock CRM's books, cannot be written: the process stops, because the journal is the truth.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A write or a sync failed.
    #[error("failed to write {file}: {error}; stopping, because nothing may happen that is not written down")]
    Write {
        /// Which file.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// The journal before the snapshot that the start began with does not hold.
    #[error(
        "the stored journal in {0} is {fault}; stopping, because it is not what was acknowledged. What is sound of it can go on in \
         a new directory: redial log salvage {0} NEW",
        .path.display()
    )]
    Damaged {
        /// The data directory.
        path: PathBuf,
        /// Where and how it is damaged.
        fault: Fault,
    },
    /// The journal before that snapshot cannot be read.
    #[error("failed to read {}: {error}; stopping, because nobody knows whether the journal holds", .path.display())]
    Unread {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There was no room for what had to be written before anything else.
    #[error(
        "the disk is full: what was to be written last is not written, and nobody was told of it; make room and start again"
    )]
    Full,
    /// The writing thread is gone.
    #[error("the writing thread ended unexpectedly")]
    Gone,
}

impl StoreError {
    /// Returns the name of the file that could not be written.
    pub(super) fn file(&self) -> &str {
        match self {
            Self::Write { file, .. } => file,
            Self::Damaged { .. } | Self::Unread { .. } | Self::Full | Self::Gone => "the journal",
        }
    }

    /// Returns true when nothing is wrong but that there is no room on the disk.
    pub(super) fn is_full(&self) -> bool {
        match self {
            Self::Write { error, .. } => is_full(error),
            Self::Full => true,
            Self::Damaged { .. } | Self::Unread { .. } | Self::Gone => false,
        }
    }
}

impl StoreError {
    /// Says what was found of the stored journal in a data directory.
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

/// OwnedCommit to make durable, the books before the journal: no record may tell of an answer that the books do not hold.
#[derive(Debug, Default)]
pub(crate) struct OwnedCommit {
    pub(crate) books: Vec<u8>,
    pub(crate) journal: Vec<u8>,
    /// The first seq of a new segment, when the lines begin one.
    pub(crate) begins: Option<u64>,
    /// Where the journal is after them.
    pub(crate) tip: Tip,
}

/// Makes bytes durable, one lot after the other.
pub(crate) enum Store {
    /// Nothing outlives the process.
    Memory(Arc<Archive>),
    /// Files, written by a thread of their own.
    Files {
        /// WriterThread on its way to the thread; `None` when there is no more.
        jobs: Option<mpsc::Sender<Job>>,
        /// Lots that are durable.
        done: channel::UnboundedReceiver<Result<(), StoreError>>,
        /// How long they take.
        commits: CommitTimes,
        /// How long syncs take.
        syncs: SyncTimes,
        /// How much room there is.
        reserve: ReserveWatch,
    },
}

/// How long the disk takes to make a lot durable, in seconds; the wait for the lot before it does not count. Clones count the same.
#[derive(Clone, Debug)]
pub(crate) struct CommitTimes(pub(crate) Histogram);

impl Default for CommitTimes {
    fn default() -> Self {
        Self(Histogram::new(exponential_buckets(0.000_1, 2.0, 16)))
    }
}

/// Returns why the writing thread ended: its last word.
fn last_word(done: &mut channel::UnboundedReceiver<Result<(), StoreError>>) -> StoreError {
    std::iter::from_fn(|| done.try_recv().ok()).find_map(Result::err).unwrap_or(StoreError::Gone)
}

impl Store {
    /// Starts the writing thread.
    pub(crate) fn files(scribe: JournalWriter) -> Self {
        let (jobs, waiting) = mpsc::channel();
        let (report, done) = channel::unbounded_channel();
        let (room, reserve) = ReserveWatch::new();
        let (commits, syncs) = (CommitTimes::default(), scribe.syncs.clone());
        let work = WriterThread {
            scribe,
            jobs: waiting,
            report,
            commits: commits.clone(),
            room,
            later: VecDeque::new(),
            unsynced: None,
        };
        std::thread::spawn(move || work.run());
        Self::Files { jobs: Some(jobs), done, commits, syncs, reserve }
    }

    /// Returns how long lots take; in memory they take no time.
    pub(crate) fn commits(&self) -> CommitTimes {
        match self {
            Self::Memory(_) => CommitTimes::default(),
            Self::Files { commits, .. } => commits.clone(),
        }
    }

    /// Returns how long syncs of the journal take; in memory there are none.
    pub(crate) fn syncs(&self) -> SyncTimes {
        match self {
            Self::Memory(_) => SyncTimes::default(),
            Self::Files { syncs, .. } => syncs.clone(),
        }
    }

    /// Returns how much room there is; in memory there is always enough.
    pub(crate) fn reserve(&self) -> ReserveWatch {
        match self {
            Self::Memory(_) => ReserveWatch::new().1,
            Self::Files { reserve, .. } => reserve.clone(),
        }
    }

    /// Has `HEAD` made durable; whoever waits for that hears of it, or that it will not be.
    pub(super) fn sync_head(&self) -> mpsc::Receiver<()> {
        let (done, heard) = mpsc::channel();
        match self {
            Self::Memory(_) | Self::Files { jobs: None, .. } => {}
            // Where the thread is gone, the receiver tells.
            Self::Files { jobs: Some(jobs), .. } => drop(jobs.send(Job::SyncHead(done))),
        }
        heard
    }

    /// Begins to make a lot durable; returns true if it is already.
    pub(crate) fn begin(&mut self, lot: OwnedCommit) -> Result<bool, StoreError> {
        match self {
            Self::Memory(archive) => {
                archive.keep(&lot.journal);
                Ok(true)
            }
            Self::Files { jobs: Some(jobs), done, .. } => match jobs.send(Job::Write(lot)) {
                Ok(()) => Ok(false),
                Err(_) => Err(last_word(done)),
            },
            Self::Files { jobs: None, .. } => Err(StoreError::Gone),
        }
    }

    /// Waits until the next of the lots that were begun is durable.
    pub(crate) async fn done(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Files { done, .. } => done.recv().await.unwrap_or(Err(StoreError::Gone)),
        }
    }

    /// Ends in good order.
    pub(crate) async fn close(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => {}
            Self::Files { jobs, .. } => *jobs = None,
        }
        self.done().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_the_writing_thread_ended_is_told_to_whoever_writes_next() {
        let (jobs, waiting) = mpsc::channel();
        let (report, done) = channel::unbounded_channel();
        let (commits, syncs, reserve) = (CommitTimes::default(), SyncTimes::default(), ReserveWatch::new().1);
        let mut store = Store::Files { jobs: Some(jobs), done, commits, syncs, reserve };
        assert!(!store.begin(OwnedCommit::default()).expect("somebody takes it"));
        for word in [Ok(()), Err(StoreError::Full)] {
            report.send(word).expect("somebody hears it");
        }
        drop(waiting);
        assert!(matches!(store.begin(OwnedCommit::default()), Err(StoreError::Full)));
        assert!(matches!(store.begin(OwnedCommit::default()), Err(StoreError::Gone)));
    }
}
