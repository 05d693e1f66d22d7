//! `/studies` and `/scenarios`: settings of a scenario, compared over many runs.

mod events;
mod id;
mod runs;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use redial_studies::PRESETS;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::id::find;
use crate::blocking::blocking;
use crate::body::JsonBody;
use crate::error::Problem;
use crate::openapi::{NewStudy, Page};
use crate::query::Params;
use crate::state::ServerState;
use crate::wire::StudyView;
use redial_studies::Study;

/// The built-in scenarios.
#[derive(Serialize, ToSchema)]
#[schema(as = ScenarioList)]
struct ScenarioList {
    /// The scenarios.
    scenarios: Vec<ScenarioView>,
}

/// A built-in scenario.
#[derive(Serialize, ToSchema)]
#[schema(as = Scenario)]
struct ScenarioView {
    /// Its name.
    name: &'static str,
    /// Its description, in a sentence.
    title: &'static str,
    /// The scenario as a file, which a client can change and send.
    toml: &'static str,
}

/// The studies in memory.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyList)]
struct StudyList<'a> {
    /// Newest first, without findings. The last 16 stay in memory.
    studies: Vec<StudyView<'a>>,
}

/// The routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::new()
        .routes(routes!(scenarios))
        .routes(routes!(list, start))
        .routes(routes!(one))
        .routes(routes!(cancel))
        .routes(routes!(events::of_study))
        .routes(routes!(runs::list))
        .routes(routes!(runs::one))
        .routes(routes!(runs::run_journal))
}

/// Lists the built-in scenarios.
#[utoipa::path(
    get, path = "/scenarios", tag = "studies", operation_id = "listScenarios",
    responses((status = OK, description = "The scenarios.", body = ScenarioList)),
)]
async fn scenarios() -> Response {
    let scenarios = PRESETS
        .iter()
        .map(|preset| ScenarioView { name: preset.name, title: preset.about, toml: preset.text })
        .collect();
    Json(ScenarioList { scenarios }).into_response()
}

/// Starts a study: settings of a scenario, compared over the same runs. A study with the same fields has the same
/// findings.
#[utoipa::path(
    post, path = "/studies", tag = "studies", operation_id = "startStudy",
    request_body = NewStudy,
    responses((status = CREATED, description = "The study; 503 while four others are under way.", body = StudyView)),
)]
async fn start(State(app): State<Arc<ServerState>>, JsonBody(fields): JsonBody) -> Result<Response, Problem> {
    let studies = app.studies.clone();
    let plan = blocking(move || studies.plan(&fields)).await?;
    let plan = plan.map_err(|error| Problem::bad_request(error.to_string()))?;
    let study = app.studies.begin(plan).map_err(|error| Problem::unavailable(error.to_string()))?;
    Ok((StatusCode::CREATED, Json(StudyView::whole(&study, &study.progress()))).into_response())
}

/// Lists the last studies, newest first.
#[utoipa::path(
    get, path = "/studies", tag = "studies", operation_id = "listStudies",
    params(Page),
    responses((status = OK, description = "The studies.", body = StudyList)),
)]
async fn list(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let studies = params.paging()?.of(app.studies.all().into_iter());
    let studies: Vec<_> = studies.map(|study| (study.progress(), study)).collect();
    let studies = studies.iter().map(|(progress, study)| StudyView::line(study, progress)).collect();
    Ok(Json(StudyList { studies }).into_response())
}

/// Shows a study's progress and its findings so far.
#[utoipa::path(
    get, path = "/studies/{id}", tag = "studies", operation_id = "showStudy",
    params(("id" = String, Path, description = "The study.")),
    responses((status = OK, description = "The study.", body = StudyView)),
)]
async fn one(State(app): State<Arc<ServerState>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    Ok(show(&study))
}

/// Cancels a study. Its findings stay. A study that has ended does not change.
#[utoipa::path(
    post, path = "/studies/{id}/cancel", tag = "studies", operation_id = "cancelStudy",
    params(("id" = String, Path, description = "The study.")),
    responses((status = OK, description = "The study, which ends soon.", body = StudyView)),
)]
async fn cancel(State(app): State<Arc<ServerState>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let study = find(&app, &id)?;
    study.cancel();
    Ok(show(&study))
}

fn show(study: &Study) -> Response {
    Json(StudyView::whole(study, &study.progress())).into_response()
}
