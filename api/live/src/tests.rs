//! The live driver beside the simulator: on a paused clock both write the same records.

use std::sync::Arc;

use redial_clock::Clock;
use redial_engine::{Command, Input, Instant, LeadDetails, LeadId, SessionId, SessionSpec, Stepped};
use redial_replay::{JournalLine, Reader, Record};
use redial_sim::{Scenario, SimWorld, leads::invent};

use super::{Driver, StartOptions, StorageOptions, WorldOptions};
use crate::desk::Scope;

/// Commands and the times at which they are sent, in milliseconds.
type TimedCommands = Vec<(u64, Command)>;

fn people() -> Vec<Arc<LeadDetails>> {
    (0..14).map(|n| Arc::new(invent(5, n))).collect()
}

/// Sessions over the same people, on different lines, some of them stopped: they pass over one another's leads.
fn script(seed: u64) -> TimedCommands {
    let start = |leads: &[u32], lines| {
        let leads = leads.iter().map(|lead| LeadId(*lead)).collect();
        Command::StartSession(Arc::new(SessionSpec { agent: "ada".into(), leads, lines }))
    };
    let stop = |session| Command::StopSession { session: SessionId(session) };
    vec![
        (10, start(&[0, 1, 2, 3, 4, 5], 2)),
        (10, start(&[5, 4, 3, 2, 1, 0], 3)),
        (500 + seed * 37, start(&[6, 7, 8, 9, 10, 11, 12, 13], 10)),
        (2_000 + seed * 211, stop(1)),
        (2_500 + seed * 100, start(&[13, 0, 6], 1)),
        (30_000, start(&[1, 3, 5, 7], 4)),
        (31_000 + seed, stop(4)),
    ]
}

fn simulated(scenario: &Scenario, seed: u64) -> Vec<Record> {
    let mut records = Vec::new();
    let mut keep = |stepped: &Stepped<'_>| records.push(record(stepped));
    let mut world = SimWorld::new(scenario, seed, 0);
    for lead in people() {
        world.tell(Instant::EPOCH, &Input::Command(Command::AddLead(lead)), &mut keep);
    }
    for (at, command) in script(seed) {
        let at = Instant::from_ms(at);
        world.run_until(at, &mut keep);
        world.tell(at, &Input::Command(command), &mut keep);
    }
    world.finish(&mut keep);
    records
}

fn record(stepped: &Stepped<'_>) -> Record {
    let (seq, at) = (stepped.seq, stepped.at);
    Record { seq, at, input: stepped.input.clone(), transitions: stepped.transitions.to_vec() }
}

async fn lived(scenario: &Scenario, seed: u64) -> Vec<Record> {
    let beginning = StartOptions {
        world: WorldOptions::Simulated { scenario: Some(Box::new(scenario.clone())), seed: Some(seed) },
        leads: Some(people()),
        default_leads: Vec::new,
    };
    let clock = Clock::starting_at(Instant::EPOCH);
    let live = Driver::open(&StorageOptions::memory(), beginning).await.expect("a journal in memory can be opened");
    for (at, command) in script(seed) {
        tokio::time::sleep_until(clock.when(Instant::from_ms(at))).await;
        live.desk.tell(command, |_, _| ()).await.expect("the desk is open");
    }
    // The retries of a storm end within this time.
    tokio::time::sleep(std::time::Duration::from_secs(300)).await;
    let page = live.desk.archive().after(0, usize::MAX).expect("it is in memory");
    live.stop().await.expect("a journal in memory can be written");
    let mut reader = Reader::open(&page.bytes[..]).expect("it begins with a header");
    let mut records = Vec::new();
    while let Some(line) = reader.next().expect("it holds") {
        match line {
            JournalLine::Header { .. } => {}
            JournalLine::Record(stored) => records.push(stored.parse().expect("it can be read")),
        }
    }
    records
}

#[tokio::test(start_paused = true)]
async fn live_and_simulation_write_the_same_records() {
    for text in ["seed", "storm"].map(redial_testing::scenario) {
        let scenario = Scenario::read(&text).expect("it is checked");
        for seed in 0..20 {
            let (simulated, lived) = (simulated(&scenario, seed), lived(&scenario, seed).await);
            for (simulated, lived) in simulated.iter().zip(&lived) {
                assert_eq!(simulated, lived, "{}, seed {seed}", scenario.name);
            }
            assert_eq!(simulated.len(), lived.len(), "{}, seed {seed}", scenario.name);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_waits_only_for_the_records_in_its_scope() {
    let beginning = StartOptions {
        world: WorldOptions::Simulated { scenario: None, seed: Some(1) },
        leads: Some(people()),
        default_leads: Vec::new,
    };
    let live = Driver::open(&StorageOptions::memory(), beginning).await.expect("a journal in memory can be opened");
    let desk = &live.desk;
    let start = |leads: [u32; 2]| {
        let leads = leads.map(LeadId);
        Command::StartSession(Arc::new(SessionSpec { agent: "ada".into(), leads: leads.into(), lines: 1 }))
    };
    let seq = |scope| desk.read_scope(scope, |view, _| view.seq);
    let before = desk.tell(start([0, 1]), |_, stepped| stepped.seq).await.expect("the desk is open");
    // The owner serves all of these before it writes a batch.
    let (begun, unchanged, new, all, nothing) = tokio::join!(
        desk.tell(start([2, 3]), |_, stepped| stepped.seq),
        seq(Scope::Session(SessionId(0))),
        seq(Scope::Session(SessionId(1))),
        seq(Scope::All),
        seq(Scope::Nothing),
    );
    let begun = begun.expect("the desk is open");
    assert_eq!(begun, before + 1);
    assert_eq!([unchanged, nothing].map(Result::unwrap), [before; 2], "durable records are shown at once");
    assert_eq!([new, all].map(Result::unwrap), [begun; 2], "an answer waits for a record that is not durable");
}
