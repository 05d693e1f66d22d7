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
mod threads;

use clap::Parser;

use limit::Limit;

/// How fast redial computes, beside the yardstick, in interleaved rounds
///
/// Rates are per second of processor time of one thread; two threads against one are by the wall. Compare only what was
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
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// Given by cargo bench; without it nothing is measured
    #[arg(long, hide = true)]
    bench: bool,
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
    let sections: [fn(&Options, Option<&Limit>) -> Vec<figure::Figure>; 5] =
        [batch::figures, threads::figures, journal::figures, reading::figures, parts::figures];
    let figures: Vec<_> = sections.iter().flat_map(|section| section(&options, limit.as_ref())).collect();
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
