//! The mock CRM's store: a thread that appends to its log and syncs it.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use redial_store::Durability;
use tokio::sync::{oneshot, watch};

use super::file::{CRM_LOG, MockCrmFile};
use super::restore::MockCrmError;
use crate::disk_reserve::{DiskReserve, ReserveWatch};
use crate::world_error::WorldError;

/// The time between two attempts on a full disk.
const RETRY: Duration = Duration::from_millis(200);

/// Hands lines to the thread that makes them durable.
pub(crate) struct MockCrmStore {
    lines: Sender<Vec<u8>>,
    begun: u64,
    done: watch::Receiver<u64>,
    reserve: ReserveWatch,
    result: oneshot::Receiver<Result<(), WorldError>>,
}

/// The thread.
struct CrmLogThread {
    file: MockCrmFile,
    durability: Durability,
    lines: Receiver<Vec<u8>>,
    done: watch::Sender<u64>,
    reserve: watch::Sender<DiskReserve>,
}

impl MockCrmStore {
    /// Opens the log in a data directory and starts its thread.
    ///
    /// # Errors
    ///
    /// The log cannot be opened.
    pub(crate) fn open(data: &Path, durability: Durability) -> Result<Self, MockCrmError> {
        let path = data.join(CRM_LOG);
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
        let io = |error| MockCrmError::Io { path: path.clone(), error };
        let file = file.and_then(MockCrmFile::new).map_err(io)?;
        let (lines, waiting) = channel();
        let (done_sender, done) = watch::channel(0);
        let (reserve_sender, reserve) = ReserveWatch::new();
        let (result_sender, result) = oneshot::channel();
        let mut thread = CrmLogThread { file, durability, lines: waiting, done: done_sender, reserve: reserve_sender };
        // Before any request is served: the server must know whether there is room.
        thread.refill_reserve().map_err(|error| io(io::Error::other(error)))?;
        std::thread::spawn(move || drop(result_sender.send(thread.run())));
        Ok(Self { lines, begun: 0, done, reserve, result })
    }

    /// Begins to write whole lines.
    pub(crate) fn begin(&mut self, lines: Vec<u8>) -> Result<(), WorldError> {
        self.lines
            .send(lines)
            .map_err(|_| self.result.try_recv().ok().and_then(Result::err).unwrap_or(WorldError::Ended))?;
        self.begun += 1;
        Ok(())
    }

    /// Makes a store whose thread is stuck: the writes are done when the test says so.
    #[cfg(test)]
    pub(crate) fn stuck() -> (Self, watch::Sender<u64>, Receiver<Vec<u8>>) {
        let (lines, waiting) = channel();
        let (done_sender, done) = watch::channel(0);
        let result = oneshot::channel().1;
        (Self { lines, begun: 0, done, reserve: ReserveWatch::new().1, result }, done_sender, waiting)
    }

    /// Returns how many writes were begun.
    pub(crate) const fn begun(&self) -> u64 {
        self.begun
    }

    /// Returns how many of them are durable.
    pub(crate) fn done(&self) -> u64 {
        *self.done.borrow()
    }

    pub(crate) fn reserve(&self) -> ReserveWatch {
        self.reserve.clone()
    }

    /// Waits until one more write is durable.
    pub(crate) async fn changed(&mut self) -> Result<(), WorldError> {
        if self.done.changed().await.is_ok() {
            return Ok(());
        }
        // The thread has ended while the driver runs.
        Err((&mut self.result).await.ok().and_then(Result::err).unwrap_or(WorldError::Ended))
    }

    /// Makes every line durable, and closes the log.
    pub(crate) async fn close(self) -> Result<(), WorldError> {
        drop(self.lines);
        self.result.await.unwrap_or(Err(WorldError::Ended))
    }
}

impl CrmLogThread {
    /// Writes until the lines end or a write fails. After a failed sync the kernel may have dropped the pages, so
    /// nothing is written any more.
    fn run(mut self) -> Result<(), WorldError> {
        loop {
            let retry = *self.reserve.borrow() != DiskReserve::Enough;
            let next = if retry {
                self.lines.recv_timeout(RETRY)
            } else {
                self.lines.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match next {
                Ok(lines) => self.write(lines)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.file.close(),
            }
            self.refill_reserve()?;
        }
    }

    /// Makes lines durable, with those that came meanwhile; on a full disk it retries until there is room.
    fn write(&mut self, mut lines: Vec<u8>) -> Result<(), WorldError> {
        let mut writes = 1;
        while let Ok(more) = self.lines.try_recv() {
            lines.extend_from_slice(&more);
            writes += 1;
        }
        while let Err(error) = self.file.append(&lines, self.durability) {
            if !error.is_full() {
                return Err(error);
            }
            self.lower_reserve(DiskReserve::Full);
            match self.lines.recv_timeout(RETRY) {
                Ok(more) => {
                    lines.extend_from_slice(&more);
                    writes += 1;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(WorldError::Full),
            }
        }
        self.done.send_modify(|done| *done += writes);
        Ok(())
    }

    fn refill_reserve(&mut self) -> Result<(), WorldError> {
        match self.file.reserve() {
            Ok(()) => {
                if self.reserve.send_replace(DiskReserve::Enough) != DiskReserve::Enough {
                    tracing::warn!("there is room on the disk again for {CRM_LOG}");
                }
                Ok(())
            }
            Err(error) if error.is_full() => {
                self.lower_reserve(DiskReserve::Short);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn lower_reserve(&self, reserve: DiskReserve) {
        if self.reserve.send_replace(reserve) == DiskReserve::Enough {
            tracing::error!(
                "the disk is full: no room for {CRM_LOG}; input is rejected until there is room, and nothing is lost"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[tokio::test]
    async fn room_is_allocated_before_the_first_line() {
        let data = tempfile::tempdir().expect("there is room");
        let store = MockCrmStore::open(data.path(), Durability::Os).expect("the directory is new");
        let allocated = || {
            let metadata = std::fs::metadata(data.path().join(CRM_LOG)).expect("the log is there");
            (metadata.len(), metadata.blocks() * 512)
        };
        for _ in 0..500 {
            if allocated().1 > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(allocated(), (0, DiskReserve::CRM_LOG));
        store.close().await.expect("nothing fails");
        assert_eq!(allocated(), (0, 0));
    }
}
