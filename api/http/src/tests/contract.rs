//! The contract: every answer in these tests conforms to the OpenAPI document.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;

use super::*;
use crate::api;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(api::document()).expect("a document is JSON"));

/// Headers that some answers of a route have: the past has no present time.
const SOMETIMES: [&str; 1] = ["x-now"];

/// The schemas that were needed already, by their place in the document.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Checks an answer against the document.
#[track_caller]
pub(super) fn check(method: &Method, path: &str, answer: &TestAnswer) {
    let Some((template, item)) = documented(path) else {
        let is_page = answer.headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/json");
        assert!(is_page, "{path} answers JSON and is not in the document");
        return;
    };
    let place = format!("{method} {template}, {}", answer.status.as_u16());
    let Some(operation) = item.get(method.as_str().to_lowercase()) else {
        let early = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::BAD_REQUEST, StatusCode::FORBIDDEN, StatusCode::OK];
        assert!(early.contains(&answer.status), "{place}: the document has no such method");
        return;
    };
    let response = resolved(&operation["responses"][answer.status.as_str()]);
    assert!(response.is_object(), "{place}: the document has no such status: {}", answer.text);
    let names = response["headers"].as_object().into_iter().flatten().map(|(name, _)| name);
    for name in names.filter(|name| !SOMETIMES.contains(&name.as_str())) {
        assert!(answer.headers.contains_key(name), "{place}: the header {name} is missing");
    }
    let Some(contents) = response["content"].as_object() else {
        assert!(answer.text.is_empty(), "{place}: there should be no body");
        return;
    };
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let content = contents.iter().find(|(declared, _)| declared.split(';').next() == Some(kind));
    let (declared, content) = content.unwrap_or_else(|| panic!("{place}: {kind:?} is not in the document"));
    if kind.ends_with("json") && declared != "application/x-ndjson" {
        check_schema(&place, &content["schema"], &answer.json());
    }
}

/// Checks a pushed message against the document.
#[track_caller]
pub(super) fn check_message(message: &Value) {
    let name = if message["snapshot"] == true { "SnapshotMessage" } else { "RecordMessage" };
    check_schema(name, &json!({ "$ref": format!("#/components/schemas/{name}") }), message);
}

/// Checks pushed progress of a study against the document.
#[track_caller]
pub(super) fn check_progress(progress: &Value) {
    check_schema("StudyProgress", &json!({ "$ref": "#/components/schemas/StudyProgress" }), progress);
}

#[track_caller]
fn check_schema(place: &str, schema: &Value, body: &Value) {
    let mut known = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = known.entry(place.to_owned()).or_insert_with(|| {
        let mut schema = schema.clone();
        // References name components of the document; the schema gets a copy of them.
        schema["components"] = DOCUMENT["components"].clone();
        let options = jsonschema::options().should_validate_formats(true);
        Arc::new(options.build(&schema).unwrap_or_else(|error| panic!("{place}: {error}")))
    });
    let validator = Arc::clone(validator);
    drop(known);
    let faults: Vec<_> =
        validator.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{place}: {faults:#?}");
}

/// Finds the path in the document that matches a request's path; one without parameters takes precedence.
fn documented(path: &str) -> Option<(&'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().expect("a document has paths");
    let is_it = |template: &str| {
        let (mut asked, mut known) = (path.split('/'), template.split('/'));
        loop {
            match (asked.next(), known.next()) {
                (None, None) => return true,
                (Some(part), Some(name)) if part == name || (name.starts_with('{') && !part.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| is_it(template)).collect();
    found.sort_by_key(|(template, _)| template.contains('{'));
    found.first().map(|(template, item)| (template.as_str(), *item))
}

/// Follows a reference within the document.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(&reference[1..]).expect("every reference leads somewhere"),
        None => value,
    }
}

#[test]
#[should_panic(expected = "is not of type")]
fn an_answer_of_another_form_is_detected() {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    headers.insert("x-request-id", header::HeaderValue::from_static("1"));
    let text = json!({ "status": "ready", "alive": true, "ready": true, "seq": "12" }).to_string();
    check(&Method::GET, "/health", &TestAnswer { status: StatusCode::OK, headers, text });
}

#[test]
#[should_panic(expected = "the document has no such status")]
fn an_undocumented_status_is_detected() {
    check(
        &Method::GET,
        "/version",
        &TestAnswer { status: StatusCode::IM_A_TEAPOT, headers: HeaderMap::new(), text: String::new() },
    );
}
