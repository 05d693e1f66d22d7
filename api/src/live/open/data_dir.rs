//! A data directory that this process has locked: a journal begins in it, or goes on.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_clock::{Clock, since, wall};
use redial_engine::{Config, Dialer, Input, Resumption, State};
use redial_replay::{Encoder, Header, PublicIds};
use redial_sim::{Scenario, Weather};
use redial_store::{Files, Scan, Writer};

use super::begin::{StoreParts, begin, header};
use super::restore::{restore, settle_crm_log};
use crate::live::archive::Archive;
use crate::live::journal_writer::JournalWriter;
use crate::live::mock_crm_file::{CRM_LOG, MockCrmFile};
use crate::live::mock_crm_log::{MockCrmLogReader, RestoredCrmLog};
use crate::live::open_error::OpenError;
use crate::live::options::{StartOptions, StorageOptions};
use crate::live::owner::OwnerParts;
use crate::live::snapshots::Snapshots;
use crate::live::start_report::{Previous, StartReport};
use crate::live::store::Store;
use crate::live::timed_disk::{SyncTimes, TimedDisk};

/// A data directory that this process has locked.
pub(super) struct DataDir<'a> {
    pub(super) data: &'a Path,
    pub(super) files: Files,
    pub(super) archive: Arc<Archive>,
    pub(super) storage: &'a StorageOptions,
    pub(super) syncs: SyncTimes,
}

/// The settings with which the earlier process dialed.
struct PreviousSettings {
    scenario: Scenario,
    seed: u64,
    epoch: DateTime<Utc>,
}

