//! Push over real sockets: many readers that never read, beside one over Server-Sent Events and one over a WebSocket.

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::*;
use crate::net::{self, Bounds};

/// Every call connects at once, so that tests are fast.
pub(super) const FAST: &str = r#"
name = "fast"
[carrier]
ring_ms = [5, 20]
cancel_ms = [1, 2]
[carrier.outcomes]
answered = 0
no_answer = 0
busy = 100
voicemail = 0
[crm]
contact_ms = [1, 3]
activity_ms = [1, 3]
"#;

/// The timeout of every wait.
const PATIENCE: Duration = Duration::from_secs(60);

type Socket = WebSocketStream<TcpStream>;

/// The next message of the server that is JSON; `None` at the end.
async fn heard(socket: &mut Socket) -> Option<Value> {
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => return Some(serde_json::from_str(&text).expect("the server says JSON")),
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            Message::Close(_) => return None,
        }
    }
    None
}

async fn say(socket: &mut Socket, words: &str) {
    socket.send(Message::text(words)).await.expect("the server listens");
}

async fn ask(address: std::net::SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server takes a request");
    stream
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_that_never_read_delay_no_other() {
    tokio::time::timeout(PATIENCE, converse()).await.expect("no reader is delayed");
}

async fn converse() {
    let server = TestServer::with(Scenario::read(FAST).unwrap(), demo()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(());
    let serving = net::serve(listener, server.app.clone(), Bounds::default(), Default::default(), stopped);
    let serving = tokio::spawn(serving);

    let mut deaf = Vec::new();
    for _ in 0..100 {
        deaf.push(ask(address, "/events?after=0").await);
    }
    let mut events = BufReader::new(ask(address, "/events?after=0").await).lines();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut socket, _) = client_async(format!("ws://{address}/ws"), stream).await.expect("a WebSocket opens");
    for (words, said) in [("hello", "expected value"), (r#"{"subscribe":"some"}"#, "unknown variant")] {
        say(&mut socket, words).await;
        let detail = heard(&mut socket).await.unwrap()["detail"].to_string();
        assert!(detail.contains(said), "{detail}");
    }
    say(&mut socket, r#"{"subscribe":{"session":"x"}}"#).await;
    assert_eq!(heard(&mut socket).await.unwrap()["detail"], "there is no session \"x\"");
    say(&mut socket, r#"{"subscribe":"all"}"#).await;
    let present = heard(&mut socket).await.unwrap();
    assert_eq!((&present["snapshot"], &present["seq"]), (&json!(true), &json!(6)));

    for _ in 0..60 {
        let path = server.start(3).await;
        while server.get(&path).await.ok()["settled"] != true {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    for seq in 7..=tip {
        let told = heard(&mut socket).await.expect("the server runs");
        assert_eq!(told["seq"], seq);
    }
    for seq in 1..=tip {
        let data = loop {
            let line = events.next_line().await.unwrap().expect("the server runs");
            if let Some(data) = line.strip_prefix("data: ") {
                break serde_json::from_str::<Value>(data).unwrap();
            }
        };
        assert_eq!(data["seq"], seq);
    }

    let path = server.start(2).await;
    let id = path.rsplit('/').next().unwrap();
    say(&mut socket, &json!({ "subscribe": { "session": id }, "after": tip }).to_string()).await;
    let first = loop {
        // Messages on their way when the subject changed come before.
        let told = heard(&mut socket).await.expect("the server runs");
        if told["transitions"][0].get("session_started").is_some() {
            break told;
        }
    };
    assert_eq!(first["seq"], tip + 1);
    assert_eq!(first["view"]["id"], id);

    drop(stop);
    server.live.stop().await.unwrap();
    while heard(&mut socket).await.is_some() {}
    while events.next_line().await.is_ok_and(|line| line.is_some()) {}
    drop(deaf);
    serving.await.unwrap();
}
