//! A study at work: blocks played round by round on all threads of the current pool, and taken in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use redial_study::{Block, Part, Plan, RunTooLong, Scratch};

/// How many blocks each thread plays in a round.
const BLOCKS_A_ROUND: u64 = 4;

/// Plays a part to its end, or until `stop` is set, and returns its state.
///
/// While a round is played, `see` receives the previous one: the part with it, its blocks, with their rows if
/// `keeps_rows`, and whether it was the last.
///
/// # Errors
///
/// The error of `see`, and a run that does not end.
pub fn play<E: From<RunTooLong> + Send>(
    plan: &Plan,
    mut part: Part,
    keeps_rows: bool,
    stop: &AtomicBool,
    mut see: impl FnMut(&Part, &[Block], bool) -> Result<(), E> + Send,
) -> Result<Part, E> {
    let threads = rayon::current_num_threads();
    let players: Vec<Mutex<Option<Scratch>>> = (0..threads).map(|_| Mutex::default()).collect();
    let mut played: Vec<Block> = Vec::new();
    loop {
        for block in &played {
            part.take(plan, block);
        }
        let most = threads as u64 * BLOCKS_A_ROUND;
        let next = if stop.load(Ordering::Relaxed) { 0..0 } else { part.next_blocks(plan, most) };
        let is_last = next.is_empty();
        let play_one = |block| play_one(plan, &players, (block, keeps_rows), stop);
        let play = || next.into_par_iter().map(play_one).collect::<Vec<_>>();
        let (seen, more) = rayon::join(|| see(&part, &played, is_last), play);
        seen?;
        // Blocks are taken in order, so those that were finished behind a stopped one are dropped, and played again on
        // a resume.
        played = more.into_iter().map_while(Result::transpose).collect::<Result<_, _>>()?;
        if is_last {
            return Ok(part);
        }
    }
}

/// Plays a block in this thread's worlds; `None` when it was stopped.
fn play_one(
    plan: &Plan,
    players: &[Mutex<Option<Scratch>>],
    (block, keeps_rows): (u64, bool),
    stop: &AtomicBool,
) -> Result<Option<Block>, RunTooLong> {
    let place = rayon::current_thread_index().unwrap_or(0);
    let mut own = players[place].lock().unwrap_or_else(PoisonError::into_inner);
    plan.play_unless(own.get_or_insert_with(|| plan.scratch()), block, keeps_rows, stop)
}
