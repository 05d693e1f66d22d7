//! A data directory that is ours: a journal begins in it, or goes on.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_engine::{Dialer, Input, State};
use redial_replay::{Encoder, Header, PublicIds};
use redial_sim::{Scenario, Weather};
use redial_store::{Files, Scan, Writer};

use super::restore::restore;
use super::{StoreParts, begin, header, resumption};
use crate::live::archive::Archive;
use crate::live::clock::{Clock, since, wall};
use crate::live::journal_writer::JournalWriter;
use crate::live::mock_crm_file::MockCrmFile;
use crate::live::mock_crm_log::{MockCrmLogReader, RestoredCrmLog};
use crate::live::owner::OwnerParts;
use crate::live::snapshots::Snapshots;
use crate::live::start_report::{OpenError, Previous, StartReport};
use crate::live::store::{CRM_LOG, Store};
use crate::live::timed_disk::{SyncTimes, TimedDisk};
use crate::live::{StartOptions, StorageOptions};

/// A data directory that is ours.
pub(super) struct DataDir<'a> {
    pub(super) data: &'a Path,
    pub(super) files: Files,
    pub(super) archive: Arc<Archive>,
    pub(super) keeping: &'a StorageOptions,
    pub(super) syncs: SyncTimes,
}

/// How the process before dialed.
struct PreviousSettings {
    scenario: Scenario,
    seed: u64,
    epoch: DateTime<Utc>,
}

impl DataDir<'_> {
    /// Begins a new journal.
    pub(super) fn begin(self, beginning: StartOptions) -> Result<(OwnerParts, StartReport), OpenError> {
        let books = self.data.join(CRM_LOG);
        if fs::metadata(&books).is_ok_and(|books| books.len() > 0) {
            return Err(OpenError::BooksAlone(books));
        }
        File::create(&books).map_err(|error| self.io(CRM_LOG, error))?;
        let begun = Writer::begin(self.disk(), self.keeping.durability);
        let (writer, torn) = begun.map_err(OpenError::at(self.data))?;
        let store = self.store(writer)?;
        let snapshots = self.snapshots(0);
        let (archive, path, segment_bytes) = (self.archive, self.data.to_owned(), self.keeping.segment_bytes);
        Ok(begin(Some(StoreParts { archive, store, path, torn, segment_bytes, snapshots }), beginning))
    }

    /// Goes on with a journal that another process began, and is found to be sound.
    pub(super) fn go_on(
        self,
        beginning: StartOptions,
        scan: &Scan,
        state: State,
        was_taken_over: bool,
    ) -> Result<(OwnerParts, StartReport), OpenError> {
        if beginning.leads.is_some() {
            return Err(OpenError::LeadsForAnOldJournal(self.data.to_owned()));
        }
        let last = &scan.last_header;
        let before = self.inherit(scan)?;
        let epoch = before.epoch;
        let scenario = beginning.scenario.unwrap_or_else(|| before.scenario.clone());
        let seed = beginning.seed.unwrap_or(before.seed);
        let mut weather = Weather::new(&scenario, seed, 0);
        let names = PublicIds::of(last);
        // The books are judged before anything of the journal is cut off.
        let reading = MockCrmLogReader { crm: weather.crm_mut(), state: &state, names: &names };
        let RestoredCrmLog { books, lost, whole } = restore(self.data, reading)?;
        self.settle_books(whole, scan.ending)?;
        let went_on = Writer::go_on(self.disk(), scan, self.keeping.durability);
        let (writer, torn) = went_on.map_err(OpenError::at(self.data))?;
        // Not before: what an unclean stop left is copied, and the old file is to go.
        self.archive.open(&self.files, &scan.segments).map_err(|error| self.io("the journal", error))?;
        let store = self.store(writer)?;
        // Times go on counting from the same moment, written in the same way.
        let mut header = header(last.journal, last.epoch.clone(), &scenario, seed, scan.tip.chain);
        header.forks.clone_from(&last.forks);
        let forked_at = last.is_forked_at(state.seq()).then_some(state.seq());
        let mut since_before = state.now();
        if forked_at.is_some() {
            // Nobody knows whom the sessions that ran have called since, so they are stopped, and dial nobody.
            header.config.resume_within_ms = 0;
            since_before = since_before.after_ms(1);
        }
        let found = Previous {
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
            found: Some(found),
        };
        let parts = OwnerParts {
            snapshots: self.snapshots(state.seq()),
            dialer: Dialer::from(state),
            weather,
            encoder: Encoder::from(scan.tip.chain),
            books,
            archive: self.archive,
            store,
            clock: Clock::starting_at(since(epoch, wall()).max(since_before)),
            inputs: vec![Input::Resumed(Box::new(resumption(header.config)))],
            header,
            segment_bytes: self.keeping.segment_bytes,
            check: None,
            resumes: true,
        };
        Ok((parts, report))
    }

    /// Reads of the last header how the process before dialed; a journal that no server wrote is refused.
    fn inherit(&self, scan: &Scan) -> Result<PreviousSettings, OpenError> {
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
        Snapshots::new(Some(self.files.clone()), self.keeping.snapshot_every, seq)
    }

    fn disk(&self) -> TimedDisk {
        TimedDisk { files: self.files.clone(), syncs: self.syncs.clone() }
    }

    fn store(&self, writer: Writer<TimedDisk>) -> Result<Store, OpenError> {
        let books =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(self.data.join(CRM_LOG));
        let books = books.and_then(MockCrmFile::new).map_err(|error| self.io(CRM_LOG, error))?;
        let (files, durability, syncs) = (self.files.clone(), self.keeping.durability, self.syncs.clone());
        Ok(Store::files(JournalWriter { writer, files, books, durability, archive: Arc::clone(&self.archive), syncs }))
    }

    fn epoch(&self, header: &Header) -> Result<DateTime<Utc>, OpenError> {
        let epoch = DateTime::parse_from_rfc3339(&header.epoch)
            .map_err(|error| self.not_live(format!("its epoch {:?} is no time: {error}", header.epoch)))?;
        Ok(epoch.to_utc())
    }

    fn not_live(&self, what: String) -> OpenError {
        OpenError::NotLive { path: self.data.to_owned(), what }
    }

    pub(super) fn io(&self, file: &str, error: io::Error) -> OpenError {
        OpenError::Io { path: self.data.join(file), error }
    }
}
