//! `/studies` and `/scenarios`: planners ask what numbers of lines come to.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use redial_engine::MAX_LINES;
use redial_sim::{Histogram, PRESETS, Scenario, Spread, Tally};
use serde::Serialize;

use super::app::AppState;
use super::aside::aside;
use super::body::Body;
use super::error::Problem;
use super::journal::lines as ndjson;
use super::query::{Params, whole};
use crate::leads::{Fields, quoted};
use crate::studies::{Plan, Status, Study, journal};

#[derive(Serialize)]
struct Scenarios {
    scenarios: Vec<Preset>,
}

#[derive(Serialize)]
struct Preset {
    name: &'static str,
    title: &'static str,
    toml: &'static str,
}

#[derive(Serialize)]
struct List<'a> {
    studies: Vec<StudyView<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StudyView<'a> {
    id: String,
    status: &'static str,
    scenario: &'a str,
    seed: u64,
    /// Of each setting.
    runs: u64,
    /// How many runs are done, of all settings together.
    done: u64,
    total: u64,
    elapsed_ms: u64,
    settings: Vec<SettingView>,
}

/// What one number of lines came to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingView {
    lines: u8,
    runs: u64,
    figures: Figures,
    attempted: HistogramView,
    duration_ms: HistogramView,
}

/// Means of a session.
#[derive(Serialize)]
struct Figures {
    won: Figure,
    attempted: Figure,
    connected: Figure,
    failed: Figure,
    canceled: Figure,
    abandoned: Figure,
    duration_ms: Figure,
}

/// A mean, the deviation of the sample, and the 95 % interval of the mean.
#[derive(Serialize)]
struct Figure {
    mean: f64,
    sd: f64,
    low: f64,
    high: f64,
    interval: &'static str,
}

#[derive(Serialize)]
struct HistogramView {
    width: u64,
    counts: Vec<u64>,
}

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/scenarios", routing::get(scenarios))
        .route("/studies", routing::get(list).post(start))
        .route("/studies/{id}", routing::get(one))
        .route("/studies/{id}/cancel", routing::post(cancel))
        .route("/studies/{id}/runs/{run}/journal", routing::get(run))
}

async fn scenarios() -> Response {
    let scenarios =
        PRESETS.iter().map(|preset| Preset { name: preset.name, title: preset.about, toml: preset.text }).collect();
    Json(Scenarios { scenarios }).into_response()
}

async fn start(State(app): State<AppState>, Body(fields): Body) -> Result<Response, Problem> {
    let plan = plan(&fields)?;
    let study = app.studies.begin(plan).map_err(|error| Problem::unavailable(error.to_string()))?;
    Ok((StatusCode::CREATED, Json(show(&study))).into_response())
}

async fn list(State(app): State<AppState>) -> Response {
    let studies = app.studies.all();
    Json(List { studies: studies.iter().map(|study| show(study)).collect() }).into_response()
}

async fn one(State(app): State<AppState>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    Ok(Json(show(&study)).into_response())
}

/// Stops a study; a second time changes nothing.
async fn cancel(State(app): State<AppState>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    study.cancel();
    Ok(Json(show(&study)).into_response())
}

/// Plays one run of a study again, and sends its journal.
async fn run(
    State(app): State<AppState>,
    Path((id, run)): Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    let run = whole("run", &run, 0..=study.plan.runs - 1)?;
    let lines = params.number("lines", 1..=u64::from(MAX_LINES))?.map(|lines| lines as u8);
    let lines = lines.or(study.plan.lines.first().copied()).filter(|lines| study.plan.lines.contains(lines));
    let lines = lines.ok_or_else(|| Problem::bad_request(format!("lines: this study has {:?}", study.plan.lines)))?;
    aside(move || {
        let plan = &study.plan;
        ndjson(journal(&plan.setting(lines), plan.leads(), plan.seed, run), 0)
    })
    .await
}

fn find(app: &AppState, id: &str) -> Result<Arc<Study>, Problem> {
    let study = id.parse().ok().and_then(|id| app.studies.find(id));
    study.ok_or_else(|| Problem::not_found(format!("there is no study {}; the last few are kept", quoted(id))))
}

/// Reads the plan of a study: a scenario by its name or as TOML, a seed, runs, and numbers of lines.
fn plan(fields: &Fields) -> Result<Plan, Problem> {
    let text = |name: &str| fields.field(name).and_then(serde_json::Value::as_str);
    let number = |name: &str, default: u64| match fields.field(name) {
        None => Ok(default),
        Some(value) => {
            value.as_u64().ok_or_else(|| Problem::bad_request(format!("{name} is {value}: a whole number is needed")))
        }
    };
    let scenario = text("scenario").unwrap_or("seed");
    let toml = redial_sim::Preset::named(scenario).map_or(scenario, |preset| preset.text);
    let own = || Scenario::read(toml).map_or_else(|_| Vec::new(), |scenario| vec![u64::from(scenario.session.lines)]);
    let lines = match fields.field("lines") {
        None => own(),
        Some(value) => serde_json::from_value(value.clone())
            .map_err(|_| Problem::bad_request(format!("lines is {value}: an array of whole numbers is needed")))?,
    };
    Plan::new(toml, number("seed", 1)?, number("runs", 10_000)?, &lines)
        .map_err(|error| Problem::bad_request(error.to_string()))
}

fn show(study: &Study) -> StudyView<'_> {
    let progress = study.progress();
    StudyView {
        id: study.id.to_string(),
        status: match progress.status {
            Status::Running => "RUNNING",
            Status::Done => "DONE",
            Status::Canceled => "CANCELED",
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
        Self { mean: tally.mean(), sd: tally.sd(), low, high, interval: "normal" }
    }

    fn share(tally: Tally) -> Self {
        let (low, high) = tally.wilson_interval();
        Self { low, high, interval: "wilson", ..Self::mean(tally) }
    }
}

fn histogram(histogram: &Histogram) -> HistogramView {
    HistogramView { width: histogram.width(), counts: histogram.counts().to_vec() }
}
