//! How fast redial computes, beside the yardstick: the fastest honest loop without an engine behind it.
//!
//! `cargo bench -p redial --bench yardstick -- --help`

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/figure.rs"]
mod figure;
#[path = "../shared/machine.rs"]
mod machine;
#[path = "../shared/people.rs"]
mod people;

mod batch;
mod journal;
mod limit;
mod parts;
mod reading;
mod simpy;
mod study;
mod threads;
mod writer;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use figure::Figure;

use limit::Limit;

/// The server's allocator, so that figures are the server's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How fast redial computes, beside the yardstick, in interleaved rounds
///
/// Rates are per second of processor time of one thread; two threads against one, and the disk, are by the wall. Compare only what was
/// measured in one run, on a quiet machine. REDIAL_YARDSTICK says where the yardstick's sources are; it is built below the
/// target directory.
#[derive(Debug, Parser)]
struct Options {
    /// How many rounds; medians are printed
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How many sessions redial simulates a round
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    runs: u64,
    /// Measure this alone
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Where the journal writer and the yardstick write; name a directory on the disk that is asked about
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    directory: PathBuf,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// Given by cargo bench; without it nothing is measured
    #[arg(long, hide = true)]
    bench: bool,
}

/// What can be measured by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Part {
    /// Many simulated sessions, nothing written down
    Batch,
    /// The same on two threads, by the wall
    Threads,
    /// The same with the journal written to memory
    Journal,
    /// A journal parsed, folded and executed again
    Reading,
    /// Names, and steps of a crowded world
    Parts,
    /// A whole study by the command line, on all cores
    Study,
    /// The journal on disk, each record waited for, by the wall
    Writer,
}

impl Part {
    fn figures(self, options: &Options, limit: Option<&Limit>) -> Vec<Figure> {
        match self {
            Self::Batch => batch::figures(options, limit),
            Self::Threads => threads::figures(options, limit),
            Self::Journal => journal::figures(options, limit),
            Self::Reading => reading::figures(options),
            Self::Parts => parts::figures(options),
            Self::Study => study::figures(options),
            Self::Writer => writer::figures(options, limit),
        }
    }
}

fn main() {
    let options = Options::parse();
    if !options.bench {
        println!("the figures are made by cargo bench");
        return;
    }
    let limit = Limit::build();
    if let Err(missing) = &limit {
        eprintln!("no yardstick, so redial's own figures only: {missing}");
    }
    let limit = limit.ok();
    eprintln!("{}", machine::line());
    let parts = options.only.as_ref().map_or(Part::value_variants(), std::slice::from_ref);
    let figures: Vec<_> = parts.iter().flat_map(|part| part.figures(&options, limit.as_ref())).collect();
    figure::print(&figures, options.json);
    eprintln!("{}", machine::line());
}

/// Returns the seconds of processor time that this thread works on something.
fn worked<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let now = || clock::seconds(rustix::time::ClockId::ThreadCPUTime);
    let begun = now();
    let made = std::hint::black_box(work());
    (now() - begun, made)
}

/// Divides round by round: only what was measured in the same round is compared.
pub(crate) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}
