//! The report of a start: what the live dialer found and how it goes on.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_ports::Lost;
use redial_replay::PublicIds;
use redial_store::{Ending, Torn};
use uuid::Uuid;

/// How a live dialer started.
#[derive(Clone, Debug)]
pub(crate) struct StartReport {
    /// The UUIDs of the journal.
    pub(crate) names: PublicIds,
    /// The journal's id.
    pub(crate) journal: Uuid,
    /// The moment from which the journal's times count.
    pub(crate) epoch: DateTime<Utc>,
    /// The world, from here on.
    pub(crate) world: WorldReport,
    /// The data directory; `None` in memory.
    pub(crate) path: Option<PathBuf>,
    /// The unfinished bytes of an earlier process, which were cut off and kept.
    pub(crate) torn: Option<Torn>,
    /// The entries of the CRM log whose cause is missing from the journal.
    pub(crate) lost: Arc<Lost>,
    /// The earlier process, if there was one.
    pub(crate) previous: Option<Previous>,
}

/// The world of a live dialer.
#[derive(Clone, Debug)]
pub(crate) enum WorldReport {
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

/// What an earlier process left.
#[derive(Clone, Debug)]
pub(crate) struct Previous {
    /// The number of records.
    pub(crate) records: u64,
    /// How the journal ended.
    pub(crate) ending: Ending,
    /// The number of sessions that go on.
    pub(crate) resumed: usize,
    /// The number of sessions that were stopped because no process ran for too long.
    pub(crate) interrupted: usize,
    /// True when the journal was a single file of the previous format, which is the first segment now.
    pub(crate) was_taken_over: bool,
    /// True when one of the two slots of `HEAD` was damaged.
    pub(crate) had_bad_slot: bool,
    /// The record at which the journal was forked, if no record follows the fork.
    pub(crate) forked_at: Option<u64>,
    /// The previous seed, if this start changes it.
    pub(crate) seed_before: Option<u64>,
    /// The name of the previous scenario, if this start changes it.
    pub(crate) scenario_before: Option<Box<str>>,
}
