//! `redial sim`: the dialer in simulated weather, once or many times.

mod many;
mod one;
mod setup;

use std::path::PathBuf;

use redial_leads::Region;
use redial_sim::Scenario;

use self::setup::SimSetup;
use super::failure::Failure;
use super::inputs;
use redial_studies::people;

/// Dial in simulation: one session in detail, or many for statistics
///
/// A run is a function of scenario, leads, seed and run: the same bytes on any machine and any number of threads.
/// Without --runs, one run is played and summed up, or shown as a timeline, or written as a journal that `redial
/// replay` verifies.
#[derive(Debug, clap::Args)]
pub(crate) struct SimArgs {
    /// The name of a built-in scenario, or a scenario file (TOML); without one, the built-in model of the specification
    scenario: Option<PathBuf>,
    /// Print the built-in scenarios and exit
    #[arg(long, exclusive = true)]
    list_scenarios: bool,
    /// The seed of all chance
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The leads to dial, a .csv or .json file; without one, six demo leads and then invented ones
    #[arg(long, value_name = "FILE")]
    leads: Option<PathBuf>,
    /// The country of a phone number without a country code
    #[arg(long, value_name = "CODE", default_value = "US")]
    region: Region,
    /// The number of leads from the top of the list; overrides the scenario
    #[arg(long, value_name = "L", value_parser = clap::value_parser!(u32).range(1..=redial_engine::MAX_LEADS as i64))]
    take: Option<u32>,
    /// The number of lines that ring at once; overrides the scenario
    #[arg(
        long,
        value_name = "C",
        value_parser = clap::value_parser!(u8).range(1..=i64::from(redial_engine::MAX_LINES))
    )]
    lines: Option<u8>,
    /// Play this many independent runs and print means, deviations and 95 % intervals
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    runs: Option<u64>,
    /// The number of threads that share the runs; without it, one for each core
    #[arg(long, value_name = "T", requires = "runs", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Play one of many runs again, by its number from 0
    #[arg(long, value_name = "I")]
    run: Option<u64>,
    /// Write the run's journal to this file
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Print the run's timeline instead of its summary
    #[arg(long, conflicts_with = "json")]
    timeline: bool,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &SimArgs) -> Result<(), Failure> {
    if args.list_scenarios {
        return inputs::presets().map_err(Failure::io);
    }
    let setup = setup(args)?;
    match (args.runs, args.run) {
        (Some(runs), Some(run)) if run >= runs => {
            Err(Failure::usage(anyhow::anyhow!("--run {run} is none of --runs {runs}; they are numbered from 0")))
        }
        (Some(_), None) if args.journal.is_some() || args.timeline => {
            let what = "--journal and --timeline show one run; name it with --run";
            Err(Failure::usage(anyhow::anyhow!(what)))
        }
        (Some(runs), None) => many::run(&setup, runs, args.threads, args.json),
        (_, run) => {
            let form = match (args.timeline, args.json) {
                (true, _) => one::RunForm::Timeline,
                (false, true) => one::RunForm::Json,
                (false, false) => one::RunForm::Summary,
            };
            one::run(&setup, run.unwrap_or(0), args.journal.as_deref(), form)
        }
    }
}

fn setup(args: &SimArgs) -> Result<SimSetup, Failure> {
    let mut scenario = inputs::scenario(args.scenario.as_deref())?.unwrap_or_else(Scenario::seed);
    if let Some(lines) = args.lines {
        scenario.session.lines = lines;
    }
    if let Some(take) = args.take {
        scenario.session.take = take;
    }
    let take = scenario.session.take as usize;
    let leads = match &args.leads {
        None => people(scenario.session.take),
        Some(path) => {
            let leads = inputs::leads(path, args.region)?;
            if args.take.is_some() && leads.len() < take {
                let (path, held) = (path.display(), leads.len());
                return Err(Failure::usage(anyhow::anyhow!("--take {take}: {path} holds only {held} good leads")));
            }
            leads
        }
    };
    Ok(SimSetup { scenario, leads, seed: args.seed })
}
