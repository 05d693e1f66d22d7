//! Requests under a key: executed once, and answered the same each time.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use redial_leads::demo;
use redial_sim::Scenario;
use serde_json::{Value, json};

use super::{TestAnswer, TestServer};

const JSON: &str = "application/json";

impl TestServer {
    async fn keyed(&self, key: &str, path: &str, kind: &str, body: impl Into<Body>) -> TestAnswer {
        let request = Request::builder().method(Method::POST).uri(path).header("idempotency-key", key.as_bytes());
        let request = request.header(header::CONTENT_TYPE, kind).body(body.into());
        self.send(request.expect("the request is well formed")).await
    }

    /// The number of records.
    async fn records(&self) -> u64 {
        self.get("/health").await.ok()["seq"].as_u64().expect("a number")
    }
}

fn lead(name: &str) -> String {
    json!({ "name": name, "job_title": "Buyer", "phone_number": "+1 415 555 0199", "company": "Northwind",
        "email": "buyer@northwind.example", "headcount": "11-50", "industry": "Technology" })
    .to_string()
}

#[track_caller]
fn same(first: &TestAnswer, again: &TestAnswer) {
    assert_eq!((first.status, &first.text), (again.status, &again.text));
}

#[tokio::test(start_paused = true)]
async fn a_lead_is_taken_in_once_under_a_key_and_the_answer_is_the_same() {
    let server = TestServer::new().await;
    let first = server.keyed("k-1", "/leads", JSON, lead("Ada")).await;
    let id = first.created()["lead"]["id"].as_str().unwrap().to_owned();
    let records = server.records().await;
    // A repeat does not show later changes of the lead.
    let start = json!({ "agentId": "a", "leadIds": [id] });
    server.post("/dialer/sessions", &start).await.created();
    server.post(&format!("/leads/{id}/enrich"), &json!({})).await.ok();
    tokio::time::sleep(Duration::from_secs(120)).await;
    let after = server.records().await;
    assert!(after > records + 2);
    same(&first, &server.keyed("k-1", "/leads", JSON, lead("Ada")).await);
    assert_eq!(server.records().await, after);
}

#[tokio::test(start_paused = true)]
async fn another_request_under_a_key_is_a_conflict() {
    let server = TestServer::new().await;
    server.keyed("k-1", "/leads", JSON, lead("Ada")).await.created();
    let leads = server.get("/leads").await.ok()["total"].clone();
    let other = server.keyed("k-1", "/leads", JSON, lead("Bob")).await.detail(409);
    assert!(other.starts_with("Idempotency-Key \"k-1\" was used by another request"), "{other}");
    let ids = server.ids().await;
    let route = server.keyed("k-1", &format!("/leads/{}/enrich", ids[0].as_str().unwrap()), JSON, lead("Ada")).await;
    route.detail(409);
    assert_eq!(server.get("/leads").await.ok()["total"], leads);
    // A request that was refused for its shape holds no key.
    server.keyed("k-2", "/leads", JSON, "{}").await.detail(400);
    server.keyed("k-2", "/leads", JSON, lead("Bob")).await.created();
}

#[tokio::test(start_paused = true)]
async fn a_malformed_key_is_rejected_by_name() {
    let server = TestServer::new().await;
    let long = "k".repeat(201);
    for bad in ["", "two words", "schl\u{fc}ssel", &long] {
        for path in ["/leads", "/dialer/sessions", "/crm/retry-failed", "/leads/import", "/replays"] {
            let detail = server.keyed(bad, path, JSON, "{}").await.detail(400);
            assert!(detail.starts_with("Idempotency-Key is \"") && detail.contains("visible ASCII"), "{detail}");
        }
    }
    server.keyed(&long[1..], "/leads", JSON, lead("Ada")).await.created();
    let twice = Request::builder().method(Method::POST).uri("/leads").header(header::CONTENT_TYPE, JSON);
    let twice = twice.header("idempotency-key", "a").header("idempotency-key", "b").body(lead("Ada").into()).unwrap();
    assert_eq!(server.send(twice).await.detail(400), "the request has two Idempotency-Key headers: one is needed");
}

