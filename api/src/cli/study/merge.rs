//! `redial study merge`: joins the parts of a study.

use std::path::PathBuf;

use redial_study::Part;

use super::folder::{copy_inputs, findings, join_tables, part};
use super::layout::STUDY;
use super::{answer, plan};
use crate::cli::failure::Failure;

/// Join the parts of a study: the result equals that of the undivided study, byte for byte
#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// The folders of all parts, in any order
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// The new folder for the whole
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print the summary as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &MergeArgs) -> Result<(), Failure> {
    let study = plan::read(&args.parts[0].join(STUDY), None)?;
    if std::fs::read_dir(&args.out).is_ok_and(|mut entries| entries.next().is_some()) {
        let what = "it is not empty; name another folder";
        return Err(Failure::usage(anyhow::anyhow!("{}: {what}", args.out.display())));
    }
    let mut parts = args.parts.iter().map(|dir| Ok((part(dir)?, dir.clone()))).collect::<Result<Vec<_>, Failure>>()?;
    parts.sort_by_key(|(part, _)| (part.shard.of, part.shard.place));
    if let Some([(part, first), (_, second)]) = parts.windows(2).find(|pair| pair[0].0.shard == pair[1].0.shard) {
        let (shard, first, second) = (part.shard, first.display(), second.display());
        return Err(Failure::usage(anyhow::anyhow!(
            "part {shard} is there twice, in {first} and in {second}: name it once"
        )));
    }
    let (parts, dirs): (Vec<Part>, Vec<PathBuf>) = parts.into_iter().unzip();
    if parts[0].plan != study.known_by() {
        let what = "its parts were made from another study file, or by another version of the program";
        return Err(Failure::data(anyhow::anyhow!("{}: {what}", args.parts[0].display())));
    }
    let whole = Part::merge(&study.plan, &parts).map_err(Failure::data)?;
    let (results, runs) = whole.outcome(&study.plan);
    copy_inputs(&args.out, &study).map_err(Failure::io)?;
    join_tables(&args.out, &study.plan, &dirs, runs)?;
    findings(&args.out, &study, &results).map_err(Failure::io)?;
    answer::print(&study.plan, &results, args.json).map_err(Failure::io)
}
