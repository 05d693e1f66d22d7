//! Request bodies: a JSON object, or an error that says why the body is none.

use std::error::Error;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use redial_leads::{Fields, quoted};
use serde_json::error::Category;

use crate::error::Problem;
use crate::net::TooSlow;

/// The maximum nesting of arrays and objects.
const DEPTH_MAX: usize = 32;

/// The JSON object in a request's body.
pub(crate) struct JsonBody(pub Fields);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        parse(&bytes).map(Self)
    }
}

/// Checks that the declared content type is accepted. The error names `send` as the type to send.
pub(crate) fn check_type(headers: &HeaderMap, send: &str, is_taken: impl Fn(&str) -> bool) -> Result<(), Problem> {
    let unsupported = |what| {
        let detail = format!("the body {what}: send Content-Type: {send}");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    };
    let declared = headers.get(header::CONTENT_TYPE).ok_or_else(|| unsupported("has no content type".into()))?;
    let declared = String::from_utf8_lossy(declared.as_bytes());
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if is_taken(&kind) { Ok(()) } else { Err(unsupported(format!("is declared as {}", quoted(&declared)))) }
}

/// Returns the nesting depth of arrays and objects. The depth of a body that is not JSON is meaningless.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut is_text, mut is_escaped) = (false, false);
    for byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Returns the error for a body that could not be read.
pub(crate) fn unread(rejection: &BytesRejection) -> Problem {
    if let BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) = rejection {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than this route takes")
    } else if let Some(slow) = too_slow(rejection) {
        Problem::new(StatusCode::REQUEST_TIMEOUT, slow.to_string())
    } else {
        Problem::bad_request(format!("the body could not be read: {rejection}"))
    }
}

/// Returns the timeout, if the connection gave the body up because of one.
fn too_slow(rejection: &BytesRejection) -> Option<&TooSlow> {
    let mut error: Option<&(dyn Error + 'static)> = Some(rejection);
    while let Some(cause) = error {
        if let Some(slow) = cause.downcast_ref() {
            return Some(slow);
        }
        error = cause.source();
    }
    None
}

/// Parses a JSON object.
pub(crate) fn parse(bytes: &[u8]) -> Result<Fields, Problem> {
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::bad_request("the body is empty: a JSON object is needed"));
    }
    if depth(bytes) > DEPTH_MAX {
        return Err(Problem::bad_request(format!("the body is nested deeper than {DEPTH_MAX} levels")));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::bad_request(match error.classify() {
            Category::Syntax | Category::Io => format!("the body is not JSON: {error}"),
            Category::Eof => format!("the body is cut off: {error}"),
            Category::Data => format!("the body does not fit: {error}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_a_text_are_no_depth() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[{\"["}],"c":[]}"#), 3);
        assert_eq!(depth(br#""\\\\"[["#), 2);
        assert_eq!(depth(b"]]["), 1);
    }
}
