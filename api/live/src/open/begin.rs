//! A new journal: its header, and the parts of an owner that begins it.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use redial_clock::{Clock, wall};
use redial_engine::{Command, Dialer, Input, Instant, LeadDetails};
use redial_ports::{Scenario, World, WorldSetting};
use redial_replay::{Chain, Encoder, Header, PublicIds};
use redial_store::Torn;
use uuid::Uuid;

use crate::archive::Archive;
use crate::options::{StartOptions, WorldOptions};
use crate::owner::OwnerParts;
use crate::snapshots::Snapshots;
use crate::start_report::{StartReport, WorldReport};
use crate::store::Store;

/// The parts that store a new journal.
pub(super) struct StoreParts {
    pub(super) archive: Arc<Archive>,
    pub(super) store: Store,
    pub(super) path: Option<PathBuf>,
    pub(super) torn: Option<Torn>,
    pub(super) segment_bytes: u64,
    pub(super) snapshots: Snapshots,
}

/// A new journal that is about to begin.
pub(super) struct NewJournal {
    pub id: Uuid,
    pub names: PublicIds,
    pub setting: WorldSetting,
    pub dialer: Dialer,
    pub clock: Clock,
    /// The wall's time at which the clock began: later times count from it.
    epoch: DateTime<Utc>,
    leads: Vec<Arc<LeadDetails>>,
}

impl NewJournal {
    /// Draws the id of a new journal, and the seed of its world if none is given.
    pub(super) fn new(options: StartOptions) -> Self {
        let id = new_journal();
        let setting = match options.world {
            WorldOptions::Simulated { scenario, seed } => WorldSetting::Simulated(
                scenario.unwrap_or_else(|| Box::new(Scenario::seed())),
                seed.unwrap_or_else(|| drawn_seed(id)),
            ),
            WorldOptions::Scripted(script) => WorldSetting::Scripted(Box::new(script)),
        };
        Self {
            id,
            names: PublicIds::new(id),
            dialer: Dialer::new(setting.config()),
            epoch: wall(),
            clock: Clock::starting_at(Instant::EPOCH),
            leads: options.leads.unwrap_or_else(options.default_leads),
            setting,
        }
    }

    /// Begins in memory.
    pub(super) fn in_memory(self) -> (OwnerParts, StartReport) {
        let archive = Arc::new(Archive::memory());
        let store = Store::Memory(Arc::clone(&archive));
        let world = self.setting.in_memory(&self.names, self.dialer.state(), &self.clock);
        let snapshots = Snapshots::new(None, u64::MAX, 0);
        self.begin(world, StoreParts { archive, store, path: None, torn: None, segment_bytes: u64::MAX, snapshots })
    }

    /// Begins in a world, with the parts that store the journal.
    pub(super) fn begin(self, world: World, stored: StoreParts) -> (OwnerParts, StartReport) {
        let Self { id, names, setting, dialer, clock, epoch, leads } = self;
        let StoreParts { archive, store, path, torn, segment_bytes, snapshots } = stored;
        let written = epoch.to_rfc3339_opts(SecondsFormat::Millis, true);
        let parts = OwnerParts {
            world,
            dialer,
            encoder: Encoder::from(Chain::ZERO),
            archive,
            store,
            clock,
            header: header(id, written, &setting, Chain::ZERO),
            segment_bytes,
            snapshots,
            check: None,
            inputs: leads.into_iter().map(|lead| Input::Command(Command::AddLead(lead))).collect(),
            resumes: false,
        };
        let (world, lost) = (WorldReport::of(&setting), Arc::default());
        (parts, StartReport { names, journal: id, epoch, world, path, torn, lost, previous: None })
    }
}

/// Returns the header of a segment in which a world is dialed.
pub(super) fn header(journal: Uuid, epoch: String, setting: &WorldSetting, prev: Chain) -> Header {
    let mut header = Header::new(journal, epoch, setting.config());
    if let WorldSetting::Simulated(scenario, seed) = setting {
        header.scenario = Some(serde_json::value::to_raw_value(scenario).expect("a scenario is plain data"));
        header.seed = Some(*seed);
    }
    header.prev = prev;
    header
}

#[expect(clippy::disallowed_methods, reason = "the id of a new journal is the one id that is drawn")]
fn new_journal() -> Uuid {
    Uuid::new_v4()
}

/// Returns a seed that is short enough to type.
fn drawn_seed(journal: Uuid) -> u64 {
    u64::from(journal.as_fields().0)
}
