//! Errors of requests, as problem documents (RFC 9457): `{type, title, status, detail}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use redial_leads::Mistakes;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::push::PushError;
use redial_live::desk::DeskError;

/// The content type of a problem document.
pub(crate) const KIND: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error response.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
}

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
struct ProblemBody<'a> {
    /// Always `about:blank`: the status and the detail say everything.
    #[schema(pattern = "^about:blank$")]
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// The error, and its remedy.
    detail: &'a str,
}

impl Problem {
    /// Builds an error with a status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    /// Builds an error for a malformed request.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Builds an error for an id or path that names nothing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Builds an error for a request that the present state does not allow.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// Builds an error for a request that may succeed later.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Busy | DeskError::Full | DeskError::Closed => Self::unavailable(error.to_string()),
        }
    }
}

impl From<PushError> for Problem {
    fn from(error: PushError) -> Self {
        match error {
            PushError::Full => Self::unavailable(error.to_string()),
            PushError::Unknown => Self::not_found(error.to_string()),
            PushError::Beyond { .. } => Self::bad_request(error.to_string()),
            PushError::Desk(error) => error.into(),
        }
    }
}

impl From<Mistakes> for Problem {
    fn from(mistakes: Mistakes) -> Self {
        Self::bad_request(mistakes.to_string())
    }
}

/// Reports that the stored journal could not be read.
impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the journal could not be read: {error}"))
    }
}

impl Problem {
    /// Returns the sentence.
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        ProblemBody::schema()
    }
}

impl ToSchema for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Error");
        let body = ProblemBody { r#type: "about:blank", title, status: self.status.as_u16(), detail: &self.detail };
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, KIND);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if self.status == StatusCode::REQUEST_TIMEOUT {
            // The rest of the body is never read, so the connection cannot be used again.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
