//! `/dialer`: sessions that call leads, and their calls.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use redial_engine::{Command, CrmSync, KeyUse, SessionId, Stepped, Transition};
use redial_leads::quoted;
use serde::Serialize;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::error::Problem;
use crate::headers::NOW;
use crate::idempotent_body::IdempotentBody;
use crate::limits::{IDS_MAX, PAGE};
use crate::once::{OnceRequest, once};
use crate::openapi::{AtOrNow, NewSession, PageOf50};
use crate::query::Params;
use crate::repeat;
use crate::routes::history;
use crate::routes::start::Start;
use crate::session_id::{parse, unknown};
use crate::state::ServerState;
use crate::wire::{
    CallSnapshot, CallView, CallsShown, Id, SessionSnapshot, SessionView, SessionWithCalls, SyncStatus, Time,
    sync_status,
};
use redial_live::desk::{ReadView, Scope};

/// Sessions, newest first. A page is shorter if its sessions are long.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionList)]
#[serde(rename_all = "camelCase")]
struct SessionList<'a> {
    /// The sessions of this page.
    sessions: Vec<SessionView<'a>>,
    /// The number on all pages.
    total: usize,
    /// The offset of the next page, if there is one.
    #[schema(required)]
    next_offset: Option<usize>,
}

/// Lists sessions, newest first.
#[utoipa::path(
    get, path = "/dialer/sessions", tag = "dialer", operation_id = "listSessions",
    params(PageOf50),
    responses(
        (status = OK, description = "The sessions, newest first, with the ids of their calls.", body = SessionList),
    ),
)]
pub(crate) async fn list(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let paging = params.paging()?.or_limit(PAGE);
    let lens = app.lens();
    let gather = move |view: &ReadView<'_>| {
        let total = view.state.sessions().len();
        let ids = (0..u32::try_from(total).unwrap_or(u32::MAX)).rev().map(SessionId);
        let (mut page, mut shown) = (Vec::new(), 0);
        for (id, session) in paging.of(ids).filter_map(|id| Some((id, view.state.session(id)?))) {
            shown += session.untouched().len() + session.passed_over().count() + session.calls().len();
            if shown > IDS_MAX && !page.is_empty() {
                break;
            }
            page.extend(snapshot(view, id, CallsShown::Ids));
        }
        (page, total)
    };
    let (sessions, total) = app.desk.read(gather).await?;
    let next = paging.offset() + sessions.len();
    let next_offset = (next < total && !sessions.is_empty()).then_some(next);
    blocking(move || {
        let sessions = sessions.iter().map(|session| session.view(&lens)).collect();
        Json(SessionList { sessions, total, next_offset }).into_response()
    })
    .await
}

/// Starts a session. Its first leads are ringing when the answer arrives.
#[utoipa::path(
    post, path = "/dialer/sessions", tag = "dialer", operation_id = "startSession",
    request_body = NewSession,
    responses((status = CREATED, description = "The session, with the ids of its first calls.", body = SessionView)),
)]
pub(crate) async fn start(State(app): State<Arc<ServerState>>, body: IdempotentBody) -> Result<Response, Problem> {
    let start = Start::new(&body.fields()?)?;
    // Leads never go away, so those that exist now exist when the command is stepped.
    let known = app.desk.read_scope(Scope::Nothing, |view, _| view.state.leads().len()).await?;
    let spec = start.resolve(app.desk.names(), known)?;
    let ask = OnceRequest::Command(Command::StartSession(Arc::new(spec)));
    let repeat = async |used: KeyUse| match id_of_started(&repeat::transitions(&app, used.seq).await?) {
        Some(id) => session_then(&app, id, used.seq).await.map(Some),
        None => Ok(None),
    };
    let session = once(&app, &body, ask, started, repeat).await?;
    let session = session.ok_or_else(|| Problem::unavailable("no more sessions can be started"))?;
    Ok((StatusCode::CREATED, Json(session.view(&app.lens()))).into_response())
}

/// Returns a session as the answer to a command showed it.
async fn session_then(app: &ServerState, id: SessionId, seq: u64) -> Result<SessionSnapshot, Problem> {
    history::session_at(app, &app.desk.names().session(id).to_string(), seq, CallsShown::Ids).await
}

fn id_of_started(transitions: &[Transition]) -> Option<SessionId> {
    transitions.iter().find_map(|transition| {
        if let Transition::SessionStarted { session, .. } = transition { Some(*session) } else { None }
    })
}

