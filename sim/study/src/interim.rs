//! Interim looks: a study may stop only after fixed blocks, so that the result does not depend on the order of work.

use std::fmt;

use super::estimate::Estimate;
use super::goal::PrecisionGoal;
use super::plan::Plan;
use super::results::Results;

/// The result of an interim look.
#[derive(Clone, PartialEq, Debug)]
pub enum InterimResult {
    /// Every goal is met, or there is none.
    Precise,
    /// A goal is not met.
    Rough {
        /// The setting that is farthest from its goal.
        setting: String,
        /// The goal.
        goal: PrecisionGoal,
        /// Half the width of the interval so far; infinite without an estimate.
        half_width: f64,
        /// The number of runs that the goal needs, by the square root law; infinite without an estimate.
        needs_runs: f64,
        /// The most runs that a setting gets.
        most_runs: u64,
    },
}

impl Plan {
    /// Returns the numbers of blocks after which a study looks at its results: with goals, after
    /// [`Plan::first_look_runs`] and after each doubling; without goals, only at the end.
    #[must_use]
    pub fn looks(&self) -> Vec<u64> {
        let (mut looks, last) = (Vec::new(), self.blocks());
        let mut next = self.first_look_runs.div_ceil(self.block);
        while next < last && !self.goals.is_empty() {
            looks.push(next);
            next *= 2;
        }
        looks.push(last);
        looks
    }

    /// Judges whether every goal is met in every setting.
    #[must_use]
    pub fn judge(&self, results: &Results) -> InterimResult {
        let mut worst: Option<(f64, InterimResult)> = None;
        for (setting, aggregate) in self.settings.iter().zip(results.settings()) {
            for goal in &self.goals {
                let half_width =
                    Estimate::of(goal.measure, aggregate).map_or(f64::INFINITY, |estimate| estimate.half_width());
                let ratio = half_width / goal.half_width;
                if ratio > 1.0 && worst.as_ref().is_none_or(|(worst, _)| ratio > *worst) {
                    let needs_runs = aggregate.runs() as f64 * ratio * ratio;
                    let (setting, most_runs) = (setting.name.clone(), self.runs);
                    worst =
                        Some((ratio, InterimResult::Rough { setting, goal: *goal, half_width, needs_runs, most_runs }));
                }
            }
        }
        worst.map_or(InterimResult::Precise, |(_, verdict)| verdict)
    }

    /// Returns true if a study stops after this look: it is precise, or a goal is unreachable. A goal is unreachable if
    /// its metric has no variance estimate, or if it needs more than twice the default cap of runs: the number that a
    /// goal needs is itself an estimate. If the file sets `runs`, the study plays them all anyway.
    #[must_use]
    pub(super) fn ends_after(&self, verdict: &InterimResult) -> bool {
        match *verdict {
            InterimResult::Precise => true,
            InterimResult::Rough { needs_runs, .. } if needs_runs.is_infinite() => true,
            InterimResult::Rough { needs_runs, .. } => !self.names_runs && needs_runs > 2.0 * self.runs as f64,
        }
    }

    /// Estimates the number of runs of each setting at which the study will stop.
    #[must_use]
    pub fn runs_expected(&self, verdict: &InterimResult) -> u64 {
        let InterimResult::Rough { needs_runs, .. } = *verdict else { return self.runs };
        let ends = self.looks().into_iter().map(|look| self.runs_of(look - 1).end);
        ends.into_iter().find(|runs| *runs as f64 >= needs_runs).unwrap_or(self.runs)
    }
}

impl InterimResult {
    /// Returns true if a goal needs more runs than a setting gets.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        match *self {
            Self::Precise => false,
            Self::Rough { needs_runs, most_runs, .. } => needs_runs > most_runs as f64,
        }
    }
}

impl fmt::Display for InterimResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Precise => f.write_str("every goal is met"),
            Self::Rough { setting, goal, half_width, needs_runs, most_runs } if needs_runs.is_finite() => {
                write!(
                    f,
                    "{setting}: {} is known to ± {half_width:.4} and not to ± {}; that takes some {needs_runs:.0} runs",
                    goal.measure.name, goal.half_width
                )?;
                if self.is_out_of_reach() {
                    write!(f, ", and a setting gets at most {most_runs}")?;
                }
                Ok(())
            }
            Self::Rough { setting, goal, .. } => {
                write!(f, "{setting}: no run has a sample of {}", goal.measure.name)
            }
        }
    }
}
