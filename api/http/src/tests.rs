//! The routes, over a live dialer in memory and a paused clock.

mod contract;
mod crm;
mod crowd;
mod deaf;
mod document;
mod errors;
mod guard;
mod import;
mod keys;
mod leads;
mod metrics;
mod past;
mod push;
mod replays;
mod sessions;
mod sockets;
mod studies;
mod web;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use redial_engine::LeadDetails;
use redial_leads::{Region, demo};
use redial_sim::Scenario;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::push::Push;
use crate::{ServerState, app};
use redial_live::{Driver, StartOptions, StorageOptions, WorldOptions};

/// A server, and its routes.
struct TestServer {
    live: Driver,
    push: Push,
    app: Router,
}

/// An answer of the server.
#[derive(Debug)]
struct TestAnswer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl TestAnswer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    #[track_caller]
    fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.json()
    }

    #[track_caller]
    fn created(&self) -> Value {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.text);
        self.json()
    }

    /// The error's sentence; every error is a problem document.
    #[track_caller]
    fn detail(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let json = self.json();
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        let title = self.status.canonical_reason();
        assert_eq!(
            (json["type"].as_str(), json["title"].as_str(), json["status"].as_u64()),
            (Some("about:blank"), title, Some(status.into())),
            "{json}"
        );
        json["detail"].as_str().expect("an error has a detail").to_owned()
    }
}

impl TestServer {
    /// Begins with the demo leads and the built-in scenario.
    async fn new() -> Self {
        Self::with(Scenario::seed(), demo()).await
    }

    async fn with(scenario: Scenario, leads: Vec<Arc<LeadDetails>>) -> Self {
        let live = Driver::open(
            &StorageOptions::memory(),
            StartOptions {
                world: WorldOptions::Simulated { scenario: Some(Box::new(scenario)), seed: Some(1) },
                leads: Some(leads),
                default_leads: Vec::new,
            },
        )
        .await;
        let live = live.expect("memory can be opened");
        let state = ServerState::new(
            live.desk.clone(),
            &live.report,
            Region::default(),
            Arc::new(["dialer.example".parse().unwrap()]),
        );
        Self { live, push: state.push.clone(), app: app(state) }
    }

    /// Sends a request, and checks the answer against the OpenAPI document.
    async fn send(&self, request: Request<Body>) -> TestAnswer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.app.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the body is in memory");
        let text = String::from_utf8(bytes.into()).expect("every answer is text");
        let answer = TestAnswer { status: parts.status, headers: parts.headers, text };
        contract::check(&method, &path, &answer);
        answer
    }

    async fn ask(&self, method: Method, path: &str, kind: Option<&str>, body: impl Into<Body>) -> TestAnswer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.send(request.body(body.into()).expect("the request is well formed")).await
    }

    async fn get(&self, path: &str) -> TestAnswer {
        self.ask(Method::GET, path, None, Body::empty()).await
    }

    async fn post(&self, path: &str, body: &Value) -> TestAnswer {
        self.ask(Method::POST, path, Some("application/json"), body.to_string()).await
    }

    /// The ids of all leads.
    async fn ids(&self) -> Vec<Value> {
        let leads = self.get("/leads").await.ok();
        leads["leads"].as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect()
    }

    /// Starts a session over all leads; returns its path.
    async fn start(&self, lines: u8) -> String {
        let body = json!({ "agentId": "agent-1", "leadIds": self.ids().await, "concurrency": lines });
        let session = self.post("/dialer/sessions", &body).await.created();
        format!("/dialer/sessions/{}", session["id"].as_str().expect("an id"))
    }

    /// Waits until nothing about a session changes by itself; returns its view.
    async fn settled(&self, path: &str) -> Value {
        loop {
            let session = self.get(path).await.ok();
            if session["settled"] == true {
                return session;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}
