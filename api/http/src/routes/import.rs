//! `/leads/import`: a list of leads in CSV, added row by row.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use redial_engine::{Command, KeyUse, Lead, LeadDetails, LeadId, Transition};
use redial_leads::{FilePosition, Import, ImportError, Original, SeenLeads, quoted, read_csv};
use serde::Serialize;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::body::check_type;
use crate::error::Problem;
use crate::idempotent_body::IdempotentBody;
use crate::once::{OnceRequest, once};
use crate::openapi::Duplicates;
use crate::query::Params;
use crate::repeat::is_refused;
use crate::state::ServerState;

/// The most commands queued at the desk at once, which leaves room for other requests.
const AT_ONCE: usize = 256;

/// The result of an import.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = ImportReport)]
#[serde(rename_all = "camelCase")]
struct ImportReport {
    /// The number of rows in the file.
    rows: usize,
    /// The number of rows that became leads.
    taken: usize,
    /// The number of rows that are malformed.
    bad: usize,
    /// The number of duplicate rows.
    skipped: usize,
    /// The rows that became no leads, in the order of the file.
    left_out: Vec<LeftOutRow>,
}

/// A row that became no lead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportLeftOut)]
struct LeftOutRow {
    /// The line of the file on which the row begins.
    line: u64,
    /// The reason, as a word.
    status: LeftOutStatus,
    /// The reason, for people.
    reason: String,
}

/// The reason why a row became no lead.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ImportStatus)]
#[serde(rename_all = "lowercase")]
enum LeftOutStatus {
    /// The row is malformed.
    Bad,
    /// The row is a duplicate.
    Skipped,
}

/// Adds a lead for every good row of a list, and lists the other rows.
///
/// A repeat under the same key continues where the first request ended, and returns the same report.
#[utoipa::path(
    post, path = "/leads/import", tag = "leads", operation_id = "importLeads",
    params(Duplicates),
    request_body(
        content = String, content_type = "text/csv",
        description = "The list: the first line names the seven fields of a lead, in any order; up to 8 MiB and \
                       100,000 rows."
    ),
    responses((status = OK, description = "The number of added leads, and every other row.", body = ImportReport)),
)]
pub(crate) async fn import(
    State(app): State<Arc<ServerState>>,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    let keeps_duplicates = keeps_duplicates(&params)?;
    check_type(request.headers(), "text/csv", |kind| kind == "text/csv")?;
    let body = IdempotentBody::from_request(request, &app).await?;
    // One list at a time: two at once would not see each other's rows.
    let _turn = app.importing.lock().await;
    let used = body.used(&app).await?;
    let (region, bytes) = (app.region, body.bytes.clone());
    let list = blocking(move || read_csv(&bytes, region)).await?.map_err(|error| unreadable(&error))?;
    let known = KnownLeads::read(&app, used.as_ref()).await?;
    let (body, after) = (body.counting(known.before.len()), known.after);
    let (mut rows, report) = sort_out(&app, list, (!keeps_duplicates).then_some(known.before)).await?;
    let ahead = match used {
        Some(used) => taken_before(&rows, &after, used.seq)?,
        None if body.key().is_some() => take_first(&app, &body, rows.first()).await?,
        None => 0,
    };
    let rest = rows.split_off(ahead);
    take_in(&app, &rows, &rest).await?;
    Ok(Json(report).into_response())
}

fn keeps_duplicates(params: &Params) -> Result<bool, Problem> {
    match params.filled("duplicates")? {
        None | Some("skip") => Ok(false),
        Some("keep") => Ok(true),
        Some(other) => Err(Problem::bad_request(format!("duplicates is {}: allowed are skip and keep", quoted(other)))),
    }
}

fn unreadable(error: &ImportError) -> Problem {
    let status = match error {
        ImportError::TooLarge | ImportError::TooMany => StatusCode::PAYLOAD_TOO_LARGE,
        ImportError::Io { .. }
        | ImportError::Unknown(_)
        | ImportError::Header(_)
        | ImportError::Json(_)
        | ImportError::Content { .. } => StatusCode::BAD_REQUEST,
    };
    Problem::new(status, error.to_string())
}

/// The present leads: those before the first request of this list, and those added since.
struct KnownLeads {
    before: Vec<Arc<LeadDetails>>,
    after: Vec<Arc<LeadDetails>>,
}

impl KnownLeads {
    async fn read(app: &ServerState, used: Option<&KeyUse>) -> Result<Self, Problem> {
        let counted = used.and_then(|used| used.by.counted).map(|counted| counted as usize);
        let known = app.desk.read(move |view| {
            let leads = view.state.leads();
            let (before, after) = leads.split_at(counted.unwrap_or(leads.len()).min(leads.len()));
            let details = |leads: &[Lead]| leads.iter().map(|lead| Arc::clone(&lead.details)).collect();
            Self { before: details(before), after: details(after) }
        });
        Ok(known.await?)
    }
}

