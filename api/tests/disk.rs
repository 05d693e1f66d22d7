//! A server whose disk harms it: bytes that rot behind a snapshot.

#[expect(dead_code, reason = "the other tests use the rest of it")]
mod server;

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use server::Server;

/// The seed's people, a hundred times faster, so that a test need not wait for them.
const FAST: &str = r#"
name = "fast"
[carrier]
ring_ms = [30, 80]
cancel_ms = [5, 5]
[carrier.outcomes]
answered = 0
no_answer = 30
busy = 40
voicemail = 30
[crm]
contact_ms = [4, 40]
activity_ms = [4, 40]
"#;

/// The first segment of a journal.
const FIRST: &str = "journal-00000000000000000001.jsonl";

/// Starts a session with all leads and waits until nothing about it changes any more; returns its id.
fn session(server: &Server) -> String {
    let leads: Vec<_> =
        server.get("/leads").1["leads"].as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect();
    let (status, session) = server.post("/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}));
    assert_eq!(status, 201, "{session}");
    let id = session["id"].as_str().expect("an id").to_owned();
    for event in server.listen(&format!("/dialer/sessions/{id}/events"), 0) {
        if event["view"]["settled"] == json!(true) {
            return id;
        }
    }
    panic!("session {id} does not settle");
}

/// A data directory that was left in good order, with a session in it; returns its id.
fn left(data: &Path) -> String {
    let scenario = data.with_file_name("fast.toml");
    std::fs::write(&scenario, FAST).expect("there is room");
    let server = Server::start(data, &["--scenario", scenario.to_str().expect("it is plain text"), "--seed", "3"]);
    let id = session(&server);
    assert_eq!(server.terminate(), Some(0));
    id
}

/// Serves until it stops by itself; returns its exit code and what it said.
fn served(data: &Path) -> (Option<i32>, String) {
    let serve = ["serve", "--port", "0", "--data"];
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).args(serve).arg(data).stdout(Stdio::null()).output();
    let output = output.expect("it was built");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn damage_before_a_snapshot_is_shown_to_nobody_and_stops_the_server() {
    let home = tempfile::tempdir().expect("there is room");
    let data = home.path().join("data");
    let id = left(&data);
    let journal = data.join(FIRST);
    let mut bytes = std::fs::read(&journal).expect("it is there");
    let text = String::from_utf8(bytes.clone()).expect("it is text");
    let line = text.lines().find(|line| line.contains("call_ended")).expect("calls have ended");
    let seq = line.strip_prefix("{\"seq\":").and_then(|line| line.split(',').next()).expect("a record has a seq");
    let place = text.find(line).expect("it is there") + line.find("\"at\":").expect("a record has a time") + 5;
    bytes[place] ^= 1;
    std::fs::write(&journal, &bytes).expect("there is room");

    let (code, said) = served(&data);
    assert_eq!(code, Some(65), "{said}");
    assert!(said.contains(&format!("damaged at {FIRST}, seq {seq}, byte ")), "{said}");
    assert!(said.contains("the chain does not hold"), "{said}");
    assert_eq!(std::fs::read(&journal).expect("it is there"), bytes, "it is left alone");

    // Whoever asks before that is told the same, or nothing; never another story.
    let server = Server::start(&data, &[]);
    let path = format!("/dialer/sessions/{id}?at={seq}");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    if let Some((status, problem)) = server::try_send(server.address(), &request) {
        assert_eq!(status, 500, "{problem}");
        let detail = problem["detail"].as_str().expect("a problem has a detail");
        assert!(detail.contains(&format!("damaged at {FIRST}, seq {seq}, byte ")), "{detail}");
    }
}

#[test]
fn what_rots_while_the_server_runs_is_shown_to_nobody() {
    let home = tempfile::tempdir().expect("there is room");
    let data = home.path().join("data");
    let id = left(&data);
    let server = Server::start(&data, &[]);
    while server.get("/health").1["checked"] != json!(true) {
        std::thread::yield_now();
    }
    let journal = data.join(FIRST);
    let mut bytes = std::fs::read(&journal).expect("it is there");
    for byte in &mut bytes[800..] {
        *byte ^= u8::from(*byte == b'7');
    }
    let file = std::fs::OpenOptions::new().write(true).open(&journal).expect("it is there");
    std::os::unix::fs::FileExt::write_all_at(&file, &bytes, 0).expect("there is room");
    for path in [format!("/dialer/sessions/{id}?at=19"), format!("/dialer/sessions/{id}/film")] {
        let (status, problem) = server.get(&path);
        assert_eq!(status, 500, "{path}: {problem}");
        assert!(
            problem["detail"].as_str().expect("a problem has a detail").contains("damaged at journal-"),
            "{problem}"
        );
    }
    let (status, view) = server.get(&format!("/dialer/sessions/{id}"));
    assert_eq!(status, 200, "the present is not the journal's: {view}");
}
