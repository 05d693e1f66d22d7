//! Answers from below the router: problem documents for malformed requests.

use axum::http::StatusCode;
use serde_json::json;

use super::bounds::Bounds;

/// Returns a whole answer, after which the connection closes.
pub(super) fn document(status: StatusCode, bounds: &Bounds) -> Vec<u8> {
    let title = status.canonical_reason().unwrap_or("Error");
    let detail = detail(status, bounds);
    let body =
        json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail }).to_string();
    let retry = if status == StatusCode::SERVICE_UNAVAILABLE { "retry-after: 1\r\n" } else { "" };
    let (code, length) = (status.as_u16(), body.len());
    format!(
        "HTTP/1.1 {code} {title}\r\ncontent-type: application/problem+json\r\ncontent-length: {length}\r\n{retry}\
         connection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

fn detail(status: StatusCode, bounds: &Bounds) -> String {
    match status {
        StatusCode::REQUEST_TIMEOUT => {
            format!("the head of the request took longer than {} seconds", bounds.head.as_secs())
        }
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            format!("the head of the request is longer than {} bytes, or has too many fields", bounds.head_bytes)
        }
        StatusCode::URI_TOO_LONG => "the address of the request is too long".into(),
        StatusCode::SERVICE_UNAVAILABLE => {
            format!("{} connections are being served already; try again in a moment", bounds.connections)
        }
        _ => "this is no request in HTTP/1.1".into(),
    }
}
