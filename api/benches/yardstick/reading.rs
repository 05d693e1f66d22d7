//! Reading a journal of one world: parsed alone; read, checked and folded; executed again and compared.

use std::sync::Arc;

use redial_engine::{Command, Input, Instant, LeadId, SessionSpec, State};
use redial_replay::{Comparison, Encoder, Header, Reader, Record, recover, verify};
use redial_sim::{Scenario, World};
use uuid::Uuid;

use crate::batch::SEED;
use crate::figure::Figure;
use crate::limit::Limit;
use crate::{Options, people, ratios, worked};

/// How many sessions the journal holds, each with six leads of its own; it comes to some 200,000 records.
const SESSIONS: u32 = 12_000;
/// Milliseconds from one start to the next: some 400 sessions are live at a time.
const INTERVAL_MS: u64 = 20;

pub(crate) fn figures(options: &Options, _: Option<&Limit>) -> Vec<Figure> {
    let (journal, state) = journal();
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').skip(1).collect();
    let (megabytes, records) = (journal.len() as f64 / 1e6, lines.len() as f64);
    let (mut parsing, mut recovering, mut verifying) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        parsing.push(1.0 / worked(|| lines.iter().for_each(|line| drop(parse(line)))).0);
        let (seconds, recovered) = worked(|| recover(Reader::open(&journal[..])?));
        assert!(recovered.expect("it was just written").state == state, "the journal folds to another state");
        recovering.push(1.0 / seconds);
        let (seconds, report) = worked(|| verify(Reader::open(&journal[..]).expect("it was just written")));
        assert!(matches!(report.expect("it is in memory").result, Comparison::Same), "the journal does not hold");
        verifying.push(1.0 / seconds);
    }
    let rate = |per_s: &[f64], whole: f64| per_s.iter().map(|rate| rate * whole).collect::<Vec<_>>();
    vec![
        Figure::new("bare parsing", "MB/s", rate(&parsing, megabytes)),
        Figure::new("bare parsing: records", "/s", rate(&parsing, records)),
        Figure::new("read, check, fold: records", "/s", rate(&recovering, records)),
        Figure::new("read, check, fold, of bare parsing", "", ratios(&recovering, &parsing))
            .with(0.6..=f64::INFINITY, 0.6),
        Figure::new("verify: records", "/s", rate(&verifying, records)),
        Figure::new("verify, of bare parsing", "", ratios(&verifying, &parsing)).with(0.6..=f64::INFINITY, 0.9),
        Figure::new("records in that journal", "", vec![records]),
        Figure::new("bytes a record", "B", vec![journal.len() as f64 / records]),
    ]
}

fn parse(line: &[u8]) -> Record {
    std::hint::black_box(serde_json::from_slice(line).expect("it was just written"))
}

/// Returns the journal of one world, and the state it leads to.
fn journal() -> (Vec<u8>, State) {
    let scenario = Scenario::seed();
    let header = Header::new(Uuid::from_u128(1), "2026-01-01T00:00:00Z", scenario.dialer);
    let mut journal = Vec::new();
    let mut encoder = Encoder::begin(&header, &mut journal);
    let mut world = World::new(&scenario, SEED, 0);
    let mut sink = |stepped: &redial_engine::Stepped<'_>| encoder.step(stepped, &mut journal);
    add_leads(&mut world, SESSIONS * 6, &mut sink);
    for session in 0..SESSIONS {
        let at = Instant::from_ms(u64::from(session) * INTERVAL_MS);
        world.run_until(at, &mut sink);
        world.tell(at, &start(session), &mut sink);
    }
    world.finish(&mut sink);
    (journal, world.state().clone())
}

/// Adds leads that share no telephone.
pub(crate) fn add_leads(world: &mut World, leads: u32, sink: &mut impl FnMut(&redial_engine::Stepped<'_>)) {
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
