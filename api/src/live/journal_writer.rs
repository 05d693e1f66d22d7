//! The scribe: the thread on which books and journal are written and synced, and on which room is made for what comes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use redial_store::{Commit, Durability, Files, Writer};
use tokio::sync::mpsc as channel;
use tokio::sync::watch;

use crate::live::archive::Archive;
use crate::live::clock::Stopwatch;
use crate::live::disk_reserve::DiskReserve;
use crate::live::mock_crm_file::MockCrmFile;
use crate::live::store::{CommitTimes, OwnedCommit, StoreError};
use crate::live::timed_disk::{SyncTimes, TimedDisk};

/// How long a power cut may hide that something was lost: so often is `HEAD` made durable.
const HEAD_SYNC: Duration = Duration::from_secs(1);

/// How long a full disk is left alone before somebody looks again.
const ROOM_LOOK: Duration = Duration::from_millis(200);

/// What the scribe is asked to do.
pub(super) enum Job {
    /// To make a lot durable.
    Write(OwnedCommit),
    /// To make `HEAD` durable, and to say so.
    SyncHead(Sender<()>),
}

/// Says what became of each lot.
pub(super) type CommitResults = channel::UnboundedSender<Result<(), StoreError>>;

/// Whoever writes on the thread.
pub(crate) struct JournalWriter {
    pub(crate) writer: Writer<TimedDisk>,
    pub(crate) files: Files,
    pub(crate) books: MockCrmFile,
    pub(crate) durability: Durability,
    pub(crate) archive: Arc<Archive>,
    pub(crate) syncs: SyncTimes,
}

/// The scribe at work.
pub(super) struct WriterThread {
    pub(super) scribe: JournalWriter,
    pub(super) jobs: Receiver<Job>,
    pub(super) report: CommitResults,
    pub(super) commits: CommitTimes,
    pub(super) room: watch::Sender<DiskReserve>,
    /// Jobs that came while a lot waited for room: the next lot, and perhaps a wish for `HEAD`.
    pub(super) later: VecDeque<Job>,
    /// Since when `HEAD` has said something that is not durable.
    pub(super) unsynced: Option<Stopwatch>,
}

impl WriterThread {
    /// Writes until there are no more jobs, or a write fails. After a failed sync the kernel may have dropped the pages: nothing is
    /// written any more.
    pub(super) fn run(mut self) {
        let result = self.write_all().and_then(|()| {
            // Before HEAD says that this was the end.
            self.scribe.books.close()?;
            match self.scribe.writer.close() {
                // All is durable, and HEAD tells of it; only that this was the end does not stand there.
                Err(error) if error.is_full() => Ok(()),
                closed => Ok(closed?),
            }
        });
        // Whoever waits for the report may be gone.
        drop(self.report.send(result));
    }

    fn write_all(&mut self) -> Result<(), StoreError> {
        loop {
            match self.next() {
                Ok(Job::Write(lot)) => self.serve(lot)?,
                Ok(Job::SyncHead(done)) => {
                    self.sync_head()?;
                    // Who asked may have gone away.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.head_wait() == Some(Duration::ZERO) {
                        self.sync_head()?;
                    }
                    self.make_room()?;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }

    /// Takes a job that came meanwhile, or waits for one, no longer than until something else is to be done.
    fn next(&mut self) -> Result<Job, RecvTimeoutError> {
        if let Some(job) = self.later.pop_front() {
            return Ok(job);
        }
        let look = (*self.room.borrow() != DiskReserve::Enough).then_some(ROOM_LOOK);
        match [self.head_wait(), look].into_iter().flatten().min() {
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
        Ok(self.scribe.writer.sync_head()?)
    }

    /// Makes a lot durable, however long that takes on a full disk.
    fn serve(&mut self, mut lot: OwnedCommit) -> Result<(), StoreError> {
        let watch = Stopwatch::start();
        while let Err(error) = self.scribe.write(&mut lot) {
            if !error.is_full() {
                return Err(error);
            }
            self.say(DiskReserve::Full, &error);
            if self.unsynced.is_some() {
                self.sync_head()?;
            }
            match self.jobs.recv_timeout(ROOM_LOOK) {
                Ok(job) => self.later.push_back(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(StoreError::Full),
            }
        }
        self.commits.0.observe(watch.elapsed_seconds());
        self.unsynced.get_or_insert_with(Stopwatch::start);
        self.make_room()?;
        self.report.send(Ok(())).map_err(|_| StoreError::Gone)
    }

    fn make_room(&mut self) -> Result<(), StoreError> {
        let JournalWriter { writer, books, .. } = &mut self.scribe;
        match writer.reserve(DiskReserve::JOURNAL).map_err(StoreError::from).and_then(|()| books.reserve()) {
            Ok(()) => {
                if self.room.send_replace(DiskReserve::Enough) != DiskReserve::Enough {
                    tracing::warn!("there is room on the disk again; redial goes on");
                }
                Ok(())
            }
            Err(error) if error.is_full() => {
                self.say(DiskReserve::Short, &error);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn say(&self, room: DiskReserve, error: &StoreError) {
        if self.room.send_replace(room) == DiskReserve::Enough {
            let file = error.file();
            tracing::error!(
                "the disk is full: no room for {file}; nothing is taken in until there is room, and nothing is lost"
            );
        }
    }
}

impl JournalWriter {
    /// Writes a lot, the books before the journal: no record may tell of an answer that the books do not hold. What is written is not
    /// written again where the rest finds no room.
    fn write(&mut self, lot: &mut OwnedCommit) -> Result<(), StoreError> {
        if !lot.books.is_empty() {
            self.books.append(&lot.books, self.durability)?;
            lot.books.clear();
        }
        if lot.journal.is_empty() {
            return Ok(());
        }
        self.writer.commit(Commit { bytes: &lot.journal, begins: lot.begins, tip: lot.tip })?;
        if let (Some(_), Some((name, _))) = (lot.begins, self.writer.segment()) {
            let shown = self.archive.begin_segment(&self.files, name);
            shown.map_err(|error| StoreError::Write { file: name.to_owned(), error })?;
        }
        Ok(())
    }
}
