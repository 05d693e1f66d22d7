//! The OpenAPI document, made of the handlers' own annotations, and a page to try it.

mod bodies;
mod common;
mod page;
mod params;

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

use super::app;
use super::error::Problem;
use super::socket::Subscription;
use crate::push::{RecordMessage, SnapshotMessage};
use crate::view::StudyProgress;

pub(super) use self::bodies::{NewLead, NewSession, NewStudy};
pub(super) use self::page::page;
pub(super) use self::params::{
    After, At, Duplicates, JournalPage, LeadFilters, LogPage, OfJournal, OfSetting, Page, PageOf50, PageOf100,
    PageOf1000, Past, Resume, SettingOrLines, Syncs,
};

/// What stands in the document beside the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "redial",
        description = "A multi-line sales dialer with a CRM behind it.\n\nEvery error is a problem document (RFC 9457) whose `detail` \
                       names what is wrong. A path that is not here answers 404, a method that is not here 405 with `Allow`. Each \
                       answer carries `x-request-id`, which is also in the server's log.",
    ),
    tags(
        (name = "leads", description = "The people to call."),
        (name = "dialer", description = "Sessions that call leads, and their calls."),
        (name = "crm", description = "What the app and the mock CRM keep of each call."),
        (name = "push", description = "Records as they become durable."),
        (name = "replay", description = "Journals from disk, checked and browsed; nothing of them is stored."),
        (name = "studies", description = "What settings of a simulated world come to, in many runs."),
        (name = "server", description = "The server itself, and its journal."),
    ),
    components(schemas(Problem, RecordMessage<'_>, SnapshotMessage<'_>, Subscription, StudyProgress<'_>)),
)]
pub(super) struct Frame;

/// Returns the document of the whole service.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = app::routes().into_openapi();
    common::complete(&mut document);
    document
}

/// Returns the document as it is served.
pub(crate) fn document_text() -> String {
    document().to_pretty_json().expect("a document is plain data")
}

static SERVED: LazyLock<String> = LazyLock::new(document_text);

/// Shows this document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "server", operation_id = "showDocument",
    responses((status = OK, description = "The OpenAPI document.", body = serde_json::Map<String, serde_json::Value>)),
)]
pub(crate) async fn show() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], SERVED.as_str()).into_response()
}
