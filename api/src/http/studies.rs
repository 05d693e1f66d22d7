//! `/studies` and `/scenarios`: planners ask what numbers of lines come to.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use redial_engine::MAX_LINES;
use redial_sim::{Histogram, PRESETS, Scenario, Spread, Tally};
use serde::Serialize;
use utoipa::ToSchema;

use super::app::AppState;
use super::aside::aside;
use super::body::Body;
use super::error::Problem;
use super::journal::lines as ndjson;
use super::openapi::{Lines, NewStudy};
use super::query::{Params, whole};
use crate::leads::{Fields, quoted};
use crate::studies::{Plan, Status, Study, journal};

/// The scenario of a study that names none.
pub(super) const SCENARIO: &str = "seed";

/// The seed of a study that names none.
pub(super) const SEED: u64 = 1;

/// The runs of a study that does not say how many.
pub(super) const RUNS: u64 = 10_000;

/// The scenarios that come with the program.
#[derive(Serialize, ToSchema)]
#[schema(as = ScenarioList)]
struct Scenarios {
    /// The scenarios.
    scenarios: Vec<Preset>,
}

/// What a simulated world is like.
#[derive(Serialize, ToSchema)]
#[schema(as = Scenario)]
struct Preset {
    /// Its name.
    name: &'static str,
    /// What it is, in a sentence.
    title: &'static str,
    /// The scenario as it can be sent, changed or not.
    toml: &'static str,
}

/// The studies that are kept.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyList)]
struct List<'a> {
    /// The last 16, newest first.
    studies: Vec<StudyView<'a>>,
}

/// A study: a scenario run many times on several numbers of lines.
#[derive(Serialize, ToSchema)]
#[schema(as = Study)]
#[serde(rename_all = "camelCase")]
struct StudyView<'a> {
    /// Its id.
    id: String,
    /// How far it has come.
    status: StatusWord,
    /// The scenario's name.
    scenario: &'a str,
    /// What all luck is drawn from.
    seed: u64,
    /// How many runs each number of lines gets.
    runs: u64,
    /// How many runs are done, of all numbers of lines together.
    done: u64,
    /// How many there will be.
    total: u64,
    /// How long it took, or has been taking, in milliseconds.
    elapsed_ms: u64,
    /// The numbers of lines that are finished.
    settings: Vec<SettingView>,
}

/// How far a study has come.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = StudyStatus)]
#[serde(rename_all = "UPPERCASE")]
enum StatusWord {
    /// It waits, or is worked on.
    Running,
    /// Every run is done.
    Done,
    /// Somebody stopped it.
    Canceled,
}

/// What one number of lines came to.
#[derive(Serialize, ToSchema)]
#[schema(as = StudySetting)]
#[serde(rename_all = "camelCase")]
struct SettingView {
    /// How many lines.
    #[schema(minimum = 1, maximum = 10)]
    lines: u8,
    /// How many runs.
    runs: u64,
    /// Means of a run.
    figures: Figures,
    /// How many calls a run placed.
    attempted: HistogramView,
    /// How long a run took, in milliseconds.
    duration_ms: HistogramView,
}

/// Means of a run.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyFigures)]
struct Figures {
    /// The share that was won.
    won: Figure,
    /// Calls placed.
    attempted: Figure,
    /// Calls that a person answered.
    connected: Figure,
    /// Calls that ended otherwise, by themselves.
    failed: Figure,
    /// Calls that the dialer ended.
    canceled: Figure,
    /// People who answered too late, and heard nobody.
    abandoned: Figure,
    /// How long it took, in milliseconds.
    duration_ms: Figure,
}

/// A mean.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyFigure)]
struct Figure {
    /// The mean.
    mean: f64,
    /// The deviation of the sample.
    sd: f64,
    /// Where its 95 % interval begins.
    low: f64,
    /// Where it ends.
    high: f64,
    /// Which interval it is.
    interval: Interval,
}

/// A kind of interval.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = StudyInterval)]
#[serde(rename_all = "lowercase")]
enum Interval {
    /// The normal one.
    Normal,
    /// Wilson's, for shares.
    Wilson,
}

/// How often values fell between two bounds.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyHistogram)]
struct HistogramView {
    /// How wide each step is; the first begins at 0.
    width: u64,
    /// How often, for each step.
    counts: Vec<u64>,
}

/// Lists the scenarios that come with the program.
#[utoipa::path(
    get, path = "/scenarios", tag = "studies", operation_id = "listScenarios",
    responses((status = OK, description = "The scenarios.", body = Scenarios)),
)]
pub(crate) async fn scenarios() -> Response {
    let scenarios =
        PRESETS.iter().map(|preset| Preset { name: preset.name, title: preset.about, toml: preset.text }).collect();
    Json(Scenarios { scenarios }).into_response()
}

/// Begins a study.
#[utoipa::path(
    post, path = "/studies", tag = "studies", operation_id = "startStudy",
    request_body = NewStudy,
    responses((status = CREATED, description = "The study; 503 while four others are under way.", body = StudyView)),
)]
pub(crate) async fn start(State(app): State<AppState>, Body(fields): Body) -> Result<Response, Problem> {
    let plan = plan(&fields)?;
    let study = app.studies.begin(plan).map_err(|error| Problem::unavailable(error.to_string()))?;
    Ok((StatusCode::CREATED, Json(show(&study))).into_response())
}

/// Lists the last studies, newest first.
#[utoipa::path(
    get, path = "/studies", tag = "studies", operation_id = "listStudies",
    responses((status = OK, description = "The studies.", body = List)),
)]
pub(crate) async fn list(State(app): State<AppState>) -> Response {
    let studies = app.studies.all();
    Json(List { studies: studies.iter().map(|study| show(study)).collect() }).into_response()
}

