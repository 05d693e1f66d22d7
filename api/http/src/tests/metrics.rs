//! Metrics, and the rate limit of one client.

use std::collections::BTreeMap;

use governor::Quota;
use governor::clock::DefaultClock;
use redial_sim::Percent;

use super::*;
use crate::RateLimit;
use crate::net::Peer;

/// Parses OpenMetrics text: the value of each series, by its name with its labels.
fn read(text: &str) -> BTreeMap<String, f64> {
    let mut lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.pop(), Some("# EOF"));
    let mut kinds = BTreeMap::new();
    let mut series = BTreeMap::new();
    for line in lines {
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (what, name) = (words.next().unwrap(), words.next().expect(line));
            assert!(name.starts_with("redial_"), "{line}");
            if what == "TYPE" {
                assert_eq!(kinds.insert(name.to_owned(), words.next().expect(line)), None, "{line} is there twice");
            }
            continue;
        }
        let (name, value) = line.rsplit_once(' ').expect(line);
        let bare = name.split('{').next().unwrap();
        let is_of = |(kind_name, kind): (&String, &&str)| match *kind {
            "counter" => bare == format!("{kind_name}_total"),
            "gauge" => bare == kind_name,
            "histogram" => ["_bucket", "_sum", "_count"].iter().any(|part| bare == format!("{kind_name}{part}")),
            other => panic!("nothing here is a {other}"),
        };
        assert!(kinds.iter().any(is_of), "{line} belongs to nothing that was named");
        assert_eq!(series.insert(name.to_owned(), value.parse().expect(line)), None, "{line} is there twice");
    }
    series
}

impl TestServer {
    async fn metrics(&self) -> BTreeMap<String, f64> {
        let answer = self.get("/metrics").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
        read(&answer.text)
    }
}

fn number(json: &Value) -> f64 {
    json.as_f64().unwrap_or_else(|| panic!("{json} is no number"))
}

#[tokio::test(start_paused = true)]
async fn the_numbers_are_those_of_the_api() {
    let server = TestServer::new().await;
    let path = server.start(3).await;
    let during = server.metrics().await;
    assert_eq!((during["redial_active_calls"], during["redial_running_sessions"]), (3.0, 1.0));
    let session = server.settled(&path).await;
    let after = server.metrics().await;
    let metrics = &session["metrics"];
    assert_eq!(after["redial_dials_total"], number(&metrics["attempted"]));
    assert_eq!(after["redial_abandoned_total"], number(&metrics["abandoned"]));
    let ended = |outcome: &str| after[&format!("redial_calls_ended_total{{outcome=\"{outcome}\"}}")];
    assert_eq!(ended("CONNECTED"), number(&metrics["connected"]));
    assert_eq!(ended("CANCELED_BY_DIALER"), number(&metrics["canceled"]));
    let failed: f64 = ["NO_ANSWER", "BUSY", "VOICEMAIL", "FAILED"].into_iter().map(ended).sum();
    assert_eq!(failed, number(&metrics["failed"]));
    let calls = session["calls"].as_array().unwrap().len() as f64;
    assert_eq!((after["redial_crm_synced_total"], after["redial_crm_lag_seconds_count"]), (calls, calls));
    for none in ["redial_active_calls", "redial_running_sessions", "redial_crm_pending", "redial_crm_failed"] {
        assert_eq!(after[none], 0.0, "{none}");
    }
    let seq = number(&server.get("/health").await.ok()["seq"]);
    assert_eq!(after["redial_records_total"], seq);
    assert_eq!(after["redial_journal_batch_records_sum"], seq);
    let started = r#"redial_http_request_seconds_count{method="POST",route="/dialer/sessions",status="201"}"#;
    assert_eq!(after[started], 1.0);
    let polled = r#"redial_http_request_seconds_count{method="GET",route="/dialer/sessions/{id}",status="200"}"#;
    assert!(after[polled] > 1.0);
}

#[tokio::test(start_paused = true)]
async fn a_sync_that_failed_and_was_offered_again_is_counted_once() {
    let mut scenario = Scenario::seed();
    scenario.crm.failed = Percent::read("100").unwrap();
    scenario.dialer.crm_attempts = 1;
    let server = TestServer::with(scenario, demo()).await;
    let path = server.start(2).await;
    let session = server.settled(&path).await;
    let calls = session["calls"].as_array().unwrap().len() as f64;
    let failed = server.metrics().await;
    assert_eq!((failed["redial_crm_failed"], failed["redial_crm_pending"]), (calls, 0.0));
    server.post("/crm/retry-failed", &Value::Null).await.ok();
    let retried = server.metrics().await;
    assert_eq!((retried["redial_crm_failed"], retried["redial_crm_pending"]), (0.0, calls));
    server.settled(&path).await;
    let again = server.metrics().await;
    assert_eq!((again["redial_crm_failed"], again["redial_crm_pending"]), (calls, 0.0));
}

#[tokio::test(start_paused = true)]
async fn where_there_is_no_crm_nothing_is_on_its_way_to_it() {
    let mut scenario = Scenario::seed();
    scenario.dialer.crm_sync = false;
    let server = TestServer::with(scenario, demo()).await;
    let path = server.start(2).await;
    let session = server.settled(&path).await;
    assert!(!session["calls"].as_array().unwrap().is_empty());
    let metrics = server.metrics().await;
    assert_eq!((metrics["redial_crm_pending"], metrics["redial_crm_synced_total"]), (0.0, 0.0));
}

#[tokio::test(start_paused = true)]
async fn a_reader_is_counted_until_it_disconnects() {
    let server = TestServer::new().await;
    let request = Request::get("/events").body(Body::empty()).unwrap();
    let listening = server.app.clone().oneshot(request).await.unwrap();
    assert_eq!(server.metrics().await["redial_push_readers"], 1.0);
    drop(listening);
    assert_eq!(server.metrics().await["redial_push_readers"], 0.0);
}

#[tokio::test(start_paused = true)]
async fn a_client_above_its_limit_gets_429_and_a_retry_time() {
    let server = TestServer::new().await;
    let live = &server.live;
    let mut state = ServerState::new(live.desk.clone(), &live.report, Region::default(), Arc::new([]));
    let quota = Quota::with_period(Duration::from_secs(3600)).unwrap().allow_burst(3.try_into().unwrap());
    state.rate_limit = Some(Arc::new(RateLimit::with(quota, DefaultClock::default())));
    let server = TestServer { app: app(state), ..server };
    let ask = async |client: u8, path: &str| {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer([127, 0, 0, client].into()));
        server.send(request).await
    };
    for _ in 0..3 {
        ask(1, "/version").await.ok();
    }
    let answer = ask(1, "/version").await;
    assert!(answer.detail(429).starts_with("this client exceeds its rate limit; try again in"));
    let seconds: u64 = answer.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&seconds), "{seconds}");
    ask(2, "/version").await.ok();
    ask(1, "/health").await.ok();
    assert_eq!(ask(1, "/metrics").await.status, StatusCode::OK);
}
