//! One study: its plan, its work, and its progress.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redial_clock::Stopwatch;
use redial_study::{Part, Plan, RunTooLong, Shard};
use tokio::sync::watch;

use super::findings::Findings;
use super::progress::{WorkProgress, WorkStatus, left_ms};
use super::rounds;

/// The shortest time between two reports of progress, in milliseconds.
const REPORTED_EVERY_MS: u64 = 100;

/// The shortest time between two summaries, in milliseconds.
const SUMMARIZED_EVERY_MS: u64 = 1_000;

/// One study.
#[derive(Debug)]
pub struct Study {
    /// Its number, from 1.
    pub id: u64,
    /// Its plan.
    pub plan: Plan,
    progress: watch::Sender<WorkProgress>,
    is_canceled: AtomicBool,
}

impl Study {
    pub(super) fn new(id: u64, plan: Plan) -> Self {
        Self { id, plan, progress: watch::Sender::new(WorkProgress::none()), is_canceled: AtomicBool::new(false) }
    }

    /// Returns its progress and its findings until now.
    pub fn progress(&self) -> WorkProgress {
        self.progress.borrow().clone()
    }

    /// Watches its progress.
    pub fn watch(&self) -> watch::Receiver<WorkProgress> {
        self.progress.subscribe()
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&self) {
        let mut progress = self.watch();
        drop(progress.wait_for(|progress| progress.status.is_end()).await);
    }

    /// Stops the work soon; its findings stay. A study that waits ends at once.
    pub fn cancel(&self) {
        self.is_canceled.store(true, Ordering::Relaxed);
        self.tell(|progress| {
            let is_waiting = progress.status == WorkStatus::Waiting;
            if is_waiting {
                progress.status = WorkStatus::Canceled;
            }
            is_waiting
        });
    }

    /// Ends it with an error.
    pub(super) fn fail(&self, why: String) {
        self.tell(|progress| {
            progress.status = WorkStatus::Failed(why);
            true
        });
    }

    /// Does the work, unless it was canceled before it began.
    pub(super) fn work(&self) {
        let is_begun = self.tell(|progress| {
            progress.status = WorkStatus::Running;
            true
        });
        if !is_begun {
            return;
        }
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).saturating_sub(1).max(1);
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => {
                if let Err(stuck) = pool.install(|| self.play()) {
                    self.fail(stuck.to_string());
                }
            }
            Err(error) => self.fail(format!("the threads for it cannot be started: {error}")),
        }
    }

    fn play(&self) -> Result<Part, RunTooLong> {
        let whole = Part::begin(&self.plan, String::new(), Shard::WHOLE);
        let began = Stopwatch::start();
        let (mut reported, mut summarized): (Option<Stopwatch>, Option<Stopwatch>) = (None, None);
        rounds::play::<RunTooLong>(&self.plan, whole, false, &self.is_canceled, |part, _, is_last| {
            let is_due = |since: Option<Stopwatch>, every| since.is_none_or(|since| since.elapsed_ms() >= every);
            if !is_last && !is_due(reported, REPORTED_EVERY_MS) {
                return Ok(());
            }
            reported = Some(Stopwatch::start());
            let mut findings = None;
            if part.runs_done(&self.plan) > 0 && (is_last || is_due(summarized, SUMMARIZED_EVERY_MS)) {
                summarized = Some(Stopwatch::start());
                findings = Some(Arc::new(Findings::of(&self.plan, &part.outcome(&self.plan).0)));
            }
            self.tell_of(part, began.elapsed_ms(), findings, is_last);
            Ok(())
        })
    }

    fn tell_of(&self, part: &Part, elapsed_ms: u64, findings: Option<Arc<Findings>>, is_last: bool) {
        self.tell(|progress| {
            progress.findings = findings.or_else(|| progress.findings.take());
            (progress.runs, progress.elapsed_ms) = (part.runs_done(&self.plan), elapsed_ms);
            let verdict = progress.findings.as_ref().map(|findings| &findings.verdict);
            progress.left_ms = left_ms(&self.plan, progress.runs, verdict, elapsed_ms);
            if is_last {
                progress.left_ms = None;
                progress.status = if part.is_done(&self.plan) { WorkStatus::Done } else { WorkStatus::Canceled };
            }
            true
        });
    }

    /// Changes the progress, unless the study has ended, and notifies its watchers. Returns whether anything changed.
    fn tell(&self, change: impl FnOnce(&mut WorkProgress) -> bool) -> bool {
        self.progress.send_if_modified(|progress| {
            let is_changed = !progress.status.is_end() && change(progress);
            progress.step += u64::from(is_changed);
            is_changed
        })
    }
}
