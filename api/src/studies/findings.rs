//! What a study found so far, ready to be shown.

use std::collections::BTreeMap;

use redial_sim::Histogram;
use redial_sim::study::{Plan, Results, SPREADS, Summary, Tallied, Verdict};

/// How wide the classes of a distribution of times are at first, in milliseconds.
const CLASS_MS: u64 = 125;

/// The classes of one setting's distributions, by the names of their measures.
pub(crate) type Distributions = BTreeMap<&'static str, Histogram>;

/// What a study found so far.
#[derive(Debug)]
pub(crate) struct Findings {
    /// Every measure of every setting.
    pub(crate) summary: Summary,
    /// Whether every goal is met, and if not, what it would take.
    pub(crate) verdict: Verdict,
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

fn distributions(tallied: &Tallied) -> Distributions {
    // The others are quotients, and kept in parts of their unit.
    let whole = SPREADS.iter().filter(|kept| kept.scale == 1.0);
    whole.map(|kept| (kept.measure, histogram(kept.measure, tallied))).collect()
}

fn histogram(name: &str, tallied: &Tallied) -> Histogram {
    let mut histogram = Histogram::new(if name.ends_with("_ms") { CLASS_MS } else { 1 });
    for (number, times) in tallied.spread(name).into_iter().flat_map(|(spread, _)| spread.counted()) {
        histogram.see(number, times);
    }
    histogram
}
