//! Push: every record once, in order, and in the end the state that polling shows.

use std::collections::BTreeMap;

use axum::body::BodyDataStream;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use redial_sim::leads::invent;
use tokio::sync::watch;

use redial_testing::scenario;

use super::*;

/// A stream of events, read as they come.
struct TestEvents {
    body: BodyDataStream,
    text: String,
}

/// An event: its id, and its JSON.
type Event = (u64, Value);

impl TestEvents {
    async fn open(app: &Router, path: &str, last: Option<u64>) -> Self {
        let mut request = Request::builder().uri(path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let request = request.body(Body::empty()).expect("the request is well formed");
        let response = app.clone().oneshot(request).await.expect("the service never fails");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next block of lines; `None` at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                return Some(self.text.drain(..end + 2).collect());
            }
            let bytes = self.body.next().await?.expect("the body does not fail");
            self.text.push_str(std::str::from_utf8(&bytes).expect("an event is text"));
        }
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            let block = self.block().await?;
            let field = |name| block.lines().find_map(|line| line.strip_prefix(name));
            if let Some(data) = field("data: ") {
                let json: Value = serde_json::from_str(data).expect("data is JSON");
                let id: u64 = field("id: ").expect("an event has an id").parse().expect("an id is a seq");
                assert_eq!(json["seq"], id);
                contract::check_message(&json);
                return Some((id, json));
            }
        }
    }
}

/// The state that a reader derives from its messages.
#[derive(Default)]
struct Model {
    seq: Option<u64>,
    seqs: Vec<u64>,
    sessions: BTreeMap<String, Value>,
}

impl Model {
    fn hear(&mut self, (seq, event): Event) {
        if event["snapshot"] == json!(true) {
            assert_eq!(self.seq, None, "only a reader without a past is shown the present");
        } else {
            assert!(self.seq < Some(seq), "{seq} came after {:?}", self.seq);
            self.seqs.push(seq);
        }
        self.seq = Some(seq);
        let listed = event["sessions"].as_array().into_iter().flatten();
        let others = event["others"].as_array().into_iter().flatten();
        for view in listed.chain(others).chain(event.get("view").filter(|view| view.is_object())) {
            let id = view["id"].as_str().expect("a session has an id").to_owned();
            assert_eq!(view["seq"], seq, "a view is as it was right after its record");
            self.sessions.insert(id, view.clone());
        }
    }
}

/// A source of numbers that needs no clock and no system.
pub(super) struct TestDice(pub(super) u64);

impl TestDice {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A reader that disconnects and reconnects until it has received the record `end`.
async fn listen(app: Router, path: String, mut dice: TestDice, mut end: watch::Receiver<Option<u64>>) -> Model {
    let mut model = Model::default();
    if dice.below(2) == 0 {
        model.seq = Some(0);
    }
    loop {
        let mut stream = TestEvents::open(&app, &path, model.seq).await;
        for _ in 0..dice.below(400) {
            tokio::select! {
                event = stream.next() => model.hear(event.expect("the server runs")),
                _ = end.changed() => {}
            }
            if end.borrow().is_some_and(|end| model.seq >= Some(end)) {
                return model;
            }
        }
        drop(stream);
        tokio::time::sleep(Duration::from_millis(dice.below(20_000))).await;
    }
}

/// The seqs of a session's own records.
async fn log(server: &TestServer, path: &str) -> Vec<u64> {
    let log = server.get(&format!("{path}/log?after=0")).await;
    log.text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["seq"].as_u64().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_reconnects_ends_with_the_state_that_polling_shows() {
    let people = (0..60).map(|n| Arc::new(invent(5, n))).collect();
    let server = TestServer::with(Scenario::read(&scenario("storm")).unwrap(), people).await;
    let ids = server.ids().await;
    let mut dice = TestDice(7);
    let (tell, end) = watch::channel(None);
    let mut all = Vec::new();
    for n in 0..10 {
        all.push(tokio::spawn(listen(server.app.clone(), "/events".into(), TestDice(100 + n), end.clone())));
    }
    let (mut paths, mut each) = (Vec::new(), Vec::new());
    for n in 0..200 {
        let first = dice.below(50) as usize;
        let leads = &ids[first..first + 1 + dice.below(9) as usize];
        let body = json!({ "agentId": "ada", "leadIds": leads, "concurrency": 1 + dice.below(4) });
        let started = server.post("/dialer/sessions", &body).await.created();
        let path = format!("/dialer/sessions/{}", started["id"].as_str().unwrap());
        if n % 5 == 0 {
            let (tell, end) = watch::channel(None);
            let reader = listen(server.app.clone(), format!("{path}/events"), TestDice(n), end);
            each.push((path.clone(), tell, tokio::spawn(reader)));
        }
        paths.push(path);
        tokio::time::sleep(Duration::from_millis(dice.below(900))).await;
    }
    let mut shown = BTreeMap::new();
    for path in &paths {
        let view = server.settled(path).await;
        shown.insert(view["id"].as_str().unwrap().to_owned(), view);
    }
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    assert!(tip > 1_500, "{tip} records are no trial");
    tell.send_replace(Some(tip));
    for reader in all {
        let model = reader.await.unwrap();
        assert!(model.seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]), "no seq is missing or repeated");
        assert_eq!(model.seqs.last(), Some(&tip));
        for (id, view) in &shown {
            let heard = model.sessions.get(id).unwrap_or_else(|| panic!("no message shows {id}"));
            assert_eq!(without_seq(heard), without_seq(view));
        }
    }
    for (path, tell, reader) in each {
        let log = log(&server, &path).await;
        tell.send_replace(log.last().copied());
        let model = reader.await.unwrap();
        let from = log.iter().position(|seq| Some(seq) == model.seqs.first()).unwrap_or(log.len());
        assert_eq!(model.seqs, log[from..], "no seq is missing or repeated");
        let (id, heard) = model.sessions.first_key_value().expect("it heard of its session");
        assert_eq!(without_seq(heard), without_seq(&shown[id]));
        let then = server.get(&format!("{path}?at={}", heard["seq"])).await.ok();
        assert_eq!(*heard, then, "a push shows the same as polling at the same record");
    }
}

