//! Bodies: a JSON object, or a sentence that says why it is none.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::error::Category;

use super::error::Problem;
use crate::leads::{Fields, quoted};

/// The JSON object in a request's body.
pub(crate) struct Body(pub(crate) Fields);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        check_type(request.headers())?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        parse(&bytes).map(Self)
    }
}

/// Takes JSON, and bodies that do not say what they are.
fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(declared) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let declared = String::from_utf8_lossy(declared.as_bytes());
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json")) {
        return Ok(());
    }
    let detail = format!("the body is declared as {}: send Content-Type: application/json", quoted(&declared));
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail))
}

fn unread(rejection: &BytesRejection) -> Problem {
    if let BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) = rejection {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than this route takes")
    } else {
        Problem::bad_request(format!("the body could not be read: {rejection}"))
    }
}

fn parse(bytes: &[u8]) -> Result<Fields, Problem> {
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::bad_request("the body is empty: a JSON object is needed"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::bad_request(match error.classify() {
            Category::Syntax | Category::Io => format!("the body is not JSON: {error}"),
            Category::Eof => format!("the body is cut off: {error}"),
            Category::Data => format!("the body does not fit: {error}"),
        })
    })
}
