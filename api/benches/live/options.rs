//! The arguments of the live bench, and the parts that it measures.

use clap::Parser;

/// Measure the cost and the punctuality of a live server with thousands of sessions at once
///
/// Starts the release build of `redial serve` on a directory and a port of its own, starts sessions over HTTP as fast
/// as they are answered, waits until every result is in the CRM, stops the server, and reads the journal. Everything is
/// on this machine, so other work on it counts against the server.
#[derive(Debug, Parser)]
pub(crate) struct LiveOptions {
    /// The number of sessions to start, each with six leads of its own
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) sessions: u32,
    /// The number of connections that start them
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) connections: u32,
    /// The number of rounds, each with a new server; medians are printed
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Measure these parts alone; may be given several times
    #[arg(long, value_enum)]
    pub(crate) only: Vec<LivePart>,
    /// Print JSON lines
    #[arg(long)]
    pub(crate) json: bool,
    /// Given by cargo bench; without it nothing is measured
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

/// The parts, each measured on servers of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(crate) enum LivePart {
    /// A whole run, from the import of leads until every result is in the CRM
    Whole,
    /// Every session is polled every 1.5 s, while commands come in
    Polled,
    /// 200 listeners to 1,000 sessions
    Pushed,
    /// 100,000 sessions, live and stopped
    Many,
    /// Clients that send nothing, send slowly, or never read, beside good ones, over sessions of 10,000 leads; a
    /// minute a round
    Hostile,
}
