//! A session's history: the session as of any record, its film, and its log.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::{LeadDetails, LeadId, SessionId};
use redial_replay::{Header, Record, Timeline, header_line, leads_of};

use crate::blocking::blocking;
use crate::error::Problem;
use crate::limits::LIMIT_MAX;
use crate::openapi::{LogPage, PageOf1000};
use crate::query::Params;
use crate::routes::journal::{SeqRange, StoredLine, attachment, streamed, there};
use crate::session_id::{parse, unknown};
use crate::state::ServerState;
use crate::wire::{CallsShown, Film, FilmRange, FilmView, Id, SessionSnapshot};
use redial_live::desk::{Desk, Scope};
use redial_live::history::record;

/// Returns a session as of the record `seq`, folded from its own records.
pub(crate) async fn session_at(
    app: &ServerState,
    name: &str,
    seq: u64,
    shown: CallsShown,
) -> Result<SessionSnapshot, Problem> {
    let (id, people) = people_of(app, name).await?;
    let (desk, histories, name) = (app.desk.clone(), app.histories.clone(), name.to_owned());
    blocking(move || {
        let tip = desk.archive().tip();
        if seq > tip {
            return Err(Problem::bad_request(format!("at is {seq}: the last record is {tip}")));
        }
        let extract = histories.session_at(desk.archive(), id, seq)?;
        let session = extract
            .session()
            .ok_or_else(|| Problem::not_found(format!("session {name} had not begun at record {seq}")))?;
        let who = |lead: LeadId| -> Arc<LeadDetails> { Arc::clone(&people[&lead]) };
        Ok(SessionSnapshot::take(id, session, seq, shown, who))
    })
    .await?
}

/// Returns the details of the leads of an existing session. Details never change, so the present ones are also the past
/// ones.
async fn people_of(app: &ServerState, name: &str) -> Result<(SessionId, BTreeMap<LeadId, Arc<LeadDetails>>), Problem> {
    let id = parse(app, name)?;
    let people = app.desk.read_scope(Scope::Session(id), move |view, _| {
        let leads = view.state.session(id)?.spec().leads.iter();
        Some(leads.map(|lead| (*lead, Arc::clone(&view.state.leads()[lead.index()].details))).collect())
    });
    Ok((id, people.await?.ok_or_else(|| unknown(name))?))
}

/// Shows a session as a film: its records, each as the journal has it and in words.
///
/// A part ends after `limit` records, or earlier if its records are long. `nextAfter` is the `after` of the next part.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}/film", tag = "dialer", operation_id = "sessionFilm",
    params(("id" = Id, Path, description = "The session."), PageOf1000),
    responses((status = OK, description = "The records.", body = FilmView)),
)]
pub(crate) async fn film(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let film_range = film_range(&params)?;
    there("after", film_range.after, app.desk.archive().tip())?;
    let (id, people) = people_of(&app, &name).await?;
    let (desk, lens, journal) = (app.desk.clone(), app.lens(), app.journal);
    blocking(move || {
        let mut timeline = Timeline::new();
        people.into_iter().for_each(|(lead, details)| timeline.introduce(lead, details));
        let mut film = Film::new(id, timeline, film_range);
        // One record more than the limit shows whether another part follows.
        for seq in desk.archive().seqs_of(id, film_range.after, u64::MAX).into_iter().take(film_range.limit + 1) {
            let Record { seq, at, input, transitions } = record(desk.archive(), seq)?;
            film.see(seq, at, &input, &transitions);
            if film.is_full() {
                break;
            }
        }
        Ok(Json(film.view(journal, &lens)).into_response())
    })
    .await?
}

/// Returns the part of a film that the parameters name.
pub(crate) fn film_range(params: &Params) -> Result<FilmRange, Problem> {
    let after = params.number("after", 0..=u64::MAX)?.unwrap_or(0);
    let limit = params.number("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT_MAX) as usize;
    Ok(FilmRange { after, limit })
}

/// Streams a session's log: an extract of the journal that can be replayed by itself.
///
/// With `after`, the log contains only later records, which continue a log fetched before. `limit` bounds the records.
/// With `until`, the log is a file up to that record; the session must have begun by then.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}/log", tag = "dialer", operation_id = "sessionLog",
    params(("id" = Id, Path, description = "The session."), LogPage),
    responses((
        status = OK, description = "The log: a journal of this session alone, a record a line.",
        body = String, content_type = "application/x-ndjson",
        headers(("redial-next-after" = u64, description = "The record after which the next page begins.")),
    )),
)]
pub(crate) async fn log(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let limit = params.number("limit", 1..=LIMIT_MAX)?.map_or(usize::MAX, |limit| limit as usize);
    let SeqRange { after, until } = SeqRange::of(&params, app.desk.archive().tip())?;
    let id = parse(&app, &name)?;
    let leads = app
        .desk
        .read_scope(Scope::Session(id), move |view, _| view.state.session(id).map(|session| leads_of(session.spec())))
        .await?;
    let leads = leads.ok_or_else(|| unknown(&name))?;
    let mut seqs = app.desk.archive().seqs_of(id, after.unwrap_or(0), until.unwrap_or(u64::MAX));
    if let (None, Some(until), true) = (after, until, seqs.is_empty()) {
        return Err(Problem::bad_request(format!("until is {until}: session {name} had not begun at that record")));
    }
    seqs.truncate(limit);
    let next_after = seqs.last().copied().or(after).unwrap_or(0);
    let header = if after.is_none() {
        let desk = app.desk.clone();
        blocking(move || header_of(&desk, id)).await??
    } else {
        Vec::new()
    };
    let leads = if after.is_none() { leads } else { Vec::new() };
    let parts = leads.into_iter().map(StoredLine::Lead).chain(seqs.into_iter().map(StoredLine::Record));
    let mut response = streamed(app.desk.clone(), header, parts, next_after);
    if let Some(until) = until {
        response.headers_mut().extend([attachment(&format!("session-{id}-to-{until}.jsonl"))]);
    }
    Ok(response)
}

fn header_of(desk: &Desk, id: SessionId) -> Result<Vec<u8>, Problem> {
    let first: Header = serde_json::from_slice(&desk.archive().header_line()?).map_err(std::io::Error::from)?;
    let header = Header { forks: desk.names().forks().to_vec(), ..first };
    Ok(header_line(&header, id))
}