#[tokio::test(start_paused = true)]
async fn a_session_starts_and_stops_once_and_each_answer_stays() {
    let server = TestServer::new().await;
    let body = json!({ "agentId": "a", "leadIds": server.ids().await, "concurrency": 3 }).to_string();
    let started = server.keyed("start", "/dialer/sessions", JSON, body.clone()).await;
    let id = started.created()["id"].as_str().unwrap().to_owned();
    tokio::time::sleep(Duration::from_secs(2)).await;
    same(&started, &server.keyed("start", "/dialer/sessions", JSON, body.clone()).await);
    let stop = format!("/dialer/sessions/{id}/stop");
    let stopped = server.keyed("stop", &stop, JSON, "").await;
    assert_eq!(stopped.ok()["status"], "STOPPED");
    let late = server.keyed("stop-late", &stop, JSON, "").await;
    server.settled(&format!("/dialer/sessions/{id}")).await;
    for (key, path, body, first) in [
        ("start", "/dialer/sessions", &*body, &started),
        ("stop", &stop, "", &stopped),
        ("stop-late", &stop, "", &late),
    ] {
        same(first, &server.keyed(key, path, JSON, body.to_owned()).await);
    }
    assert_eq!(server.get("/dialer/sessions").await.ok()["total"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_lead_is_enriched_once_and_is_shown_as_it_was() {
    let server = TestServer::new().await;
    let ids = server.ids().await;
    let path = format!("/leads/{}/enrich", ids[0].as_str().unwrap());
    server.post("/dialer/sessions", &json!({ "agentId": "a", "leadIds": [ids[0]] })).await.created();
    let ringing = server.keyed("k-1", &path, JSON, "").await;
    assert_eq!(ringing.ok()["message"], "Lead enriched");
    tokio::time::sleep(Duration::from_secs(60)).await;
    let linked = server.keyed("k-2", &path, JSON, "").await;
    assert_eq!(linked.ok()["message"], "Lead already enriched");
    assert_ne!(linked.ok()["lead"], ringing.ok()["lead"]);
    server.post("/dialer/sessions", &json!({ "agentId": "a", "leadIds": [ids[0]] })).await.created();
    tokio::time::sleep(Duration::from_secs(60)).await;
    same(&ringing, &server.keyed("k-1", &path, JSON, "").await);
    same(&linked, &server.keyed("k-2", &path, JSON, "").await);
}

#[tokio::test(start_paused = true)]
async fn many_at_once_under_one_key_are_one() {
    let server = TestServer::new().await;
    let records = server.records().await;
    let asked = (0..20).map(|_| server.keyed("k-1", "/leads", JSON, lead("Ada")));
    let answers = futures_util::future::join_all(asked).await;
    answers.iter().for_each(|answer| same(&answers[0], answer));
    answers[0].created();
    assert_eq!(server.records().await, records + 1);
}

#[tokio::test(start_paused = true)]
async fn a_key_lives_for_a_day() {
    let server = TestServer::new().await;
    let first = server.keyed("k-1", "/leads", JSON, lead("Ada")).await;
    tokio::time::sleep(Duration::from_millis(24 * 60 * 60 * 1_000 - 1_000)).await;
    same(&first, &server.keyed("k-1", "/leads", JSON, lead("Ada")).await);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let later = server.keyed("k-1", "/leads", JSON, lead("Bob")).await.created();
    assert_ne!(later["lead"]["id"], first.created()["lead"]["id"]);
}

#[tokio::test(start_paused = true)]
async fn failed_syncs_are_offered_once_under_a_key() {
    let mut scenario = Scenario::seed();
    scenario.crm.failed = redial_sim::Percent::from_hundredths(10_000).unwrap();
    scenario.dialer.crm_attempts = 1;
    let server = TestServer::with(scenario, demo()).await;
    let path = server.start(2).await;
    let session = server.settled(&path).await;
    let failed = session["calls"].as_array().unwrap().len();
    let one = format!("/dialer/calls/{}/crm-sync", session["calls"][0]["id"].as_str().unwrap());
    let offered = server.keyed("one", &one, JSON, "").await;
    assert_eq!(offered.ok()["crmActivityStatus"], "PENDING");
    same(&offered, &server.keyed("one", &one, JSON, "").await);
    server.settled(&path).await;
    let all = server.keyed("all", "/crm/retry-failed", JSON, "").await;
    assert_eq!(all.ok()["retried"], failed);
    server.settled(&path).await;
    let records = server.records().await;
    same(&offered, &server.keyed("one", &one, JSON, "").await);
    same(&all, &server.keyed("all", "/crm/retry-failed", JSON, "").await);
    assert_eq!(server.records().await, records);
    server.keyed("one", "/crm/retry-failed", JSON, "").await.detail(409);
    assert_eq!(server.keyed("other", "/crm/retry-failed", JSON, "").await.ok()["retried"], failed);
}

#[tokio::test(start_paused = true)]
async fn a_key_is_known_even_where_there_was_nothing_to_do() {
    let mut scenario = Scenario::seed();
    scenario.crm.failed = redial_sim::Percent::from_hundredths(10_000).unwrap();
    scenario.dialer.crm_attempts = 1;
    let server = TestServer::with(scenario, demo()).await;
    let none = server.keyed("all", "/crm/retry-failed", JSON, "").await;
    assert_eq!(none.ok()["retried"], 0);
    let head = "name,job_title,phone_number,company,email,headcount,industry\n";
    let list = format!("{head}nobody,,,,,,\n");
    let empty = server.keyed("list", "/leads/import", "text/csv", list.clone()).await;
    assert_eq!((&empty.ok()["taken"], &empty.ok()["bad"]), (&json!(0), &json!(1)));
    let path = server.start(2).await;
    server.settled(&path).await;
    let records = server.records().await;
    same(&none, &server.keyed("all", "/crm/retry-failed", JSON, "").await);
    same(&empty, &server.keyed("list", "/leads/import", "text/csv", list).await);
    server.keyed("list", "/leads/import", "text/csv", format!("{head}{}", row(1))).await.detail(409);
    server.keyed("all", "/crm/retry-failed?x", JSON, "").await.detail(409);
    assert_eq!(server.records().await, records);
    assert_ne!(server.keyed("other", "/crm/retry-failed", JSON, "").await.ok()["retried"], 0);
}

fn row(n: usize) -> String {
    format!("Lead {n},Buyer,+1 303 555 {n:04},Northwind,lead{n}@northwind.example,11-50,Technology\n")
}

#[tokio::test(start_paused = true)]
async fn a_list_is_taken_in_once_under_a_key() {
    let server = TestServer::new().await;
    let head = "name,job_title,phone_number,company,email,headcount,industry\n";
    let rows: String = (1..=600).map(row).collect();
    let list = format!("{head}{rows}{}nobody,,,,,,\n", row(7));
    let first = server.keyed("list", "/leads/import", "text/csv", list.clone()).await;
    let report: Value = first.ok();
    assert_eq!((&report["taken"], &report["skipped"], &report["bad"]), (&json!(600), &json!(1), &json!(1)));
    server.keyed("lead", "/leads", JSON, lead("Ada")).await.created();
    let records = server.records().await;
    same(&first, &server.keyed("list", "/leads/import", "text/csv", list.clone()).await);
    assert_eq!(server.records().await, records);
    server.keyed("list", "/leads/import?duplicates=keep", "text/csv", list.clone()).await.detail(409);
    server.keyed("list", "/leads/import", "text/csv", format!("{list}{}", row(700))).await.detail(409);
    server.keyed("lead", "/leads/import", "text/csv", format!("{head}{}", row(701))).await.detail(409);
    assert_eq!(server.records().await, records);
    let again = server.keyed("more", "/leads/import", "text/csv", list).await;
    assert_eq!((again.status, &again.ok()["taken"]), (StatusCode::OK, &json!(0)));
}
