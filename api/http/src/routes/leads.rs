//! `/leads`: the people to call.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use redial_engine::{Command, Headcount, Industry, LeadId, Stepped, Transition};
use redial_leads::quoted;
use serde::Serialize;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::error::Problem;
use crate::idempotent_body::IdempotentBody;
use crate::list::LeadQuery;
use crate::once::{OnceRequest, once};
use crate::openapi::{LeadFilters, NewLead, Page};
use crate::query::Params;
use crate::repeat;
use crate::state::ServerState;
use crate::wire::{CallSnapshot, CallView, HeadcountWord, Id, IndustryWord, LeadSnapshot, LeadView};
use redial_live::desk::ReadView;

/// A page of leads.
#[derive(Serialize, ToSchema)]
#[schema(as = LeadList)]
struct LeadList<'a> {
    /// The leads of this page.
    leads: Vec<LeadView<'a>>,
    /// The number on all pages.
    total: usize,
}

/// Every call to a lead.
#[derive(Serialize, ToSchema)]
#[schema(as = LeadCalls)]
struct LeadCalls<'a> {
    /// The calls, oldest first.
    calls: Vec<CallView<'a>>,
    /// The number of calls.
    total: usize,
}

/// A lead after a command.
#[derive(Serialize, ToSchema)]
#[schema(as = LeadTold)]
pub(crate) struct LeadMessage<'a> {
    /// The result, for people.
    pub message: &'static str,
    /// The lead after the command.
    pub lead: LeadView<'a>,
}

/// The values of the filters.
#[derive(Serialize, ToSchema)]
#[schema(as = LeadFilterOptions)]
struct FilterOptions {
    /// Every industry.
    #[schema(value_type = Vec<IndustryWord>)]
    industries: [Industry; 6],
    /// Every headcount, smallest first.
    #[schema(value_type = Vec<HeadcountWord>)]
    headcounts: [Headcount; 5],
}

/// Lists leads: all, or those that match the filters and contain the searched text.
#[utoipa::path(
    get, path = "/leads", tag = "leads", operation_id = "listLeads",
    params(LeadFilters, Page),
    responses((status = OK, description = "The leads.", body = LeadList)),
)]
pub(crate) async fn list(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let wish = LeadQuery::new(&params)?;
    let (found, wish) = app.desk.read(move |view| (wish.gather(view.state), wish)).await?;
    let lens = app.lens();
    blocking(move || {
        let found = wish.finish(found);
        let leads = found.leads.iter().map(|lead| lead.view(&lens)).collect();
        Json(LeadList { leads, total: found.total }).into_response()
    })
    .await
}

/// Lists the values of the filters.
#[utoipa::path(
    get, path = "/leads/filters/options", tag = "leads", operation_id = "leadFilterOptions",
    responses((status = OK, description = "The values.", body = FilterOptions)),
)]
pub(crate) async fn options() -> Response {
    Json(FilterOptions { industries: Industry::ALL, headcounts: Headcount::ALL }).into_response()
}

/// Shows one lead.
#[utoipa::path(
    get, path = "/leads/{id}", tag = "leads", operation_id = "showLead",
    params(("id" = Id, Path, description = "The lead.")),
    responses((status = OK, description = "The lead.", body = LeadView)),
)]
pub(crate) async fn one(State(app): State<Arc<ServerState>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let lead = known(&app, &id).await?;
    Ok(Json(lead.view(&app.lens())).into_response())
}

/// Adds a lead.
#[utoipa::path(
    post, path = "/leads", tag = "leads", operation_id = "createLead",
    request_body = NewLead,
    responses((status = CREATED, description = "The lead.", body = LeadMessage)),
)]
pub(crate) async fn create(State(app): State<Arc<ServerState>>, body: IdempotentBody) -> Result<Response, Problem> {
    let details = body.fields()?.lead().check(app.region)?;
    let add = OnceRequest::Command(Command::AddLead(Arc::new(details)));
    let added = once(&app, &body, add, added, async |used| repeat::added(&app, used.seq).await).await?;
    let lead = added.ok_or_else(|| Problem::unavailable("no more leads can be added"))?;
    let told = LeadMessage { message: "Lead created", lead: lead.view(&app.lens()) };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

fn added(view: &ReadView<'_>, stepped: &Stepped<'_>) -> Option<LeadSnapshot> {
    let id = stepped
        .transitions
        .iter()
        .find_map(|transition| if let Transition::LeadAdded { lead, .. } = transition { Some(*lead) } else { None })?;
    snapshot(view, id)
}

/// Shows every call to a lead, oldest first.
#[utoipa::path(
    get, path = "/leads/{id}/calls", tag = "leads", operation_id = "leadCalls",
    params(("id" = Id, Path, description = "The lead.")),
    responses((status = OK, description = "The calls.", body = LeadCalls)),
)]
pub(crate) async fn calls(State(app): State<Arc<ServerState>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let lead = known(&app, &id).await?.id;
    let gather = move |view: &ReadView<'_>| -> Vec<CallSnapshot> {
        let ids = view.state.lead(lead).map_or(&[][..], |lead| &lead.calls);
        ids.iter().filter_map(|id| CallSnapshot::of(view.state, *id)).collect()
    };
    let calls = app.desk.read(gather).await?;
    let lens = app.lens();
    let total = calls.len();
    Ok(Json(LeadCalls { calls: calls.iter().map(|call| call.view(&lens)).collect(), total }).into_response())
}

/// Returns the lead that an id of the API names.
pub(crate) async fn known(app: &ServerState, name: &str) -> Result<LeadSnapshot, Problem> {
    let unknown = || Problem::not_found(format!("there is no lead {}", quoted(name)));
    let id = app.desk.names().parse_lead(name).ok_or_else(unknown)?;
    app.desk.read(move |view| snapshot(view, id)).await?.ok_or_else(unknown)
}

pub(crate) fn snapshot(view: &ReadView<'_>, id: LeadId) -> Option<LeadSnapshot> {
    view.state.lead(id).map(|lead| LeadSnapshot::take(id, lead, view.state))
}
