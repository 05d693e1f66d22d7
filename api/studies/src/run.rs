//! Simulated runs: the leads that they dial, their journals, and their counts.

use std::ops::Range;
use std::sync::Arc;

use redial_engine::{LeadDetails, Stepped};
use redial_leads::demo;
use redial_replay::{Chain, Encoder, Header};
use redial_sim::leads::invent;
use redial_sim::{Scenario, SessionWorld};
use redial_study::{Plan, Run, RunTooLong};
use uuid::Uuid;

use super::size::records_of;

/// The epoch of simulated times: a constant, so that a run is the same on every day.
pub const EPOCH: &str = "2026-01-01T00:00:00Z";

/// The longest journal of a run that is returned, in bytes.
pub const JOURNAL_MAX: usize = 64 * 1024 * 1024;

/// The most records that a page of runs may cost: some tenths of a second.
const PAGE_RECORDS: u64 = 4_000_000;

/// Returns the leads that a run dials by default: the six demo leads, and then invented ones.
pub fn people(take: u32) -> Vec<Arc<LeadDetails>> {
    demo().into_iter().chain((0..).map(|n| Arc::new(invent(1, n)))).take(take as usize).collect()
}

/// Returns the header of a run's journal, whose id is a function of scenario, seed and run.
pub fn header(scenario: &Scenario, seed: u64, run: u64) -> Header {
    let raw = serde_json::value::to_raw_value(scenario).expect("a scenario is plain data");
    let identity = format!("{}\n{seed}\n{run}", raw.get());
    let Chain(digest) = Chain::ZERO.then(identity.as_bytes());
    let mut header = Header::new(Uuid::new_v8(digest), EPOCH, scenario.dialer);
    header.scenario = Some(raw);
    (header.seed, header.run) = (Some(seed), Some(run));
    header
}

/// Plays a run and returns its journal; `None` when it is longer than [`JOURNAL_MAX`].
pub fn journal(scenario: &Scenario, leads: &[Arc<LeadDetails>], seed: u64, run: u64) -> Option<Vec<u8>> {
    let mut journal = Vec::new();
    let mut encoder = Encoder::begin(&header(scenario, seed, run), &mut journal);
    // Beyond the bound the run is still played to its end, which is near, but not kept.
    let mut keep = |stepped: &Stepped<'_>| {
        if journal.len() <= JOURNAL_MAX {
            encoder.step(stepped, &mut journal);
        }
    };
    SessionWorld::set(scenario, leads, seed, run, &mut keep).play(&mut keep);
    (journal.len() <= JOURNAL_MAX).then_some(journal)
}

/// Plays runs of a setting again, as many as fit a page.
///
/// # Errors
///
/// A run that does not end.
pub fn page(plan: &Plan, setting: usize, runs: Range<u64>) -> Result<Vec<Run>, RunTooLong> {
    let most = (PAGE_RECORDS / records_of(&plan.settings[setting].scenario)).max(1);
    plan.again(setting, runs.start..runs.end.min(runs.start.saturating_add(most)))
}
