//! A whole study by the command line, on all cores: its time and its memory.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::clock;
use crate::figure::BenchFigure;
use crate::options::YardstickOptions;
use crate::rounds::ratios;

/// The number of runs of each of the ten settings.
const RUNS: u64 = 1_000_000;

/// The divisor of a smaller study, which shows whether memory grows with the number of runs.
const FEWER: u64 = 10;

/// The time between two readings of the running program's memory.
const LOOK: Duration = Duration::from_millis(10);

/// The cost of one run of the program.
struct Taken {
    seconds: f64,
    peak_mb: f64,
}

pub(crate) fn figures(options: &YardstickOptions) -> Vec<BenchFigure> {
    let (mut bare, mut kept, mut few, mut many) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        let taken = study(RUNS, false);
        bare.push(taken.seconds);
        many.push(taken.peak_mb);
        few.push(study(RUNS / FEWER, false).peak_mb);
        kept.push(study(RUNS, true).seconds);
    }
    let growth = ratios(&many, &few);
    vec![
        BenchFigure::new("study, 10 settings of 1,000,000 runs, by the wall", "s", bare).with(0.0..=10.0, 10.0),
        BenchFigure::new("the same with a row for each run and a report", "s", kept),
        BenchFigure::new("study of 100,000 runs each: memory at most", "MB", few),
        BenchFigure::new("study of 1,000,000 runs each: memory at most", "MB", many),
        BenchFigure::new("memory, of ten times fewer runs'", "", growth).with(0.0..=1.25, 1.25),
    ]
}

/// Plays 1 to 10 lines of the seed scenario; with or without a folder of results.
fn study(runs: u64, keeps: bool) -> Taken {
    let scratch = tempfile::tempdir().expect("there is room for a file");
    let file = scratch.path().join("lines.toml");
    let text = format!("name = \"lines\"\nscenario = \"seed\"\nruns = {runs}\n[grid]\nlines = \"1..=10\"\n");
    fs::write(&file, text).expect("there is room for a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_redial"));
    // Freed memory returns to the system at once, so that resident memory is memory in use.
    command.env("MIMALLOC_PURGE_DELAY", "0");
    command.arg("study").arg(file).stdout(Stdio::null()).stderr(Stdio::null());
    if keeps {
        command.arg("--out").arg(scratch.path().join("results"));
    }
    let begun = clock::wall();
    let mut child = command.spawn().expect("the program was built a moment ago");
    let status = Path::new("/proc").join(child.id().to_string()).join("status");
    let mut peak_mb = 0.0_f64;
    let ended = loop {
        peak_mb = peak_mb.max(peak_of(&status).unwrap_or_default());
        if let Some(ended) = child.try_wait().expect("it was started here") {
            break ended;
        }
        std::thread::sleep(LOOK);
    };
    assert!(ended.success(), "the study ended with {ended}");
    Taken { seconds: clock::wall() - begun, peak_mb }
}

/// Reads the most memory that a process ever held, in MB.
fn peak_of(status: &Path) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
