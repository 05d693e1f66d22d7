//! Where bytes become durable: a thread that writes and syncs, or plain memory.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, mpsc};

use tokio::sync::mpsc as channel;

use crate::live::archive::Archive;

/// The journal, or the mock CRM's books, cannot be written: the process stops, because the journal is the truth.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A write or a sync failed.
    #[error("failed to write {file}: {error}; stopping, because nothing may happen that is not written down")]
    Write {
        /// Which file.
        file: &'static str,
        /// Why.
        error: io::Error,
    },
    /// The writing thread is gone.
    #[error("the writing thread ended unexpectedly")]
    Gone,
}

/// Bytes to make durable, the books before the journal: no record may tell of an answer that the books do not hold.
#[derive(Debug, Default)]
pub(crate) struct Bytes {
    pub(crate) books: Vec<u8>,
    pub(crate) journal: Vec<u8>,
}

/// Makes bytes durable, one lot at a time.
pub(crate) enum Store {
    /// Nothing outlives the process.
    Memory(Arc<Archive>),
    /// Files, written by a thread of their own.
    Files {
        /// Lots on their way to the thread.
        lots: mpsc::Sender<Bytes>,
        /// Lots that are durable.
        done: channel::UnboundedReceiver<Result<(), StoreError>>,
    },
}

impl Store {
    /// Starts the writing thread.
    pub(crate) fn files(journal: File, books: File) -> Self {
        let (lots, waiting) = mpsc::channel::<Bytes>();
        let (report, done) = channel::unbounded_channel();
        std::thread::spawn(move || {
            let (mut journal, mut books) = (journal, books);
            for lot in waiting {
                let result = write("mock-crm.jsonl", &mut books, &lot.books)
                    .and_then(|()| write("journal.jsonl", &mut journal, &lot.journal));
                let failed = result.is_err();
                // After a failed sync the kernel may have dropped the pages: nothing is written any more.
                if report.send(result).is_err() || failed {
                    return;
                }
            }
        });
        Self::Files { lots, done }
    }

    /// Begins to make a lot durable; returns true if it is already.
    pub(crate) fn begin(&mut self, lot: Bytes) -> Result<bool, StoreError> {
        match self {
            Self::Memory(archive) => {
                archive.keep(&lot.journal);
                Ok(true)
            }
            Self::Files { lots, .. } => lots.send(lot).map(|()| false).map_err(|_| StoreError::Gone),
        }
    }

    /// Waits until the lot that was begun last is durable.
    pub(crate) async fn done(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Files { done, .. } => done.recv().await.unwrap_or(Err(StoreError::Gone)),
        }
    }
}

fn write(name: &'static str, file: &mut File, bytes: &[u8]) -> Result<(), StoreError> {
    if bytes.is_empty() {
        return Ok(());
    }
    file.write_all(bytes).and_then(|()| file.sync_data()).map_err(|error| StoreError::Write { file: name, error })
}
