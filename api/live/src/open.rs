//! Opens a journal: a new one, or one that an earlier process began.

mod begin;
mod data_dir;

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use redial_replay::{Header, JournalPlace, Reader};
use redial_store::{DirectoryError, Files, Lock, OLD_JOURNAL, Scan, scan, scan_from, take_over};

use self::begin::NewJournal;
use self::data_dir::DataDir;
use crate::archive::Archive;
use crate::check::Check;
use crate::open_error::OpenError;
use crate::options::{StartOptions, StorageOptions};
use crate::owner::OwnerParts;
use crate::recovery::Recovery;
use crate::snapshots;
use crate::start_report::StartReport;
use crate::timed_disk::SyncTimes;

/// Opens a journal as `storage` says.
pub(crate) fn open(storage: &StorageOptions, options: StartOptions) -> Result<(OwnerParts, StartReport), OpenError> {
    let Some(data) = &storage.data else { return Ok(NewJournal::new(options).in_memory()) };
    let io = |error| OpenError::Io { path: data.clone(), error };
    fs::create_dir_all(data).map_err(io)?;
    // The lock is held until the process ends.
    std::mem::forget(Lock::take(data).map_err(OpenError::locked(data))?);
    let files = Files::at(data);
    refuse_a_run(&data.join(OLD_JOURNAL))?;
    let was_taken_over = take_over(&files).map_err(OpenError::at(data))?;
    let data_dir = |archive| DataDir { data, files: files.clone(), archive, storage, syncs: SyncTimes::default() };
    match recover(&files).map_err(OpenError::at(data))? {
        None => data_dir(Arc::new(Archive::segments())).begin(options),
        Some((scan, recovery, place)) => {
            let (mut parts, report) =
                data_dir(recovery.archive).go_on(options, &scan, recovery.state, was_taken_over)?;
            let Scan { segments, head, .. } = scan;
            parts.check = place.map(|place| Check { files, segments, head, place });
            Ok((parts, report))
        }
    }
}

/// Recovers the state from the newest snapshot and the records after it, and returns the snapshot's place as well. If
/// that fails for any reason, the whole journal is read and decides.
fn recover(files: &Files) -> Result<Option<(Scan, Recovery, Option<JournalPlace>)>, DirectoryError> {
    if let Ok(Some(snapshot)) = snapshots::find(files) {
        match Recovery::from(snapshot, Arc::new(Archive::segments())) {
            Ok((mut recovery, place)) => {
                if let Ok(Some(scan)) = scan_from(files, place.clone(), |_, line| recovery.take(line)) {
                    return Ok(Some((scan, recovery, Some(place))));
                }
            }
            Err(bad) => tracing::warn!("{bad}; the whole journal is read instead"),
        }
    }
    let archive = Arc::new(Archive::segments());
    let mut recovery: Option<Recovery> = None;
    let begin = |header: &Header, bytes| Recovery::new(header, bytes, Arc::clone(&archive));
    let found = scan(files, |header, line| recovery.get_or_insert_with(|| begin(header, line.offset())).take(line))?;
    Ok(found.map(|scan| {
        let recovery = recovery.unwrap_or_else(|| begin(&scan.header, scan.end));
        (scan, recovery, None)
    }))
}

/// Refuses the journal of a simulated run before anything is changed in it.
fn refuse_a_run(path: &Path) -> Result<(), OpenError> {
    let Ok(file) = File::open(path) else { return Ok(()) };
    if Reader::open(BufReader::new(file)).is_ok_and(|reader| reader.header().run.is_some()) {
        let what = "it is the journal of a simulated run; replay it instead".to_owned();
        return Err(OpenError::NotLive { path: path.to_owned(), what });
    }
    Ok(())
}
