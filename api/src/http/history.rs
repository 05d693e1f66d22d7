//! A session's past: what it was after any record, and its own log.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::{LeadDetails, LeadId, SessionId};
use redial_replay::{Header, Record, Timeline, header_line, leads_of};

use super::app::AppState;
use super::aside::aside;
use super::dialer::{parse, unknown};
use super::error::Problem;
use super::journal::{MAX as LIMIT_MAX, attachment, lines};
use super::openapi::LogPage;
use super::query::Params;
use crate::desk::Desk;
use crate::view::{CallsShown, Film, Id, SessionSnapshot};

/// Returns a session as it was after the record `seq`, folded from its own records.
pub(super) async fn session_at(
    app: &AppState,
    name: &str,
    seq: u64,
    shown: CallsShown,
) -> Result<SessionSnapshot, Problem> {
    let (id, people) = people_of(app, name).await?;
    let (desk, reels, name) = (app.desk.clone(), app.reels.clone(), name.to_owned());
    aside(move || {
        let tip = desk.archive().tip();
        if seq > tip {
            return Err(Problem::bad_request(format!("at is {seq}: the last record is {tip}")));
        }
        let extract = reels.fold(&desk, id, seq)?;
        let session = extract
            .session()
            .ok_or_else(|| Problem::not_found(format!("session {name} had not begun at record {seq}")))?;
        let who = |lead: LeadId| -> Arc<LeadDetails> { Arc::clone(&people[&lead]) };
        Ok(SessionSnapshot::take(id, session, seq, shown, who))
    })
    .await?
}

/// Who the leads of a session are; it must exist. Details never change, so those of now are those of then.
async fn people_of(app: &AppState, name: &str) -> Result<(SessionId, BTreeMap<LeadId, Arc<LeadDetails>>), Problem> {
    let id = parse(app, name)?;
    let people = app.desk.read(move |house| {
        let leads = house.state.session(id)?.spec().leads.iter();
        Some(leads.map(|lead| (*lead, Arc::clone(&house.state.leads()[lead.index()].details))).collect())
    });
    Ok((id, people.await?.ok_or_else(|| unknown(name))?))
}

/// Reads a stored record.
pub(super) fn record(line: &[u8]) -> Result<Record, Problem> {
    serde_json::from_slice(line).map_err(|error| Problem::from(std::io::Error::from(error)))
}

/// Sends a session as a film: all its records so far, in words and as they stand in the journal.
pub(crate) async fn film(State(app): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let (id, people) = people_of(&app, &name).await?;
    let (desk, lens, journal) = (app.desk.clone(), app.lens(), app.journal);
    aside(move || {
        let mut timeline = Timeline::new();
        people.into_iter().for_each(|(lead, details)| timeline.introduce(lead, details));
        let mut film = Film::new(id, timeline);
        for line in desk.archive().session(id)? {
            let Record { seq, at, input, transitions } = record(&line)?;
            film.see(seq, at, &input, &transitions);
        }
        Ok(Json(film.view(journal, &lens)).into_response())
    })
    .await?
}

/// Sends a session's log: an extract of the journal that can be replayed by itself.
///
/// With `after`, only records beyond it are sent, to go on with a log that was fetched before; `limit` bounds the records. With
/// `until`, those up to that record are sent, as a file.
#[utoipa::path(
    get, path = "/dialer/sessions/{id}/log", tag = "dialer", operation_id = "sessionLog",
    params(("id" = Id, Path, description = "The session."), LogPage),
    responses((status = OK, description = "The log: a journal of this session alone, a record a line.", body = String, content_type = "application/x-ndjson", headers(("redial-next-after" = u64, description = "The record after which the next page begins.")))),
)]
pub(crate) async fn log(
    State(app): State<AppState>,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let after = params.number("after", 0..=u64::MAX)?;
    let limit = params.number("limit", 1..=LIMIT_MAX)?.map_or(usize::MAX, |limit| limit as usize);
    let until = params.number("until", 0..=app.desk.archive().tip())?;
    let id = parse(&app, &name)?;
    let leads = app.desk.read(move |house| house.state.session(id).map(|session| leads_of(session.spec()))).await?;
    let leads = leads.ok_or_else(|| unknown(&name))?;
    let desk = app.desk.clone();
    let range = Range { after, until: until.unwrap_or(u64::MAX), limit };
    let (bytes, next_after) = aside(move || cut(&desk, id, &leads, &range)).await??;
    let mut response = lines(bytes, next_after);
    if let Some(until) = until {
        response.headers_mut().extend([attachment(&format!("session-{id}-to-{until}.jsonl"))]);
    }
    Ok(response)
}

/// Which records of a session are wanted.
struct Range {
    after: Option<u64>,
    until: u64,
    limit: usize,
}

/// Puts the extract together; returns it, and the seq of its last record.
fn cut(desk: &Desk, id: SessionId, leads: &[LeadId], range: &Range) -> Result<(Vec<u8>, u64), Problem> {
    let Range { after, until, limit } = *range;
    let archive = desk.archive();
    let mut bytes = Vec::new();
    if after.is_none() {
        let header: Header = serde_json::from_slice(&archive.header_line()?).map_err(std::io::Error::from)?;
        bytes.extend(header_line(&header, id));
        for lead in leads {
            bytes.extend(archive.lead(*lead)?.unwrap_or_default());
        }
    }
    let mut last = after.unwrap_or(0);
    let mut taken = 0;
    for line in archive.session(id)? {
        let seq = seq_of(&line)?;
        if taken < limit && seq > after.unwrap_or(0) && seq <= until {
            bytes.extend(line);
            last = seq;
            taken += 1;
        }
    }
    Ok((bytes, last))
}

/// Reads the seq alone; the rest of the line stays bytes.
fn seq_of(line: &[u8]) -> Result<u64, Problem> {
    #[derive(serde::Deserialize)]
    struct Numbered {
        seq: u64,
    }
    let numbered: Numbered = serde_json::from_slice(line).map_err(std::io::Error::from)?;
    Ok(numbered.seq)
}
