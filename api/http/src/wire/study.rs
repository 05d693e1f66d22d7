//! Studies: plan, progress and findings.

use std::collections::BTreeMap;

use redial_studies::PRESETS;
use redial_study::{InterimResult, Plan, Setting};
use serde::Serialize;
use utoipa::ToSchema;

use super::summary::SummaryView;
use redial_studies::{Distribution, Distributions, Study, WorkProgress, WorkStatus};

/// A study: settings of a scenario, compared over the same runs.
#[derive(Serialize, ToSchema)]
#[schema(as = Study)]
#[serde(rename_all = "camelCase")]
pub struct StudyView<'a> {
    /// Its id.
    id: String,
    /// Its name.
    name: &'a str,
    /// The scenario's name.
    scenario: &'a str,
    /// The seed of all random draws.
    seed: u64,
    /// The runs of each setting; with a precision, at most.
    runs: u64,
    /// Half of the widest allowed interval, by measure.
    precision: BTreeMap<&'static str, f64>,
    /// The settings that are compared.
    settings: Vec<SettingView<'a>>,
    #[serde(flatten)]
    progress: StudyProgress<'a>,
    /// The scenario of the first setting, as a file. Absent in list responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    toml: Option<&'a str>,
    /// Name of the built-in scenario, ignoring `lines`. Absent for custom scenarios and in list responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    preset: Option<&'static str>,
    /// The findings so far, in the shape of `summary.json` of `redial study`. Absent in list responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    summary: Option<SummaryView<'a>>,
    /// The distribution of each measure, for each setting in the order of `settings`. Absent in list responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    distributions: Option<Vec<BTreeMap<&'static str, HistogramView<'a>>>>,
}

/// A setting.
#[derive(Serialize, ToSchema)]
#[schema(as = StudySetting)]
struct SettingView<'a> {
    /// Its name, from its values.
    name: &'a str,
    /// The number of lines that may ring at once.
    #[schema(minimum = 1, maximum = 10)]
    lines: u8,
    /// The values of the grid, by their keys.
    #[schema(value_type = BTreeMap<String, Value>)]
    values: BTreeMap<&'a str, &'a toml::Value>,
}

/// The progress of a study.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StudyProgress<'a> {
    /// Its status.
    status: StudyStatus,
    /// The reason of a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<&'a str>,
    /// The finished runs of all settings together.
    done: u64,
    /// The runs of all settings together; with a precision, at most.
    total: u64,
    /// The time spent on it, in milliseconds.
    elapsed_ms: u64,
    /// The estimated remaining time, in milliseconds, if it can be estimated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    left_ms: Option<u64>,
    /// Whether every goal is met, if the study has a precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_precise: Option<bool>,
    /// The same in words: the measure farthest from its goal, and the runs that it would take.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    goals: Option<String>,
    /// The runs of each setting in the summary.
    summary_runs: u64,
}

/// The status of a study.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum StudyStatus {
    /// It waits for other studies.
    Waiting,
    /// It is being played.
    Running,
    /// Every run is done, or every goal is met.
    Done,
    /// A client canceled it; its findings stay.
    Canceled,
    /// It failed: see `detail`.
    Failed,
}

/// A histogram: the number of values in each class, of equal width.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyHistogram)]
pub(super) struct HistogramView<'a> {
    /// The width of a class, in the measure's unit; the first one begins at 0.
    width: f64,
    /// The number of values in each class.
    counts: &'a [u64],
}

impl<'a> StudyView<'a> {
    /// Builds the view of a study without its findings.
    pub fn line(study: &'a Study, progress: &'a WorkProgress) -> Self {
        let plan = &study.plan;
        Self {
            id: study.id.to_string(),
            name: &plan.name,
            scenario: &plan.settings[0].scenario.name,
            seed: plan.seed,
            runs: plan.runs,
            precision: plan.goals.iter().map(|goal| (goal.measure.name, goal.half_width)).collect(),
            settings: plan.settings.iter().map(setting).collect(),
            progress: StudyProgress::of(plan, progress),
            toml: None,
            preset: None,
            summary: None,
            distributions: None,
        }
    }

    /// Builds the view of a study with its findings.
    pub fn whole(study: &'a Study, progress: &'a WorkProgress) -> Self {
        let findings = progress.findings.as_deref();
        Self {
            toml: Some(&study.plan.settings[0].text),
            preset: preset(&study.plan.settings[0]),
            summary: findings.map(|findings| SummaryView::of(&findings.summary)),
            distributions: findings.map(|findings| findings.distributions.iter().map(distributions).collect()),
            ..Self::line(study, progress)
        }
    }
}

/// Returns the name of the built-in scenario that a setting is made of. The text of a setting has no comments, so both
/// are compared in that form.
fn preset(setting: &Setting) -> Option<&'static str> {
    let preset = PRESETS.iter().find(|preset| *preset.name == *setting.scenario.name)?;
    let mut table: toml::Table = preset.text.parse().ok()?;
    let lines = i64::from(setting.scenario.session.lines);
    table.get_mut("session")?.as_table_mut()?.insert("lines".to_owned(), lines.into());
    (toml::to_string(&table).ok()? == setting.text).then_some(preset.name)
}

impl<'a> StudyProgress<'a> {
    /// Builds the view of the progress.
    pub fn of(plan: &Plan, progress: &'a WorkProgress) -> Self {
        let (status, detail) = match &progress.status {
            WorkStatus::Waiting => (StudyStatus::Waiting, None),
            WorkStatus::Running => (StudyStatus::Running, None),
            WorkStatus::Done => (StudyStatus::Done, None),
            WorkStatus::Canceled => (StudyStatus::Canceled, None),
            WorkStatus::Failed(why) => (StudyStatus::Failed, Some(why.as_str())),
        };
        let settings = plan.settings.len() as u64;
        let verdict = progress.findings.as_ref().map(|findings| &findings.verdict).filter(|_| !plan.goals.is_empty());
        Self {
            status,
            detail,
            done: progress.runs * settings,
            total: plan.runs * settings,
            elapsed_ms: progress.elapsed_ms,
            left_ms: progress.left_ms,
            is_precise: verdict.map(|verdict| *verdict == InterimResult::Precise),
            goals: verdict.map(ToString::to_string),
            summary_runs: progress.findings.as_ref().map_or(0, |findings| findings.summary.runs),
        }
    }
}

fn setting(setting: &Setting) -> SettingView<'_> {
    SettingView {
        name: &setting.name,
        lines: setting.scenario.session.lines,
        values: setting.values.iter().map(|(key, value)| (key.as_str(), value)).collect(),
    }
}

fn distributions(distributions: &Distributions) -> BTreeMap<&'static str, HistogramView<'_>> {
    distributions.iter().map(|(measure, distribution)| (*measure, histogram(distribution))).collect()
}

fn histogram(Distribution { histogram, scale }: &Distribution) -> HistogramView<'_> {
    HistogramView { width: histogram.width() as f64 * scale, counts: histogram.counts() }
}
