//! The store: it makes commits durable, on a thread that writes files or in plain memory.

use std::collections::VecDeque;
use std::sync::{Arc, mpsc};

use tokio::sync::mpsc as channel;

use crate::archive::Archive;
use crate::commit::{CommitTimes, OwnedCommit};
use crate::journal_writer::{Job, JournalWriter, WriterThread};
use crate::store_error::StoreError;
use crate::timed_disk::SyncTimes;
use redial_ports::ReserveWatch;

/// Makes commits durable, in order.
pub(crate) enum Store {
    /// Memory: nothing outlives the process.
    Memory(Arc<Archive>),
    /// Files, written by their own thread.
    Files {
        /// Jobs for the thread; `None` once the store is closed.
        jobs: Option<mpsc::Sender<Job>>,
        /// One result for each commit, in order.
        results: channel::UnboundedReceiver<Result<(), StoreError>>,
        /// How long commits take.
        commits: CommitTimes,
        /// How long syncs take.
        syncs: SyncTimes,
        /// The state of the disk reserve.
        reserve: ReserveWatch,
    },
}

impl Store {
    /// Starts the writing thread.
    pub(crate) fn files(writer: JournalWriter) -> Self {
        let (jobs, waiting) = mpsc::channel();
        let (sender, results) = channel::unbounded_channel();
        let (reserve_sender, reserve) = ReserveWatch::new();
        let (commits, syncs) = (CommitTimes::default(), writer.syncs.clone());
        let thread = WriterThread {
            writer,
            jobs: waiting,
            results: sender,
            commits: commits.clone(),
            reserve: reserve_sender,
            later: VecDeque::new(),
            unsynced: None,
            is_closing: false,
        };
        std::thread::spawn(move || thread.run());
        Self::Files { jobs: Some(jobs), results, commits, syncs, reserve }
    }

    /// Returns how long commits take; memory records none.
    pub(crate) fn commits(&self) -> CommitTimes {
        match self {
            Self::Memory(_) => CommitTimes::default(),
            Self::Files { commits, .. } => commits.clone(),
        }
    }

    /// Returns how long syncs of the journal take; memory records none.
    pub(crate) fn syncs(&self) -> SyncTimes {
        match self {
            Self::Memory(_) => SyncTimes::default(),
            Self::Files { syncs, .. } => syncs.clone(),
        }
    }

    /// Returns the state of the disk reserve; memory always has enough.
    pub(crate) fn reserve(&self) -> ReserveWatch {
        match self {
            Self::Memory(_) => ReserveWatch::new().1,
            Self::Files { reserve, .. } => reserve.clone(),
        }
    }

    /// Requests a sync of `HEAD`. The receiver gets a message when `HEAD` is durable, and closes if it never will be.
    pub(super) fn sync_head(&self) -> mpsc::Receiver<()> {
        let (done, synced) = mpsc::channel();
        match self {
            Self::Memory(_) | Self::Files { jobs: None, .. } => {}
            // If the thread is gone, the dropped job closes the receiver.
            Self::Files { jobs: Some(jobs), .. } => drop(jobs.send(Job::SyncHead(done))),
        }
        synced
    }

    /// Begins to make a commit durable; returns true if it already is.
    pub(crate) fn begin(&mut self, commit: OwnedCommit) -> Result<bool, StoreError> {
        match self {
            Self::Memory(archive) => {
                archive.keep(&commit.journal);
                Ok(true)
            }
            Self::Files { jobs: Some(jobs), results, .. } => match jobs.send(Job::Write(commit)) {
                Ok(()) => Ok(false),
                Err(_) => Err(last_error(results)),
            },
            Self::Files { jobs: None, .. } => Err(StoreError::Gone),
        }
    }

    /// Waits until the oldest pending commit is durable.
    pub(crate) async fn done(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Files { results, .. } => results.recv().await.unwrap_or(Err(StoreError::Gone)),
        }
    }

    /// Closes the files in good order.
    pub(crate) async fn close(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => {}
            // If the thread is gone, its result says why.
            Self::Files { jobs, .. } => drop(jobs.take().map(|jobs| jobs.send(Job::Close))),
        }
        self.done().await
    }
}

/// Returns the error with which the writing thread ended.
fn last_error(results: &mut channel::UnboundedReceiver<Result<(), StoreError>>) -> StoreError {
    std::iter::from_fn(|| results.try_recv().ok()).find_map(Result::err).unwrap_or(StoreError::Gone)
}

#[cfg(test)]
mod tests {
    use redial_store::{Durability, Ending, Files, Writer, scan};
    use redial_testing::{older_directory, temp_dir};

    use super::*;
    use crate::timed_disk::TimedDisk;

    #[tokio::test]
    async fn only_a_close_marks_the_journal_as_closed() {
        for (is_closed, ending) in [(false, Ending::Clean), (true, Ending::Closed)] {
            let data = temp_dir();
            for entry in std::fs::read_dir(older_directory("restarted")).expect("it is a fixture") {
                let entry = entry.expect("the folder can be read");
                std::fs::copy(entry.path(), data.path().join(entry.file_name())).expect("there is room");
            }
            let (files, syncs) = (Files::at(data.path()), SyncTimes::default());
            let scanned = || scan(&files, |_, _| Ok(())).expect("the journal is sound").expect("there is a journal");
            let disk = TimedDisk { files: files.clone(), syncs: syncs.clone() };
            let (journal, _) = Writer::resume(disk, &scanned(), Durability::Os).expect("there is room");
            let archive = Arc::new(Archive::segments());
            let mut store = Store::files(JournalWriter { journal, files: files.clone(), archive, syncs });
            if is_closed {
                store.close().await.expect("nothing fails");
            } else if let Store::Files { jobs, results, .. } = &mut store {
                *jobs = None;
                results.recv().await;
            }
            assert_eq!(scanned().ending, ending);
        }
    }

    #[test]
    fn the_next_commit_returns_the_error_that_ended_the_writing_thread() {
        let (jobs, waiting) = mpsc::channel();
        let (sender, results) = channel::unbounded_channel();
        let (commits, syncs, reserve) = (CommitTimes::default(), SyncTimes::default(), ReserveWatch::new().1);
        let mut store = Store::Files { jobs: Some(jobs), results, commits, syncs, reserve };
        assert!(!store.begin(OwnedCommit::default()).expect("the job is queued"));
        for result in [Ok(()), Err(StoreError::Full)] {
            sender.send(result).expect("the store listens");
        }
        drop(waiting);
        assert!(matches!(store.begin(OwnedCommit::default()), Err(StoreError::Full)));
        assert!(matches!(store.begin(OwnedCommit::default()), Err(StoreError::Gone)));
    }
}
