//! The parts of the document that all operations share: the errors of any request, and the headers of every answer.

use axum::http::StatusCode;
use utoipa::ToSchema;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, ContentBuilder, Header, OpenApi, Ref, RefOr, Response, ResponseBuilder};

use super::params;
use crate::error::{KIND, Problem};
use crate::headers::REQUEST_ID;
use crate::limits::EXEMPT;

/// The errors that do not depend on the handler, and their descriptions.
const PROBLEMS: [(StatusCode, &str); 9] = [
    (StatusCode::BAD_REQUEST, "The request is malformed."),
    (StatusCode::FORBIDDEN, "The request comes from a foreign page, or names a foreign host."),
    (StatusCode::NOT_FOUND, "The id or path names nothing."),
    (StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."),
    (StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than this route accepts."),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The content type is not one that this route accepts."),
    (StatusCode::TOO_MANY_REQUESTS, "The client exceeds its rate limit."),
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "The handler failed, which the server's log explains, or the stored journal is damaged or cannot be read.",
    ),
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "A queue or the disk is full, a limit is reached, or the server is stopping: try again later.",
    ),
];

/// Returns true if an operation can answer with the error.
fn can_answer(status: StatusCode, path: &str, operation: &Operation) -> bool {
    match status {
        StatusCode::NOT_FOUND => path.contains('{'),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT => operation.request_body.is_some(),
        StatusCode::TOO_MANY_REQUESTS => !EXEMPT.contains(&path),
        _ => true,
    }
}

/// Returns true if requests to a path use idempotency keys. A route that never writes to the journal ignores them.
fn uses_keys(path: &str) -> bool {
    !["/replays", "/studies"].iter().any(|keyless| path.starts_with(keyless))
}

/// Adds the shared errors, headers and parameters to every operation.
pub(crate) fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    components.headers.insert(REQUEST_ID.to_string(), request_id().into());
    for (status, about) in PROBLEMS {
        components.responses.insert(name(status), problem(status, about).into());
    }
    let conflict = "The state does not allow it, or another request has used the key.";
    components.responses.insert(name(StatusCode::CONFLICT), problem(StatusCode::CONFLICT, conflict).into());
    for (path, item) in &mut document.paths.paths {
        if let Some(operation) = item.post.as_mut().filter(|_| uses_keys(path)) {
            operation.parameters.get_or_insert_default().push(RefOr::T(params::key()));
            let conflict = RefOr::Ref(Ref::from_response_name(name(StatusCode::CONFLICT)));
            operation.responses.responses.entry(StatusCode::CONFLICT.as_str().into()).or_insert(conflict);
        }
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            complete_operation(path, operation);
        }
    }
}

fn complete_operation(path: &str, operation: &mut Operation) {
    for (status, _) in PROBLEMS {
        if can_answer(status, path, operation) {
            let shared = RefOr::Ref(Ref::from_response_name(name(status)));
            operation.responses.responses.entry(status.as_str().into()).or_insert(shared);
        }
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response.headers.insert(REQUEST_ID.to_string(), request_id_ref());
        }
    }
}

/// Returns the name of an error's component: `NotFound`.
fn name(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("Error").split(' ').collect()
}

fn problem(status: StatusCode, about: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let kind = String::from_utf8_lossy(KIND.as_bytes()).into_owned();
    let mut response = ResponseBuilder::new().description(about).content(kind, content).build();
    response.headers.insert(REQUEST_ID.to_string(), request_id_ref());
    if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
        response.headers.insert("retry-after".into(), retry_after().into());
    }
    response
}

fn request_id_ref() -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{REQUEST_ID}")))
}

fn request_id() -> Header {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let about = "The request's id, as in the server's log. An id that the client sends is kept.";
    HeaderBuilder::new().schema(Some(text)).description(Some(about)).build()
}

fn retry_after() -> Header {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0_usize));
    HeaderBuilder::new().schema(Some(seconds)).description(Some("The seconds to wait before the next try.")).build()
}
