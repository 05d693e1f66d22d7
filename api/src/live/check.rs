//! The check of what a snapshot spared the start: the stored journal before it, read while the server is up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redial_replay::JournalPlace;
use redial_store::{DirectoryError, Files, Head, Segment, vouch};
use tokio::sync::oneshot;

use crate::live::clock::Stopwatch;

/// What is still to be read: everything before the place at which the start began.
pub(super) struct Check {
    pub(super) files: Files,
    pub(super) segments: Vec<Segment>,
    pub(super) head: Head,
    pub(super) place: JournalPlace,
}

/// Whether the whole journal was read since the start, and holds; clones tell the same.
#[derive(Clone, Debug)]
pub(crate) struct Checked(Arc<AtomicBool>);

impl Checked {
    /// Returns true when it was.
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Begins to read what there is to read; the receiver hears what does not hold.
pub(super) fn begin(check: Option<Check>) -> (Checked, oneshot::Receiver<DirectoryError>) {
    let (damage, heard) = oneshot::channel();
    let checked = Checked(Arc::new(AtomicBool::new(check.is_none())));
    if let Some(check) = check {
        let checked = checked.clone();
        std::thread::spawn(move || match check.run() {
            Ok(()) => checked.0.store(true, Ordering::Relaxed),
            // Where nobody hears it any more, the server is going down already.
            Err(error) => drop(damage.send(error)),
        });
    }
    (checked, heard)
}

impl Check {
    fn run(&self) -> Result<(), DirectoryError> {
        let watch = Stopwatch::start();
        vouch(&self.files, &self.segments, &self.head, &self.place)?;
        let (seq, ms) = (self.place.seq, watch.elapsed_ms());
        tracing::info!("all of the journal before the snapshot holds: {seq} records, read in {ms} ms");
        Ok(())
    }
}
