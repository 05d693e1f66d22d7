//! `redial study`: settings of a scenario compared, each over many runs with the same luck.

mod answer;
mod canvas;
mod checkpoint;
mod checksums;
mod folder;
mod layout;
mod merge;
mod plan;
mod plot;
mod report;
mod work;

use std::path::PathBuf;

use redial_leads::Region;
use redial_study::Shard;

use super::failure::Failure;
use folder::Folder;

/// Compare settings: how many lines, at what cost in abandoned calls and canceled rings
///
/// FILE (TOML) names a scenario, a grid of settings, and the number of runs of each setting, or the required precision
/// of the answer:
///
///     name = "how-many-lines"
///     scenario = "b2b-cold-average"    # built in, or a scenario file beside this one
///     runs = 100_000                   # of each setting; with [precision], at most this many
///     [grid]
///     lines = "1..=10"
///     "dialer.ring_timeout_ms" = [20_000, 32_000]
///     [precision]                      # half the width that a 95 % interval may have
///     abandoned_share = 0.002
///
/// Optional: seed = 1, leads = "leads.csv", region = "US" (of phone numbers without a country code), and a table,
/// baseline, that names the setting to compare with (else the first). Every setting plays the same runs with the same
/// luck. The result of a study is a function of its file, on any machine and any number of threads. The
/// command reports after the first 10,000 runs if the runs cannot reach the precision.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, verbatim_doc_comment)]
pub(crate) struct StudyArgs {
    #[command(subcommand)]
    command: Option<StudyCommand>,
    #[command(flatten)]
    run: StudyRunArgs,
}

#[derive(Debug, clap::Subcommand)]
enum StudyCommand {
    Merge(merge::MergeArgs),
}

#[derive(Debug, clap::Args)]
struct StudyRunArgs {
    /// The study file
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Write runs.csv, runs.parquet, summary.json, report.html and every setting's scenario into this new folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Resume the interrupted study in --out DIR
    #[arg(long, requires = "out")]
    resume: bool,
    /// Play only the I-th of N parts; `redial study merge` joins them. A part alone cannot determine when the whole is
    /// precise enough, so with goals of precision all parts play all their runs, and merging drops the unneeded ones
    #[arg(long, value_name = "I/N", requires = "out")]
    shard: Option<Shard>,
    /// The number of threads that share the runs; without it, one for each core
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// The country of a phone number without a country code; without it, the file's region, else US
    #[arg(long, value_name = "CODE")]
    region: Option<Region>,
    /// Print the summary as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &StudyArgs) -> Result<(), Failure> {
    match &args.command {
        Some(StudyCommand::Merge(merge)) => merge::run(merge),
        None => study(&args.run),
    }
}

fn study(args: &StudyRunArgs) -> Result<(), Failure> {
    let path = args.file.as_deref().expect("clap asks for it");
    let study = plan::read(path, args.region)?;
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    let folder = match &args.out {
        None => None,
        Some(dir) if args.resume => Some(Folder::resume(dir, &study, shard)?),
        Some(dir) => Some(Folder::create(dir, &study, shard)?),
    };
    let done = work::play(&study, shard, folder, args.threads)?;
    if !done.part.is_done(&study.plan) {
        say_broken_off(args, &done.part, &study);
        return Err(Failure { code: work::stopped_code(), error: anyhow::anyhow!("the study was interrupted") });
    }
    if let Some(shard) = args.shard {
        let dir = args.out.as_deref().expect("clap asks for it").display();
        eprintln!("part {shard} is done; put all parts together with: redial study merge --out DIR {dir} …");
        return Ok(());
    }
    let (results, _) = done.part.outcome(&study.plan);
    if let Some(folder) = done.folder {
        folder.finish(&study, &results)?;
    }
    answer::print(&study.plan, &results, args.json).map_err(Failure::io)
}

fn say_broken_off(args: &StudyRunArgs, part: &redial_study::Part, study: &plan::LoadedStudy) {
    let runs = part.runs_done(&study.plan);
    match &args.out {
        Some(dir) => {
            let shard = args.shard.map_or_else(String::new, |shard| format!(" --shard {shard}"));
            eprintln!("{runs} runs of each setting are kept in {}; resume with --resume{shard}", dir.display());
        }
        None => eprintln!("{runs} runs of each setting were done; with --out DIR they would have been kept"),
    }
}
