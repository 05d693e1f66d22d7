//! A study at work: blocks played on all threads, taken in order, kept every few seconds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use rayon::prelude::*;
use redial_sim::study::{Block, Part, Plan, Players, Shard, Stuck};

use super::folder::Folder;
use super::plan::Asked;
use crate::cli::{Failure, exit, progress};
use crate::live::Stopwatch;

/// How many blocks each thread plays until all of them are taken.
const BLOCKS_A_ROUND: u64 = 4;

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
    pool.install(|| rounds(&asked.plan, part, folder, pool.current_num_threads() as u64))
}

/// Plays round by round: while one is played, the rows of the one before are written.
fn rounds(plan: &Plan, mut part: Part, mut folder: Option<Folder>, threads: u64) -> Result<Done, Failure> {
    let blocks = part.shard.blocks(plan);
    let bar =
        progress::bar(plan.runs_of(blocks.end.saturating_sub(1)).end.saturating_sub(plan.runs_of(blocks.start).start));
    bar.set_position(part.runs_done(plan));
    let players: Vec<Mutex<Option<Players>>> = (0..threads).map(|_| Mutex::default()).collect();
    let keeps_rows = folder.is_some();
    let mut watch = Stopwatch::start();
    let mut played: Vec<Block> = Vec::new();
    loop {
        for block in &played {
            part.take(plan, block);
        }
        bar.set_position(part.runs_done(plan));
        let next =
            if IS_CANCELED.load(Ordering::Relaxed) { 0..0 } else { part.next_blocks(plan, threads * BLOCKS_A_ROUND) };
        let write = || folder.as_mut().map_or(Ok(()), |folder| folder.write(plan, &played));
        let play = || next.clone().into_par_iter().map(|block| play_one(plan, &players, block, keeps_rows)).collect();
        let (written, more): (_, Result<Vec<Block>, Stuck>) = rayon::join(write, play);
        written?;
        let is_last = next.is_empty();
        if let Some(folder) = folder.as_mut().filter(|_| is_last || watch.elapsed_ms() >= KEPT_EVERY_MS) {
            folder.keep(&part)?;
            watch = Stopwatch::start();
        }
        played = more.map_err(Failure::data)?;
        if is_last {
            bar.finish_and_clear();
            return Ok(Done { part, folder });
        }
    }
}

/// Plays a block on the stages of this thread.
fn play_one(plan: &Plan, players: &[Mutex<Option<Players>>], block: u64, keeps_rows: bool) -> Result<Block, Stuck> {
    let place = rayon::current_thread_index().unwrap_or(0);
    let mut own = players[place].lock().unwrap_or_else(PoisonError::into_inner);
    plan.play(own.get_or_insert_with(|| plan.players()), block, keeps_rows)
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
