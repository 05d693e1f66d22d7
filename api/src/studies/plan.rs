//! What a study is to do, judged before it begins.

use std::sync::Arc;

use redial_engine::{LeadDetails, MAX_LINES};
use redial_sim::{FileError, Scenario};

use super::run::people;

/// The most runs of one setting.
pub(crate) const RUNS_MAX: u64 = 1_000_000;

/// The most leads that all runs together may dial: some minutes of work on one core.
const DIALED_MAX: u64 = 200_000_000;

/// What a study is to do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The scenario, whose own number of lines is not used.
    scenario: Scenario,
    leads: Vec<Arc<LeadDetails>>,
    /// What all luck is drawn from; the same for each number of lines, so that they are compared fairly.
    pub(crate) seed: u64,
    /// How many runs each number of lines gets.
    pub(crate) runs: u64,
    /// The numbers of lines that are compared, in order.
    pub(crate) lines: Vec<u8>,
}

/// Why a plan is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlanError {
    /// The scenario makes no sense.
    #[error("the scenario does not fit: {0}")]
    Scenario(#[from] FileError),
    /// No runs, or too many.
    #[error("runs is {0}: from 1 to {RUNS_MAX} are allowed")]
    Runs(u64),
    /// A number of lines that no session has, or none at all.
    #[error("lines is {0:?}: some numbers from 1 to {MAX_LINES} are needed, each once")]
    Lines(Vec<u64>),
    /// It would take too long.
    #[error(
        "{settings} settings of {runs} runs of {take} leads dial up to {dialed} leads: at most {DIALED_MAX} in one study; \
         take fewer runs or leads"
    )]
    TooMuch {
        /// How many numbers of lines.
        settings: usize,
        /// How many runs of each.
        runs: u64,
        /// How many leads a run takes.
        take: u32,
        /// What that comes to.
        dialed: u64,
    },
}

impl Plan {
    /// Judges what was asked for. The scenario is TOML.
    pub(crate) fn new(scenario: &str, seed: u64, runs: u64, lines: &[u64]) -> Result<Self, PlanError> {
        let scenario = Scenario::read(scenario)?;
        if !(1..=RUNS_MAX).contains(&runs) {
            return Err(PlanError::Runs(runs));
        }
        let mut sorted: Vec<u8> = lines.iter().filter_map(|n| u8::try_from(*n).ok()).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let is_each_possible = sorted.iter().all(|n| (1..=MAX_LINES).contains(n));
        if sorted.is_empty() || sorted.len() != lines.len() || !is_each_possible {
            return Err(PlanError::Lines(lines.to_vec()));
        }
        let (settings, take) = (sorted.len(), scenario.session.take);
        let dialed = (settings as u64).saturating_mul(runs).saturating_mul(take.into());
        if dialed > DIALED_MAX {
            return Err(PlanError::TooMuch { settings, runs, take, dialed });
        }
        let leads = people(take);
        Ok(Self { scenario, leads, seed, runs, lines: sorted })
    }

    /// Returns what the scenario is called.
    pub(crate) fn name(&self) -> &str {
        &self.scenario.name
    }

    /// Returns whom each run dials.
    pub(crate) fn leads(&self) -> &[Arc<LeadDetails>] {
        &self.leads
    }

    /// Returns the scenario with so many lines.
    pub(crate) fn setting(&self, lines: u8) -> Scenario {
        let mut scenario = self.scenario.clone();
        scenario.session.lines = lines;
        scenario
    }

    /// Returns how many runs a thread takes at a time: few enough that a study can be stopped.
    pub(crate) fn chunk(&self) -> u64 {
        (65_536 / u64::from(self.scenario.session.take.max(1))).clamp(1, 4_096)
    }
}
