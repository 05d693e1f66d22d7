//! Many simulated sessions on one thread, without a journal: the work of studies.

use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_sim::{Scenario, SessionWorld, some_runs};

use crate::figure::BenchFigure;
use crate::limit::Limit;
use crate::options::YardstickOptions;
use crate::people;
use crate::rounds::{ratios, worked};
use crate::simpy::{self, SimpyProgram};

/// The seed of every measurement here.
pub(crate) const SEED: u64 = 42;

/// The factor of sessions for the faster yardstick, so that its rounds are about as long.
pub(crate) const MORE: u64 = 4;

/// The divisor of sessions for the slower SimPy.
const FEWER: u64 = 50;

/// The measured rates of every round.
#[derive(Default)]
struct Rates {
    goalpost: Vec<f64>,
    goalpost_events: Vec<f64>,
    simpy: Vec<f64>,
    simpy_lean: Vec<f64>,
    sessions: Vec<f64>,
    transitions: Vec<f64>,
    without_crm: Vec<f64>,
}

pub(crate) fn figures(options: &YardstickOptions, limit: Option<&Limit>) -> Vec<BenchFigure> {
    let mut rates = Rates::default();
    let mut without_crm = Scenario::seed();
    without_crm.dialer.crm_sync = false;
    let mut stages =
        [Scenario::seed(), without_crm].map(|scenario| SessionWorld::set(&scenario, &leads(), SEED, 0, &mut |_| {}));
    for _ in 0..options.rounds {
        round(options, limit, &mut stages, &mut rates);
    }
    rates.figures()
}

fn round(
    options: &YardstickOptions,
    limit: Option<&Limit>,
    [with, without]: &mut [SessionWorld; 2],
    rates: &mut Rates,
) {
    if let Some(limit) = limit {
        let found = limit.run(&["sim", "--rng", "chacha8"], options.runs * MORE);
        rates.goalpost.extend(found["sessions_per_s"].as_f64());
        rates.goalpost_events.extend(found["events_per_s"].as_f64());
    }
    for (program, rates) in [(SimpyProgram::AsTaught, &mut rates.simpy), (SimpyProgram::Lean, &mut rates.simpy_lean)] {
        match simpy::sessions_per_second(program, options.runs.div_ceil(FEWER)) {
            Ok(rate) => rates.push(rate),
            Err(missing) => eprintln!("nothing of SimPy ({program:?}): {missing}"),
        }
    }
    let (seconds, totals) = worked(|| some_runs(with, 0..options.runs));
    rates.sessions.push(totals.runs() as f64 / seconds);
    rates.transitions.push(totals.transitions as f64 / seconds);
    let (seconds, totals) = worked(|| some_runs(without, 0..options.runs));
    rates.without_crm.push(totals.runs() as f64 / seconds);
}

impl Rates {
    fn figures(self) -> Vec<BenchFigure> {
        let open = f64::INFINITY;
        let share = ratios(&self.sessions, &self.goalpost);
        let share_without = ratios(&self.without_crm, &self.goalpost);
        let share_of_events = ratios(&self.transitions, &self.goalpost_events);
        let of_simpy = ratios(&self.without_crm, &self.simpy);
        let of_simpy_with_crm = ratios(&self.sessions, &self.simpy);
        let of_simpy_lean = ratios(&self.without_crm, &self.simpy_lean);
        vec![
            BenchFigure::new("goalpost: sessions", "/s", self.goalpost),
            BenchFigure::new("batch: sessions", "/s", self.sessions),
            BenchFigure::new("batch: sessions, of the goalpost's", "", share).with(0.20..=open, 0.25),
            BenchFigure::new("batch without CRM: sessions", "/s", self.without_crm),
            BenchFigure::new("batch without CRM: sessions, of the goalpost's", "", share_without)
                .with(0.35..=open, 0.45),
            BenchFigure::new("goalpost: events", "/s", self.goalpost_events),
            BenchFigure::new("batch: transitions", "/s", self.transitions),
            BenchFigure::new("batch: transitions, of the goalpost's events", "", share_of_events)
                .with(0.35..=open, 1.0),
            BenchFigure::new("SimPy as taught: sessions", "/s", self.simpy),
            BenchFigure::new("SimPy at its fastest: sessions", "/s", self.simpy_lean),
            // SimPy's programs count an activity and do not wait for a CRM's answers.
            BenchFigure::new("batch without CRM: so many times SimPy as taught", "", of_simpy).with(50.0..=open, 100.0),
            BenchFigure::new("batch: so many times SimPy as taught", "", of_simpy_with_crm),
            BenchFigure::new("batch without CRM: so many times SimPy at its fastest", "", of_simpy_lean),
        ]
    }
}

/// The leads of one session.
pub(crate) fn leads() -> Vec<Arc<LeadDetails>> {
    (0..6).map(|index| Arc::new(people::person(index))).collect()
}