/// Shows how far a study has come, and what it came to.
#[utoipa::path(
    get, path = "/studies/{id}", tag = "studies", operation_id = "showStudy",
    params(("id" = String, Path, description = "The study.")),
    responses((status = OK, description = "The study.", body = StudyView)),
)]
pub(crate) async fn one(State(app): State<AppState>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    Ok(Json(show(&study)).into_response())
}

/// Stops a study. Where it has ended already, nothing changes.
#[utoipa::path(
    post, path = "/studies/{id}/cancel", tag = "studies", operation_id = "cancelStudy",
    params(("id" = String, Path, description = "The study.")),
    responses((status = OK, description = "The study.", body = StudyView)),
)]
pub(crate) async fn cancel(State(app): State<AppState>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    study.cancel();
    Ok(Json(show(&study)).into_response())
}

/// Plays one run of a study again, and sends its journal.
#[utoipa::path(
    get, path = "/studies/{id}/runs/{run}/journal", tag = "studies", operation_id = "runJournal",
    params(("id" = String, Path, description = "The study."), ("run" = u64, Path, description = "The run, from 0."), Lines),
    responses((status = OK, description = "The run's journal.", body = String, content_type = "application/x-ndjson")),
)]
pub(crate) async fn run(
    State(app): State<AppState>,
    Path((id, run)): Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    let lines = params.number("lines", 1..=u64::from(MAX_LINES))?.map(|lines| lines as u8);
    let any = whole("run", &run, 0..=u64::MAX)?;
    let study = find(&app, &id)?;
    let run = if any < study.plan.runs { any } else { whole("run", &run, 0..=study.plan.runs - 1)? };
    let lines = lines.or(study.plan.lines.first().copied()).filter(|lines| study.plan.lines.contains(lines));
    let lines = lines.ok_or_else(|| Problem::bad_request(format!("lines: this study has {:?}", study.plan.lines)))?;
    aside(move || {
        let plan = &study.plan;
        ndjson(journal(&plan.setting(lines), plan.leads(), plan.seed, run))
    })
    .await
}

fn find(app: &AppState, id: &str) -> Result<Arc<Study>, Problem> {
    let study = id.parse().ok().and_then(|id| app.studies.find(id));
    study.ok_or_else(|| Problem::not_found(format!("there is no study {}; the last few are kept", quoted(id))))
}

/// Reads the plan of a study: a scenario by its name or as TOML, a seed, runs, and numbers of lines.
fn plan(fields: &Fields) -> Result<Plan, Problem> {
    let number = |name: &str, default: u64| match fields.field(name) {
        None => Ok(default),
        Some(value) => {
            value.as_u64().ok_or_else(|| Problem::bad_request(format!("{name} is {value}: a whole number is needed")))
        }
    };
    let scenario = match fields.field("scenario") {
        None => SCENARIO,
        Some(serde_json::Value::String(text)) => text,
        Some(other) => {
            return Err(Problem::bad_request(format!("scenario is {other}: a name or TOML in a text is needed")));
        }
    };
    let toml = redial_sim::Preset::named(scenario).map_or(scenario, |preset| preset.text);
    let own = || Scenario::read(toml).map_or_else(|_| Vec::new(), |scenario| vec![u64::from(scenario.session.lines)]);
    let lines = match fields.field("lines") {
        None => own(),
        Some(value) => serde_json::from_value(value.clone())
            .map_err(|_| Problem::bad_request(format!("lines is {value}: an array of whole numbers is needed")))?,
    };
    Plan::new(toml, number("seed", SEED)?, number("runs", RUNS)?, &lines)
        .map_err(|error| Problem::bad_request(error.to_string()))
}

fn show(study: &Study) -> StudyView<'_> {
    let progress = study.progress();
    StudyView {
        id: study.id.to_string(),
        status: match progress.status {
            Status::Running => StatusWord::Running,
            Status::Done => StatusWord::Done,
            Status::Canceled => StatusWord::Canceled,
        },
        scenario: study.plan.name(),
        seed: study.plan.seed,
        runs: study.plan.runs,
        done: study.done(),
        total: study.total(),
        elapsed_ms: progress.elapsed_ms,
        settings: progress.settings.iter().map(|(lines, spread)| setting(*lines, spread)).collect(),
    }
}

fn setting(lines: u8, Spread { totals, attempted, duration_ms }: &Spread) -> SettingView {
    SettingView {
        lines,
        runs: totals.runs(),
        figures: Figures {
            won: Figure::share(totals.won),
            attempted: Figure::mean(totals.attempted),
            connected: Figure::mean(totals.connected),
            failed: Figure::mean(totals.failed),
            canceled: Figure::mean(totals.canceled),
            abandoned: Figure::mean(totals.abandoned),
            duration_ms: Figure::mean(totals.duration_ms),
        },
        attempted: histogram(attempted),
        duration_ms: histogram(duration_ms),
    }
}

impl Figure {
    fn mean(tally: Tally) -> Self {
        let (low, high) = tally.normal_interval();
        Self { mean: tally.mean(), sd: tally.sd(), low, high, interval: Interval::Normal }
    }

    fn share(tally: Tally) -> Self {
        let (low, high) = tally.wilson_interval();
        Self { low, high, interval: Interval::Wilson, ..Self::mean(tally) }
    }
}

fn histogram(histogram: &Histogram) -> HistogramView {
    HistogramView { width: histogram.width(), counts: histogram.counts().to_vec() }
}
