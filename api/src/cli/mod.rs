//! The command line.

mod failure;
mod inputs;
mod journal;
mod leads;
mod logging;
mod openapi;
mod progress;
mod replay;
mod serve;
mod sim;
mod study;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::failure::{Failure, ended, exit};

/// A multi-line sales dialer with a CRM behind it, whose every decision can be replayed
///
/// An agent picks leads; redial rings several lines at once; the first person who answers wins, the other lines are
/// canceled, and each call's result reaches the CRM exactly once. The same dialer runs live, in simulation and in
/// replay.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: CliCommand,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    Serve(serve::ServeArgs),
    Sim(sim::SimArgs),
    Study(Box<study::StudyArgs>),
    Replay(replay::ReplayArgs),
    #[command(alias = "log")]
    Journal(journal::JournalArgs),
    Leads(leads::LeadsArgs),
    Openapi(openapi::OpenapiArgs),
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { exit::USAGE } else { 0 };
            // A closed standard error leaves no place to report that.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match &cli.command {
        CliCommand::Serve(args) => ended(serve::run(args)),
        CliCommand::Sim(args) => ended(sim::run(args)),
        CliCommand::Study(args) => ended(study::run(args)),
        CliCommand::Replay(args) => replay::run(args),
        CliCommand::Journal(args) => ended(journal::run(args)),
        CliCommand::Leads(args) => ended(leads::run(args).map_err(Failure::io)),
        CliCommand::Openapi(args) => ended(openapi::run(args).map_err(Failure::io)),
    }
}
