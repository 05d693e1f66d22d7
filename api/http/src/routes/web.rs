//! The web UI: its pages and assets, which are part of the binary.
//!
//! No page has the address of an API route, so `/leads/{id}` stays JSON. All pages are one file, which chooses the view
//! by the address.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{Embed, EmbeddedFile};

use crate::error::Problem;
use crate::state::ServerState;

/// The addresses of all pages.
pub(crate) const PAGES: [&str; 9] = [
    "/",
    "/add-lead",
    "/lead/{id}",
    "/dialer/{id}",
    "/sessions",
    "/sessions/{id}/replay",
    "/replay",
    "/crm",
    "/simulate",
];

/// The policy of pages: they load from this server only.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// The output of the build: the UI, or a page that says how to build it.
#[derive(Embed)]
#[folder = "$OUT_DIR/web"]
struct WebFiles;

/// The routes of the UI.
pub(crate) fn routes() -> Router<Arc<ServerState>> {
    let pages = PAGES.iter().fold(Router::new(), |router, page| router.route(page, get(index)));
    pages.route("/assets/{name}", get(asset)).route("/favicon.svg", get(favicon))
}

async fn index(headers: HeaderMap) -> Response {
    let mut page = file("index.html", &headers, "no-cache").unwrap_or_else(|| missing("/").into_response());
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    page
}

/// The name of an asset contains a hash of its content, so an asset never changes.
async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("assets/{name}");
    let lasting = "public, max-age=31536000, immutable";
    file(&path, &headers, lasting).unwrap_or_else(|| missing(&format!("/{path}")).into_response())
}

async fn favicon(request: Request) -> Response {
    let icon = file("favicon.svg", request.headers(), "public, max-age=86400");
    icon.unwrap_or_else(|| missing("/favicon.svg").into_response())
}

fn missing(path: &str) -> Problem {
    Problem::not_found(format!("there is nothing at {path}"))
}

/// Returns a file in the smallest encoding that the client accepts, or 304 if the client has it.
fn file(path: &str, asked: &HeaderMap, lasts: &'static str) -> Option<Response> {
    let plain = WebFiles::get(path)?;
    let kind = plain.metadata.mimetype().to_owned();
    let (found, encoding) = packed(path, asked).map_or((plain, None), |(found, encoding)| (found, Some(encoding)));
    let tag = format!("\"{}\"", hex(&found.metadata.sha256_hash()[..8]));
    let mut headers = HeaderMap::new();
    let mut put = |name, value: &str| {
        headers.insert(name, HeaderValue::from_str(value).expect("plain ASCII"));
    };
    put(header::CONTENT_TYPE, &kind);
    put(header::CACHE_CONTROL, lasts);
    put(header::ETAG, &tag);
    put(header::VARY, "accept-encoding");
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(encoding) = encoding {
        put(header::CONTENT_ENCODING, encoding);
    }
    let has_it = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    Some(if has_it {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, found.data.into_owned()).into_response()
    })
}

/// Returns the compressed file, if there is one that the client accepts.
fn packed(path: &str, asked: &HeaderMap) -> Option<(EmbeddedFile, &'static str)> {
    let takes = asked.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let names: Vec<_> = takes.split(',').filter_map(|part| part.split(';').next()).map(str::trim).collect();
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| names.contains(encoding))
        .find_map(|(encoding, suffix)| WebFiles::get(&format!("{path}.{suffix}")).map(|file| (file, encoding)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
