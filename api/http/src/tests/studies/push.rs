//! The pushed progress of a study.

use axum::body::BodyDataStream;
use futures_util::StreamExt;

use super::*;

/// A stream of progress.
struct ProgressEvents {
    body: BodyDataStream,
    text: String,
}

impl ProgressEvents {
    async fn open(server: &TestServer, path: &str) -> Self {
        let request = Request::builder().uri(format!("{path}/events")).body(Body::empty()).expect("it is well formed");
        let response = server.app.clone().oneshot(request).await.expect("the service never fails");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event: its id and its data; `None` at the end.
    async fn next(&mut self) -> Option<(u64, Value)> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name| block.lines().find_map(|line| line.strip_prefix(name));
                let id = field("id: ").expect("an event has an id").parse().expect("an id is a number");
                let told = serde_json::from_str(field("data: ").expect("it has data")).expect("data is JSON");
                contract::check_progress(&told);
                return Some((id, told));
            }
            let bytes = self.body.next().await?.expect("the body does not fail");
            self.text.push_str(std::str::from_utf8(&bytes).expect("an event is text"));
        }
    }
}

impl TestServer {
    async fn come_back(&self, path: &str, seen: &str) -> TestAnswer {
        let request = Request::builder().uri(format!("{path}/events")).header("last-event-id", seen);
        self.send(request.body(Body::empty()).expect("it is well formed")).await
    }
}

#[tokio::test]
async fn progress_is_pushed_until_the_end() {
    let server = TestServer::new().await;
    let path = server.study(&json!({ "runs": 40_000, "lines": [1, 2] })).await;
    let mut progress = ProgressEvents::open(&server, &path).await;
    let (mut seen, mut last) = (Vec::new(), (None, json!(null)));
    while let Some((id, told)) = progress.next().await {
        assert!(last.0 < Some(id), "{id} follows {last:?}");
        seen.push(told["done"].as_u64().unwrap());
        last = (Some(id), told);
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert_eq!(
        (&last.1["status"], &last.1["done"], &last.1["summaryRuns"]),
        (&json!("DONE"), &json!(80_000), &json!(40_000))
    );
    // The study shows the pushed progress too.
    let study = server.get(&path).await.ok();
    for (field, value) in last.1.as_object().unwrap() {
        assert_eq!(study[field], *value, "{field}");
    }
    // A browser reconnects by itself, and gets 204, which ends its tries; one that missed the end receives it.
    let id = last.0.unwrap();
    let back = server.come_back(&path, &id.to_string()).await;
    assert_eq!((back.status, back.text.as_str()), (StatusCode::NO_CONTENT, ""));
    let late = server.come_back(&path, &(id - 1).to_string()).await;
    assert!(late.text.contains("\"status\":\"DONE\"") && late.text.matches("data:").count() == 1, "{}", late.text);
    assert!(server.come_back(&path, "new").await.detail(400).starts_with("Last-Event-ID is \"new\": a whole number"));
}

#[tokio::test]
async fn a_wait_and_a_cancellation_are_pushed() {
    let server = TestServer::new().await;
    let (first, second) = (server.study(&long()).await, server.study(&long()).await);
    let mut progress = ProgressEvents::open(&server, &second).await;
    assert_eq!(progress.next().await.unwrap().1["status"], "WAITING");
    server.post(&format!("{first}/cancel"), &json!({})).await.ok();
    let mut last = json!({ "status": "WAITING" });
    while last["status"] == "WAITING" {
        last = progress.next().await.unwrap().1;
    }
    assert_eq!(last["status"], "RUNNING");
    server.post(&format!("{second}/cancel"), &json!({})).await.ok();
    while let Some((_, now)) = progress.next().await {
        last = now;
    }
    assert_eq!(last["status"], "CANCELED");
}

#[tokio::test]
async fn a_server_that_closes_ends_the_stream() {
    let server = TestServer::new().await;
    let path = server.study(&long()).await;
    let mut progress = ProgressEvents::open(&server, &path).await;
    progress.next().await.unwrap();
    assert!(server.get("/metrics").await.text.contains("\nredial_push_readers 1\n"), "it takes a reader's place");
    server.push.close();
    while progress.next().await.is_some() {}
    server.post(&format!("{path}/cancel"), &json!({})).await.ok();
    assert_eq!(server.studied(&path).await["status"], "CANCELED");
}
