//! The room where studies are worked on, one at a time, and kept.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use redial_sim::{Spread, stage_of_one_thread};

use super::plan::Plan;
use crate::live::Stopwatch;

/// How many studies are kept; the oldest ones go first.
const KEPT: usize = 16;

/// How many studies are worked on, or wait for it.
const UNDER_WAY_MAX: usize = 4;

/// All studies of one server; clones are the same room.
#[derive(Clone, Default)]
pub(crate) struct Studies {
    kept: Arc<Mutex<Kept>>,
    /// Held by the study that is worked on.
    turn: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Kept {
    last: u64,
    studies: VecDeque<Arc<Study>>,
}

/// Why a study cannot begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StudiesError {
    /// Others are under way.
    #[error("{UNDER_WAY_MAX} studies are under way already; wait for one to end, or cancel it")]
    Busy,
}

/// How far a study has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    /// It waits, or is worked on.
    Running,
    /// Every run is done.
    Done,
    /// Somebody stopped it.
    Canceled,
}

/// One study.
#[derive(Debug)]
pub(crate) struct Study {
    /// Its number, from 1.
    pub(crate) id: u64,
    /// What it is to do.
    pub(crate) plan: Plan,
    done: AtomicU64,
    is_canceled: AtomicBool,
    progress: Mutex<Progress>,
    watch: Stopwatch,
}

/// What a study came to so far.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// How far it has come.
    pub(crate) status: Status,
    /// The numbers of lines that are finished, in order.
    pub(crate) settings: Vec<(u8, Spread)>,
    /// How long it took, or has been taking.
    pub(crate) elapsed_ms: u64,
}

impl Studies {
    /// Begins a study.
    pub(crate) fn begin(&self, plan: Plan) -> Result<Arc<Study>, StudiesError> {
        let mut kept = lock(&self.kept);
        if kept.studies.iter().filter(|study| study.is_under_way()).count() >= UNDER_WAY_MAX {
            return Err(StudiesError::Busy);
        }
        kept.last += 1;
        let study = Arc::new(Study::new(kept.last, plan));
        kept.studies.push_back(Arc::clone(&study));
        while kept.studies.len() > KEPT {
            let Some(oldest) = kept.studies.iter().position(|study| !study.is_under_way()) else { break };
            kept.studies.remove(oldest);
        }
        let (working, turn) = (Arc::clone(&study), Arc::clone(&self.turn));
        tokio::task::spawn_blocking(move || {
            let _turn = lock(&turn);
            working.work();
        });
        Ok(study)
    }

    /// Returns a study by its number.
    pub(crate) fn find(&self, id: u64) -> Option<Arc<Study>> {
        lock(&self.kept).studies.iter().find(|study| study.id == id).map(Arc::clone)
    }

    /// Returns every study that is kept, newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Study>> {
        lock(&self.kept).studies.iter().rev().map(Arc::clone).collect()
    }

    /// Stops all of them: the server is going down.
    pub(crate) fn close(&self) {
        lock(&self.kept).studies.iter().for_each(|study| study.cancel());
    }
}

impl Study {
    fn new(id: u64, plan: Plan) -> Self {
        let progress = Progress { status: Status::Running, settings: Vec::new(), elapsed_ms: 0 };
        Self {
            id,
            plan,
            done: AtomicU64::new(0),
            is_canceled: AtomicBool::new(false),
            progress: Mutex::new(progress),
            watch: Stopwatch::start(),
        }
    }

    /// Returns how many runs are done, of all settings together.
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Returns how many runs there will be.
    pub(crate) fn total(&self) -> u64 {
        self.plan.runs * self.plan.lines.len() as u64
    }

    /// Stops the work soon; what is finished stays.
    pub(crate) fn cancel(&self) {
        self.is_canceled.store(true, Ordering::Relaxed);
    }

    /// Returns what it came to so far.
    pub(crate) fn progress(&self) -> Progress {
        let mut progress = lock(&self.progress).clone();
        if progress.status == Status::Running {
            progress.elapsed_ms = self.watch.elapsed_ms();
        }
        progress
    }

    fn is_under_way(&self) -> bool {
        lock(&self.progress).status == Status::Running
    }

    fn work(&self) {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).saturating_sub(1).max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let mut status = Status::Done;
        for lines in &self.plan.lines {
            let spread = match &pool {
                Ok(pool) => pool.install(|| self.play(*lines)),
                // Without threads of its own, the one that it has does all the work.
                Err(_) => self.play(*lines),
            };
            match spread {
                Some(spread) => lock(&self.progress).settings.push((*lines, spread)),
                None => {
                    status = Status::Canceled;
                    break;
                }
            }
        }
        let mut progress = lock(&self.progress);
        (progress.status, progress.elapsed_ms) = (status, self.watch.elapsed_ms());
    }

    /// Plays every run of one setting; `None` when it was stopped before the end.
    fn play(&self, lines: u8) -> Option<Spread> {
        let (plan, scenario, chunk) = (&self.plan, self.plan.setting(lines), self.plan.chunk());
        (0..plan.runs.div_ceil(chunk))
            .into_par_iter()
            .map_init(
                || stage_of_one_thread(&scenario, plan.leads(), plan.seed),
                |stage, n| {
                    if self.is_canceled.load(Ordering::Relaxed) {
                        return None;
                    }
                    let runs = n * chunk..plan.runs.min((n + 1) * chunk);
                    let mut spread = Spread::default();
                    spread.play(stage, runs.clone());
                    self.done.fetch_add(runs.end - runs.start, Ordering::Relaxed);
                    Some(spread)
                },
            )
            .try_reduce(Spread::default, |one, other| Some(one.and(&other)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
