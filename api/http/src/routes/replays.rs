//! `/replays`: an uploaded journal, verified and browsed. The server stores nothing of it.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Response};
use redial_engine::SessionId;
use redial_replay::{
    Comparison, Header, ReadError, Reader, ReplayedState, Report, Timeline, Until, Verified, extract, verify_until,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::body::{check_type, unread};
use crate::error::Problem;
use crate::limits::IDS_MAX;
use crate::openapi::{At, OfJournal, PageOf1000};
use crate::query::Params;
use crate::routes::history::film_range;
use crate::routes::journal::lines;
use crate::state::ServerState;
use crate::wire::{
    self, CallsShown, Film, FilmView, Lens, SessionSnapshot, SessionView, SessionWithCalls, VerdictView,
};
use redial_studies::JOURNAL_MAX;

/// The largest journal that can be uploaded, in bytes. Every journal of a study's run fits.
pub(crate) const FILE_MAX: usize = JOURNAL_MAX;

/// The content types of a journal.
const KINDS: [&str; 2] = ["application/x-ndjson", "application/jsonl"];

/// The most sessions in the list.
const SESSIONS_MAX: usize = 1_000;

/// The verdict on a journal, and its sessions.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenedJournal)]
struct OpenedJournal<'a> {
    /// The verdict.
    #[schema(value_type = VerdictView)]
    verdict: &'a Value,
    /// The first 1,000 sessions, fewer if they are long (25,000 leads), as of the last record that verifies.
    sessions: Vec<SessionView<'a>>,
}

/// Executes a journal again, or folds a session's log, and reports the verdict and the sessions.
#[utoipa::path(
    post, path = "/replays", tag = "replay", operation_id = "openJournal",
    request_body(
        content = String, content_type = "application/x-ndjson",
        description = "A journal, or a session's log; up to 64 MiB.",
    ),
    responses((status = OK, description = "The verdict and the sessions.", body = OpenedJournal)),
)]
pub(crate) async fn check(State(app): State<Arc<ServerState>>, request: Request) -> Result<Response, Problem> {
    look(&app, request, |file| {
        let reader = match Reader::open(file) {
            Ok(reader) => reader,
            Err(ReadError::Damage(damage)) => return Ok(opened(&wire::unopened(&damage), Vec::new())),
            Err(ReadError::Io(error)) => return Err(error.into()),
        };
        let verified = run(reader, Until::End)?;
        let verdict = wire::verdict(&verified.report);
        let lens = lens(&verified.report)?;
        // The records before the first damage can still be browsed.
        let world = match verified.world {
            None => run(read(file)?, Until::Seq(verified.report.seq))?.world,
            world => world,
        };
        let shown = world.as_ref().map(sessions).unwrap_or_default();
        Ok(opened(&verdict, shown.iter().map(|session| session.view(&lens)).collect()))
    })
    .await
}

/// Extracts one session's log from a journal, up to the first damage.
#[utoipa::path(
    post, path = "/replays/log", tag = "replay", operation_id = "cutJournal",
    params(OfJournal),
    request_body(
        content = String, content_type = "application/x-ndjson",
        description = "A journal, or a session's log; up to 64 MiB.",
    ),
    responses(
        (status = OK, description = "The session's log.", body = String, content_type = "application/x-ndjson"),
        (
            status = NOT_FOUND, description = "The journal has no such session.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn log(
    State(app): State<Arc<ServerState>>,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    let wanted = params.number("session", 0..=u64::from(u32::MAX))?;
    look(&app, request, move |file| {
        let reader = read(file)?;
        let id = which(reader.header(), wanted)?;
        if reader.header().extract.is_some() {
            return Ok(lines(file.to_vec()));
        }
        let mut log = Vec::new();
        match extract(reader, id, &mut log) {
            Ok(_) | Err(ReadError::Damage(_)) if !log.is_empty() => Ok(lines(log)),
            Ok(_) | Err(ReadError::Damage(_)) => Err(unknown(id)),
            Err(ReadError::Io(error)) => Err(error.into()),
        }
    })
    .await
}

/// Shows a session's records, each as the file has it and in words, up to the first damage.
///
/// A part ends after `limit` records, or earlier if its records are long. `nextAfter` is the `after` of the next part.
#[utoipa::path(
    post, path = "/replays/film", tag = "replay", operation_id = "journalFilm",
    params(OfJournal, PageOf1000),
    request_body(
        content = String, content_type = "application/x-ndjson",
        description = "A journal, or a session's log; up to 64 MiB.",
    ),
    responses((status = OK, description = "The records.", body = FilmView)),
)]
pub(crate) async fn film(
    State(app): State<Arc<ServerState>>,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    let wanted = params.number("session", 0..=u64::from(u32::MAX))?;
    let film_range = film_range(&params)?;
    look(&app, request, move |file| {
        let reader = read(file)?;
        let id = which(reader.header(), wanted)?;
        let mut film = Film::new(id, Timeline::new(), film_range);
        let verified = verify_until(reader, Until::End, |step| {
            film.see(step.seq, step.at, step.input, step.transitions);
            if film.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(Json(film.view(verified.report.header.journal, &lens(&verified.report)?)).into_response())
    })
    .await
}

/// Shows a session as of a record.
#[utoipa::path(
    post, path = "/replays/session", tag = "replay", operation_id = "journalSession",
    params(OfJournal, At),
    request_body(
        content = String, content_type = "application/x-ndjson",
        description = "A journal, or a session's log; up to 64 MiB.",
    ),
    responses(
        (status = OK, description = "The session, with whole calls.", body = SessionWithCalls),
        (
            status = NOT_FOUND, description = "The session had not begun then.",
            body = Problem, content_type = "application/problem+json",
        ),
    ),
)]
pub(crate) async fn session(
    State(app): State<Arc<ServerState>>,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    let wanted = params.number("session", 0..=u64::from(u32::MAX))?;
    let at =
        params.number("at", 0..=u64::MAX)?.ok_or_else(|| Problem::bad_request("at is missing: after which record?"))?;
    look(&app, request, move |file| {
        let reader = read(file)?;
        let id = which(reader.header(), wanted)?;
        let verified = run(reader, Until::Seq(at))?;
        if let Comparison::Damaged(damage) = &verified.report.result {
            let detail = format!("the journal is damaged at record {}: {}", damage.seq, damage.kind);
            return Err(Problem::bad_request(detail));
        }
        let shown = verified.world.as_ref().and_then(|world| snapshot(world, id, at, CallsShown::Whole));
        let shown = shown.ok_or_else(|| Problem::not_found(format!("session {id} had not begun at record {at}")))?;
        Ok(Json(shown.view(&lens(&verified.report)?)).into_response())
    })
    .await
}

