//! A new journal: its header, and the parts of an owner that begins it.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::SecondsFormat;
use redial_clock::{Clock, wall};
use redial_engine::{Command, Dialer, Input, Instant};
use redial_ports::MockCrmStore;
use redial_replay::{Chain, Encoder, Header, PublicIds};
use redial_sim::Scenario;
use redial_store::Torn;
use uuid::Uuid;

use super::world::WorldSetting;
use crate::live::archive::Archive;
use crate::live::options::{StartOptions, WorldOptions};
use crate::live::owner::OwnerParts;
use crate::live::snapshots::Snapshots;
use crate::live::start_report::StartReport;
use crate::live::store::Store;

/// The parts that store a new journal on disk.
pub(super) struct StoreParts {
    pub(super) archive: Arc<Archive>,
    pub(super) store: Store,
    /// The store of a simulated world's CRM.
    pub(super) crm_store: Option<MockCrmStore>,
    pub(super) path: PathBuf,
    pub(super) torn: Option<Torn>,
    pub(super) segment_bytes: u64,
    pub(super) snapshots: Snapshots,
}

/// Begins a new journal, in memory if there are no parts to store it.
pub(super) fn begin(stored: Option<StoreParts>, options: StartOptions) -> (OwnerParts, StartReport) {
    let leads = options.leads.unwrap_or_else(redial_leads::demo);
    let journal = new_journal();
    let setting = match options.world {
        WorldOptions::Simulated { scenario, seed } => WorldSetting::Simulated(
            Box::new(scenario.unwrap_or_else(Scenario::seed)),
            seed.unwrap_or_else(|| drawn_seed(journal)),
        ),
        WorldOptions::Scripted(script) => WorldSetting::Scripted(Box::new(script)),
    };
    let epoch = wall();
    let written = epoch.to_rfc3339_opts(SecondsFormat::Millis, true);
    let header = header(journal, written, &setting, Chain::ZERO);
    let names = PublicIds::new(journal);
    let (archive, store, crm_store, path, torn, segment_bytes, snapshots) = match stored {
        Some(StoreParts { archive, store, crm_store, path, torn, segment_bytes, snapshots }) => {
            (archive, store, crm_store, Some(path), torn, segment_bytes, snapshots)
        }
        None => {
            let archive = Arc::new(Archive::memory());
            let store = Store::Memory(Arc::clone(&archive));
            (archive, store, None, None, None, u64::MAX, Snapshots::new(None, u64::MAX, 0))
        }
    };
    let (dialer, clock) = (Dialer::new(setting.config()), Clock::starting_at(Instant::EPOCH));
    let parts = OwnerParts {
        world: setting.begin(&names, crm_store, dialer.state(), &clock),
        dialer,
        encoder: Encoder::from(Chain::ZERO),
        archive,
        store,
        clock,
        header,
        segment_bytes,
        snapshots,
        check: None,
        inputs: leads.into_iter().map(|lead| Input::Command(Command::AddLead(lead))).collect(),
        resumes: false,
    };
    let (world, lost) = (setting.report(), Arc::default());
    (parts, StartReport { names, journal, epoch, world, path, torn, lost, previous: None })
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
