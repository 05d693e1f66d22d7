//! `/studies/{id}/runs`: single runs, played again from their numbers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::MAX_LINES;
use redial_study::{Plan, RunTooLong, Setting};
use serde::Serialize;
use utoipa::ToSchema;

use super::id::find;
use crate::blocking::blocking;
use crate::error::Problem;
use crate::limits::RUNS_PAGE;
use crate::openapi::{OfSetting, PageOf100, SettingOrLines};
use crate::query::{Params, whole};
use crate::routes::journal::lines as ndjson;
use crate::state::ServerState;
use crate::wire::RunCounts;
use redial_studies::{JOURNAL_MAX, SETTINGS_MAX, journal, page};

/// Runs of one setting, in order. A page is shorter if its runs are long, but never empty unless no run is left.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyRunPage)]
struct RunPage {
    /// The setting, by its place.
    setting: usize,
    /// The number of runs of the study.
    total: u64,
    /// The runs.
    runs: Vec<RunOfPage>,
}

/// A run.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyRunRow)]
struct RunOfPage {
    /// Its number, from 0.
    run: u64,
    #[serde(flatten)]
    counts: RunCounts,
}

/// One run in every setting, with the same random draws.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyRun)]
struct RunInAll<'a> {
    /// Its number, from 0.
    run: u64,
    /// Its counts in each setting, in the study's order.
    settings: Vec<RunOfSetting<'a>>,
}

/// One run in one setting.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyRunOfSetting)]
struct RunOfSetting<'a> {
    /// The name of the setting.
    name: &'a str,
    #[serde(flatten)]
    counts: RunCounts,
}

/// Lists the counts of runs in one setting. The server plays the runs again for each request.
#[utoipa::path(
    get, path = "/studies/{id}/runs", tag = "studies", operation_id = "listRuns",
    params(("id" = String, Path, description = "The study."), OfSetting, PageOf100),
    responses(
        (status = OK, description = "The runs.", body = RunPage),
        (
            status = CONFLICT, description = "A run is too long.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(super) async fn list(
    State(app): State<Arc<ServerState>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let (asked, paging) = (setting_of(&params)?, params.paging()?.or_limit(RUNS_PAGE));
    let study = find(&app, &id)?;
    let setting = known_setting(&study.plan, asked)?;
    let (total, offset) = (study.plan.runs, paging.offset() as u64);
    let runs = offset.min(total)..offset.saturating_add(paging.most() as u64).min(total);
    let first = runs.start;
    let _turn = app.permits.take().await?;
    let counted = blocking(move || page(&study.plan, setting, runs)).await?.map_err(stuck)?;
    let row = |(run, counts)| RunOfPage { run, counts: RunCounts::of(counts) };
    Ok(Json(RunPage { setting, total, runs: (first..).zip(&counted).map(row).collect() }).into_response())
}

/// Shows the counts of one run in every setting.
#[utoipa::path(
    get, path = "/studies/{id}/runs/{run}", tag = "studies", operation_id = "showRun",
    params(("id" = String, Path, description = "The study."), ("run" = u64, Path, description = "The run, from 0.")),
    responses(
        (status = OK, description = "The run.", body = RunInAll),
        (
            status = CONFLICT, description = "The run is too long.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(super) async fn one(
    State(app): State<Arc<ServerState>>,
    Path((id, run)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let asked = whole("run", &run, 0..=u64::MAX)?;
    let study = find(&app, &id)?;
    let run = known_run(&study.plan, asked)?;
    let _turn = app.permits.take().await?;
    blocking(move || {
        let mut settings = Vec::new();
        for (place, setting) in study.plan.settings.iter().enumerate() {
            let counted = study.plan.again(place, run..run + 1).map_err(stuck)?;
            settings.extend(counted.iter().map(|run| RunOfSetting { name: &setting.name, counts: RunCounts::of(run) }));
        }
        Ok(Json(RunInAll { run, settings }).into_response())
    })
    .await?
}

/// Plays one run of a study again, and sends its journal.
#[utoipa::path(
    get, path = "/studies/{id}/runs/{run}/journal", tag = "studies", operation_id = "runJournal",
    params(
        ("id" = String, Path, description = "The study."),
        ("run" = u64, Path, description = "The run, from 0."),
        SettingOrLines,
    ),
    responses(
        (status = OK, description = "The run's journal.", body = String, content_type = "application/x-ndjson"),
        (
            status = CONFLICT, description = "The journal is larger than 64 MiB.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(super) async fn run_journal(
    State(app): State<Arc<ServerState>>,
    Path((id, run)): Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    let asked = setting_of(&params)?;
    let lines = params.number("lines", 1..=u64::from(MAX_LINES))?;
    let run = whole("run", &run, 0..=u64::MAX)?;
    let study = find(&app, &id)?;
    let run = known_run(&study.plan, run)?;
    let setting = match (asked, lines) {
        (None, Some(lines)) => with_lines(&study.plan, lines)?,
        (asked, None) => known_setting(&study.plan, asked)?,
        (Some(_), Some(_)) => return Err(Problem::bad_request("setting and lines name the same: take one of them")),
    };
    let _turn = app.permits.take().await?;
    blocking(move || {
        let plan = &study.plan;
        let journal = journal(&plan.settings[setting].scenario, &plan.leads, plan.seed, run);
        journal.map(ndjson).ok_or_else(|| {
            let detail = format!("the journal of run {run} has more than {JOURNAL_MAX} bytes; `redial sim` writes it");
            Problem::conflict(detail)
        })
    })
    .await?
}

fn setting_of(params: &Params) -> Result<Option<u64>, Problem> {
    params.number("setting", 0..=SETTINGS_MAX as u64 - 1)
}

/// Returns the index of the named setting; the first by default.
fn known_setting(plan: &Plan, asked: Option<u64>) -> Result<usize, Problem> {
    let (setting, last) = (asked.unwrap_or(0) as usize, plan.settings.len() - 1);
    if setting <= last {
        return Ok(setting);
    }
    Err(Problem::bad_request(format!("setting is {setting}: this study has settings 0 to {last}")))
}

/// Returns the index of the only setting with this number of lines.
fn with_lines(plan: &Plan, lines: u64) -> Result<usize, Problem> {
    let of = |setting: &Setting| u64::from(setting.scenario.session.lines);
    let mut found = plan.settings.iter().enumerate().filter(|(_, setting)| of(setting) == lines);
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Ok(place),
        (None, _) => {
            let all: Vec<u64> = plan.settings.iter().map(of).collect();
            Err(Problem::bad_request(format!("lines is {lines}: this study has {all:?}")))
        }
        (Some(_), Some(_)) => Err(Problem::bad_request(format!(
            "lines is {lines}: several settings have this number; name one by its setting"
        ))),
    }
}

fn known_run(plan: &Plan, run: u64) -> Result<u64, Problem> {
    if run < plan.runs {
        return Ok(run);
    }
    Err(Problem::bad_request(format!("run is {run}: this study has runs 0 to {}", plan.runs - 1)))
}

#[expect(clippy::needless_pass_by_value, reason = "it maps an error")]
fn stuck(stuck: RunTooLong) -> Problem {
    Problem::conflict(stuck.to_string())
}
