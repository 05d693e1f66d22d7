//! Connections that exceed the bounds: on streams in memory with a paused clock, and over real sockets.

mod sockets;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use redial_leads::{Region, demo};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::connection::{self, Peer, ServerContext};
use super::metrics::{CloseLabels, CloseReason};
use super::phase::SharedPhase;
use super::{Bounds, ConnectionMetrics};
use crate::{ServerState, app};
use redial_live::{Driver, StartOptions, StorageOptions, WorldOptions};

const MS: Duration = Duration::from_millis(1);

/// The routes of a server in memory.
async fn routes() -> Router {
    let beginning = StartOptions {
        world: WorldOptions::Simulated { scenario: None, seed: Some(1) },
        leads: None,
        default_leads: demo,
    };
    let live = Driver::open(&StorageOptions::memory(), beginning).await.expect("memory can be opened");
    app(ServerState::new(live.desk.clone(), &live.report, Region::default(), Arc::new([])))
}

/// One connection to a server.
struct TestClient {
    stream: DuplexStream,
    served: JoinHandle<()>,
    metrics: ConnectionMetrics,
    _closing: watch::Sender<()>,
}

impl TestClient {
    /// Connects over a stream that buffers `held` bytes.
    fn connect(routes: Router, held: usize) -> Self {
        let (ours, theirs) = tokio::io::duplex(held);
        let (closing, closed) = watch::channel(());
        let metrics = ConnectionMetrics::default();
        let context = ServerContext { routes, bounds: Bounds::default(), metrics: metrics.clone(), closing: closed };
        let peer = Peer([127, 0, 0, 1].into());
        let served = tokio::spawn(connection::serve(theirs, peer, Arc::new(SharedPhase::new()), context));
        Self { stream: ours, served, metrics, _closing: closing }
    }

    async fn to_routes() -> Self {
        Self::connect(routes().await, 64 * 1024)
    }

    async fn say(&mut self, words: &str) {
        self.stream.write_all(words.as_bytes()).await.expect("the server listens");
    }

    /// Reads until the server closes the connection.
    async fn heard(&mut self) -> String {
        let mut heard = String::new();
        self.stream.read_to_string(&mut heard).await.expect("it speaks UTF-8");
        heard
    }

    /// Reads the server's next answer, which has a content length.
    async fn answer(&mut self) -> String {
        let mut heard = String::new();
        loop {
            heard.push(char::from(self.stream.read_u8().await.expect("the server answers")));
            let Some((head, body)) = heard.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("it has a length");
            if body.len() == length.parse::<usize>().expect("a length is a number") {
                return heard;
            }
        }
    }

    /// Asserts that the server closes the connection after `patience`, and not before; returns the bytes it sent.
    async fn ends_after(&mut self, patience: Duration) -> String {
        assert!(timeout(patience - 2 * MS, &mut self.served).await.is_err(), "it ends too early");
        timeout(4 * MS, &mut self.served).await.expect("it ends in time").expect("nothing panics");
        self.heard().await
    }

    fn let_go(&self, reason: CloseReason) -> u64 {
        self.metrics.let_go.get_or_create(&CloseLabels { reason }).get()
    }
}

