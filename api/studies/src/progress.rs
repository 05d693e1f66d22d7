//! The progress of a study, as its watchers receive it.

use std::sync::Arc;

use redial_study::{InterimResult, Plan};

use super::findings::Findings;

/// The shortest time at work from which a speed is estimated, in milliseconds.
const KNOWN_AFTER_MS: u64 = 500;

/// Whether a study waits, runs, or has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkStatus {
    /// Other studies run first.
    Waiting,
    /// Its runs are being played.
    Running,
    /// Every run is done, or every goal of precision is met.
    Done,
    /// A request canceled it; its findings until then stay.
    Canceled,
    /// It could not continue, with the reason.
    Failed(String),
}

impl WorkStatus {
    /// Returns true when the study has ended.
    pub const fn is_end(&self) -> bool {
        match self {
            Self::Waiting | Self::Running => false,
            Self::Done | Self::Canceled | Self::Failed(_) => true,
        }
    }
}

/// The progress of a study, and its findings until then.
#[derive(Clone, Debug)]
pub struct WorkProgress {
    /// The number of changes so far.
    pub step: u64,
    /// Whether it waits, runs, or has ended.
    pub status: WorkStatus,
    /// How many runs of each setting are done.
    pub runs: u64,
    /// The time at work, in milliseconds.
    pub elapsed_ms: u64,
    /// The estimated time left, in milliseconds.
    pub left_ms: Option<u64>,
    /// Its findings; while it runs they may be a second old.
    pub findings: Option<Arc<Findings>>,
}

impl WorkProgress {
    /// Returns the progress of a study that has not begun.
    pub(super) const fn none() -> Self {
        Self { step: 0, status: WorkStatus::Waiting, runs: 0, elapsed_ms: 0, left_ms: None, findings: None }
    }
}

/// Estimates the time left at the present speed, in milliseconds; `None` where the speed or the end is unknown.
pub(super) fn left_ms(plan: &Plan, done: u64, verdict: Option<&InterimResult>, elapsed_ms: u64) -> Option<u64> {
    let end = end(plan, done, verdict)?;
    if done == 0 || elapsed_ms < KNOWN_AFTER_MS {
        return None;
    }
    let left = u128::from(end.saturating_sub(done)) * u128::from(elapsed_ms) / u128::from(done);
    u64::try_from(left).ok()
}

/// Returns after how many runs of each setting a study will end; `None` before it has findings to estimate that from.
fn end(plan: &Plan, done: u64, verdict: Option<&InterimResult>) -> Option<u64> {
    if plan.goals.is_empty() {
        return Some(plan.runs);
    }
    match verdict? {
        // A study ends at a look only, and the next one may be far.
        InterimResult::Precise => {
            plan.looks().into_iter().map(|look| plan.runs_of(look - 1).end).find(|look| *look >= done)
        }
        rough @ InterimResult::Rough { .. } => Some(plan.runs_expected(rough)),
    }
}

#[cfg(test)]
mod tests {
    use redial_sim::SEED;
    use redial_study::StudyFile;

    use super::super::people;
    use super::*;

    fn plan(more: &str) -> Plan {
        let file = format!("name = \"a\"\nscenario = \"seed\"\nruns = 1_000_000\n{more}");
        Plan::new(&StudyFile::read(&file).expect("it is sound"), SEED, people).expect("it is sound")
    }

    #[test]
    fn without_goals_a_study_ends_with_its_runs() {
        assert_eq!(end(&plan(""), 7, None), Some(1_000_000));
    }

    #[test]
    fn with_goals_it_ends_at_the_look_that_will_find_them_met() {
        let plan = plan("[precision]\nwon = 0.001");
        let looks: Vec<_> = plan.looks().iter().map(|look| plan.runs_of(look - 1).end).collect();
        let (goal, most_runs) = (plan.goals[0], plan.runs);
        let rough =
            |needs_runs| InterimResult::Rough { setting: String::new(), goal, half_width: 1.0, needs_runs, most_runs };
        assert_eq!(end(&plan, 1, None), None, "there was no look yet");
        assert_eq!(end(&plan, 1, Some(&InterimResult::Precise)), Some(looks[0]));
        assert_eq!(end(&plan, 1, Some(&rough(looks[1] as f64 + 0.5))), Some(looks[2]));
        assert_eq!(
            end(&plan, looks[1] + 1, Some(&InterimResult::Precise)),
            Some(looks[2]),
            "it looks at fixed places only"
        );
        assert_eq!(end(&plan, 1, Some(&rough(f64::INFINITY))), Some(1_000_000));
    }

    #[test]
    fn the_time_left_is_estimated_once_the_speed_is_known() {
        let plan = plan("");
        assert_eq!(left_ms(&plan, 250_000, None, 1_000), Some(3_000));
        assert_eq!(left_ms(&plan, 250_000, None, 100), None);
        assert_eq!(left_ms(&plan, 0, None, 1_000), None);
    }
}
