//! Where bytes become durable: a thread that writes and syncs, or plain memory.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use redial_replay::directory::{DirectoryError, Durability, Files, Lot, Tip, Writer};
use tokio::sync::mpsc as channel;

use crate::live::archive::Archive;
use crate::live::clock::Stopwatch;

/// How long a power cut may hide that something was lost: so often is `HEAD` made durable.
const HEAD_SYNC: Duration = Duration::from_secs(1);

/// The file that holds the mock CRM's books.
pub(crate) const BOOKS: &str = "mock-crm.jsonl";

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
    #[error("the stored journal is {0}; stopping, because it is not what was acknowledged")]
    Damaged(DirectoryError),
    /// The writing thread is gone.
    #[error("the writing thread ended unexpectedly")]
    Gone,
}

impl From<DirectoryError> for StoreError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Io { file, error } => Self::Write { file, error },
            DirectoryError::Fault(fault) => Self::Write { file: fault.file.clone(), error: io::Error::other(fault) },
        }
    }
}

/// Bytes to make durable, the books before the journal: no record may tell of an answer that the books do not hold.
#[derive(Debug, Default)]
pub(crate) struct Bytes {
    pub(crate) books: Vec<u8>,
    pub(crate) journal: Vec<u8>,
    /// The first seq of a new segment, when the lines begin one.
    pub(crate) begins: Option<u64>,
    /// Where the journal is after them.
    pub(crate) tip: Tip,
}

/// Makes bytes durable, one lot at a time.
pub(crate) enum Store {
    /// Nothing outlives the process.
    Memory(Arc<Archive>),
    /// Files, written by a thread of their own.
    Files {
        /// Lots on their way to the thread; `None` when there are no more.
        lots: Option<mpsc::Sender<Bytes>>,
        /// Lots that are durable.
        done: channel::UnboundedReceiver<Result<(), StoreError>>,
        /// How long they take.
        commits: Commits,
    },
}

/// How long lots take to become durable, in seconds; clones count the same.
#[derive(Clone, Debug)]
pub(crate) struct Commits(pub(crate) Histogram);

impl Default for Commits {
    fn default() -> Self {
        Self(Histogram::new(exponential_buckets(0.000_1, 2.0, 16)))
    }
}

impl Store {
    /// Starts the writing thread.
    pub(crate) fn files(mut scribe: Scribe) -> Self {
        let (lots, waiting) = mpsc::channel::<Bytes>();
        let (report, done) = channel::unbounded_channel();
        let commits = Commits::default();
        let counted = commits.clone();
        std::thread::spawn(move || {
            let result = scribe.work(&waiting, &report, &counted);
            // After a failed sync the kernel may have dropped the pages: nothing is written any more. Whoever waits for the
            // report may be gone.
            drop(report.send(result.and_then(|()| scribe.close())));
        });
        Self::Files { lots: Some(lots), done, commits }
    }

    /// Returns how long lots take; in memory they take no time.
    pub(crate) fn commits(&self) -> Commits {
        match self {
            Self::Memory(_) => Commits::default(),
            Self::Files { commits, .. } => commits.clone(),
        }
    }

    /// Begins to make a lot durable; returns true if it is already.
    pub(crate) fn begin(&mut self, lot: Bytes) -> Result<bool, StoreError> {
        match self {
            Self::Memory(archive) => {
                archive.keep(&lot.journal);
                Ok(true)
            }
            Self::Files { lots: Some(lots), .. } => lots.send(lot).map(|()| false).map_err(|_| StoreError::Gone),
            Self::Files { lots: None, .. } => Err(StoreError::Gone),
        }
    }

    /// Waits until the lot that was begun last is durable.
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
            Self::Files { lots, .. } => *lots = None,
        }
        self.done().await
    }
}

/// Whoever writes on the thread.
pub(crate) struct Scribe {
    pub(crate) writer: Writer<Files>,
    pub(crate) files: Files,
    pub(crate) books: File,
    pub(crate) durability: Durability,
    pub(crate) archive: Arc<Archive>,
}

impl Scribe {
    /// Ends in good order: the books are durable before `HEAD` says so.
    fn close(self) -> Result<(), StoreError> {
        let synced = self.books.sync_data();
        synced.map_err(|error| StoreError::Write { file: BOOKS.to_owned(), error })?;
        Ok(self.writer.close()?)
    }

    /// Writes until there are no more lots, or a write fails.
    fn work(
        &mut self,
        waiting: &mpsc::Receiver<Bytes>,
        report: &channel::UnboundedSender<Result<(), StoreError>>,
        commits: &Commits,
    ) -> Result<(), StoreError> {
        let mut unsynced: Option<Stopwatch> = None;
        loop {
            let left = unsynced.map(|since| HEAD_SYNC.saturating_sub(Duration::from_millis(since.elapsed_ms())));
            match left {
                Some(Duration::ZERO) => {
                    self.writer.sync_head()?;
                    unsynced = None;
                }
                Some(left) => match waiting.recv_timeout(left) {
                    Ok(lot) => self.serve(&lot, report, commits)?,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                },
                None => match waiting.recv() {
                    Ok(lot) => {
                        self.serve(&lot, report, commits)?;
                        unsynced = Some(Stopwatch::start());
                    }
                    Err(mpsc::RecvError) => return Ok(()),
                },
            }
        }
    }

    fn serve(
        &mut self,
        lot: &Bytes,
        report: &channel::UnboundedSender<Result<(), StoreError>>,
        commits: &Commits,
    ) -> Result<(), StoreError> {
        let watch = Stopwatch::start();
        self.write(lot)?;
        commits.0.observe(watch.elapsed_seconds());
        report.send(Ok(())).map_err(|_| StoreError::Gone)
    }

    fn write(&mut self, lot: &Bytes) -> Result<(), StoreError> {
        if !lot.books.is_empty() {
            let written = self.books.write_all(&lot.books).and_then(|()| match self.durability {
                Durability::Fsync => self.books.sync_data(),
                Durability::Os => Ok(()),
            });
            written.map_err(|error| StoreError::Write { file: BOOKS.to_owned(), error })?;
        }
        if lot.journal.is_empty() {
            return Ok(());
        }
        self.writer.commit(Lot { bytes: &lot.journal, begins: lot.begins, tip: lot.tip })?;
        if let (Some(_), Some((name, _))) = (lot.begins, self.writer.segment()) {
            let shown = self.archive.begin_segment(&self.files, name);
            shown.map_err(|error| StoreError::Write { file: name.to_owned(), error })?;
        }
        Ok(())
    }
}