/// Asserts that an answer is a problem document and the last one; returns its detail.
#[track_caller]
fn detail(answer: &str, status: u16) -> String {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
    assert!(head.contains("content-type: application/problem+json"), "{head}");
    assert!(head.contains("connection: close"), "{head}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    assert_eq!(body["status"], status);
    body["detail"].as_str().expect("an error has a detail").to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_new_connection_that_says_nothing_ends_after_five_seconds() {
    let mut client = TestClient::to_routes().await;
    assert_eq!(client.ends_after(Duration::from_secs(5)).await, "");
    assert_eq!(client.let_go(CloseReason::silent), 1);
}

#[tokio::test(start_paused = true)]
async fn a_head_that_dribbles_is_answered_408_ten_seconds_after_its_first_byte() {
    let mut client = TestClient::to_routes().await;
    tokio::time::sleep(4 * Duration::from_secs(1)).await;
    for byte in ["G", "E", "T", " ", "/", "h", "e", "a", "l"] {
        client.say(byte).await;
        assert!(timeout(Duration::from_secs(1), &mut client.served).await.is_err());
    }
    let said = client.ends_after(Duration::from_secs(1)).await;
    assert_eq!(detail(&said, 408), "the head of the request took longer than 10 seconds");
    assert_eq!(client.let_go(CloseReason::slow_head), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_may_be_idle_for_75_seconds_again_after_each_answer() {
    let mut client = TestClient::to_routes().await;
    for _ in 0..3 {
        client.say("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert!(client.answer().await.starts_with("HTTP/1.1 200 OK"));
        tokio::time::sleep(Duration::from_secs(74)).await;
    }
    client.say("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    client.answer().await;
    assert_eq!(client.ends_after(Duration::from_secs(75)).await, "");
    assert_eq!(client.let_go(CloseReason::idle), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_dribbles_is_answered_408_after_fifteen_seconds() {
    let mut client = TestClient::to_routes().await;
    client
        .say(
            "POST /leads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        )
        .await;
    for _ in 0..14 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.say(" ").await;
    }
    let said = client.ends_after(Duration::from_secs(1)).await;
    assert!(detail(&said, 408).starts_with("the body took longer than 15 seconds"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_long_body_over_a_slow_line_is_no_attack() {
    let mut client = TestClient::to_routes().await;
    let rows = "x".repeat(100_000);
    let length = 30 * rows.len();
    client
        .say(&format!(
            "POST /leads/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n\
             Content-Length: {length}\r\n\r\n"
        ))
        .await;
    for _ in 0..30 {
        client.say(&rows).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let said = client.answer().await;
    assert!(said.starts_with("HTTP/1.1 400"), "it was read to its end, and is no list: {said}");
}

#[tokio::test(start_paused = true)]
async fn a_malformed_request_is_answered_with_a_problem_document() {
    let long = format!("GET /version HTTP/1.1\r\nHost: localhost\r\nx: {}\r\n\r\n", "y".repeat(16 * 1024));
    let many = format!("GET /version HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "x: y\r\n".repeat(200));
    for (words, status, said) in [
        ("hello\r\n\r\n", 400, "this is no request in HTTP/1.1"),
        ("GET /version HTTP/1.1\r\nbad header\r\n\r\n", 400, "this is no request in HTTP/1.1"),
        (&long, 431, "the head of the request is longer than 16384 bytes, or has too many fields"),
        (&many, 431, "the head of the request is longer than 16384 bytes, or has too many fields"),
    ] {
        let mut client = TestClient::to_routes().await;
        client.say(words).await;
        assert_eq!(detail(&client.heard().await, status), said);
        // … also on a connection on which all was well before.
        let mut client = TestClient::to_routes().await;
        client.say("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert!(client.answer().await.starts_with("HTTP/1.1 200 OK"));
        client.say(words).await;
        assert_eq!(detail(&client.heard().await, status), said);
    }
}

#[tokio::test(start_paused = true)]
async fn a_head_of_almost_16_kib_is_taken() {
    let mut client = TestClient::to_routes().await;
    client.say(&format!("GET /version HTTP/1.1\r\nHost: localhost\r\nx: {}\r\n\r\n", "y".repeat(16_000))).await;
    assert!(client.answer().await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_cut_off_after_thirty_seconds() {
    let routes = Router::new().route("/", get(async || Body::from(vec![b'x'; 1 << 20])));
    let mut client = TestClient::connect(routes, 1024);
    client.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    client.ends_after(Duration::from_secs(30)).await;
    assert_eq!(client.let_go(CloseReason::stalled), 1);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_gets_the_whole_answer() {
    let routes = Router::new().route("/", get(async || Body::from(vec![b'x'; 10_000])));
    let mut client = TestClient::connect(routes, 1024);
    client.say("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
    let (mut read, mut piece) = (0, [0; 1024]);
    loop {
        tokio::time::sleep(Duration::from_secs(20)).await;
        match client.stream.read(&mut piece).await.expect("it speaks") {
            0 => break,
            some => read += some,
        }
    }
    assert!(read > 10_000, "{read}");
}

#[tokio::test(start_paused = true)]
async fn a_reader_of_events_that_does_not_read_releases_its_permit() {
    let beginning = StartOptions {
        world: WorldOptions::Simulated { scenario: None, seed: Some(1) },
        leads: None,
        default_leads: demo,
    };
    let live = Driver::open(&StorageOptions::memory(), beginning).await.expect("memory can be opened");
    let state = ServerState::new(live.desk.clone(), &live.report, Region::default(), Arc::new([]));
    let push = state.push.clone();
    let mut client = TestClient::connect(app(state), 1024);
    client.say("GET /events?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(timeout(Duration::from_secs(20), &mut client.served).await.is_err(), "it ends too early");
    assert_eq!(push.readers(), 1);
    timeout(Duration::from_secs(11), &mut client.served).await.expect("it is let go").expect("nothing panics");
    assert_eq!((client.let_go(CloseReason::stalled), push.readers()), (1, 0));
}