fn started(view: &ReadView<'_>, stepped: &Stepped<'_>) -> Option<SessionSnapshot> {
    snapshot(view, id_of_started(stepped.transitions)?, CallsShown::Ids)
}

/// Shows a session and its calls, now or as of the record `at`.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}", tag = "dialer", operation_id = "showSession",
    params(("id" = Id, Path, description = "The session."), AtOrNow),
    responses((
        status = OK, description = "The session, with whole calls.", body = SessionWithCalls,
        headers((
            "x-now" = Time,
            description = "The present time, by the clock of the times in the body. Absent with `at`."
        )),
    )),
)]
pub(crate) async fn one(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let lens = app.lens();
    if let Some(seq) = params.number("at", 0..=u64::MAX)? {
        let session = history::session_at(&app, &name, seq, CallsShown::Whole).await?;
        return Ok(Json(session.view(&lens)).into_response());
    }
    let id = parse(&app, &name)?;
    let show = move |view: &ReadView<'_>, now| snapshot(view, id, CallsShown::Whole).map(|session| (session, now));
    let (session, now) = app.desk.read_scope(Scope::Session(id), show).await?.ok_or_else(|| unknown(&name))?;
    Ok(([(NOW, lens.time(now).to_string())], Json(session.view(&lens))).into_response())
}

/// Stops a session. A stopped session does not change.
#[utoipa::path(
    post, path = "/dialer/sessions/{id}/stop", tag = "dialer", operation_id = "stopSession",
    params(("id" = Id, Path, description = "The session.")),
    responses((status = OK, description = "The session, with the ids of its calls.", body = SessionView)),
)]
pub(crate) async fn stop(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
    body: IdempotentBody,
) -> Result<Response, Problem> {
    let session = parse(&app, &name)?;
    let show = move |view: &ReadView<'_>| snapshot(view, session, CallsShown::Ids);
    let before = app.desk.read_scope(Scope::Session(session), move |view, _| {
        let is_running = view.state.session(session)?.is_running();
        show(view).map(|shown| (shown, is_running))
    });
    let (before, is_running) = before.await?.ok_or_else(|| unknown(&name))?;
    let stop = Command::StopSession { session };
    let ask = if is_running { OnceRequest::Command(stop) } else { OnceRequest::NoChange(stop, None) };
    let repeat = async |used: KeyUse| session_then(&app, session, used.seq).await.map(Some);
    let after = once(&app, &body, ask, move |view, _| show(view), repeat).await?;
    Ok(Json(after.unwrap_or(before).view(&app.lens())).into_response())
}

/// Retries the CRM sync of a call whose sync is FAILED.
#[utoipa::path(
    post, path = "/dialer/calls/{id}/crm-sync", tag = "crm", operation_id = "retrySync",
    params(("id" = Id, Path, description = "The call.")),
    responses(
        (status = OK, description = "The call.", body = CallView),
        (
            status = CONFLICT, description = "The sync has not failed.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn retry_sync(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
    body: IdempotentBody,
) -> Result<Response, Problem> {
    let unknown = || Problem::not_found(format!("there is no call {}", quoted(&name)));
    let call = app.desk.names().parse_call(&name).ok_or_else(unknown)?;
    let before = app.desk.read(move |view| CallSnapshot::of(view.state, call)).await?.ok_or_else(unknown)?;
    if before.call.crm != CrmSync::Failed && body.used(&app).await?.is_none() {
        return Err(not_failed(&before));
    }
    let first = move |view: &ReadView<'_>, stepped: &Stepped<'_>| {
        (repeat::is_refused(stepped.transitions), CallSnapshot::of(view.state, call))
    };
    let repeat = async |used: KeyUse| {
        let refused = repeat::is_refused(&repeat::transitions(&app, used.seq).await?);
        Ok((refused, Some(repeat::call(&app, before.clone(), used.seq).await?)))
    };
    let retry = OnceRequest::Command(Command::RetryCrmSync { call });
    let (refused, after) = once(&app, &body, retry, first, repeat).await?;
    let after = after.unwrap_or(before);
    if refused { Err(not_failed(&after)) } else { Ok(Json(after.view(&app.lens())).into_response()) }
}

fn not_failed(call: &CallSnapshot) -> Problem {
    let status = sync_status(call.call.crm).map_or("null, because the call still rings", SyncStatus::as_str);
    Problem::conflict(format!("only a FAILED sync is tried again; the crmActivityStatus of this call is {status}"))
}

fn snapshot(view: &ReadView<'_>, id: SessionId, shown: CallsShown) -> Option<SessionSnapshot> {
    SessionSnapshot::present(view.state, view.seq, id, shown)
}
