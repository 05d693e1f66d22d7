//! Reading a journal of one world: parsed alone; read, checked and folded; executed again and compared.

use std::sync::Arc;

use redial_engine::{Command, Input, Instant, LeadId, SessionSpec, State, Stepped};
use redial_replay::{Comparison, Encoder, Header, Reader, Record, recover, verify};
use redial_sim::{Scenario, SimWorld};
use uuid::Uuid;

use crate::batch::SEED;
use crate::figure::BenchFigure;
use crate::options::YardstickOptions;
use crate::people;
use crate::rounds::{ratios, worked};

/// Milliseconds from one start to the next: some 400 sessions are live at a time.
const INTERVAL_MS: u64 = 20;

/// A journal to be made.
struct JournalPlan {
    sessions: u32,
    /// Lists of six leads; sessions take them in turn, and use one again when its sessions are over.
    lists: u32,
    /// Its name among the figures.
    name: &'static str,
}

/// Some 200,000 records each.
const PLANS: [JournalPlan; 2] = [
    JournalPlan { sessions: 12_000, lists: 12_000, name: "young journal, a third of it leads" },
    JournalPlan { sessions: 17_500, lists: 2_000, name: "old journal, nearly all calls" },
];

pub(crate) fn figures(options: &YardstickOptions) -> Vec<BenchFigure> {
    PLANS.iter().flat_map(|plan| plan.figures(options)).collect()
}

impl JournalPlan {
    fn figures(&self, options: &YardstickOptions) -> Vec<BenchFigure> {
        let (journal, state) = self.journal();
        let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').skip(1).collect();
        let records = lines.len() as f64;
        let (mut parsing, mut recovering, mut verifying) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..options.rounds {
            parsing.push(records / worked(|| lines.iter().for_each(|line| drop(parse(line)))).0);
            let (seconds, recovered) = worked(|| recover(Reader::open(&journal[..])?));
            assert!(recovered.expect("it was just written").state == state, "the journal folds to another state");
            recovering.push(records / seconds);
            let (seconds, report) = worked(|| verify(Reader::open(&journal[..]).expect("it was just written")));
            assert!(matches!(report.expect("it is in memory").result, Comparison::Same), "the journal does not hold");
            verifying.push(records / seconds);
        }
        let recovering_share = ratios(&recovering, &parsing);
        let verifying_share = ratios(&verifying, &parsing);
        let name = |what: &str| format!("{}: {what}", self.name);
        vec![
            BenchFigure::new(name("bare parsing"), "records/s", parsing),
            BenchFigure::new(name("read, check, fold"), "records/s", recovering),
            BenchFigure::new(name("read, check, fold, of bare parsing"), "", recovering_share)
                .with(0.6..=f64::INFINITY, 0.6),
            BenchFigure::new(name("verify"), "records/s", verifying),
            BenchFigure::new(name("verify, of bare parsing"), "", verifying_share).with(0.6..=f64::INFINITY, 0.9),
            BenchFigure::new(name("records"), "", vec![records]),
            BenchFigure::new(name("bytes a record"), "B", vec![journal.len() as f64 / records]),
        ]
    }

    /// Returns the journal of one world, and the state it leads to.
    fn journal(&self) -> (Vec<u8>, State) {
        let scenario = Scenario::seed();
        let header = Header::new(Uuid::from_u128(1), "2026-01-01T00:00:00Z", scenario.dialer);
        let mut journal = Vec::new();
        let mut encoder = Encoder::begin(&header, &mut journal);
        let mut world = SimWorld::new(&scenario, SEED, 0);
        let mut sink = |stepped: &Stepped<'_>| encoder.step(stepped, &mut journal);
        add_leads(&mut world, self.lists * 6, &mut sink);
        for session in 0..self.sessions {
            let at = Instant::from_ms(u64::from(session) * INTERVAL_MS);
            world.run_until(at, &mut sink);
            world.tell(at, &start(session % self.lists), &mut sink);
        }
        world.finish(&mut sink);
        (journal, world.state().clone())
    }
}

fn parse(line: &[u8]) -> Record {
    std::hint::black_box(serde_json::from_slice(line).expect("it was just written"))
}

/// Adds leads that share no telephone.
pub(crate) fn add_leads(world: &mut SimWorld, leads: u32, sink: &mut impl FnMut(&Stepped<'_>)) {
    for index in 0..leads {
        let lead = Command::AddLead(Arc::new(people::person(index)));
        world.tell(Instant::EPOCH, &Input::Command(lead), sink);
    }
}

/// Starts a session over the six leads that have its number.
pub(crate) fn start(number: u32) -> Input {
    let leads = (number * 6..number * 6 + 6).map(LeadId).collect();
    Input::Command(Command::StartSession(Arc::new(SessionSpec { agent: "agent-1".into(), leads, lines: 2 })))
}
