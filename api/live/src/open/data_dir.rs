//! A data directory that this process has locked: a journal begins in it, or goes on.

use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_clock::{Clock, since, wall};
use redial_engine::{Config, Dialer, Input, Resumption, State};
use redial_ports::{Scenario, WorldSetting};
use redial_replay::{Encoder, Header, PublicIds};
use redial_store::{Durability, Files, Scan, Writer};

use super::begin::{NewJournal, StoreParts, header};
use crate::archive::Archive;
use crate::journal_writer::JournalWriter;
use crate::open_error::OpenError;
use crate::options::{StartOptions, StorageOptions, WorldOptions};
use crate::owner::OwnerParts;
use crate::snapshots::Snapshots;
use crate::start_report::{Previous, StartReport, WorldReport};
use crate::store::Store;
use crate::timed_disk::{SyncTimes, TimedDisk};

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
    world: PreviousWorld,
    epoch: DateTime<Utc>,
}

/// The world of this start, and the settings of the earlier process that it changes.
struct ChosenWorld {
    setting: WorldSetting,
    seed_before: Option<u64>,
    scenario_before: Option<Box<str>>,
}

/// The world in which the earlier process dialed.
enum PreviousWorld {
    /// A simulated one: its scenario, and the seed of its luck.
    Simulated(Box<Scenario>, u64),
    Scripted,
}

impl DataDir<'_> {
    /// Begins a new journal.
    pub(super) fn begin(self, options: StartOptions) -> Result<(OwnerParts, StartReport), OpenError> {
        let new = NewJournal::new(options);
        let world = new.setting.begin(self.place(), &new.names, new.dialer.state(), &new.clock)?;
        let begun = Writer::begin(self.disk(), self.storage.durability);
        let (writer, torn) = begun.map_err(OpenError::at(self.data))?;
        let (store, snapshots) = (self.store(writer), self.snapshots(0));
        let (archive, path, segment_bytes) = (self.archive, Some(self.data.to_owned()), self.storage.segment_bytes);
        Ok(new.begin(world, StoreParts { archive, store, path, torn, segment_bytes, snapshots }))
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
        let names = PublicIds::of(last);
        let ChosenWorld { setting, seed_before, scenario_before } = self.choose_world(options.world, before.world)?;
        // The world's files are judged before anything of the journal is cut off.
        let left = setting.restore((self.data, &self.files), &state, &names, scan.ending)?;
        let went_on = Writer::resume(self.disk(), scan, self.storage.durability);
        let (writer, torn) = went_on.map_err(OpenError::at(self.data))?;
        // After the writer: it copies the last segment of an unclean stop, and the archive must not keep the old file
        // open.
        self.archive.open(&self.files, &scan.segments).map_err(|error| self.io("the journal", error))?;
        let store = self.store(writer);
        // The epoch is copied as text, so that times count from the very same moment.
        let mut header = header(last.journal, last.epoch.clone(), &setting, scan.tip.chain);
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
            seed_before,
            forked_at,
            scenario_before,
        };
        let clock = Clock::starting_at(since(epoch, wall()).max(since_before));
        let dialer = Dialer::from(state);
        let (world, lost) = left.open(&setting, self.place(), &names, dialer.state(), &clock)?;
        let report = StartReport {
            names,
            journal: header.journal,
            epoch,
            world: WorldReport::of(&setting),
            path: Some(self.data.to_owned()),
            torn,
            lost: Arc::new(lost),
            previous: Some(previous),
        };
        let parts = OwnerParts {
            snapshots: self.snapshots(dialer.state().seq()),
            dialer,
            world,
            encoder: Encoder::from(scan.tip.chain),
            archive: self.archive,
            store,
            clock,
            inputs: vec![Input::Resumed(Box::new(resumption(header.config)))],
            header,
            segment_bytes: self.storage.segment_bytes,
            check: None,
            resumes: true,
        };
        Ok((parts, report))
    }

    /// Chooses the world of this start: of the kind in which the earlier process dialed, with the changes of the
    /// options.
    fn choose_world(&self, options: WorldOptions, previous: PreviousWorld) -> Result<ChosenWorld, OpenError> {
        let other = |was, advice| Err(OpenError::OtherWorld { path: self.data.to_owned(), was, advice });
        match (options, previous) {
            (WorldOptions::Simulated { scenario, seed }, PreviousWorld::Simulated(was, was_seed)) => {
                let scenario = scenario.unwrap_or_else(|| was.clone());
                let seed = seed.unwrap_or(was_seed);
                Ok(ChosenWorld {
                    seed_before: (was_seed != seed).then_some(was_seed),
                    scenario_before: (was != scenario).then_some(was.name),
                    setting: WorldSetting::Simulated(scenario, seed),
                })
            }
            (WorldOptions::Scripted(script), PreviousWorld::Scripted) => {
                let setting = WorldSetting::Scripted(Box::new(script));
                Ok(ChosenWorld { setting, seed_before: None, scenario_before: None })
            }
            (WorldOptions::Simulated { .. }, PreviousWorld::Scripted) => {
                other("scripted", "name a script with --world, or choose another --data")
            }
            (WorldOptions::Scripted(_), PreviousWorld::Simulated(..)) => {
                other("simulated", "start it without --world, or choose another --data")
            }
        }
    }

    /// Reads the previous settings from the last header; refuses a journal that no server wrote.
    fn previous_settings(&self, scan: &Scan) -> Result<PreviousSettings, OpenError> {
        let last = &scan.last_header;
        if scan.header.extract.is_some() {
            return Err(self.not_live("it is an extract of one session".to_owned()));
        }
        if last.run.is_some() {
            return Err(self.not_live("it is the journal of a simulated run; replay it instead".to_owned()));
        }
        let world = match (&last.scenario, last.seed) {
            (None, None) => Some(PreviousWorld::Scripted),
            (Some(json), Some(seed)) => {
                serde_json::from_str(json.get()).ok().map(|scenario| PreviousWorld::Simulated(scenario, seed))
            }
            (Some(_), None) | (None, Some(_)) => None,
        };
        let unknown =
            || self.not_live("its header names no scenario and seed that this version understands".to_owned());
        Ok(PreviousSettings { world: world.ok_or_else(unknown)?, epoch: self.epoch(last)? })
    }

    fn snapshots(&self, seq: u64) -> Snapshots {
        Snapshots::new(Some(self.files.clone()), self.storage.snapshot_every, seq)
    }

    fn disk(&self) -> TimedDisk {
        TimedDisk { files: self.files.clone(), syncs: self.syncs.clone() }
    }

    fn store(&self, journal: Writer<TimedDisk>) -> Store {
        let (files, syncs, archive) = (self.files.clone(), self.syncs.clone(), Arc::clone(&self.archive));
        Store::files(JournalWriter { journal, files, archive, syncs })
    }

    fn place(&self) -> (&Path, Durability) {
        (self.data, self.storage.durability)
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
