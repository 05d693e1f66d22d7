//! Studies: what they are to do, how far they have come, and what they found.

use std::collections::BTreeMap;

use redial_sim::PRESETS;
use redial_study::{InterimResult, Plan, Setting};
use serde::Serialize;
use utoipa::ToSchema;

use super::summary::SummaryView;
use crate::studies::{Distribution, Distributions, Study, WorkProgress, WorkStatus};

/// A study: settings of a scenario, compared over the same runs.
#[derive(Serialize, ToSchema)]
#[schema(as = Study)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StudyView<'a> {
    /// Its id.
    id: String,
    /// What it is called.
    name: &'a str,
    /// The scenario's name.
    scenario: &'a str,
    /// What all luck is drawn from.
    seed: u64,
    /// How many runs each setting gets; with a precision, at most.
    runs: u64,
    /// Half of the widest interval that will do, by measure.
    precision: BTreeMap<&'static str, f64>,
    /// What is compared.
    settings: Vec<SettingView<'a>>,
    #[serde(flatten)]
    progress: StudyProgress<'a>,
    /// The scenario of the first setting, as a file; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    toml: Option<&'a str>,
    /// Which of the scenarios that come with the program it is, its lines aside; left out where it is none of them, and in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    preset: Option<&'static str>,
    /// What it found so far, as `redial study` writes it into `summary.json`; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    summary: Option<SummaryView<'a>>,
    /// How often what was seen, for each setting by measure, in the order of `settings`; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    distributions: Option<Vec<BTreeMap<&'static str, HistogramView<'a>>>>,
}

/// A setting.
#[derive(Serialize, ToSchema)]
#[schema(as = StudySetting)]
struct SettingView<'a> {
    /// What it is called, from its values.
    name: &'a str,
    /// How many lines may ring at once.
    #[schema(minimum = 1, maximum = 10)]
    lines: u8,
    /// The values of the grid, by their keys.
    #[schema(value_type = BTreeMap<String, Value>)]
    values: BTreeMap<&'a str, &'a toml::Value>,
}

/// How far a study has come.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StudyProgress<'a> {
    /// How far it has come.
    status: StudyStatus,
    /// Why it could not go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<&'a str>,
    /// How many runs are done, of all settings together.
    done: u64,
    /// How many there will be; with a precision, at most.
    total: u64,
    /// How long it has been worked on, in milliseconds.
    elapsed_ms: u64,
    /// How long it will take from here, in milliseconds, where that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    left_ms: Option<u64>,
    /// Whether everything is as precise as was asked for, where a precision was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_precise: Option<bool>,
    /// The same in words: what is farthest from its goal, and how many runs it would take.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    goals: Option<String>,
    /// On how many runs of each setting the summary rests.
    summary_runs: u64,
}

/// What becomes of a study: whether it waits, is worked on, or is over.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum StudyStatus {
    /// Others are worked on first.
    Waiting,
    /// It is worked on.
    Running,
    /// Every run is done, or what was to be precise is precise.
    Done,
    /// Somebody stopped it; what it found until then stays.
    Canceled,
    /// It could not go on: see `detail`.
    Failed,
}

/// A distribution: how many values lie in each of some classes of equal width.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyHistogram)]
pub(crate) struct HistogramView<'a> {
    /// How wide a class is, in the measure's unit; the first one begins at 0.
    width: f64,
    /// How many values lie in each class.
    counts: &'a [u64],
}

impl<'a> StudyView<'a> {
    /// Shows a study without what it found.
    pub(crate) fn line(study: &'a Study, progress: &'a WorkProgress) -> Self {
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

    /// Shows a study with what it found.
    pub(crate) fn whole(study: &'a Study, progress: &'a WorkProgress) -> Self {
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

/// Finds the scenario of a setting among those that come with the program: its text has lost its remarks, so both are compared
/// as they are written for a setting.
fn preset(setting: &Setting) -> Option<&'static str> {
    let preset = PRESETS.iter().find(|preset| *preset.name == *setting.scenario.name)?;
    let mut table: toml::Table = preset.text.parse().ok()?;
    let lines = i64::from(setting.scenario.session.lines);
    table.get_mut("session")?.as_table_mut()?.insert("lines".to_owned(), lines.into());
    (toml::to_string(&table).ok()? == setting.text).then_some(preset.name)
}

impl<'a> StudyProgress<'a> {
    /// Shows how far a study has come.
    pub(crate) fn of(plan: &Plan, progress: &'a WorkProgress) -> Self {
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
