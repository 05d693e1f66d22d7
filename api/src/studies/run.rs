//! One simulated run: who is dialed, and its journal's header.

use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_replay::{Chain, Encoder, Header};
use redial_sim::leads::invent;
use redial_sim::{Scenario, Stage};
use uuid::Uuid;

use crate::leads::demo;

/// What simulated times count from: a run tells no date, so that it is the same on every day.
pub(crate) const EPOCH: &str = "2026-01-01T00:00:00Z";

/// Returns whom a run dials where no list is named: the six demo leads, and then invented ones.
pub(crate) fn people(take: u32) -> Vec<Arc<LeadDetails>> {
    demo().into_iter().chain((0..).map(|n| Arc::new(invent(1, n)))).take(take as usize).collect()
}

/// Returns the header of a run's journal, whose id is a function of scenario, seed and run.
pub(crate) fn header(scenario: &Scenario, seed: u64, run: u64) -> Header {
    let raw = serde_json::value::to_raw_value(scenario).expect("a scenario is plain data");
    let identity = format!("{}\n{seed}\n{run}", raw.get());
    let Chain(digest) = Chain::ZERO.then(identity.as_bytes());
    let mut header = Header::new(Uuid::new_v8(digest), EPOCH, scenario.dialer);
    header.scenario = Some(raw);
    (header.seed, header.run) = (Some(seed), Some(run));
    header
}

/// Plays a run and returns its journal.
pub(crate) fn journal(scenario: &Scenario, leads: &[Arc<LeadDetails>], seed: u64, run: u64) -> Vec<u8> {
    let mut journal = Vec::new();
    let mut encoder = Encoder::begin(&header(scenario, seed, run), &mut journal);
    let mut stage = Stage::set(scenario, leads, seed, run, &mut |stepped| encoder.step(stepped, &mut journal));
    stage.play(&mut |stepped| encoder.step(stepped, &mut journal));
    journal
}
