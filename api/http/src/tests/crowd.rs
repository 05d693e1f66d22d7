//! 200 readers over real sockets, half with Server-Sent Events and half with WebSockets, disconnect and reconnect
//! during 1,000 sessions: in the end each has the state that polling shows.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use redial_sim::leads::invent;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::push::TestDice;
use super::sockets::FAST;
use super::*;
use crate::net::{self, Bounds};

const SESSIONS: usize = 1_000;

/// Readers of every record; the others follow one session each.
const OF_ALL: u64 = 8;

const READERS: u64 = 200;

/// A connection that receives messages.
enum Wire {
    Events(Box<Lines<BufReader<TcpStream>>>),
    Socket(Box<WebSocketStream<TcpStream>>),
}

impl Wire {
    /// Connects, and continues after the record `after`, or begins with the present; a session is named by its id.
    async fn open(address: SocketAddr, is_socket: bool, session: Option<&str>, after: Option<u64>) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        if is_socket {
            let (mut socket, _) = client_async(format!("ws://{address}/ws"), stream).await.expect("a WebSocket opens");
            let subject = session.map_or(json!("all"), |id| json!({ "session": id }));
            let request = json!({ "subscribe": subject, "after": after }).to_string();
            socket.send(Message::text(request)).await.expect("the server listens");
            return Self::Socket(Box::new(socket));
        }
        let path = session.map_or("/events".to_owned(), |id| format!("/dialer/sessions/{id}/events"));
        let last = after.map_or(String::new(), |after| format!("Last-Event-ID: {after}\r\n"));
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{last}\r\n");
        stream.write_all(request.as_bytes()).await.expect("the server takes a request");
        Self::Events(Box::new(BufReader::with_capacity(64 * 1024, stream).lines()))
    }

    /// The next message.
    async fn next(&mut self) -> Value {
        loop {
            let text = match self {
                Self::Events(lines) => {
                    let line = lines.next_line().await.expect("the server runs").expect("the stream goes on");
                    line.strip_prefix("data: ").map(str::to_owned)
                }
                Self::Socket(socket) => {
                    match socket.next().await.expect("the stream goes on").expect("the server runs") {
                        Message::Text(text) => Some(text.as_str().to_owned()),
                        Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => None,
                        Message::Close(_) => panic!("the server does not end it"),
                    }
                }
            };
            if let Some(text) = text {
                return serde_json::from_str(&text).expect("a message is JSON");
            }
        }
    }
}

/// A reader that knows only its messages.
struct CrowdReader {
    address: SocketAddr,
    is_socket: bool,
    /// The session that is followed; all of them without one.
    session: Option<String>,
    /// The mean number of messages after which it disconnects.
    patience: u64,
    dice: TestDice,
    seq: Option<u64>,
    breaks: u64,
    sessions: BTreeMap<String, Value>,
}

impl CrowdReader {
    /// Reads until the record `end`, once that is known, or until its session has settled.
    async fn listen(mut self, mut end: watch::Receiver<Option<u64>>) -> Self {
        loop {
            let mut wire = Wire::open(self.address, self.is_socket, self.session.as_deref(), self.seq).await;
            for _ in 0..=self.dice.below(2 * self.patience) {
                tokio::select! {
                    message = wire.next() => self.hear(&message),
                    _ = end.changed() => {}
                }
                let is_at_end = match &self.session {
                    None => end.borrow().is_some_and(|end| self.seq >= Some(end)),
                    Some(id) => self.sessions.get(id).is_some_and(|view| view["settled"] == true),
                };
                if is_at_end {
                    return self;
                }
            }
            self.breaks += 1;
        }
    }

    fn hear(&mut self, message: &Value) {
        let seq = message["seq"].as_u64().unwrap_or_else(|| panic!("{message} is no record"));
        let is_next = match (self.seq, &self.session) {
            (None, _) => message["snapshot"] == true,
            (Some(last), None) => seq == last + 1,
            (Some(last), Some(_)) => seq > last,
        };
        assert!(is_next, "{seq} came after {:?}", self.seq);
        self.seq = Some(seq);
        let lists = [&message["sessions"], &message["others"]].into_iter().filter_map(Value::as_array).flatten();
        for view in lists.chain(Some(&message["view"]).filter(|view| view.is_object())) {
            self.sessions.insert(view["id"].as_str().expect("a session has an id").to_owned(), view.clone());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_readers_that_reconnect_end_with_the_state_that_polling_shows() {
    let people = (0..300).map(|n| Arc::new(invent(5, n))).collect();
    let server = TestServer::with(Scenario::read(FAST).unwrap(), people).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (closing, closed) = watch::channel(());
    let serving = tokio::spawn(net::serve(listener, server.app.clone(), Bounds::default(), Default::default(), closed));
    let reader = |n: u64, session: Option<String>| CrowdReader {
        address,
        is_socket: n.is_multiple_of(2),
        patience: if session.is_some() { 4 } else { 150 },
        session,
        dice: TestDice(n),
        seq: None,
        breaks: 0,
        sessions: BTreeMap::new(),
    };
    let (tell, end) = watch::channel(None);
    let mut readers: Vec<_> = (0..OF_ALL).map(|n| tokio::spawn(reader(n, None).listen(end.clone()))).collect();

    let (ids, mut dice, mut paths) = (server.ids().await, TestDice(7), Vec::new());
    for n in 0..SESSIONS {
        let first = dice.below(290) as usize;
        let leads = &ids[first..first + 1 + dice.below(9) as usize];
        let body = json!({ "agentId": "ada", "leadIds": leads, "concurrency": 1 + dice.below(4) });
        let started = server.post("/dialer/sessions", &body).await.created();
        let id = started["id"].as_str().unwrap().to_owned();
        paths.push(format!("/dialer/sessions/{id}"));
        if n % 5 == 0 && (readers.len() as u64) < READERS {
            readers.push(tokio::spawn(reader(n as u64 / 5, Some(id)).listen(end.clone())));
        }
    }
    let mut shown = BTreeMap::new();
    for path in &paths {
        let view = server.settled(path).await;
        shown.insert(view["id"].as_str().unwrap().to_owned(), without_seq(view));
    }
    tell.send_replace(server.get("/health").await.ok()["seq"].as_u64());
    let readers: Vec<_> = join_all(readers).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(readers.len() as u64, READERS);
    for reader in &readers {
        let followed = reader.session.iter().chain(shown.keys().filter(|_| reader.session.is_none()));
        for id in followed {
            let heard = reader.sessions.get(id).unwrap_or_else(|| panic!("no message shows {id}"));
            assert_eq!(without_seq(heard.clone()), shown[id]);
        }
    }
    let breaks: u64 = readers.iter().map(|reader| reader.breaks).sum();
    assert!(breaks > READERS, "{breaks} times is no trial");
    drop(closing);
    serving.await.unwrap();
}

fn without_seq(mut view: Value) -> Value {
    view.as_object_mut().expect("a view is an object").remove("seq");
    view
}
