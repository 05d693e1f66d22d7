//! What a study found, in numbers that people read.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::Value;

use super::estimate::{Estimate, quantile, sd};
use super::measure::{MEASURES, Measure, Unit};
use super::plan::{Plan, Setting};
use super::results::{Aggregate, Results};

/// The quantiles that are told of every distribution.
const QUANTILES: [(&str, f64); 3] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)];

/// What a study found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Summary {
    /// What it is called.
    pub study: String,
    /// The scenario's name.
    pub scenario: String,
    /// What all luck was drawn from.
    pub seed: u64,
    /// How many runs each setting got.
    pub runs: u64,
    /// How far it is from the goals that were set, in words; absent where none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<String>,
    /// The setting that the others are compared with.
    pub baseline: String,
    /// What each setting came to.
    pub settings: Vec<SettingSummary>,
}

/// What a setting came to.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SettingSummary {
    /// What it is called.
    pub name: String,
    /// The values of the grid, by their keys.
    pub values: BTreeMap<String, Value>,
    /// Every measure.
    pub figures: Vec<MeasureFigure>,
    /// By how much it differs from the baseline, on the same runs; empty for the baseline itself.
    pub differences: Vec<SettingComparison>,
}

/// A measure of a setting.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MeasureFigure {
    /// The measure's name.
    pub measure: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// The figure with its interval; absent when there was nothing to tell it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The deviation of what it is the mean of; of a quotient, that of the runs' own quotients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Quantiles of the same: to three digits, shares to a tenth of a percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantiles: Option<BTreeMap<&'static str, f64>>,
}

/// By how much a measure of a setting differs from the baseline's.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SettingComparison {
    /// The measure's name.
    pub measure: &'static str,
    /// The difference with its interval; absent when there was nothing to tell it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
}

impl Summary {
    /// Tells what a plan came to.
    #[must_use]
    pub fn of(plan: &Plan, results: &Results) -> Self {
        let baseline = &results.settings()[plan.baseline];
        let settings = plan.settings.iter().zip(results.settings()).enumerate();
        Self {
            study: plan.name.clone(),
            scenario: plan.settings[0].scenario.name.to_string(),
            seed: plan.seed,
            runs: baseline.runs(),
            goals: (!plan.goals.is_empty()).then(|| plan.judge(results).to_string()),
            baseline: plan.settings[plan.baseline].name.clone(),
            settings: settings
                .map(|(place, (setting, aggregate))| {
                    setting_summary(setting, aggregate, (place != plan.baseline).then_some(baseline))
                })
                .collect(),
        }
    }
}

fn setting_summary(setting: &Setting, aggregate: &Aggregate, baseline: Option<&Aggregate>) -> SettingSummary {
    let comparison = |measure: &Measure, baseline| SettingComparison {
        measure: measure.name,
        estimate: Estimate::of_difference(measure, aggregate, baseline),
    };
    SettingSummary {
        name: setting.name.clone(),
        values: setting.values.iter().cloned().collect(),
        figures: MEASURES.iter().map(|measure| figure(measure, aggregate)).collect(),
        differences: baseline
            .map_or_else(Vec::new, |baseline| MEASURES.iter().map(|measure| comparison(measure, baseline)).collect()),
    }
}

fn figure(measure: &Measure, aggregate: &Aggregate) -> MeasureFigure {
    MeasureFigure {
        measure: measure.name,
        unit: match measure.unit {
            Unit::PerRun => "per run",
            Unit::Share => "share",
            Unit::Ms => "ms",
            Unit::PerHour => "per hour",
        },
        estimate: Estimate::of(measure, aggregate),
        sd: sd(measure, aggregate),
        quantiles: QUANTILES.iter().map(|(name, share)| Some((*name, quantile(measure, aggregate, *share)?))).collect(),
    }
}
