//! The batch again, with its journal written to memory.

use std::hint::black_box;

use redial_replay::{Chain, Encoder};
use redial_sim::{Scenario, SessionWorld};

use crate::batch::{SEED, leads};
use crate::figure::BenchFigure;
use crate::limit::Limit;
use crate::options::YardstickOptions;
use crate::rounds::{ratios, worked};

/// The buffer is emptied beyond this size, as the yardstick does.
const BUFFER: usize = 200 << 10;

pub(crate) fn figures(options: &YardstickOptions, limit: Option<&Limit>) -> Vec<BenchFigure> {
    let runs = options.runs.div_ceil(4);
    let (mut goalpost, mut rates, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let mut stage = SessionWorld::set(&Scenario::seed(), &leads(), SEED, 0, &mut |_| {});
    for _ in 0..options.rounds {
        if let Some(limit) = limit {
            let found = limit.run(&["log", "--format", "json-serde", "--to", "mem"], runs);
            goalpost.extend(found["mb_per_s"].as_f64());
        }
        let (seconds, written) = worked(|| write(&mut stage, runs));
        rates.push(written.bytes as f64 / seconds / 1e6);
        records.push(written.records as f64 / seconds);
    }
    let share = ratios(&rates, &goalpost);
    vec![
        BenchFigure::new("goalpost: log in memory", "MB/s", goalpost),
        BenchFigure::new("journal in memory", "MB/s", rates),
        BenchFigure::new("journal in memory, of the goalpost's bytes", "", share).with(0.4..=f64::INFINITY, 0.6),
        BenchFigure::new("journal in memory: records", "/s", records),
    ]
}

#[derive(Default)]
struct JournalSize {
    bytes: u64,
    records: u64,
}

fn write(stage: &mut SessionWorld, runs: u64) -> JournalSize {
    let mut written = JournalSize::default();
    let mut encoder = Encoder::from(Chain::ZERO);
    let mut buffer = Vec::with_capacity(2 * BUFFER);
    for run in 0..runs {
        stage.rewind(run);
        stage.play(&mut |stepped| {
            encoder.step(stepped, &mut buffer);
            written.records += 1;
        });
        if buffer.len() > BUFFER {
            written.bytes += black_box(&buffer).len() as u64;
            buffer.clear();
        }
    }
    written.bytes += buffer.len() as u64;
    written
}
