//! The findings of a study so far.

use std::collections::BTreeMap;

use redial_sim::Histogram;
use redial_study::{Aggregate, InterimResult, Plan, Results, Summary, TRACKED, Tracked};

/// The initial width of the classes of a distribution of times, in milliseconds.
const CLASS_MS: u64 = 125;

/// One setting's distributions, by the names of their measures.
pub type Distributions = BTreeMap<&'static str, Distribution>;

/// A histogram of one measure.
#[derive(Debug)]
pub struct Distribution {
    /// The classes, in whole numbers.
    pub histogram: Histogram,
    /// The factor from these whole numbers to the measure's unit.
    pub scale: f64,
}

/// The findings of a study so far.
#[derive(Debug)]
pub struct Findings {
    /// Every measure of every setting.
    pub summary: Summary,
    /// Whether every goal is met, and if not, how many runs that takes.
    pub verdict: InterimResult,
    /// The distributions of each setting, in the plan's order.
    pub distributions: Vec<Distributions>,
}

impl Findings {
    /// Summarizes the results of a plan so far.
    pub(super) fn of(plan: &Plan, results: &Results) -> Self {
        Self {
            summary: Summary::of(plan, results),
            verdict: plan.judge(results),
            distributions: results.settings().iter().map(distributions).collect(),
        }
    }
}

fn distributions(tallied: &Aggregate) -> Distributions {
    TRACKED.iter().map(|kept| (kept.measure, Distribution::of(kept, tallied))).collect()
}

impl Distribution {
    fn of(kept: &Tracked, tallied: &Aggregate) -> Self {
        let mut histogram = Histogram::new(if kept.measure.ends_with("_ms") { CLASS_MS } else { 1 });
        let (spread, scale) = tallied.distribution(kept.measure).expect("each of them is kept");
        spread.counted().for_each(|(number, times)| histogram.see(number, times));
        Self { histogram, scale }
    }
}
