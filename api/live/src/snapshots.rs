//! Snapshots of the running dialer: folded from the stored journal on a thread of their own, never copied from the
//! dialer.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

use redial_engine::State;
use redial_replay::{Chain, Header, JournalPlace, ReadError, Reader};
use redial_store::snapshot::{Snapshot, newest, save};
use redial_store::{Files, Segment, Stream};

use crate::archive::Archive;
use crate::recovery::Recovery;

/// Takes snapshots when they are due.
pub(super) struct Snapshots {
    /// The journal's directory; `None` takes no snapshots.
    files: Option<Files>,
    /// The number of records between two snapshots.
    every: u64,
    /// The record at which the next snapshot is due.
    due: u64,
    taking: Option<JoinHandle<()>>,
}

impl Snapshots {
    /// Begins after the record `seq`.
    pub(super) fn new(files: Option<Files>, every: u64, seq: u64) -> Self {
        Self { files, every, due: seq.saturating_add(every), taking: None }
    }

    /// Begins to take a snapshot if one is due at the durable record `tip`. It waits for a durable `HEAD`: a snapshot
    /// must never cover more records than `HEAD` does.
    pub(super) fn note(&mut self, tip: u64, sync_head: impl FnOnce() -> Receiver<()>) {
        let is_taking = self.taking.as_ref().is_some_and(|taking| !taking.is_finished());
        if tip < self.due || is_taking {
            return;
        }
        let Some(files) = self.files.clone() else { return };
        self.due = tip.saturating_add(self.every);
        let synced = sync_head();
        self.taking = Some(std::thread::spawn(move || {
            let head = synced.recv().map_err(|_| io::Error::other("HEAD is not durable"));
            report(tip, head.and_then(|()| take(&files, tip)));
        }));
    }

    /// Takes the last snapshot, at a clean stop, when no record is written any more.
    pub(super) fn close(self, state: &State, last: &Header, chain: Chain, archive: &Archive) {
        if let Some(taking) = self.taking {
            drop(taking.join());
        }
        let Some(files) = self.files.filter(|_| state.seq() > 0) else { return };
        let taken = || {
            let first: Header = serde_json::from_slice(&archive.header_line()?)?;
            let (last, end) = (last.clone(), archive.end());
            let place = JournalPlace { first, last, seq: state.seq(), at: state.now(), chain, end };
            save(&files, &place, state, &archive.write_index())
        };
        report(state.seq(), taken());
    }
}

/// Folds the stored journal from the last snapshot up to a durable record, and saves the state.
fn take(files: &Files, seq: u64) -> io::Result<String> {
    let segments = Segment::all(files)?;
    let archive = Arc::new(Archive::segments());
    let snapshot = newest(files, &segments, |_| {})?;
    let (mut past, mut reader) = match snapshot.map(|snapshot| Recovery::from(snapshot, Arc::clone(&archive))) {
        Some(Ok((past, place))) => {
            let stream = Stream::open_at(files, &segments, place.end)?;
            (past, Reader::resume(stream, place))
        }
        Some(Err(_)) | None => {
            let reader = Reader::open(Stream::open(files, &segments)?).map_err(unreadable)?;
            (Recovery::new(reader.header(), reader.next_offset(), archive), reader)
        }
    };
    while reader.seq() < seq {
        let Some(line) = reader.next().map_err(unreadable)? else {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("the journal ends before record {seq}")));
        };
        past.take(&line).map_err(|damage| unreadable(damage.into()))?;
    }
    save(files, &reader.place(), &past.state, &past.archive.write_index())
}

fn unreadable(error: ReadError) -> io::Error {
    match error {
        ReadError::Io(error) => error,
        ReadError::Damage(damage) => io::Error::other(format!("record {}: {}", damage.seq, damage.kind)),
    }
}

/// Logs the outcome. A missing snapshot only makes the next start slower.
fn report(seq: u64, taken: io::Result<String>) {
    match taken {
        Ok(file) => tracing::info!("{file} holds the state at record {seq}"),
        Err(error) => tracing::warn!("no snapshot at record {seq}: {error}"),
    }
}

/// Returns the newest usable snapshot of a directory, and logs the unusable ones.
pub(super) fn find(files: &Files) -> io::Result<Option<Snapshot>> {
    newest(files, &Segment::all(files)?, |bad| {
        tracing::warn!("{bad}; an older one, or the whole journal, is read instead")
    })
}
