//! Readers that never read, while sessions with long lists go on: the bytes held for all of them together are bounded,
//! the other readers are not affected, and a reader that continues misses no record.

use axum::body::BodyDataStream;
use futures_util::StreamExt;
use redial_sim::leads::invent;

use super::*;
use crate::push::{Push, PushMemory};

/// Less than the readers below need: a message has 20 kB and more.
const SMALL: PushMemory = PushMemory { recent: 256 * 1024, folded: 64 * 1024, queued: 256 * 1024 };

const LISTENERS: usize = 24;

/// No call is answered, so the sessions run on.
const NOBODY: &str = r#"
name = "nobody"
[carrier]
ring_ms = [3000, 8000]
cancel_ms = [100, 100]
[carrier.outcomes]
answered = 0
no_answer = 50
busy = 30
voicemail = 20
[crm]
contact_ms = [40, 40]
activity_ms = [60, 60]
"#;

/// A reader of every record, or of one session's.
struct Listener {
    path: String,
    body: BodyDataStream,
    text: String,
    /// The last record that it received.
    seq: Option<u64>,
}

impl Listener {
    async fn open(app: &Router, path: &str, after: Option<u64>) -> Self {
        let query = after.map_or(String::new(), |after| format!("?after={after}"));
        let request = Request::builder().uri(format!("{path}{query}")).body(Body::empty()).expect("it is well formed");
        let response = app.clone().oneshot(request).await.expect("the service never fails");
        assert_eq!(response.status(), StatusCode::OK);
        Self { path: path.to_owned(), body: response.into_body().into_data_stream(), text: String::new(), seq: after }
    }

    /// Takes some pieces, and no more.
    async fn take(&mut self, pieces: usize) {
        for _ in 0..pieces {
            let piece = self.body.next().await.expect("the stream goes on").expect("the message was not evicted yet");
            self.text.push_str(std::str::from_utf8(&piece).expect("JSON without other letters is cut anywhere"));
        }
    }

    /// Reads up to the record `end`; returns how often it was cut off on the way.
    async fn hear(&mut self, app: &Router, end: u64) -> usize {
        let mut cuts = 0;
        while self.seq < Some(end) {
            match self.body.next().await {
                Some(Ok(piece)) => self.text.push_str(std::str::from_utf8(&piece).expect("it is text")),
                Some(Err(error)) => {
                    assert!(error.to_string().contains("was needed for others"), "{error}");
                    // It reconnects with the last seq that it saw; without one, the present comes first.
                    (*self, cuts) = (Self::open(app, &self.path, self.seq).await, cuts + 1);
                }
                None => panic!("the server runs"),
            }
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                if let Some(id) = event.strip_prefix("id: ").and_then(|event| event.split('\n').next()) {
                    let seq: u64 = id.parse().expect("an id is a seq");
                    assert!(self.seq < Some(seq), "{seq} came after {:?}", self.seq);
                    assert!(
                        self.path != "/events" || self.seq.is_none_or(|last| seq == last + 1),
                        "{:?}, {seq}",
                        self.seq
                    );
                    self.seq = Some(seq);
                }
                self.text = rest.to_owned();
            }
        }
        cuts
    }
}

#[track_caller]
fn assert_bounded(push: &Push) {
    let held = push.held();
    assert!(held.recent <= SMALL.recent && held.folded <= SMALL.folded && held.queued <= SMALL.queued, "{held:?}");
}

#[tokio::test(start_paused = true)]
async fn the_bytes_held_for_readers_that_never_read_are_bounded() {
    let beginning = StartOptions {
        world: WorldOptions::Simulated { scenario: Some(Box::new(Scenario::read(NOBODY).unwrap())), seed: Some(1) },
        leads: Some((0..2_000).map(|n| Arc::new(invent(5, n))).collect()),
        default_leads: Vec::new,
    };
    let live = Driver::open(&StorageOptions::memory(), beginning).await.expect("memory can be opened");
    let mut state = ServerState::new(live.desk.clone(), &live.report, Region::default(), Arc::default());
    state.push = Push::start(live.desk.clone(), state.lens(), SMALL);
    let push = state.push.clone();
    let server = TestServer { live, push: push.clone(), app: app(state) };

    let (ids, mut paths) = (server.ids().await, Vec::new());
    for leads in ids.chunks(500) {
        let body = json!({ "agentId": "ada", "leadIds": leads, "concurrency": 2 });
        let session = server.post("/dialer/sessions", &body).await.created();
        paths.push(format!("/dialer/sessions/{}/events", session["id"].as_str().expect("an id")));
    }
    let begun = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    let mut lively = Listener::open(&server.app, "/events", Some(begun)).await;
    let mut deaf = Vec::new();
    for n in 0..LISTENERS {
        let mut listener = match n % 3 {
            0 => Listener::open(&server.app, "/events", None).await,
            1 => Listener::open(&server.app, "/events", Some(begun - 2)).await,
            _ => Listener::open(&server.app, &paths[n % paths.len()], Some(begun - 4)).await,
        };
        if n < 6 {
            listener.take(n % 3).await;
        }
        assert_bounded(&push);
        deaf.push(listener);
    }
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
        assert_eq!(lively.hear(&server.app, tip).await, 0, "a reader that reads is not cut off");
        assert_bounded(&push);
    }
    // Now they begin to read, each a little, so that they need room at the same time.
    for listener in &mut deaf[6..] {
        if let Some(Ok(piece)) = listener.body.next().await {
            listener.text.push_str(std::str::from_utf8(&piece).expect("it is text"));
        }
        assert_bounded(&push);
    }
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    assert!(tip > begun + 60, "{tip} records are no trial");
    let mut cuts = 0;
    for listener in &mut deaf {
        let end = match listener.path.as_str() {
            "/events" => tip,
            path => {
                let log = server.get(&format!("{}?after=0", path.replace("/events", "/log"))).await.text;
                serde_json::from_str::<Value>(log.lines().last().unwrap()).unwrap()["seq"].as_u64().unwrap().min(tip)
            }
        };
        cuts += listener.hear(&server.app, end).await;
        assert_bounded(&push);
    }
    assert!(cuts > 0, "no reader was cut off, so the bound was not tried");
    drop((lively, deaf));
    assert_eq!((push.held().recent, push.held().queued), (0, 0));
}
