//! A block of runs, played in every setting.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redial_engine::{LeadDetails, State, Stepped, Transition};

use super::count::Run;
use super::plan::Plan;
use super::results::{Aggregate, Results};
use redial_sim::SessionWorld;

/// The worlds of one thread: one for each setting.
pub struct Scratch {
    stages: Vec<SessionWorld>,
}

/// The results of a block.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// The block's number, from 0.
    pub number: u64,
    /// The results of each setting.
    pub results: Results,
    /// The runs, if the caller asked for them: for each run every setting, in the plan's order.
    pub rows: Vec<Run>,
}

/// A run that does not end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{setting}: run {run} of seed {seed} was given up after {records} records: it does not end")]
pub struct RunTooLong {
    /// The setting's name.
    pub setting: String,
    /// The run.
    pub run: u64,
    /// The study's seed.
    pub seed: u64,
    /// The number of records after which it was given up.
    pub records: u64,
}

impl Plan {
    /// Makes the worlds for one thread, with a copy of the leads, so that threads share no reference counts.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        let own: Vec<_> = self.leads.iter().map(|lead| Arc::new(LeadDetails::clone(lead))).collect();
        let stage =
            |setting: &super::plan::Setting| SessionWorld::set(&setting.scenario, &own, self.seed, 0, &mut |_| {});
        Scratch { stages: self.settings.iter().map(stage).collect() }
    }

    /// Plays a block of runs in every setting, the baseline first.
    ///
    /// # Errors
    ///
    /// A run that does not end.
    pub fn play(&self, scratch: &mut Scratch, block: u64, keeps_rows: bool) -> Result<Block, RunTooLong> {
        let played = self.play_unless(scratch, block, keeps_rows, &AtomicBool::new(false))?;
        Ok(played.expect("nothing stops it"))
    }

    /// Plays a block as [`Plan::play`] does, until `stop` is set: a block of long runs in many settings takes long.
    /// Returns `None` if it was stopped; its partial results are dropped.
    ///
    /// # Errors
    ///
    /// A run that does not end.
    pub fn play_unless(
        &self,
        scratch: &mut Scratch,
        block: u64,
        keeps_rows: bool,
        stop: &AtomicBool,
    ) -> Result<Option<Block>, RunTooLong> {
        let runs = self.runs_of(block);
        let (settings, count) = (self.settings.len(), (runs.end - runs.start) as usize);
        let mut results = Results::none(settings);
        let mut played = vec![Vec::new(); settings];
        let rest = (0..settings).filter(|place| *place != self.baseline);
        for place in std::iter::once(self.baseline).chain(rest) {
            let (mut own, aggregate) = (Vec::with_capacity(count), &mut results.0[place]);
            for run in runs.clone() {
                if stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let stage = &mut scratch.stages[place];
                own.push(play(stage, run, self.records_max, aggregate).ok_or_else(|| self.run_too_long(place, run))?);
            }
            let baseline = if place == self.baseline { &own } else { &played[self.baseline] };
            own.iter().zip(baseline).for_each(|(run, baseline)| aggregate.see(run, baseline));
            if keeps_rows || place == self.baseline {
                played[place] = own;
            }
        }
        let rows = if keeps_rows { interleaved(&played, count) } else { Vec::new() };
        Ok(Some(Block { number: block, results, rows }))
    }

    /// Plays runs again, by their numbers, in the setting at a place. A run is a function of its number.
    ///
    /// # Errors
    ///
    /// A run that does not end.
    pub fn again(&self, setting: usize, runs: Range<u64>) -> Result<Vec<Run>, RunTooLong> {
        let scenario = &self.settings[setting].scenario;
        let (mut stage, mut aggregate) =
            (SessionWorld::set(scenario, &self.leads, self.seed, 0, &mut |_| {}), Aggregate::default());
        runs.map(|run| {
            play(&mut stage, run, self.records_max, &mut aggregate).ok_or_else(|| self.run_too_long(setting, run))
        })
        .collect()
    }

    fn run_too_long(&self, place: usize, run: u64) -> RunTooLong {
        RunTooLong { setting: self.settings[place].name.clone(), run, seed: self.seed, records: self.records_max }
    }
}

/// Plays a run, and counts it.
#[inline]
fn play(stage: &mut SessionWorld, run: u64, records_max: u64, aggregate: &mut Aggregate) -> Option<Run> {
    stage.rewind(run);
    let mut lags = 0;
    let state = stage.play_within(records_max, &mut |stepped: &Stepped<'_>| {
        for transition in stepped.transitions {
            if let Transition::CrmSynced { call, .. } = *transition {
                let lag = crm_lag_ms(stepped, stepped.state, call);
                lags += lag;
                aggregate.see_crm_lag(lag);
            }
        }
    })?;
    Some(Run::count(state, lags))
}

fn crm_lag_ms(stepped: &Stepped<'_>, state: &State, call: redial_engine::CallId) -> u64 {
    let ending = state.call(call).and_then(|call| call.ending());
    ending.map_or(0, |(_, ended_at)| stepped.at.ms_since(ended_at))
}

/// Interleaves the runs of all settings: for each run every setting.
fn interleaved(played: &[Vec<Run>], count: usize) -> Vec<Run> {
    (0..count).flat_map(|run| played.iter().map(move |runs| runs[run])).collect()
}
