//! Real sockets: more connections than the limit, and the end of the server.

use std::net::SocketAddr;

use axum::http::StatusCode;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::*;

/// The timeout of every wait.
const PATIENCE: Duration = Duration::from_secs(60);

const REQUEST: &[u8] = b"GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct SocketServer {
    address: SocketAddr,
    metrics: ConnectionMetrics,
    closing: watch::Sender<()>,
    serving: JoinHandle<()>,
}

impl SocketServer {
    async fn start(routes: Router, bounds: Bounds) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let (closing, closed) = watch::channel(());
        let metrics = ConnectionMetrics::default();
        let serving = tokio::spawn(super::super::serve(listener, routes, bounds, metrics.clone(), closed));
        Self { address, metrics, closing, serving }
    }

    /// Waits until `left` connections are open.
    async fn until_open(&self, left: i64) {
        while self.metrics.open.get() != left {
            tokio::task::yield_now().await;
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("the server listens")
    }
}

async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(REQUEST).await.expect("the server listens");
    let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
    while !heard.ends_with(b"}") {
        let read = stream.read(&mut piece).await.expect("the server answers");
        assert!(read > 0, "the server has hung up after {heard:?}");
        heard.extend_from_slice(&piece[..read]);
    }
    String::from_utf8(heard).expect("an answer is text")
}

/// Waits for the end of a connection; returns the bytes before it.
async fn end(stream: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    // A reset is an end too.
    drop(timeout(PATIENCE, stream.read_to_end(&mut heard)).await.expect("the connection ends"));
    heard
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_connection_replaces_the_one_that_was_silent_longest() {
    let server = SocketServer::start(routes().await, Bounds { connections: 3, ..Bounds::default() }).await;
    let mut good = server.connect().await;
    ask(&mut good).await;
    let mut silent = Vec::new();
    for open in 2..=3 {
        silent.push(server.connect().await);
        server.until_open(open).await;
    }
    for _ in 0..5 {
        let mut newcomer = server.connect().await;
        assert!(ask(&mut newcomer).await.starts_with("HTTP/1.1 200 OK"));
        assert_eq!(end(&mut silent.remove(0)).await, b"");
        drop(newcomer);
        server.until_open(2).await;
        silent.push(server.connect().await);
        server.until_open(3).await;
    }
    // A connection that was served is not the first to be closed.
    assert!(ask(&mut good).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_connection_is_rejected_when_all_are_busy() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let wait = {
        let (begun, go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
        async move || {
            begun.notify_one();
            go_on.notified().await;
            "{}"
        }
    };
    let routes = routes().await.merge(Router::new().route("/wait", get(wait)));
    let server = SocketServer::start(routes, Bounds { connections: 1, ..Bounds::default() }).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;

    let mut newcomer = server.connect().await;
    newcomer.write_all(REQUEST).await.unwrap();
    let said = String::from_utf8(end(&mut newcomer).await).unwrap();
    assert!(said.contains("retry-after: 1\r\n"), "{said}");
    let said = detail(&said, StatusCode::SERVICE_UNAVAILABLE.as_u16());
    assert_eq!(said, "1 connections are being served already; try again in a moment");

    go_on.notify_one();
    let mut piece = [0; 4096];
    assert!(busy.read(&mut piece).await.unwrap() > 0, "the first one is served to the end");
    assert_eq!(server.metrics.let_go.get_or_create(&CloseLabels { reason: CloseReason::full }).get(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_finishes_requests_under_way_and_waits_for_no_other_connection() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let wait = {
        let (begun, go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
        async move || {
            begun.notify_one();
            go_on.notified().await;
            "done"
        }
    };
    let server = SocketServer::start(Router::new().route("/wait", get(wait)), Bounds::default()).await;
    let mut silent = server.connect().await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;
    drop(server.closing);
    assert_eq!(end(&mut silent).await, b"");
    go_on.notify_one();
    assert!(end(&mut busy).await.ends_with(b"done"));
    timeout(PATIENCE, server.serving).await.expect("the server ends").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_cuts_off_a_request_that_never_ends() {
    let forever = async || std::future::pending::<&str>().await;
    let routes = Router::new().route("/forever", get(forever));
    let server = SocketServer::start(routes, Bounds { drain: 10 * MS, ..Bounds::default() }).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /forever HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    while server.metrics.accepted.get() == 0 {
        tokio::task::yield_now().await;
    }
    drop(server.closing);
    assert_eq!(end(&mut busy).await, b"");
    timeout(PATIENCE, server.serving).await.expect("the server ends").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_does_not_read_is_cut_off_over_a_real_socket() {
    let routes = Router::new().route("/", get(async || Body::from(vec![b'x'; 64 << 20])));
    let server = SocketServer::start(routes, Bounds { stall: 10 * MS, ..Bounds::default() }).await;
    let mut deaf = server.connect().await;
    deaf.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let let_go = async {
        while server.metrics.let_go.get_or_create(&CloseLabels { reason: CloseReason::stalled }).get() == 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, let_go).await.expect("it is let go");
}
