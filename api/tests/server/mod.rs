//! A real server in a process of its own, and just enough HTTP to talk to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// How many looks, 20 ms apart, may find nothing new.
const PATIENCE: u32 = 600;

/// The seed's people, a hundred times faster, so that a test need not wait for them; of a hundred, so many answer, at most fifty.
pub(crate) fn fast(answered: u8) -> String {
    let busy = 50 - answered;
    format!(
        r#"
name = "fast"
[carrier]
ring_ms = [30, 80]
cancel_ms = [5, 5]
[carrier.outcomes]
answered = {answered}
no_answer = 30
busy = {busy}
voicemail = 20
[crm]
contact_ms = [4, 40]
activity_ms = [4, 40]
"#
    )
}

/// Makes a data directory that is left in good order, with a session in it that nobody answered; returns its id.
pub(crate) fn left(data: &Path) -> String {
    let scenario = data.with_file_name("fast.toml");
    std::fs::write(&scenario, fast(0)).expect("there is room");
    let server = Server::start(data, &["--scenario", scenario.to_str().expect("it is plain text"), "--seed", "3"]);
    let id = server.dial(&server.leads());
    server.settled(&id);
    assert_eq!(server.terminate(), Some(0));
    id
}

/// A server that is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts a server on `data` and waits until it listens.
    pub(crate) fn start(data: &Path, args: &[&str]) -> Self {
        Self::start_logged(data, args, Stdio::inherit())
    }

    /// Does the same, with the log where it is wanted.
    pub(crate) fn start_logged(data: &Path, args: &[&str], log: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_redial"))
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .args(args)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the binary was built for this test");
        let stdout = child.stdout.take().expect("it is piped");
        let greeting: Vec<String> = BufReader::new(stdout).lines().take(3).map_while(Result::ok).collect();
        let address = greeting.first().and_then(|line| line.split_once("http://"));
        let address = address.unwrap_or_else(|| panic!("no address in {greeting:?}")).1.to_owned();
        Self { child, address }
    }

    /// Ends it without a word.
    pub(crate) fn kill(mut self) {
        self.kill_now();
    }

    /// Ends it without a word, while others talk to it.
    pub(crate) fn kill_now(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it was killed");
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Asks it to end, and waits; returns its exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().expect("kill is everywhere");
        assert!(sent.success());
        self.child.wait().expect("it ends").code()
    }

    /// Returns the ids of the first leads, as many as a page has.
    pub(crate) fn leads(&self) -> Vec<Value> {
        let list = self.get("/leads").1;
        list["leads"].as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect()
    }

    /// Starts a session; returns its id.
    pub(crate) fn dial(&self, leads: &[Value]) -> String {
        let (status, session) = self.post("/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}));
        assert_eq!(status, 201, "{session}");
        session["id"].as_str().expect("an id").to_owned()
    }

    /// Waits for a session to settle, for as long as anything happens: many sessions may share the people they ring.
    pub(crate) fn settled(&self, session: &str) -> Value {
        let (mut seq, mut idle) = (Value::Null, 0);
        while idle < PATIENCE {
            let (status, view) = self.get(&format!("/dialer/sessions/{session}"));
            assert_eq!(status, 200, "{view}");
            if view["settled"] == json!(true) {
                return view;
            }
            let tip = self.get("/health").1["seq"].take();
            idle = if tip == seq { idle + 1 } else { 0 };
            seq = tip;
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("session {session} does not settle, and nothing happens after record {seq}");
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        let (status, body) = self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let length = body.len();
        let (status, body) = self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        ));
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// Listens to `path` from the record after `last` on; the events that the server pushes, until it ends.
    pub(crate) fn listen(&self, path: &str, last: u64) -> impl Iterator<Item = Value> + use<> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {last}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it takes the request");
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok())
    }

    /// Sends a request as it stands; returns status and body.
    pub(crate) fn send(&self, request: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it takes the request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status line has a code");
        let body = answer.split_off(end + 4);
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        (status, if is_chunked { joined(&body) } else { body })
    }
}

/// Puts the chunks of a body together, as far as they are whole.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&chunks[..end]).expect("a size is text");
        let size = usize::from_str_radix(size, 16).expect("a size is a number");
        let Some(chunk) = chunks.get(end + 2..end + 2 + size) else { break };
        body.extend_from_slice(chunk);
        chunks = chunks.get(end + 2 + size + 2..).unwrap_or_default();
    }
    body
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; that is what dropping is for.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a server, and ends it without a word after so long, whether it listens by then or not.
pub(crate) fn kill_while_it_starts(data: &Path, args: &[&str], after: Duration) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redial"));
    command.args(["serve", "--port", "0", "--data"]).arg(data).args(args);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it was built for this test");
    std::thread::sleep(after);
    child.kill().expect("it is ours");
    child.wait().expect("it was killed");
}

/// Sends a request to a server that may go at any moment; returns its answer, if it is a whole one.
pub(crate) fn try_post(address: &str, path: &str, body: &Value) -> Option<(u16, Value)> {
    let body = body.to_string();
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
    try_send(address, &format!("{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"))
}

/// Sends a request as it stands to a server that may go at any moment; returns its answer, if it is whole and JSON.
pub(crate) fn try_send(address: &str, request: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}
