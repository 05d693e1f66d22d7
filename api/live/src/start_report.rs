//! The report of a start: what the live dialer found and how it goes on.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_ports::{Lost, WorldSetting};
use redial_replay::PublicIds;
use redial_store::{Ending, Torn};
use uuid::Uuid;

/// How a live dialer started.
#[derive(Clone, Debug)]
pub struct StartReport {
    /// The UUIDs of the journal.
    pub names: PublicIds,
    /// The journal's id.
    pub journal: Uuid,
    /// The moment from which the journal's times count.
    pub epoch: DateTime<Utc>,
    /// The world, from here on.
    pub world: WorldReport,
    /// The data directory; `None` in memory.
    pub path: Option<PathBuf>,
    /// The unfinished bytes of an earlier process, which were cut off and kept.
    pub torn: Option<Torn>,
    /// The entries of the CRM log whose cause is missing from the journal.
    pub lost: Arc<Lost>,
    /// The earlier process, if there was one.
    pub previous: Option<Previous>,
}

/// The world of a live dialer.
#[derive(Clone, Debug)]
pub enum WorldReport {
    /// A simulated world.
    Simulated {
        /// The name of its scenario.
        scenario: Box<str>,
        /// The seed of its luck.
        seed: u64,
    },
    /// A world that answers by this script.
    Scripted(PathBuf),
}

impl WorldReport {
    pub(crate) fn of(setting: &WorldSetting) -> Self {
        match setting {
            WorldSetting::Simulated(scenario, seed) => Self::Simulated { scenario: scenario.name.clone(), seed: *seed },
            WorldSetting::Scripted(script) => Self::Scripted(script.path.clone()),
        }
    }
}

/// What an earlier process left.
#[derive(Clone, Debug)]
pub struct Previous {
    /// The number of records.
    pub records: u64,
    /// How the journal ended.
    pub ending: Ending,
    /// The number of sessions that go on.
    pub resumed: usize,
    /// The number of sessions that were stopped because no process ran for too long.
    pub interrupted: usize,
    /// True when the journal was a single file of the previous format, which is the first segment now.
    pub was_taken_over: bool,
    /// True when one of the two slots of `HEAD` was damaged.
    pub had_bad_slot: bool,
    /// The record at which the journal was forked, if no record follows the fork.
    pub forked_at: Option<u64>,
    /// The previous seed, if this start changes it.
    pub seed_before: Option<u64>,
    /// The name of the previous scenario, if this start changes it.
    pub scenario_before: Option<Box<str>>,
}
