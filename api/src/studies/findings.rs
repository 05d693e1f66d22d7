//! What a study found so far, ready to be shown.

use std::collections::BTreeMap;

use redial_sim::Histogram;
use redial_study::{Aggregate, InterimResult, Plan, Results, Summary, TRACKED, Tracked};

/// How wide the classes of a distribution of times are at first, in milliseconds.
const CLASS_MS: u64 = 125;

/// One setting's distributions, by the names of their measures.
pub(crate) type Distributions = BTreeMap<&'static str, Distribution>;

/// How often what was counted, in some classes.
#[derive(Debug)]
pub(crate) struct Distribution {
    /// The classes, in whole numbers.
    pub(crate) histogram: Histogram,
    /// What a whole number of them is in the measure's unit.
    pub(crate) scale: f64,
}

/// What a study found so far.
#[derive(Debug)]
pub(crate) struct Findings {
    /// Every measure of every setting.
    pub(crate) summary: Summary,
    /// Whether every goal is met, and if not, what it would take.
    pub(crate) verdict: InterimResult,
    /// What a plot shows of each setting, in the plan's order.
    pub(crate) distributions: Vec<Distributions>,
}

impl Findings {
    /// Tells what a plan came to so far.
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
