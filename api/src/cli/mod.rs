//! The command line.

mod leads;
mod list;
mod log;
mod logging;
mod openapi;
mod progress;
mod replay;
mod salvage;
mod serve;
mod sim;
mod study;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How the program ends, after sysexits.h where that has a word for it.
pub(crate) mod exit {
    /// The command line makes no sense.
    pub(crate) const USAGE: u8 = 64;
    /// A file holds what it should not.
    pub(crate) const DATA: u8 = 65;
    /// Something cannot be read or written.
    pub(crate) const IO: u8 = 74;
    /// Somebody interrupted it: 128 and the signal's number, as shells say it.
    pub(crate) const INTERRUPTED: u8 = 130;
    /// Somebody ended it with SIGTERM.
    pub(crate) const TERMINATED: u8 = 143;
}

/// A multi-line sales dialer with a CRM behind it, whose every decision can be replayed
///
/// An agent picks leads; redial rings several lines at once; the first person who answers wins, the other lines are canceled,
/// and each call's result reaches the CRM exactly once. The same dialer runs live, in simulation and in replay.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Sim(sim::Sim),
    Study(Box<study::Study>),
    Replay(replay::Replay),
    Log(log::Log),
    Leads(leads::Leads),
    Openapi(openapi::Openapi),
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { exit::USAGE } else { 0 };
            // Nobody is left to tell when even that cannot be printed.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match &cli.command {
        Command::Serve(args) => ended(serve::run(args)),
        Command::Sim(args) => ended(sim::run(args)),
        Command::Study(args) => ended(study::run(args)),
        Command::Replay(args) => replay::run(args),
        Command::Log(args) => ended(log::run(args)),
        Command::Leads(args) => ended(leads::run(args).map_err(Failure::io)),
        Command::Openapi(args) => ended(openapi::run(args).map_err(Failure::io)),
    }
}

/// Why a command failed, and the code to exit with.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// The command line makes no sense.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::USAGE, error: error.into() }
    }

    /// A file holds what it should not.
    pub(crate) fn data(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::DATA, error: error.into() }
    }

    /// Something cannot be read or written.
    pub(crate) fn io(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::IO, error: error.into() }
    }

    /// Returns true when the reader of our output has gone away, which is no failure of ours.
    fn is_broken_pipe(&self) -> bool {
        let io = self.error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
        io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn ended(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("redial: {:#}", failure.error);
            ExitCode::from(failure.code)
        }
    }
}
