//! `/journal`: the stored bytes, page by page.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use redial_engine::LeadId;

use crate::error::Problem;
use crate::headers::NEXT_AFTER;
use crate::limits::LIMIT_MAX;
use crate::openapi::JournalPage;
use crate::query::Params;
use crate::state::ServerState;
use redial_live::desk::Desk;

/// The content type of lines.
const KIND: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// The number of lines read at once while streaming, which bounds the memory of a response.
const AT_ONCE: usize = 16;

/// Streams the records after `after`, headers included. All pages from 0 on, one after the other, are the journal
/// itself.
///
/// `until=SEQ` downloads everything up to and including SEQ as one file; `limit` then has no default.
#[utoipa::path(
    get, path = "/journal", tag = "server", operation_id = "journalPage",
    params(JournalPage),
    responses((
        status = OK, description = "The stored lines, byte for byte.",
        body = String, content_type = "application/x-ndjson",
        headers(("redial-next-after" = u64, description = "The record after which the next page begins.")),
    )),
)]
pub(crate) async fn page(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let limit = params.number("limit", 1..=LIMIT_MAX)?;
    let SeqRange { after, until } = SeqRange::of(&params, app.desk.archive().tip())?;
    let from = after.unwrap_or(0);
    let most = |limit: u64| from.saturating_add(limit);
    let Some(until) = until else {
        let last = most(limit.unwrap_or(LIMIT_MAX)).min(app.desk.archive().tip());
        return Ok(stretch(app.desk.clone(), from, last));
    };
    let last = limit.map_or(until, |limit| most(limit).min(until));
    let mut response = stretch(app.desk.clone(), from, last);
    let name =
        if from == 0 { format!("journal-to-{last}.jsonl") } else { format!("journal-{}-to-{last}.jsonl", from + 1) };
    response.headers_mut().extend([attachment(&name)]);
    Ok(response)
}

/// A range of records: those after `after`, up to and including `until`. Both must exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeqRange {
    pub after: Option<u64>,
    pub until: Option<u64>,
}

impl SeqRange {
    /// Parses the range from the parameters; `tip` is the last record.
    pub(crate) fn of(params: &Params, tip: u64) -> Result<Self, Problem> {
        let after = params.number("after", 0..=u64::MAX)?;
        let until = params.number("until", 1..=u64::MAX)?;
        after.map_or(Ok(()), |after| there("after", after, tip))?;
        until.map_or(Ok(()), |until| there("until", until, tip))?;
        match (after, until) {
            (Some(after), Some(until)) if until <= after => Err(Problem::bad_request(format!(
                "until is {until}, and after is {after}: there is no record between them"
            ))),
            _ => Ok(Self { after, until }),
        }
    }
}

/// Rejects a seq beyond the last record: the client has seen another journal.
pub(crate) fn there(name: &str, seq: u64, tip: u64) -> Result<(), Problem> {
    if seq <= tip { Ok(()) } else { Err(Problem::bad_request(format!("{name} is {seq}: the last record is {tip}"))) }
}

/// Streams the stored lines of the records after `after`, up to and including `until`.
fn stretch(desk: Desk, after: u64, until: u64) -> Response {
    let pages = stream::try_unfold(after, move |after| {
        let desk = desk.clone();
        async move {
            let limit = AT_ONCE.min(usize::try_from(until - after).unwrap_or(usize::MAX));
            if limit == 0 {
                return Ok(None);
            }
            let read = tokio::task::spawn_blocking(move || desk.archive().after(after, limit)).await;
            let page = read.map_err(io::Error::other)??;
            io::Result::Ok(Some((Bytes::from(page.bytes), page.next_after)))
        }
    });
    declared(Body::from_stream(pages), until)
}

/// A stored line, by its record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StoredLine {
    /// The record that added a lead.
    Lead(LeadId),
    /// Any record.
    Record(u64),
}

/// Streams a header and single lines. `next_after` is the record after which the next page begins.
pub(crate) fn streamed(
    desk: Desk,
    header: Vec<u8>,
    parts: impl Iterator<Item = StoredLine> + Send + 'static,
    next_after: u64,
) -> Response {
    let first = stream::iter([io::Result::Ok(Bytes::from(header))]);
    let rest = stream::try_unfold(parts, move |mut parts| {
        let desk = desk.clone();
        async move {
            let some: Vec<_> = parts.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return Ok(None);
            }
            let read = tokio::task::spawn_blocking(move || read(&desk, &some)).await;
            Ok(Some((read.map_err(io::Error::other)??, parts)))
        }
    });
    declared(Body::from_stream(first.chain(rest)), next_after)
}

fn read(desk: &Desk, parts: &[StoredLine]) -> io::Result<Bytes> {
    let archive = desk.archive();
    let mut bytes = Vec::new();
    for part in parts {
        match part {
            StoredLine::Lead(lead) => bytes.extend(archive.lead(*lead)?.unwrap_or_default()),
            StoredLine::Record(seq) => bytes.extend(archive.line(*seq)?),
        }
    }
    Ok(bytes.into())
}

/// Builds the header with which a browser saves a response as a file. The name must be plain ASCII.
pub(crate) fn attachment(name: &str) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).expect("the name is plain ASCII");
    (header::CONTENT_DISPOSITION, value)
}

/// Builds a response of lines in memory.
pub(crate) fn lines(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, KIND)], bytes).into_response()
}

/// Builds a response of lines, with the record after which the next page begins.
fn declared(body: Body, next_after: u64) -> Response {
    ([(header::CONTENT_TYPE, KIND), (NEXT_AFTER, HeaderValue::from(next_after))], body).into_response()
}
