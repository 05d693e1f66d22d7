//! How far a study has come, as it is told to whoever watches.

use std::sync::Arc;

use redial_study::{InterimResult, Plan};

use super::findings::Findings;

/// How long a study must have been at work before its speed says anything, in milliseconds.
const KNOWN_AFTER_MS: u64 = 500;

/// What becomes of a study: whether it waits, is worked on, or is over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum WorkStatus {
    /// Others are worked on first.
    Waiting,
    /// It is worked on.
    Running,
    /// Every run is done, or what was to be precise is precise.
    Done,
    /// Somebody stopped it; what it found until then stays.
    Canceled,
    /// It could not go on, and why.
    Failed(String),
}

impl WorkStatus {
    /// Returns true when nothing more comes.
    pub(crate) const fn is_end(&self) -> bool {
        match self {
            Self::Waiting | Self::Running => false,
            Self::Done | Self::Canceled | Self::Failed(_) => true,
        }
    }
}

/// How far a study has come, and what it found until then.
#[derive(Clone, Debug)]
pub(crate) struct WorkProgress {
    /// How often it was told already: it rises with every change.
    pub(crate) step: u64,
    /// How far it has come.
    pub(crate) status: WorkStatus,
    /// How many runs of each setting are done.
    pub(crate) runs: u64,
    /// How long it has been worked on, in milliseconds.
    pub(crate) elapsed_ms: u64,
    /// How long it will take from here, in milliseconds, where that is known.
    pub(crate) left_ms: Option<u64>,
    /// What it found, some moments ago while it is under way.
    pub(crate) findings: Option<Arc<Findings>>,
}

impl WorkProgress {
    /// Returns the progress of a study that nobody has worked on.
    pub(super) const fn none() -> Self {
        Self { step: 0, status: WorkStatus::Waiting, runs: 0, elapsed_ms: 0, left_ms: None, findings: None }
    }
}

/// Returns how long a study will take from here, in milliseconds, if it goes on as it went; `None` where nobody can tell.
pub(super) fn left_ms(plan: &Plan, done: u64, verdict: Option<&InterimResult>, elapsed_ms: u64) -> Option<u64> {
    let end = end(plan, done, verdict)?;
    if done == 0 || elapsed_ms < KNOWN_AFTER_MS {
        return None;
    }
    let left = u128::from(end.saturating_sub(done)) * u128::from(elapsed_ms) / u128::from(done);
    u64::try_from(left).ok()
}

/// Returns after how many runs of each setting a study will end; `None` before it has found anything to tell from.
fn end(plan: &Plan, done: u64, verdict: Option<&InterimResult>) -> Option<u64> {
    if plan.goals.is_empty() {
        return Some(plan.runs);
    }
    match verdict? {
        // It is seen to be precise at a look, and the next one may be far.
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
        assert_eq!(end(&plan, 1, None), None, "nobody has looked yet");
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
    fn the_time_left_is_told_once_the_speed_is_known() {
        let plan = plan("");
        assert_eq!(left_ms(&plan, 250_000, None, 1_000), Some(3_000));
        assert_eq!(left_ms(&plan, 250_000, None, 100), None);
        assert_eq!(left_ms(&plan, 0, None, 1_000), None);
    }
}
