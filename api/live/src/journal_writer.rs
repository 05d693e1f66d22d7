//! The journal writer: the thread that writes and syncs the journal, and keeps its disk reserve.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use redial_clock::Stopwatch;
use redial_ports::DiskReserve;
use redial_store::{Commit, Files, Writer};
use tokio::sync::mpsc as channel;
use tokio::sync::watch;

use crate::archive::Archive;
use crate::commit::{CommitTimes, OwnedCommit};
use crate::store_error::StoreError;
use crate::timed_disk::{SyncTimes, TimedDisk};

/// The time between two syncs of `HEAD`: a loss that a power cut causes can go unnoticed for this long.
const HEAD_SYNC: Duration = Duration::from_secs(1);

/// The time between two attempts on a full disk.
const RETRY: Duration = Duration::from_millis(200);

/// A job for the writing thread.
pub(super) enum Job {
    /// Make a commit durable.
    Write(OwnedCommit),
    /// End in good order: every file of the driver is closed.
    Close,
    /// Make `HEAD` durable, and send a message then.
    SyncHead(Sender<()>),
}

/// Carries one result for each commit, in order.
pub(super) type CommitResults = channel::UnboundedSender<Result<(), StoreError>>;

/// Writes commits to the files.
pub(crate) struct JournalWriter {
    pub journal: Writer<TimedDisk>,
    pub files: Files,
    pub archive: Arc<Archive>,
    pub syncs: SyncTimes,
}

/// The thread on which a [`JournalWriter`] works.
pub(super) struct WriterThread {
    pub(super) writer: JournalWriter,
    pub(super) jobs: Receiver<Job>,
    pub(super) results: CommitResults,
    pub(super) commits: CommitTimes,
    pub(super) reserve: watch::Sender<DiskReserve>,
    /// Jobs that arrived while a commit waited for room: the next commit, and perhaps a sync of `HEAD`.
    pub(super) later: VecDeque<Job>,
    /// Runs since `HEAD` has had content that is not durable.
    pub(super) unsynced: Option<Stopwatch>,
    /// True once the thread is to end in good order.
    pub(super) is_closing: bool,
}

impl WriterThread {
    /// Writes until the jobs end or a write fails. After a failed sync the kernel may have dropped the pages, so
    /// nothing is written any more.
    pub(super) fn run(mut self) {
        let result = self.write_all().and_then(|()| match self.is_closing.then(|| self.writer.journal.close()) {
            // The driver ended without a close: something failed, so HEAD must not say that the end was clean.
            None => Ok(()),
            // All records are durable and HEAD covers them; only the mark of a clean end is missing.
            Some(Err(error)) if error.is_full() => Ok(()),
            Some(closed) => Ok(closed?),
        });
        // The receiver may be gone.
        drop(self.results.send(result));
    }

    fn write_all(&mut self) -> Result<(), StoreError> {
        loop {
            match self.next() {
                Ok(Job::Write(commit)) => self.serve(&commit)?,
                Ok(Job::Close) => {
                    self.is_closing = true;
                    return Ok(());
                }
                Ok(Job::SyncHead(done)) => {
                    self.sync_head()?;
                    // The receiver may be gone.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.head_wait() == Some(Duration::ZERO) {
                        self.sync_head()?;
                    }
                    self.refill_reserve()?;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }

    /// Returns the next job; times out when `HEAD` or the reserve is due.
    fn next(&mut self) -> Result<Job, RecvTimeoutError> {
        if let Some(job) = self.later.pop_front() {
            return Ok(job);
        }
        let retry = (*self.reserve.borrow() != DiskReserve::Enough).then_some(RETRY);
        match [self.head_wait(), retry].into_iter().flatten().min() {
            Some(Duration::ZERO) => Err(RecvTimeoutError::Timeout),
            Some(wait) => self.jobs.recv_timeout(wait),
            None => self.jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn head_wait(&self) -> Option<Duration> {
        self.unsynced.map(|since| HEAD_SYNC.saturating_sub(Duration::from_millis(since.elapsed_ms())))
    }

    fn sync_head(&mut self) -> Result<(), StoreError> {
        self.unsynced = None;
        Ok(self.writer.journal.sync_head()?)
    }

    /// Makes a commit durable; on a full disk it retries until there is room.
    fn serve(&mut self, commit: &OwnedCommit) -> Result<(), StoreError> {
        let watch = Stopwatch::start();
        while let Err(error) = self.writer.write(commit) {
            if !error.is_full() {
                return Err(error);
            }
            self.lower_reserve(DiskReserve::Full, &error);
            if self.unsynced.is_some() {
                self.sync_head()?;
            }
            match self.jobs.recv_timeout(RETRY) {
                Ok(job) => self.later.push_back(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(StoreError::Full),
            }
        }
        self.commits.0.observe(watch.elapsed_seconds());
        self.unsynced.get_or_insert_with(Stopwatch::start);
        self.refill_reserve()?;
        self.results.send(Ok(())).map_err(|_| StoreError::Gone)
    }

    fn refill_reserve(&mut self) -> Result<(), StoreError> {
        match self.writer.journal.reserve(DiskReserve::JOURNAL).map_err(StoreError::from) {
            Ok(()) => {
                if self.reserve.send_replace(DiskReserve::Enough) != DiskReserve::Enough {
                    tracing::warn!("there is room on the disk again; input is accepted");
                }
                Ok(())
            }
            Err(error) if error.is_full() => {
                self.lower_reserve(DiskReserve::Short, &error);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn lower_reserve(&self, reserve: DiskReserve, error: &StoreError) {
        if self.reserve.send_replace(reserve) == DiskReserve::Enough {
            let file = error.file();
            tracing::error!(
                "the disk is full: no room for {file}; input is rejected until there is room, and nothing is lost"
            );
        }
    }
}

impl JournalWriter {
    fn write(&mut self, commit: &OwnedCommit) -> Result<(), StoreError> {
        if commit.journal.is_empty() {
            return Ok(());
        }
        self.journal.commit(Commit { bytes: &commit.journal, begins: commit.begins, tip: commit.tip })?;
        if let (Some(_), Some((name, _))) = (commit.begins, self.journal.segment()) {
            let opened = self.archive.begin_segment(&self.files, name);
            opened.map_err(|error| StoreError::Write { file: name.to_owned(), error })?;
        }
        Ok(())
    }
}
