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
mod options;
mod parts;
mod reading;
mod rounds;
mod simpy;
mod study;
mod threads;
mod writer;

use clap::{Parser, ValueEnum};

use figure::BenchFigure;
use limit::Limit;
use options::{YardstickOptions, YardstickPart};

/// The server's allocator, so that figures are the server's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn figures(part: YardstickPart, options: &YardstickOptions, limit: Option<&Limit>) -> Vec<BenchFigure> {
    match part {
        YardstickPart::Batch => batch::figures(options, limit),
        YardstickPart::Threads => threads::figures(options, limit),
        YardstickPart::Journal => journal::figures(options, limit),
        YardstickPart::Reading => reading::figures(options),
        YardstickPart::Parts => parts::figures(options),
        YardstickPart::Study => study::figures(options),
        YardstickPart::Writer => writer::figures(options, limit),
    }
}

fn main() {
    let options = YardstickOptions::parse();
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
    let parts = options.only.as_ref().map_or(YardstickPart::value_variants(), std::slice::from_ref);
    let figures: Vec<_> = parts.iter().flat_map(|part| figures(*part, &options, limit.as_ref())).collect();
    figure::print(&figures, options.json);
    eprintln!("{}", machine::line());
}