impl DataDir<'_> {
    /// Begins a new journal.
    pub(super) fn begin(self, options: StartOptions) -> Result<(OwnerParts, StartReport), OpenError> {
        let crm_log = self.data.join(CRM_LOG);
        if fs::metadata(&crm_log).is_ok_and(|metadata| metadata.len() > 0) {
            return Err(OpenError::MockCrmLogAlone(crm_log));
        }
        File::create(&crm_log).map_err(|error| self.io(CRM_LOG, error))?;
        let begun = Writer::begin(self.disk(), self.storage.durability);
        let (writer, torn) = begun.map_err(OpenError::at(self.data))?;
        let store = self.store(writer)?;
        let snapshots = self.snapshots(0);
        let (archive, path, segment_bytes) = (self.archive, self.data.to_owned(), self.storage.segment_bytes);
        Ok(begin(Some(StoreParts { archive, store, path, torn, segment_bytes, snapshots }), options))
    }

    /// Goes on with the sound journal of an earlier process.
    pub(super) fn go_on(
        self,
        options: StartOptions,
        scan: &Scan,
        state: State,
        was_taken_over: bool,
    ) -> Result<(OwnerParts, StartReport), OpenError> {
        if options.leads.is_some() {
            return Err(OpenError::LeadsForAnOldJournal(self.data.to_owned()));
        }
        let last = &scan.last_header;
        let before = self.previous_settings(scan)?;
        let epoch = before.epoch;
        let scenario = options.scenario.unwrap_or_else(|| before.scenario.clone());
        let seed = options.seed.unwrap_or(before.seed);
        let mut weather = Weather::new(&scenario, seed, 0);
        let names = PublicIds::of(last);
        // The CRM log is judged before anything of the journal is cut off.
        let reader = MockCrmLogReader { crm: weather.crm_mut(), state: &state, names: &names };
        let RestoredCrmLog { crm_log, lost, whole } = restore(self.data, reader)?;
        settle_crm_log(self.data, &self.files, whole, scan.ending)?;
        let went_on = Writer::go_on(self.disk(), scan, self.storage.durability);
        let (writer, torn) = went_on.map_err(OpenError::at(self.data))?;
        // After the writer: it copies the last segment of an unclean stop, and the archive must not keep the old file
        // open.
        self.archive.open(&self.files, &scan.segments).map_err(|error| self.io("the journal", error))?;
        let store = self.store(writer)?;
        // The epoch is copied as text, so that times count from the very same moment.
        let mut header = header(last.journal, last.epoch.clone(), &scenario, seed, scan.tip.chain);
        header.forks.clone_from(&last.forks);
        let forked_at = last.is_forked_at(state.seq()).then_some(state.seq());
        let mut since_before = state.now();
        if forked_at.is_some() {
            // The lost records may hold calls of the running sessions, so these are stopped and dial no lead again.
            header.config.resume_within_ms = 0;
            since_before = since_before.after_ms(1);
        }
        let previous = Previous {
            records: state.seq(),
            ending: scan.ending,
            resumed: 0,
            interrupted: 0,
            was_taken_over,
            had_bad_slot: scan.head.slots.iter().any(Option::is_none),
            seed_before: (before.seed != seed).then_some(before.seed),
            forked_at,
            scenario_before: (before.scenario != scenario).then_some(before.scenario.name),
        };
        let report = StartReport {
            names,
            journal: header.journal,
            epoch,
            seed,
            scenario: scenario.name,
            path: Some(self.data.to_owned()),
            torn,
            lost: Arc::new(lost),
            previous: Some(previous),
        };
        let parts = OwnerParts {
            snapshots: self.snapshots(state.seq()),
            dialer: Dialer::from(state),
            weather,
            encoder: Encoder::from(scan.tip.chain),
            crm_log,
            archive: self.archive,
            store,
            clock: Clock::starting_at(since(epoch, wall()).max(since_before)),
            inputs: vec![Input::Resumed(Box::new(resumption(header.config)))],
            header,
            segment_bytes: self.storage.segment_bytes,
            check: None,
            resumes: true,
        };
        Ok((parts, report))
    }

    /// Reads the previous settings from the last header; refuses a journal that no server wrote.
    fn previous_settings(&self, scan: &Scan) -> Result<PreviousSettings, OpenError> {
        let last = &scan.last_header;
        if scan.header.extract.is_some() {
            return Err(self.not_live("it is an extract of one session".to_owned()));
        }
        let scenario = last.scenario.as_ref().and_then(|json| serde_json::from_str(json.get()).ok());
        let (Some(scenario), Some(seed)) = (scenario, last.seed) else {
            return Err(self.not_live("its header names no scenario and seed that this version understands".to_owned()));
        };
        if last.run.is_some() {
            return Err(self.not_live("it is the journal of a simulated run; replay it instead".to_owned()));
        }
        Ok(PreviousSettings { scenario, seed, epoch: self.epoch(last)? })
    }

    fn snapshots(&self, seq: u64) -> Snapshots {
        Snapshots::new(Some(self.files.clone()), self.storage.snapshot_every, seq)
    }

    fn disk(&self) -> TimedDisk {
        TimedDisk { files: self.files.clone(), syncs: self.syncs.clone() }
    }

    fn store(&self, journal: Writer<TimedDisk>) -> Result<Store, OpenError> {
        let crm_log =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(self.data.join(CRM_LOG));
        let crm_log = crm_log.and_then(MockCrmFile::new).map_err(|error| self.io(CRM_LOG, error))?;
        let (files, durability, syncs) = (self.files.clone(), self.storage.durability, self.syncs.clone());
        let archive = Arc::clone(&self.archive);
        Ok(Store::files(JournalWriter { journal, files, crm_log, durability, archive, syncs }))
    }

    fn epoch(&self, header: &Header) -> Result<DateTime<Utc>, OpenError> {
        let epoch = DateTime::parse_from_rfc3339(&header.epoch)
            .map_err(|error| self.not_live(format!("its epoch {:?} is no time: {error}", header.epoch)))?;
        Ok(epoch.to_utc())
    }

    fn not_live(&self, what: String) -> OpenError {
        OpenError::NotLive { path: self.data.to_owned(), what }
    }

    fn io(&self, file: &str, error: io::Error) -> OpenError {
        OpenError::Io { path: self.data.join(file), error }
    }
}

fn resumption(config: Config) -> Resumption {
    Resumption { engine: redial_engine::VERSION.into(), rules: redial_engine::RULES, config }
}
