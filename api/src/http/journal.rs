//! `/journal`: the stored bytes, page by page.

use std::io;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use redial_engine::LeadId;

use super::app::AppState;
use super::error::Problem;
use super::openapi::JournalPage;
use super::query::{LIMIT_MAX, Params};
use crate::desk::Desk;

/// The header that says after which record the next page begins.
pub(crate) const NEXT_AFTER: HeaderName = HeaderName::from_static("redial-next-after");

/// What lines are declared as.
const KIND: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// How many lines are read at once while they are sent: what is held of an answer.
const AT_ONCE: usize = 16;

/// Sends the records beyond `after`, headers included: the pages from 0 on, one after the other, are the journal itself.
///
/// With `until`, all of it up to that record is sent, as a file. It is read while it is sent.
#[utoipa::path(
    get, path = "/journal", tag = "server", operation_id = "journalPage",
    params(JournalPage),
    responses((status = OK, description = "The stored lines, byte for byte.", body = String, content_type = "application/x-ndjson", headers(("redial-next-after" = u64, description = "The record after which the next page begins.")))),
)]
pub(crate) async fn page(State(app): State<AppState>, params: Params) -> Result<Response, Problem> {
    let after = params.number("after", 0..=u64::MAX)?.unwrap_or(0);
    let limit = params.number("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT_MAX);
    let tip = app.desk.archive().tip();
    if let Some(until) = params.number("until", 0..=u64::MAX)? {
        if until > tip {
            return Err(Problem::bad_request(format!("until is {until}: the last record is {tip}")));
        }
        let mut response = stretch(app.desk.clone(), 0, until);
        response.headers_mut().extend([attachment(&format!("journal-to-{until}.jsonl"))]);
        return Ok(response);
    }
    let last = after.saturating_add(limit).min(tip).max(after);
    Ok(stretch(app.desk.clone(), after, last))
}

/// Sends the stored lines of the records beyond `after`, up to `until`.
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

/// A line that is sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// The record that added a lead.
    Lead(LeadId),
    /// Any record.
    Record(u32),
}

/// Sends a header and single lines, which are read while they are sent; the next ones come after the record `next_after`.
pub(super) fn streamed(
    desk: Desk,
    header: Vec<u8>,
    parts: impl Iterator<Item = Part> + Send + 'static,
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

fn read(desk: &Desk, parts: &[Part]) -> io::Result<Bytes> {
    let archive = desk.archive();
    let mut bytes = Vec::new();
    for part in parts {
        match part {
            Part::Lead(lead) => bytes.extend(archive.lead(*lead)?.unwrap_or_default()),
            Part::Record(seq) => bytes.extend(archive.line(*seq)?),
        }
    }
    Ok(bytes.into())
}

/// Makes the header that has a browser keep an answer as a file; its name is plain ASCII.
pub(super) fn attachment(name: &str) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).expect("the name is plain ASCII");
    (header::CONTENT_DISPOSITION, value)
}

/// Makes an answer of lines that are whole already.
pub(super) fn lines(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, KIND)], bytes).into_response()
}

/// Declares what lines are, and after which record the next ones come.
fn declared(body: Body, next_after: u64) -> Response {
    ([(header::CONTENT_TYPE, KIND), (NEXT_AFTER, HeaderValue::from(next_after))], body).into_response()
}
