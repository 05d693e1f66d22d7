//! A study at work on the command line: kept every few seconds, and stopped by an interrupt.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use redial_sim::study::{Part, Plan, Shard, Stuck};

use super::folder::Folder;
use super::plan::Asked;
use crate::cli::{Failure, exit, progress};
use crate::live::Stopwatch;
use crate::studies::rounds;

/// How often a study is kept, so that it can be gone on with after a crash, in milliseconds.
const KEPT_EVERY_MS: u64 = 5_000;

/// How far a study came.
pub(super) struct Done {
    pub(super) part: Part,
    pub(super) folder: Option<Folder>,
}

/// Set once somebody asks to stop.
static IS_CANCELED: AtomicBool = AtomicBool::new(false);

/// Plays a study, or one part of it, to its end, or until somebody stops it.
pub(super) fn play(asked: &Asked, shard: Shard, folder: Option<Folder>, threads: Option<u16>) -> Result<Done, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    let pool = pool.context("the threads cannot be started").map_err(Failure::io)?;
    cancel_on_interrupt();
    let part = match &folder {
        None => Part::begin(&asked.plan, asked.known_by(), shard),
        Some(folder) => folder.part.clone(),
    };
    pool.install(|| kept(&asked.plan, part, folder))
}

/// Plays all rounds, each of which is shown and written.
fn kept(plan: &Plan, part: Part, mut folder: Option<Folder>) -> Result<Done, Failure> {
    let blocks = part.shard.blocks(plan);
    let first = plan.runs_of(blocks.start).start;
    let bar = progress::bar(plan.runs_of(blocks.end.saturating_sub(1)).end.saturating_sub(first));
    let mut watch = Stopwatch::start();
    let part = rounds::play::<Failure>(plan, part, folder.is_some(), &IS_CANCELED, |part, blocks, is_last| {
        bar.set_position(part.runs_done(plan));
        let Some(folder) = &mut folder else { return Ok(()) };
        folder.write(plan, blocks)?;
        if is_last || watch.elapsed_ms() >= KEPT_EVERY_MS {
            folder.keep(part)?;
            watch = Stopwatch::start();
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(Done { part, folder })
}

impl From<Stuck> for Failure {
    fn from(stuck: Stuck) -> Self {
        Self::data(stuck)
    }
}

/// Listens for an interrupt on a thread of its own; a second one ends the process at once.
fn cancel_on_interrupt() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let Ok(runtime) = runtime else { return };
    std::thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if IS_CANCELED.swap(true, Ordering::Relaxed) {
                    std::process::exit(exit::INTERRUPTED.into());
                }
            }
        });
    });
}
