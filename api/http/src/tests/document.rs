//! The OpenAPI document: it is complete, and names every route.

use std::collections::BTreeSet;

use super::*;
use crate::api::{self, routes};

/// Paths outside the API: the files of pages for people, and the fallback for unknown paths.
const PAGES: [&str; 11] = [
    "/docs",
    "/docs/",
    "/docs/{page}",
    "/docs/api",
    "/docs/api/",
    "/docs/api/{*file}",
    "/llms.txt",
    "/assets/{name}",
    "/favicon.svg",
    "/",
    "/{*__private__axum_fallback}",
];

fn document() -> Value {
    serde_json::to_value(api::document()).expect("a document is JSON")
}

/// Every path that a router knows, as its `Debug` shows them.
fn paths<S>(router: &Router<S>) -> BTreeSet<String> {
    let shown = format!("{router:?}");
    shown.split('"').filter(|text| text.starts_with('/')).map(str::to_owned).collect()
}

/// Every `$ref` in a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(target) if name == "$ref" => {
                found.insert(target);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                references(value, found);
            }
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test(start_paused = true)]
async fn every_route_is_in_the_document() {
    let document = document();
    let documented: BTreeSet<_> = document["paths"].as_object().expect("paths").keys().cloned().collect();
    let mut served = paths(&TestServer::new().await.app);
    let others: Vec<_> = PAGES.iter().chain(&crate::routes::web::PAGES).collect();
    served.retain(|path| !others.iter().any(|other| *other == path));
    assert!(served.contains("/dialer/sessions/{id}/log"), "a router shows its paths: {served:?}");
    assert_eq!(served, documented);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.contains("#/components/schemas/SessionWithCalls"), "{found:?}");
    for target in found {
        assert!(document.pointer(&target[1..]).is_some(), "{target}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_a_sentence() {
    let document = document();
    let items = document["paths"].as_object().expect("paths").values();
    let operations = items.flat_map(|item| item.as_object().expect("operations").values());
    let mut names = BTreeSet::new();
    for operation in operations {
        assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{operation}");
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{operation}");
        assert!(names.insert(operation["operationId"].as_str().expect("a name")), "{operation}");
    }
    assert_eq!(names.len(), routes().into_openapi().paths.paths.len() + 3, "three paths have two methods");
}

#[tokio::test]
async fn the_served_document_is_that_of_the_command_line_and_its_page_needs_no_network() {
    let server = TestServer::new().await;
    assert_eq!(server.get("/openapi.json").await.ok(), document());
    let page = server.get("/docs/api/").await;
    assert_eq!(
        (page.status, &page.headers[header::CONTENT_TYPE]),
        (StatusCode::OK, &header::HeaderValue::from_static("text/html"))
    );
    for part in
        page.text.split('"').filter(|part| part.ends_with(".js") || part.ends_with(".css") || part.contains("//"))
    {
        assert!(!part.contains("//"), "{part}");
        assert_eq!(
            server.get(&format!("/docs/api/{}", part.trim_start_matches("./"))).await.status,
            StatusCode::OK,
            "{part}"
        );
    }
    server.get("/docs/api/nothing.js").await.detail(404);
    let setup = server.get("/docs/api/swagger-initializer.js").await.text;
    assert!(setup.contains("/openapi.json") && !setup.contains("//validator"), "{setup}");
}
