//! `/journal`: the stored bytes, page by page.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::app::AppState;
use super::aside::aside;
use super::error::Problem;
use super::openapi::PageOf1000;
use super::query::Params;

/// The header that says after which record the next page begins.
pub(crate) const NEXT_AFTER: HeaderName = HeaderName::from_static("redial-next-after");

/// The most records of a page.
pub(crate) const MAX: u64 = 10_000;

/// What lines are declared as.
const KIND: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// The records of a page where the request does not say.
pub(super) const LIMIT: u64 = 1_000;

/// Sends the records beyond `after`, headers included: the pages from 0 on, one after the other, are the journal itself.
///
/// With `until`, all of it up to that record is sent, as a file.
#[utoipa::path(
    get, path = "/journal", tag = "server", operation_id = "journalPage",
    params(PageOf1000),
    responses((status = OK, description = "The stored lines, byte for byte.", body = String, content_type = "application/x-ndjson", headers(("redial-next-after" = u64, description = "The record after which the next page begins.")))),
)]
pub(crate) async fn page(State(app): State<AppState>, params: Params) -> Result<Response, Problem> {
    let after = params.number("after", 0..=u64::MAX)?.unwrap_or(0);
    let limit = params.number("limit", 1..=MAX)?.unwrap_or(LIMIT) as usize;
    if let Some(until) = params.number("until", 0..=u64::MAX)? {
        return whole(&app, until);
    }
    let desk = app.desk.clone();
    let page = aside(move || desk.archive().after(after, limit)).await??;
    Ok(lines(page.bytes, page.next_after))
}

/// Sends the whole journal up to a record, as one file that can be verified. It is read while it is sent.
fn whole(app: &AppState, until: u64) -> Result<Response, Problem> {
    let tip = app.desk.archive().tip();
    if until > tip {
        return Err(Problem::bad_request(format!("until is {until}: the last record is {tip}")));
    }
    let desk = app.desk.clone();
    let pages = stream::try_unfold(0, move |after| {
        let desk = desk.clone();
        async move {
            let limit = (until - after).min(LIMIT) as usize;
            if limit == 0 {
                return Ok(None);
            }
            let read = tokio::task::spawn_blocking(move || desk.archive().after(after, limit)).await;
            let page = read.map_err(std::io::Error::other)??;
            Ok::<_, std::io::Error>(Some((Bytes::from(page.bytes), page.next_after)))
        }
    });
    let headers = [(header::CONTENT_TYPE, KIND), attachment(&format!("journal-to-{until}.jsonl"))];
    Ok((headers, Body::from_stream(pages)).into_response())
}

/// Makes the header that has a browser keep an answer as a file; its name is plain ASCII.
pub(super) fn attachment(name: &str) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).expect("the name is plain ASCII");
    (header::CONTENT_DISPOSITION, value)
}

/// Makes an answer of lines, and says after which record the next ones come.
pub(super) fn lines(bytes: Vec<u8>, next_after: u64) -> Response {
    ([(header::CONTENT_TYPE, KIND), (NEXT_AFTER, HeaderValue::from(next_after))], bytes).into_response()
}
