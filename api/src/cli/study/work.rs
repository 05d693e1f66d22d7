//! The run of a study on the command line: a checkpoint every few seconds, and a stop at an interrupt.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use anyhow::Context;
use redial_clock::Stopwatch;
use redial_study::{Part, Plan, RunTooLong, Shard};
use tokio::signal::unix::{SignalKind, signal};

use super::folder::Folder;
use super::plan::LoadedStudy;
use crate::cli::failure::{Failure, exit};
use crate::cli::progress::ProgressDisplay;
use redial_studies::rounds;

/// The time between two checkpoints, from which a study resumes after a crash, in milliseconds.
const KEPT_EVERY_MS: u64 = 5_000;

/// The progress of a study when its work ended.
pub(super) struct PlayedStudy {
    pub(super) part: Part,
    pub(super) folder: Option<Folder>,
}

/// Set by the first signal.
static IS_CANCELED: AtomicBool = AtomicBool::new(false);

/// The exit code of the signal.
static STOPPED_CODE: AtomicU8 = AtomicU8::new(exit::INTERRUPTED);

/// Plays a study, or one part of it, to its end, or until a signal stops it.
pub(super) fn play(
    study: &LoadedStudy,
    shard: Shard,
    folder: Option<Folder>,
    threads: Option<u16>,
) -> Result<PlayedStudy, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    let pool = pool.context("the threads cannot be started").map_err(Failure::io)?;
    hear_signals();
    let part = match &folder {
        None => Part::begin(&study.plan, study.known_by(), shard),
        Some(folder) => folder.part.clone(),
    };
    pool.install(|| play_and_keep(&study.plan, part, folder))
}

/// Plays all rounds; shows and writes each.
fn play_and_keep(plan: &Plan, part: Part, mut folder: Option<Folder>) -> Result<PlayedStudy, Failure> {
    let blocks = part.shard.blocks(plan);
    let runs = plan.runs_of(blocks.end.saturating_sub(1)).end.saturating_sub(plan.runs_of(blocks.start).start);
    let mut progress = ProgressDisplay::begin(part.runs_done(plan), runs);
    let (mut watch, mut is_warned) = (Stopwatch::start(), false);
    look(plan, &part, &mut progress, &mut is_warned);
    let part = rounds::play::<Failure>(plan, part, folder.is_some(), &IS_CANCELED, |part, blocks, is_last| {
        if part.is_at_look(plan) {
            look(plan, part, &mut progress, &mut is_warned);
        }
        progress.reach(part.runs_done(plan));
        let Some(folder) = &mut folder else { return Ok(()) };
        folder.write(plan, blocks)?;
        if is_last || watch.elapsed_ms() >= KEPT_EVERY_MS {
            folder.keep(part)?;
            watch = Stopwatch::start();
        }
        Ok(())
    })?;
    progress.end();
    Ok(PlayedStudy { part, folder })
}

/// Updates the expected end of the study after a look, and warns once if its precision is out of reach.
fn look(plan: &Plan, part: &Part, progress: &mut ProgressDisplay, is_warned: &mut bool) {
    let Some(verdict) = part.last_look(plan) else { return };
    let is_done = part.is_done(plan);
    progress.expect(if is_done { part.runs_done(plan) } else { plan.runs_expected(&verdict) });
    if !*is_warned && !is_done && verdict.is_out_of_reach() {
        progress.say(&format!("the precision is out of reach: {verdict}"));
        *is_warned = true;
    }
}

impl From<RunTooLong> for Failure {
    fn from(stuck: RunTooLong) -> Self {
        Self::data(stuck)
    }
}

/// Returns the exit code of a stopped study.
pub(super) fn stopped_code() -> u8 {
    STOPPED_CODE.load(Ordering::Relaxed)
}

/// Handles SIGINT and SIGTERM on a thread of its own; a second one ends the process at once.
fn hear_signals() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let Ok(runtime) = runtime else { return };
    std::thread::spawn(move || {
        runtime.block_on(async {
            let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
            let (Ok(mut interrupt), Ok(mut terminate)) = signals else { return };
            loop {
                let code = tokio::select! {
                    _ = interrupt.recv() => exit::INTERRUPTED,
                    _ = terminate.recv() => exit::TERMINATED,
                };
                STOPPED_CODE.store(code, Ordering::Relaxed);
                if IS_CANCELED.swap(true, Ordering::Relaxed) {
                    std::process::exit(code.into());
                }
            }
        });
    });
}