/// A row that becomes a lead.
struct ImportRow {
    line: u64,
    lead: Arc<LeadDetails>,
}

/// Separates the rows that become leads from the others. Without known leads, duplicates become leads too.
async fn sort_out(
    app: &ServerState,
    list: Import,
    known: Option<Vec<Arc<LeadDetails>>>,
) -> Result<(Vec<ImportRow>, ImportReport), Problem> {
    let names = app.desk.names().clone();
    blocking(move || {
        let mut seen = SeenLeads::default();
        (0..).map(LeadId).zip(known.iter().flatten()).for_each(|(id, lead)| seen.note(lead, Original::Lead(id)));
        let mut report = ImportReport { bad: list.bad.len(), ..ImportReport::default() };
        for bad in list.bad {
            report.left_out.push(LeftOutRow {
                line: line(bad.position),
                status: LeftOutStatus::Bad,
                reason: bad.reason,
            });
        }
        let mut rows = Vec::new();
        for (lead, position) in list.leads.into_iter().zip(list.positions) {
            match seen.duplicate(&lead).filter(|_| known.is_some()) {
                Some(duplicate) => {
                    let original = match duplicate.original {
                        Original::Lead(lead) => format!("is that of lead {}", names.lead(lead)),
                        Original::Row(position) => format!("is that of {position}"),
                    };
                    let reason = format!("{duplicate} {original}");
                    report.left_out.push(LeftOutRow { line: line(position), status: LeftOutStatus::Skipped, reason });
                    report.skipped += 1;
                }
                None => {
                    seen.note(&lead, Original::Row(position));
                    rows.push(ImportRow { line: line(position), lead: Arc::new(lead) });
                }
            }
        }
        report.left_out.sort_by_key(|row| row.line);
        report.taken = rows.len();
        report.rows = report.taken + report.left_out.len();
        (rows, report)
    })
    .await
}

fn line(position: FilePosition) -> u64 {
    match position {
        FilePosition::Line(line) => line,
        FilePosition::Entry(entry) => entry as u64,
    }
}

/// Returns how many rows, from the first on, an earlier request under the same key has added, whose first record is
/// `seq`.
fn taken_before(rows: &[ImportRow], leads: &[Arc<LeadDetails>], seq: u64) -> Result<usize, Problem> {
    let is_next = |taken: usize, lead: &Arc<LeadDetails>| rows.get(taken).is_some_and(|row| row.lead == *lead);
    let taken = leads.iter().fold(0, |taken, lead| taken + usize::from(is_next(taken, lead)));
    if taken == 0 && !rows.is_empty() {
        return Err(Problem::conflict(format!(
            "the list reads otherwise than at record {seq}: is the region another one?"
        )));
    }
    Ok(taken)
}

/// Adds the first row under the request's key, or records the key alone if there is no row. Returns how many rows it
/// added.
async fn take_first(app: &ServerState, body: &IdempotentBody, row: Option<&ImportRow>) -> Result<usize, Problem> {
    let ask = match row {
        Some(row) => OnceRequest::Command(Command::AddLead(Arc::clone(&row.lead))),
        None => OnceRequest::Nothing(true),
    };
    // Imports are one at a time, so a repeat was answered before.
    let added = once(app, body, ask, |_, stepped| !is_refused(stepped.transitions), async |_| Ok(true)).await?;
    if added { Ok(usize::from(row.is_some())) } else { Err(Problem::unavailable("no more leads can be added")) }
}

/// Adds the rows in chunks. If a chunk fails, the error says how many rows were added.
async fn take_in(app: &ServerState, done: &[ImportRow], rows: &[ImportRow]) -> Result<(), Problem> {
    let all = done.len() + rows.len();
    let (mut taken, mut last) = (done.len(), done.last().map(|row| row.line));
    for rows in rows.chunks(AT_ONCE) {
        let commands = rows.iter().map(|row| Command::AddLead(Arc::clone(&row.lead))).collect();
        let answers = app.desk.tell_each(commands, |_, stepped| {
            stepped.transitions.iter().any(|transition| matches!(transition, Transition::LeadAdded { .. }))
        });
        let answers = answers.await;
        let added = answers.iter().take_while(|answer| matches!(answer, Ok(true))).count();
        taken += added;
        last = rows[..added].last().map(|row| row.line).or(last);
        if added < rows.len() {
            let until = last.map_or_else(String::new, |line| format!(", up to line {line}"));
            let why = match &answers[added] {
                Err(error) => error.to_string(),
                Ok(_) => "no more leads can be added".into(),
            };
            return Err(Problem::unavailable(format!("{why}; {taken} of {all} good rows were added{until}")));
        }
    }
    Ok(())
}
