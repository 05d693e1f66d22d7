//! The arguments of the yardstick, and the parts that it measures.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// How fast redial computes, beside the yardstick, in interleaved rounds
///
/// Rates are per second of processor time of one thread; two threads against one, and the disk, are by the wall.
/// Compare only figures of one run, on a quiet machine. REDIAL_YARDSTICK names the folder of the yardstick's
/// sources; it is built below the target directory.
#[derive(Debug, Parser)]
pub(crate) struct YardstickOptions {
    /// The number of rounds; medians are printed
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// The number of sessions that redial simulates in a round
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) runs: u64,
    /// Measure this alone
    #[arg(long, value_enum)]
    pub(crate) only: Option<YardstickPart>,
    /// The directory for the journal writer and the yardstick, on the disk to be measured
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    pub(crate) directory: PathBuf,
    /// Print JSON lines
    #[arg(long)]
    pub(crate) json: bool,
    /// Given by cargo bench; without it nothing is measured
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

/// The parts that can be measured alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum YardstickPart {
    /// Many simulated sessions, without a journal
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
