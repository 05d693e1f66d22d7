//! The summary of a study: its results as estimates, for people.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::Value;

use super::estimate::{Estimate, quantile, sd};
use super::measure::{MEASURES, Measure, Unit};
use super::plan::{Plan, Setting};
use super::results::{Aggregate, Results};

/// The quantiles that a summary has of every distribution.
const QUANTILES: [(&str, f64); 3] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)];

/// The summary of a study.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Summary {
    /// The study's name.
    pub study: String,
    /// The scenario's name.
    pub scenario: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The number of runs of each setting.
    pub runs: u64,
    /// The distance from the goals, in words; absent without goals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<String>,
    /// The setting that the others are compared with.
    pub baseline: String,
    /// The settings.
    pub settings: Vec<SettingSummary>,
}

/// The summary of a setting.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SettingSummary {
    /// The setting's name.
    pub name: String,
    /// The values of the grid, by their keys.
    pub values: BTreeMap<String, Value>,
    /// Every measure.
    pub figures: Vec<MeasureFigure>,
    /// The differences from the baseline on the same runs; empty for the baseline itself.
    pub differences: Vec<SettingComparison>,
}

/// A measure of a setting.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MeasureFigure {
    /// The measure's name.
    pub measure: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// The figure with its interval; absent without samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The standard deviation of the samples; for a quotient, of the quotients of single runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Quantiles of the samples: to three digits, shares to a tenth of a percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantiles: Option<BTreeMap<&'static str, f64>>,
}

/// The difference of a measure between a setting and the baseline.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SettingComparison {
    /// The measure's name.
    pub measure: &'static str,
    /// The difference with its interval; absent without samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
}

impl Summary {
    /// Summarizes the results of a plan.
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
