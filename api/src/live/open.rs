//! StartReport a journal: a new one, or one that another process began.

mod data_dir;
mod restore;

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::SecondsFormat;
use redial_engine::{Command, Config, Dialer, Input, Instant, Resumption};
use redial_replay::{Chain, Encoder, Header, JournalPlace, PublicIds, Reader};
use redial_sim::{Scenario, Weather};
use redial_store::{DirectoryError, Files, Lock, OLD_JOURNAL, Scan, Torn, scan, scan_from, take_over};
use uuid::Uuid;

use self::data_dir::DataDir;
pub(crate) use self::restore::judge_crm_log;
use crate::live::archive::Archive;
use crate::live::check::Check;
use crate::live::clock::{Clock, wall};
use crate::live::mock_crm_log::MockCrmLog;
use crate::live::owner::OwnerParts;
use crate::live::recovery::Recovery;
use crate::live::snapshots::{self, Snapshots};
use crate::live::start_report::{OpenError, StartReport};
use crate::live::store::Store;
use crate::live::timed_disk::SyncTimes;
use crate::live::{StartOptions, StorageOptions};

/// Opens a journal where `keeping` says.
pub(crate) fn open(keeping: &StorageOptions, beginning: StartOptions) -> Result<(OwnerParts, StartReport), OpenError> {
    let Some(data) = &keeping.data else { return Ok(begin(None, beginning)) };
    let io = |error| OpenError::Io { path: data.clone(), error };
    fs::create_dir_all(data).map_err(io)?;
    // It is held until the process ends.
    std::mem::forget(Lock::take(data).map_err(OpenError::locked(data))?);
    let files = Files::at(data);
    refuse_a_run(&data.join(OLD_JOURNAL))?;
    let was_taken_over = take_over(&files).map_err(OpenError::at(data))?;
    let data_dir = |archive| DataDir { data, files: files.clone(), archive, keeping, syncs: SyncTimes::default() };
    match read(&files).map_err(OpenError::at(data))? {
        None => data_dir(Arc::new(Archive::segments())).begin(beginning),
        Some((scan, recovery, place)) => {
            let (mut parts, report) =
                data_dir(recovery.archive).go_on(beginning, &scan, recovery.state, was_taken_over)?;
            let Scan { segments, head, .. } = scan;
            parts.check = place.map(|place| Check { files, segments, head, place });
            Ok((parts, report))
        }
    }
}

/// Reads what is there, from the newest snapshot on, whose place is returned as well. Whatever is wrong with that way, the whole
/// journal decides.
fn read(files: &Files) -> Result<Option<(Scan, Recovery, Option<JournalPlace>)>, DirectoryError> {
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

/// Refuses the journal of a simulated run before anything is done to it.
fn refuse_a_run(path: &Path) -> Result<(), OpenError> {
    let Ok(file) = File::open(path) else { return Ok(()) };
    if Reader::open(BufReader::new(file)).is_ok_and(|reader| reader.header().run.is_some()) {
        let what = "it is the journal of a simulated run; replay it instead".to_owned();
        return Err(OpenError::NotLive { path: path.to_owned(), what });
    }
    Ok(())
}

/// Where a new journal is kept.
struct StoreParts {
    archive: Arc<Archive>,
    store: Store,
    path: PathBuf,
    torn: Option<Torn>,
    segment_bytes: u64,
    snapshots: Snapshots,
}

/// Begins a new journal; in memory unless it is kept.
fn begin(kept: Option<StoreParts>, beginning: StartOptions) -> (OwnerParts, StartReport) {
    let scenario = beginning.scenario.unwrap_or_else(Scenario::seed);
    let leads = beginning.leads.unwrap_or_else(crate::leads::demo);
    let journal = new_journal();
    let seed = beginning.seed.unwrap_or_else(|| drawn_seed(journal));
    let epoch = wall();
    let written = epoch.to_rfc3339_opts(SecondsFormat::Millis, true);
    let header = header(journal, written, &scenario, seed, Chain::ZERO);
    let names = PublicIds::new(journal);
    let (archive, store, path, torn, segment_bytes, snapshots) = match kept {
        Some(StoreParts { archive, store, path, torn, segment_bytes, snapshots }) => {
            (archive, store, Some(path), torn, segment_bytes, snapshots)
        }
        None => {
            let archive = Arc::new(Archive::memory());
            (Arc::clone(&archive), Store::Memory(archive), None, None, u64::MAX, Snapshots::new(None, u64::MAX, 0))
        }
    };
    let parts = OwnerParts {
        dialer: Dialer::new(scenario.dialer),
        weather: Weather::new(&scenario, seed, 0),
        encoder: Encoder::from(Chain::ZERO),
        books: MockCrmLog::new(names.clone()),
        archive,
        store,
        clock: Clock::starting_at(Instant::EPOCH),
        header,
        segment_bytes,
        snapshots,
        check: None,
        inputs: leads.into_iter().map(|lead| Input::Command(Command::AddLead(lead))).collect(),
        resumes: false,
    };
    let lost = Arc::default();
    (parts, StartReport { names, journal, epoch, seed, scenario: scenario.name, path, torn, lost, found: None })
}

fn header(journal: Uuid, epoch: String, scenario: &Scenario, seed: u64, prev: Chain) -> Header {
    let mut header = Header::new(journal, epoch, scenario.dialer);
    header.scenario = Some(serde_json::value::to_raw_value(scenario).expect("a scenario is plain data"));
    header.seed = Some(seed);
    header.prev = prev;
    header
}

fn resumption(config: Config) -> Resumption {
    Resumption { engine: redial_engine::VERSION.into(), rules: redial_engine::RULES, config }
}

#[expect(clippy::disallowed_methods, reason = "a new journal's own id is the one that is drawn")]
fn new_journal() -> Uuid {
    Uuid::new_v4()
}

/// A seed that nobody chose: short enough to be typed again.
fn drawn_seed(journal: Uuid) -> u64 {
    u64::from(journal.as_fields().0)
}
