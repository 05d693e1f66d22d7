//! A server that is killed, and started again: nothing acknowledged is lost, and the sessions go on.

mod server;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use server::Server;

/// The seed's people, a hundred times faster, so that a test need not wait for them.
const FAST: &str = r#"
name = "fast"
[carrier]
ring_ms = [30, 80]
cancel_ms = [5, 5]
[carrier.outcomes]
answered = 20
no_answer = 30
busy = 30
voicemail = 20
[crm]
contact_ms = [4, 40]
activity_ms = [4, 40]
"#;

fn ids(list: &Value) -> Vec<Value> {
    list["leads"].as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect()
}

fn settled(server: &Server, session: &str) -> Value {
    for _ in 0..600 {
        let (status, view) = server.get(&format!("/dialer/sessions/{session}"));
        assert_eq!(status, 200, "{view}");
        if view["settled"] == json!(true) {
            return view;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("session {session} does not settle");
}

fn replay(data: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).arg("replay").arg(data).output().expect("it was built");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn after_kill_9_every_acknowledged_session_goes_on() {
    let home = tempfile::tempdir().expect("there is room");
    let (data, scenario) = (home.path().join("data"), home.path().join("fast.toml"));
    std::fs::write(&scenario, FAST).expect("there is room");
    let scenario = scenario.to_str().expect("it is plain text");
    let mut server = Server::start(&data, &["--scenario", scenario, "--seed", "11"]);
    let leads = ids(&server.get("/leads").1);
    let mut sessions = Vec::new();
    for round in 0..12_u64 {
        for _ in 0..3 {
            let (status, session) = server.post("/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}));
            assert_eq!(status, 201, "{session}");
            sessions.push(session["id"].as_str().expect("an id").to_owned());
        }
        std::thread::sleep(Duration::from_millis(round * 17));
        server.kill();
        server = Server::start(&data, &[]);
        for session in &sessions {
            assert_eq!(server.get(&format!("/dialer/sessions/{session}")).0, 200, "session {session} was lost");
        }
    }
    let mut calls = BTreeSet::new();
    for session in &sessions {
        let view = settled(&server, session);
        let metrics = &view["metrics"];
        let sum = ["connected", "failed", "canceled"]
            .iter()
            .map(|name| metrics[name].as_u64().expect("a count"))
            .sum::<u64>();
        assert_eq!(metrics["attempted"].as_u64(), Some(sum), "{view}");
        for call in view["calls"].as_array().expect("calls") {
            assert_eq!(call["crmActivityStatus"], json!("SYNCED"), "{call}");
            calls.insert(call["id"].as_str().expect("an id").to_owned());
        }
    }
    let (_, books) = server.get("/mock-crm/activities");
    let told: Vec<&str> =
        books["activities"].as_array().expect("a list").iter().filter_map(|a| a["callId"].as_str()).collect();
    assert_eq!(told.len(), calls.len(), "the CRM has an activity too many or too few");
    assert_eq!(told.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), calls);
    assert_eq!(server.get("/mock-crm/contacts").1["total"], json!(6));
    assert_eq!(server.terminate(), Some(0));
    let (code, verdict) = replay(&data);
    assert_eq!(code, Some(0), "{verdict}");
}

#[test]
fn whoever_listened_before_a_kill_goes_on_after_it() {
    let home = tempfile::tempdir().expect("there is room");
    let (data, scenario) = (home.path().join("data"), home.path().join("fast.toml"));
    std::fs::write(&scenario, FAST).expect("there is room");
    let mut server = Server::start(&data, &["--scenario", scenario.to_str().expect("it is plain text"), "--seed", "5"]);
    let leads = ids(&server.get("/leads").1);
    let mut heard = 0;
    for _ in 0..6 {
        let (status, session) = server.post("/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}));
        assert_eq!(status, 201, "{session}");
        let events = server.listen("/events", heard);
        for event in events.take(7) {
            assert_eq!(event["seq"], json!(heard + 1), "{event}");
            heard += 1;
        }
        server.kill();
        server = Server::start(&data, &[]);
    }
    assert_eq!(heard, 42);
    let tip = server.get("/health").1["seq"].as_u64().expect("a seq");
    assert!(tip >= heard, "{heard} was pushed, and the journal ends at {tip}");
}

#[test]
fn a_torn_last_line_is_cut_off_and_kept() {
    let home = tempfile::tempdir().expect("there is room");
    let server = Server::start(home.path(), &["--seed", "3"]);
    server.kill();
    let journal = home.path().join("journal.jsonl");
    let mut bytes = std::fs::read(&journal).expect("it is there");
    bytes.extend_from_slice(b"{\"seq\":7,\"at\":12");
    std::fs::write(&journal, &bytes).expect("there is room");
    let server = Server::start(home.path(), &[]);
    assert_eq!(server.get("/leads").1["total"], json!(6));
    let kept = std::fs::read_dir(home.path()).expect("it is there").filter_map(Result::ok);
    let torn: Vec<_> = kept.filter(|entry| entry.path().extension().is_some_and(|end| end == "torn")).collect();
    assert_eq!(torn.len(), 1);
    assert_eq!(std::fs::read(torn[0].path()).expect("it is kept"), b"{\"seq\":7,\"at\":12");
    server.kill();
    assert_eq!(replay(home.path()).0, Some(0));
}

#[test]
fn a_damaged_journal_is_refused_and_left_alone() {
    let home = tempfile::tempdir().expect("there is room");
    Server::start(home.path(), &["--seed", "3"]).kill();
    let journal = home.path().join("journal.jsonl");
    let mut bytes = std::fs::read(&journal).expect("it is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, &bytes).expect("there is room");
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(65), "{said}");
    assert!(said.contains("journal.jsonl") && said.contains("byte"), "{said}");
    assert_eq!(std::fs::read(&journal).expect("it is there"), bytes);
}

/// Starts a server that is to be refused; returns its exit code and what it says.
fn refused(data: &Path) -> (Option<i32>, String) {
    let serve = Command::new(env!("CARGO_BIN_EXE_redial")).args(["serve", "--port", "0", "--data"]).arg(data).output();
    let output = serve.expect("it was built");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_simulated_journal_is_not_gone_on_with() {
    let home = tempfile::tempdir().expect("there is room");
    let journal = home.path().join("journal.jsonl");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/journals/seed-7.jsonl");
    std::fs::copy(golden, journal).expect("there is room");
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(65), "{said}");
    assert!(said.contains("simulated run"), "{said}");
}

#[test]
fn books_that_forgot_something_are_refused() {
    let home = tempfile::tempdir().expect("there is room");
    let server = Server::start(home.path(), &["--seed", "7"]);
    let leads = ids(&server.get("/leads").1);
    let (_, session) = server.post("/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads[..1]}));
    settled(&server, session["id"].as_str().expect("an id"));
    assert_eq!(server.terminate(), Some(0));
    let books = home.path().join("mock-crm.jsonl");
    let whole = std::fs::read(&books).expect("they are there");
    for (bytes, said) in [(&b""[..], "the contact of lead 0 is missing"), (b"nonsense\n", "line 1")] {
        std::fs::write(&books, bytes).expect("there is room");
        let (code, error) = refused(home.path());
        assert_eq!(code, Some(65), "{error}");
        assert!(error.contains("mock-crm.jsonl") && error.contains(said), "{error}");
    }
    std::fs::write(&books, &whole).expect("there is room");
    std::fs::write(home.path().join("journal.jsonl"), b"").expect("there is room");
    assert_eq!(refused(home.path()).0, Some(65), "books of a journal that is gone");
    assert_eq!(std::fs::read(&books).expect("they are there"), whole);
}

#[test]
fn two_servers_do_not_share_a_directory() {
    let home = tempfile::tempdir().expect("there is room");
    let _first = Server::start(home.path(), &[]);
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(74), "{said}");
    assert!(said.contains("in use by another redial"), "{said}");
}
