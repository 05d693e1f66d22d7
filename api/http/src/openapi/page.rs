//! `/docs/api/`: a page to read and try the document. All of it is inside the program, so it works without a network.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use redial_leads::quoted;
use utoipa_swagger_ui::{Config, serve};

use crate::error::Problem;
use crate::state::ServerState;

/// The configuration of the page. By default Swagger UI asks an external server to validate the document; `none`
/// prevents that.
static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").validator_url("none").display_operation_id(true)));

/// Returns the page's routes.
pub(crate) fn page() -> Router<Arc<ServerState>> {
    Router::new()
        .route("/docs/api", get(async || Redirect::permanent("/docs/api/")))
        .route("/docs/api/", get(async || file("index.html")))
        .route("/docs/api/{*file}", get(async |Path(name): Path<String>| file(&name)))
}

fn file(name: &str) -> Response {
    match serve(name, Arc::clone(&CONFIG)) {
        Ok(Some(file)) => ([(header::CONTENT_TYPE, file.content_type)], file.bytes.into_owned()).into_response(),
        Ok(None) | Err(_) => Problem::not_found(format!("the page has no file {}", quoted(name))).into_response(),
    }
}
