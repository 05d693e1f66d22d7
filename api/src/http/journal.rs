//! `/journal`: the stored bytes, page by page.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::app::AppState;
use super::aside::aside;
use super::error::Problem;
use super::query::Params;

/// The header that says after which record the next page begins.
pub(crate) const NEXT_AFTER: HeaderName = HeaderName::from_static("redial-next-after");

/// The most records of a page.
pub(crate) const MAX: u64 = 10_000;

/// The records of a page where the request does not say.
const LIMIT: u64 = 1_000;

/// Sends the records beyond `after`, headers included: the pages from 0 on, one after the other, are the journal itself.
pub(crate) async fn page(State(app): State<AppState>, params: Params) -> Result<Response, Problem> {
    let after = params.number("after", 0..=u64::MAX)?.unwrap_or(0);
    let limit = params.number("limit", 1..=MAX)?.unwrap_or(LIMIT) as usize;
    let desk = app.desk.clone();
    let page = aside(move || desk.archive().after(after, limit)).await??;
    Ok(lines(page.bytes, page.next_after))
}

/// Makes an answer of lines, and says after which record the next ones come.
pub(super) fn lines(bytes: Vec<u8>, next_after: u64) -> Response {
    let kind = HeaderValue::from_static("application/x-ndjson");
    ([(header::CONTENT_TYPE, kind), (NEXT_AFTER, HeaderValue::from(next_after))], bytes).into_response()
}