/// Waits for a permit, reads the file, and runs the work on it.
async fn look(
    app: &ServerState,
    request: Request,
    work: impl FnOnce(&[u8]) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    check_type(request.headers(), KINDS[0], |kind| KINDS.contains(&kind))?;
    let _turn = app.permits.take().await?;
    let file = Bytes::from_request(request, &()).await.map_err(|rejection| unread(&rejection))?;
    blocking(move || work(&file)).await?
}

fn read(file: &[u8]) -> Result<Reader<&[u8]>, Problem> {
    Reader::open(file).map_err(|error| match error {
        ReadError::Damage(damage) => Problem::bad_request(format!("this is no journal: {}", damage.kind)),
        ReadError::Io(error) => error.into(),
    })
}

fn run(reader: Reader<&[u8]>, until: Until) -> io::Result<Verified> {
    verify_until(reader, until, |_| ControlFlow::Continue(()))
}

/// Returns the lens for a journal's ids and times.
fn lens(report: &Report) -> Result<Lens, Problem> {
    Lens::of(report).map_err(|error| Problem::bad_request(format!("the journal's epoch is no time: {error}")))
}

/// Returns the session of an extract, or the session that the request names.
fn which(header: &Header, wanted: Option<u64>) -> Result<SessionId, Problem> {
    match (header.extract.map(|excerpt| excerpt.session), wanted) {
        (Some(session), Some(wanted)) if u64::from(session.0) != wanted => {
            Err(Problem::bad_request(format!("session is {wanted}: this is the log of session {session}")))
        }
        (Some(session), _) => Ok(session),
        (None, Some(wanted)) => Ok(SessionId(wanted as u32)),
        (None, None) => Err(Problem::bad_request("session is missing: which one of this journal?")),
    }
}

fn unknown(session: SessionId) -> Problem {
    Problem::not_found(format!("there is no session {session} in this journal"))
}

fn opened(verdict: &Value, sessions: Vec<SessionView<'_>>) -> Response {
    Json(OpenedJournal { verdict, sessions }).into_response()
}

fn sessions(state: &ReplayedState) -> Vec<SessionSnapshot> {
    let ids: Vec<SessionId> = match state {
        ReplayedState::Whole(dialer) => (0..dialer.state().sessions().len() as u32).map(SessionId).collect(),
        ReplayedState::Extract(extract) => vec![extract.id()],
    };
    let (mut sessions, mut leads) = (Vec::new(), 0);
    for id in ids.into_iter().take(SESSIONS_MAX) {
        let Some(session) = snapshot(state, id, seq_of(state), CallsShown::Ids) else { continue };
        leads += session.leads();
        if leads > IDS_MAX && !sessions.is_empty() {
            break;
        }
        sessions.push(session);
    }
    sessions
}

fn seq_of(state: &ReplayedState) -> u64 {
    match state {
        ReplayedState::Whole(dialer) => dialer.state().seq(),
        ReplayedState::Extract(_) => 0,
    }
}

/// Copies a session out of a replayed state, which is as of the record `seq`.
fn snapshot(state: &ReplayedState, id: SessionId, seq: u64, shown: CallsShown) -> Option<SessionSnapshot> {
    match state {
        ReplayedState::Whole(dialer) => SessionSnapshot::present(dialer.state(), dialer.state().seq(), id, shown),
        ReplayedState::Extract(extract) => SessionSnapshot::of_extract(extract, seq, shown),
    }
}