fn without_seq(view: &Value) -> Value {
    let mut view = view.clone();
    view.as_object_mut().expect("a view is an object").remove("seq");
    view
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_does_not_read_delays_no_other_and_misses_nothing() {
    let server = TestServer::with(
        Scenario::read(&scenario("storm")).unwrap(),
        (0..60).map(|n| Arc::new(invent(5, n))).collect(),
    )
    .await;
    let mut idle = TestEvents::open(&server.app, "/events", None).await;
    let (tell, end) = watch::channel(None);
    let busy = tokio::spawn(listen(server.app.clone(), "/events?after=0".into(), TestDice(1), end));
    for _ in 0..12 {
        let path = server.start(10).await;
        server.settled(&path).await;
    }
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    assert!(tip > 500, "{tip} records are no trial");
    tell.send_replace(Some(tip));
    assert_eq!(busy.await.unwrap().seq, Some(tip));
    let mut model = Model::default();
    while model.seq < Some(tip) {
        model.hear(idle.next().await.expect("the server runs"));
    }
    assert_eq!(model.seqs, (61..=tip).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_pushed_record_is_the_stored_one() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    server.settled(&path).await;
    let stored = server.get("/journal").await.text;
    let mut stream = TestEvents::open(&server.app, "/events?after=0", None).await;
    for line in stored.lines().skip(1) {
        let line: Value = serde_json::from_str(line).unwrap();
        let (_, event) = stream.next().await.unwrap();
        for field in ["seq", "at", "transitions"] {
            assert_eq!(event[field], line[field]);
        }
        assert_eq!(event["view"].is_null(), line["seq"].as_u64() <= Some(6), "{event}");
    }
    let silence = stream.block().await.unwrap();
    assert!(silence.starts_with(':'), "a silent stream shows that it lives: {silence}");
}

#[tokio::test(start_paused = true)]
async fn a_reader_begins_with_the_present() {
    let server = TestServer::new().await;
    let path = server.start(3).await;
    let (_, all) = TestEvents::open(&server.app, "/events", None).await.next().await.unwrap();
    assert_eq!((&all["snapshot"], &all["seq"], &all["running"]), (&json!(true), &json!(7), &json!(1)));
    let (_, one) = TestEvents::open(&server.app, &format!("{path}/events"), None).await.next().await.unwrap();
    assert_eq!(one["view"], server.get(&path).await.ok());
    assert_eq!(one["view"], all["sessions"][0]);
    let (_, mut other_journal) = TestEvents::open(&server.app, "/events", Some(1_000)).await.next().await.unwrap();
    other_journal["now"] = all["now"].clone();
    assert_eq!(other_journal, all);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_begins_with_the_present_gets_the_present_time() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let (_, one) = TestEvents::open(&server.app, &format!("{path}/events"), None).await.next().await.unwrap();
    let (at, now) = (one["at"].as_u64().unwrap(), one["now"].as_u64().unwrap());
    assert!(at + 700 <= now, "the session began at {at}, and it is {now}");
    let epoch: DateTime<Utc> = one["epoch"].as_str().unwrap().parse().unwrap();
    let polled = server.get(&path).await;
    let told: DateTime<Utc> = polled.headers["x-now"].to_str().unwrap().parse().unwrap();
    assert!(now <= told.signed_duration_since(epoch).num_milliseconds() as u64, "{told} is after {now} ms");
    let then = server.get(&format!("{path}?at={}", one["seq"])).await;
    assert_eq!((then.ok(), then.headers.get("x-now")), (polled.ok(), None));
}

#[tokio::test(start_paused = true)]
async fn a_rejected_reader_gets_the_reason() {
    let server = TestServer::new().await;
    for (path, status, said) in [
        ("/events?after=x", 400, "after is \"x\": a whole number"),
        ("/events?after=7", 400, "after is 7: the last record is 6"),
        ("/dialer/sessions/x/events", 404, "there is no session \"x\""),
        ("/ws", 400, "a WebSocket begins here: "),
    ] {
        let detail = server.get(path).await.detail(status);
        assert!(detail.starts_with(said), "{path}: {detail}");
    }
    let unborn = server.live.desk.names().session(redial_engine::SessionId(0));
    for query in ["", "?after=0"] {
        let detail = server.get(&format!("/dialer/sessions/{unborn}/events{query}")).await.detail(404);
        assert_eq!(detail, format!("there is no session \"{unborn}\""));
    }
}

#[tokio::test(start_paused = true)]
async fn readers_are_limited_and_end_with_the_server() {
    let server = TestServer::new().await;
    let mut readers = Vec::new();
    for _ in 0..crate::push::server::READERS_MAX {
        readers.push(TestEvents::open(&server.app, "/events", None).await);
    }
    let full = server.get("/events").await;
    assert_eq!(full.detail(503), "1024 readers are connected already; try again later");
    assert!(full.headers.contains_key(header::RETRY_AFTER));
    drop(readers.pop());
    let mut last = TestEvents::open(&server.app, "/events", None).await;
    assert!(last.next().await.is_some());
    server.live.stop().await.unwrap();
    assert!(last.next().await.is_none());
}
