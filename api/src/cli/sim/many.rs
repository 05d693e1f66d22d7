//! Many runs: their means, deviations and intervals.

use std::io::{self, Write};

use anyhow::Context;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use redial_clock::Stopwatch;
use redial_sim::{Moments, Totals, batch};
use serde::Serialize;

use super::setup::SimSetup;
use crate::cli::failure::Failure;
use crate::cli::progress;

/// The summary of many runs, as JSON.
#[derive(Serialize)]
struct BatchReport<'a> {
    scenario: &'a str,
    seed: u64,
    runs: u64,
    threads: usize,
    metrics: BatchMetrics,
    calls: u64,
    transitions: u64,
    elapsed_ms: u64,
}

#[derive(Serialize)]
struct BatchMetrics {
    won: BatchFigure,
    attempted: BatchFigure,
    connected: BatchFigure,
    failed: BatchFigure,
    canceled: BatchFigure,
    abandoned: BatchFigure,
    duration_ms: BatchFigure,
}

/// A mean, the deviation of the sample, and the 95 % interval of the mean.
#[derive(Clone, Copy, Serialize)]
struct BatchFigure {
    mean: f64,
    sd: f64,
    ci95: (f64, f64),
}

impl BatchFigure {
    fn of(tally: Moments) -> Self {
        Self { mean: tally.mean(), sd: tally.sd(), ci95: tally.normal_interval() }
    }

    fn of_share(tally: Moments) -> Self {
        Self { ci95: tally.wilson_interval(), ..Self::of(tally) }
    }
}

impl BatchMetrics {
    fn of(totals: &Totals) -> Self {
        Self {
            won: BatchFigure::of_share(totals.won),
            attempted: BatchFigure::of(totals.attempted),
            connected: BatchFigure::of(totals.connected),
            failed: BatchFigure::of(totals.failed),
            canceled: BatchFigure::of(totals.canceled),
            abandoned: BatchFigure::of(totals.abandoned),
            duration_ms: BatchFigure::of(totals.duration_ms),
        }
    }

    fn rows(&self) -> [(&'static str, BatchFigure); 7] {
        [
            ("won", self.won),
            ("attempted", self.attempted),
            ("connected", self.connected),
            ("failed", self.failed),
            ("canceled", self.canceled),
            ("abandoned", self.abandoned),
            ("duration ms", self.duration_ms),
        ]
    }
}

/// Plays many runs.
pub(super) fn run(setup: &SimSetup, runs: u64, threads: Option<u16>, json: bool) -> Result<(), Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    let pool = pool.context("the threads cannot be started").map_err(Failure::io)?;
    let (bar, watch) = (progress::bar(runs), Stopwatch::start());
    let totals = pool.install(|| batch(&setup.scenario, &setup.leads, setup.seed, runs, &|done| bar.inc(done)));
    bar.finish_and_clear();
    let report = BatchReport {
        scenario: &setup.scenario.name,
        seed: setup.seed,
        runs,
        threads: pool.current_num_threads(),
        metrics: BatchMetrics::of(&totals),
        calls: totals.attempted.sum(),
        transitions: totals.transitions,
        elapsed_ms: watch.elapsed_ms(),
    };
    let printed = if json { report.print_json() } else { report.print_table(setup) };
    printed.map_err(Failure::io)
}

impl BatchReport<'_> {
    fn print_json(&self) -> io::Result<()> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        io::stdout().lock().write_all(&line)
    }

    fn print_table(&self, setup: &SimSetup) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(["", "mean", "sd", "95 % interval"]);
        for (name, figure) in self.metrics.rows() {
            let (low, high) = figure.ci95;
            table.add_row([
                name.to_owned(),
                format!("{:.4}", figure.mean),
                format!("{:.4}", figure.sd),
                format!("{low:.4} to {high:.4}"),
            ]);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let session = &setup.scenario.session;
        let mut out = io::stdout().lock();
        writeln!(
            out,
            "scenario {}, seed {}: {} runs of {} leads on {} lines, {} threads, {} ms",
            self.scenario,
            self.seed,
            self.runs,
            setup.leads.len().min(session.take as usize),
            session.lines,
            self.threads,
            self.elapsed_ms
        )?;
        writeln!(out, "{table}")?;
        writeln!(out, "The interval of won is Wilson's, the others are normal. See any run with --run I, from 0.")
    }
}
