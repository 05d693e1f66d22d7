//! The findings of a study, in the shape of `summary.json`.

use std::collections::BTreeMap;

use redial_study::{Estimate, Interval, MeasureFigure, SettingComparison, SettingSummary, Summary};
use serde::Serialize;
use utoipa::ToSchema;

/// The findings of a study.
#[derive(Serialize, ToSchema)]
#[schema(as = StudySummary)]
pub(super) struct SummaryView<'a> {
    /// The name of the study.
    study: &'a str,
    /// The scenario's name.
    scenario: &'a str,
    /// The seed of all random draws.
    seed: u64,
    /// The runs of each setting.
    runs: u64,
    /// The distance to the goals of its precision, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    goals: Option<&'a str>,
    /// The setting that the others are compared with.
    baseline: &'a str,
    /// The figures of each setting.
    settings: Vec<SettingSummaryView<'a>>,
}

/// The figures of a setting.
#[derive(Serialize, ToSchema)]
#[schema(as = StudySettingSummary)]
struct SettingSummaryView<'a> {
    /// Its name.
    name: &'a str,
    /// The values of the grid, by their keys.
    #[schema(value_type = BTreeMap<String, Value>)]
    values: &'a BTreeMap<String, toml::Value>,
    /// Every measure.
    figures: Vec<FigureView<'a>>,
    /// The differences from the baseline, on the same runs; empty for the baseline itself.
    differences: Vec<ComparisonView>,
}

/// A measure of a setting.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyFigure)]
struct FigureView<'a> {
    /// The measure's name.
    measure: &'static str,
    /// Its unit: `per run`, `share`, `ms` or `per hour`.
    unit: &'static str,
    /// The figure; absent without data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    estimate: Option<EstimateView>,
    /// The standard deviation of the values of which it is the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sd: Option<f64>,
    /// Quantiles of its distribution, to three digits, of shares to a tenth of a percent: `p50`, `p90`, `p99`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<BTreeMap<String, f64>>)]
    quantiles: Option<&'a BTreeMap<&'static str, f64>>,
}

/// The difference of a measure of a setting from the baseline's.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyComparison)]
struct ComparisonView {
    /// The measure's name.
    measure: &'static str,
    /// The difference; absent without data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    estimate: Option<EstimateView>,
}

/// A figure and the interval that holds the truth in 95 of 100 studies.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = StudyEstimate)]
struct EstimateView {
    /// The figure.
    value: f64,
    /// Where the interval begins.
    low: f64,
    /// Where it ends.
    high: f64,
    /// The method of the interval.
    interval: IntervalWord,
}

/// The method of an interval.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = StudyInterval)]
#[serde(rename_all = "snake_case")]
enum IntervalWord {
    /// The normal interval of a mean.
    Normal,
    /// The normal interval of a quotient of two sums, by the delta method.
    Ratio,
    /// Wilson's interval of a share.
    Wilson,
    /// Wilson's, over the effective number of independent answers, derived from the quotient's variance.
    WilsonEffective,
    /// Newcombe's, of a difference of two shares that go together.
    Newcombe,
}

impl<'a> SummaryView<'a> {
    /// Builds the view of a summary.
    pub(super) fn of(summary: &'a Summary) -> Self {
        Self {
            study: &summary.study,
            scenario: &summary.scenario,
            seed: summary.seed,
            runs: summary.runs,
            goals: summary.goals.as_deref(),
            baseline: &summary.baseline,
            settings: summary.settings.iter().map(setting).collect(),
        }
    }
}

fn setting(setting: &SettingSummary) -> SettingSummaryView<'_> {
    SettingSummaryView {
        name: &setting.name,
        values: &setting.values,
        figures: setting.figures.iter().map(figure).collect(),
        differences: setting.differences.iter().map(comparison).collect(),
    }
}

fn figure(figure: &MeasureFigure) -> FigureView<'_> {
    FigureView {
        measure: figure.measure,
        unit: figure.unit,
        estimate: figure.estimate.as_ref().map(estimate),
        sd: figure.sd,
        quantiles: figure.quantiles.as_ref(),
    }
}

fn comparison(comparison: &SettingComparison) -> ComparisonView {
    ComparisonView { measure: comparison.measure, estimate: comparison.estimate.as_ref().map(estimate) }
}

fn estimate(estimate: &Estimate) -> EstimateView {
    let interval = match estimate.interval {
        Interval::Normal => IntervalWord::Normal,
        Interval::Ratio => IntervalWord::Ratio,
        Interval::Wilson => IntervalWord::Wilson,
        Interval::WilsonEffective => IntervalWord::WilsonEffective,
        Interval::Newcombe => IntervalWord::Newcombe,
    };
    EstimateView { value: estimate.value, low: estimate.low, high: estimate.high, interval }
}

#[cfg(test)]
mod tests {
    use redial_sim::SEED;
    use redial_study::{Part, Plan, Shard, StudyFile};

    use super::*;
    use redial_studies::people;

    #[test]
    fn a_summary_is_shown_as_the_command_line_writes_it() {
        let file = "name = \"a\"\nscenario = \"seed\"\nruns = 300\n[grid]\nlines = [1, 3]\n[precision]\nwon = 0.2";
        let plan = Plan::new(&StudyFile::read(file).expect("it is sound"), SEED, people).expect("it is sound");
        let (mut part, mut players) = (Part::begin(&plan, String::new(), Shard::WHOLE), plan.scratch());
        part.take(&plan, &plan.play(&mut players, 0, false).expect("it ends"));
        let summary = Summary::of(&plan, &part.outcome(&plan).0);
        let shown = serde_json::to_value(SummaryView::of(&summary)).expect("it is plain data");
        assert_eq!(shown, serde_json::to_value(&summary).expect("it is plain data"));
        assert!(shown["settings"][1]["differences"][6]["estimate"]["interval"] == "newcombe", "{shown}");
    }
}
