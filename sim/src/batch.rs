//! Many runs of one scenario, on all cores, with the same result on any number of them.

use std::sync::Arc;

use rayon::prelude::*;
use redial_engine::{LeadDetails, Session, SessionId, State, Status, Stepped};

use crate::scenario::Scenario;
use crate::stats::Moments;
use crate::world::SessionWorld;

/// The number of runs that a thread takes at a time.
const CHUNK: u64 = 4_096;

/// The totals of a number of runs, as exact integers: the order of addition does not affect them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// 1 if a call connected, else 0.
    pub won: Moments,
    /// Calls placed.
    pub attempted: Moments,
    /// Calls that won.
    pub connected: Moments,
    /// Calls that ended as NO_ANSWER, BUSY, VOICEMAIL or FAILED.
    pub failed: Moments,
    /// Calls that the dialer canceled.
    pub canceled: Moments,
    /// People who answered a line that was being released.
    pub abandoned: Moments,
    /// Milliseconds from the start of the session to its stop.
    pub duration_ms: Moments,
    /// Transitions, without those that add the leads.
    pub transitions: u64,
}

impl Totals {
    /// Adds a finished run.
    #[inline]
    fn see(&mut self, state: &State, transitions: u64) {
        let session = &state.sessions()[SessionId(0).index()];
        let metrics = session.metrics();
        let duration = duration_ms(session);
        self.won.see(u64::from(session.winner().is_some()));
        self.attempted.see(u64::from(metrics.attempted));
        self.connected.see(u64::from(metrics.connected));
        self.failed.see(u64::from(metrics.failed));
        self.canceled.see(u64::from(metrics.canceled));
        self.abandoned.see(u64::from(metrics.abandoned));
        self.duration_ms.see(duration);
        self.transitions += transitions;
    }

    /// Adds the totals of other runs.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self {
            won: self.won.and(other.won),
            attempted: self.attempted.and(other.attempted),
            connected: self.connected.and(other.connected),
            failed: self.failed.and(other.failed),
            canceled: self.canceled.and(other.canceled),
            abandoned: self.abandoned.and(other.abandoned),
            duration_ms: self.duration_ms.and(other.duration_ms),
            transitions: self.transitions + other.transitions,
        }
    }

    /// Returns the number of runs.
    #[must_use]
    pub const fn runs(&self) -> u64 {
        self.won.count()
    }
}

/// Returns the duration of a stopped session, in milliseconds.
#[inline]
fn duration_ms(session: &Session) -> u64 {
    match session.status() {
        Status::Stopped { at, .. } => at.ms_since(session.started_at()),
        Status::Running => unreachable!("a run ends when no event is left, and its session has stopped by then"),
    }
}

/// Runs the scenario `runs` times on the threads of the current pool; `progress` receives the number of newly finished
/// runs.
#[must_use]
pub fn batch(
    scenario: &Scenario,
    leads: &[Arc<LeadDetails>],
    seed: u64,
    runs: u64,
    progress: &(impl Fn(u64) + Sync),
) -> Totals {
    (0..runs.div_ceil(CHUNK))
        .into_par_iter()
        .map_init(
            || stage_of_one_thread(scenario, leads, seed),
            |stage, chunk| {
                let first = chunk * CHUNK;
                let last = runs.min(first + CHUNK);
                let totals = some_runs(stage, first..last);
                progress(last - first);
                totals
            },
        )
        .reduce(Totals::default, |one, other| one.and(&other))
}

/// Makes a world for one thread, with a copy of the leads, so that threads share no reference counts.
pub fn stage_of_one_thread(scenario: &Scenario, leads: &[Arc<LeadDetails>], seed: u64) -> SessionWorld {
    let taken = leads.iter().take(scenario.session.take as usize);
    let own: Vec<_> = taken.map(|lead| Arc::new(LeadDetails::clone(lead))).collect();
    SessionWorld::set(scenario, &own, seed, 0, &mut |_| {})
}

/// Plays a range of runs one after the other.
pub fn some_runs(stage: &mut SessionWorld, runs: std::ops::Range<u64>) -> Totals {
    let mut totals = Totals::default();
    for run in runs {
        stage.rewind(run);
        let mut transitions = 0;
        let state = stage.play(&mut |stepped: &Stepped<'_>| transitions += stepped.transitions.len() as u64);
        totals.see(state, transitions);
    }
    totals
}
