//! The time of a start: `cargo bench -p redial --bench start`.
//!
//! A journal of a million records and 135,000 sessions is written through the real engine, encoder and writer, in a
//! simulated world whose CRM is down. The real program then starts on it: reading all of it, and, after a clean stop,
//! from its snapshot.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/figure.rs"]
mod figure;
#[path = "../shared/machine.rs"]
mod machine;

use anyhow::{Result, ensure};
use clock::wall;
use figure::BenchFigure;
use redial_engine::{Command as Ask, Input, Instant, LeadId, SessionSpec, Stepped};
use redial_replay::{Encoder, Header};
use redial_sim::leads::invent;
use redial_sim::{Scenario, SimWorld};
use redial_store::{Commit, Durability, Files, Tip, Writer};
use redial_testing::{Program, ServerProcess};
use uuid::Uuid;

/// The program that is measured.
const REDIAL: Program = Program::at(env!("CARGO_BIN_EXE_redial"));

/// The number of sessions, dialed one after the other.
const SESSIONS: u32 = 135_000;

/// The number of leads that they share, six each.
const LEADS: u32 = 600;

/// The number of measured starts of each kind.
const ROUNDS: usize = 5;

/// The bytes of a commit and of a segment.
const COMMIT: usize = 1 << 20;
const SEGMENT: u64 = 64 << 20;

const SCENARIO: &str = r#"
name = "start"
[session]
agent = "agent-1"
lines = 2
take = 6
[dialer]
crm_attempts = 1
[carrier]
ring_ms = [3000, 8000]
cancel_ms = [100, 100]
[carrier.outcomes]
answered = 40
no_answer = 25
busy = 20
voicemail = 15
[crm]
contact_ms = [40, 40]
activity_ms = [60, 60]
failed = 100
"#;

fn main() -> Result<()> {
    // `cargo test` runs benchmarks too, and must not measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("the figures are made by cargo bench");
        return Ok(());
    }
    eprintln!("{}", machine::line());
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data)?;
    let (records, bytes) = write(&data)?;
    println!("{records} records, {SESSIONS} sessions, {} MB", bytes / 1_000_000);
    let whole_ms = starts(&data);
    let (_, mut server) = start(&data);
    let begun = wall();
    ensure!(server.stop() == Some(0), "the server did not stop in good order");
    let stop_ms = 1000.0 * (wall() - begun);
    let snapshot_ms = starts(&data);
    let of = |all: &[f64], part: f64, count: f64| all.iter().map(|ms| ms * part / count).collect::<Vec<_>>();
    let a_million = of(&whole_ms, 1e6, records as f64);
    let a_hundred_thousand = of(&snapshot_ms, 1e5, f64::from(SESSIONS));
    figure::print(
        &[
            BenchFigure::new("start: reading the whole journal", "ms", whole_ms),
            BenchFigure::new("start: the same, for a million records", "ms", a_million).with(0.0..=3_000.0, 3_000.0),
            BenchFigure::new("start: from a snapshot", "ms", snapshot_ms),
            BenchFigure::new("start: the same, for 100,000 sessions", "ms", a_hundred_thousand)
                .with(0.0..=500.0, 500.0),
            BenchFigure::new("a clean stop, with its snapshot", "ms", vec![stop_ms]),
        ],
        false,
    );
    Ok(())
}

/// Starts the program again and again, each time after a kill; returns the time of each start in ms.
fn starts(data: &Path) -> Vec<f64> {
    (0..ROUNDS)
        .map(|_| {
            let (ms, server) = start(data);
            server.kill();
            ms
        })
        .collect()
}

/// Starts the program; returns the time until it listens, in ms.
fn start(data: &Path) -> (f64, ServerProcess) {
    let begun = wall();
    let mut command = REDIAL.serve_command(data);
    command.stderr(Stdio::null());
    let server = ServerProcess::start(command);
    (1000.0 * (wall() - begun), server)
}

/// Writes the journal; returns the numbers of its records and bytes.
fn write(data: &Path) -> Result<(u64, u64)> {
    let scenario = Scenario::read(SCENARIO)?;
    let (mut writer, _) = Writer::begin(Files::at(data), Durability::Os)?;
    std::fs::File::create(data.join("mock-crm.jsonl"))?;
    let mut header = Header::new(Uuid::from_u128(0x5eed), "2026-01-01T00:00:00Z", scenario.dialer);
    header.scenario = Some(serde_json::value::to_raw_value(&scenario)?);
    header.seed = Some(1);
    let mut lines = Vec::new();
    let mut encoder = Encoder::begin(&header, &mut lines);
    let (mut begins, mut tip) = (Some(1), Tip { seq: 0, chain: encoder.chain() });
    let (mut in_segment, mut bytes) = (0, 0);
    let mut world = SimWorld::new(&scenario, 1, 0);
    for n in 0..LEADS + SESSIONS {
        let (now, input) = match n.checked_sub(LEADS) {
            None => (Instant::EPOCH, Input::Command(Ask::AddLead(Arc::new(invent(1, n))))),
            // No lead is dialed by two sessions at once: each session is over long before the next one begins.
            Some(session) => (Instant::from_ms(u64::from(session + 1) * 100_000), Input::Command(dial(session))),
        };
        let mut sink = |stepped: &Stepped<'_>| {
            encoder.step(stepped, &mut lines);
            tip = Tip { seq: stepped.seq, chain: encoder.chain() };
        };
        world.tell(now, &input, &mut sink);
        world.run_until(now.after_ms(99_999), &mut sink);
        if lines.len() >= COMMIT || n + 1 == LEADS + SESSIONS {
            in_segment += lines.len() as u64;
            bytes += lines.len() as u64;
            writer.commit(Commit { bytes: &lines, begins: begins.take(), tip })?;
            lines.clear();
            if in_segment >= SEGMENT {
                header.prev = encoder.chain();
                encoder = Encoder::begin(&header, &mut lines);
                (begins, in_segment) = (Some(tip.seq + 1), 0);
                tip.chain = encoder.chain();
            }
        }
    }
    if !lines.is_empty() {
        writer.commit(Commit { bytes: &lines, begins, tip })?;
    }
    writer.close()?;
    Ok((tip.seq, bytes))
}

/// Six leads in a row, from somewhere in the list.
fn dial(session: u32) -> Ask {
    let leads = (0..6).map(|n| LeadId((session * 6 + n) % LEADS)).collect();
    Ask::StartSession(Arc::new(SessionSpec { agent: "agent-1".into(), leads, lines: 2 }))
}
