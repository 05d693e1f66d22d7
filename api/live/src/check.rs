//! The check of the journal before the snapshot: the start skips these records, and the server reads them while it
//! runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redial_clock::Stopwatch;
use redial_replay::JournalPlace;
use redial_store::{DirectoryError, Files, Head, Segment, vouch};
use tokio::sync::oneshot;

/// The records to check: all before the place of the snapshot.
pub(super) struct Check {
    pub(super) files: Files,
    pub(super) segments: Vec<Segment>,
    pub(super) head: Head,
    pub(super) place: JournalPlace,
}

/// Whether the whole journal was read since the start and is sound; clones share the flag.
#[derive(Clone, Debug)]
pub struct Checked(Arc<AtomicBool>);

impl Checked {
    /// Returns true once the check has passed.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Starts the check on a thread of its own; the receiver gets the error if it fails.
pub(super) fn begin(check: Option<Check>) -> (Checked, oneshot::Receiver<DirectoryError>) {
    let (damage, failed) = oneshot::channel();
    let checked = Checked(Arc::new(AtomicBool::new(check.is_none())));
    if let Some(check) = check {
        let checked = checked.clone();
        std::thread::spawn(move || match check.run() {
            Ok(()) => checked.0.store(true, Ordering::Relaxed),
            // If the receiver is gone, the server is already shutting down.
            Err(error) => drop(damage.send(error)),
        });
    }
    (checked, failed)
}

impl Check {
    fn run(&self) -> Result<(), DirectoryError> {
        let watch = Stopwatch::start();
        vouch(&self.files, &self.segments, &self.head, &self.place)?;
        let (seq, ms) = (self.place.seq, watch.elapsed_ms());
        tracing::info!("the journal before the snapshot is sound: {seq} records, read in {ms} ms");
        Ok(())
    }
}
