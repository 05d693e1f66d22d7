//! A server and its disk: bytes that rot behind a snapshot, no room, and what a start says of what it found.

#[expect(dead_code, reason = "the other tests use the rest of it")]
mod server;
mod small;

use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use server::{Server, fast, left};
use small::Small;

/// The first segment of a journal.
const FIRST: &str = "journal-00000000000000000001.jsonl";

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
    assert!(said.contains(&format!("redial log salvage {} NEW", data.display())), "{said}");
    assert_eq!(std::fs::read(&journal).expect("it is there"), bytes, "it is left alone");

    // Whoever asks before that is told the same, or that the server is going down, or nothing; never another story.
    let server = Server::start(&data, &[]);
    let path = format!("/dialer/sessions/{id}?at={seq}");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    if let Some((status, problem)) = server::try_send(server.address(), &request) {
        let detail = problem["detail"].as_str().expect("a problem has a detail");
        match status {
            503 => assert_eq!(detail, "the server is shutting down"),
            _ => {
                assert_eq!(status, 500, "{problem}");
                assert!(detail.contains(&format!("damaged at {FIRST}, seq {seq}, byte ")), "{detail}");
            }
        }
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

/// Starts, reads what is said of that, and kills it.
fn greeting(data: &Path, args: &[&str]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redial"))
        .args(["serve", "--port", "0", "--data"])
        .arg(data)
        .args(args)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it was built");
    let said: Vec<String> =
        BufReader::new(child.stdout.take().expect("it is piped")).lines().take(3).map_while(Result::ok).collect();
    child.kill().expect("it runs");
    child.wait().expect("it was killed");
    said.join("\n")
}

#[test]
fn a_start_says_how_the_journal_ended_and_what_became_of_the_sessions() {
    let home = tempfile::tempdir().expect("there is room");
    let [data, slow, strict] = ["data", "slow.toml", "strict.toml"].map(|name| home.path().join(name));
    let patient = fast(0).replace("ring_ms = [30, 80]", "ring_ms = [25000, 25000]");
    std::fs::write(&slow, &patient).expect("there is room");
    std::fs::write(&strict, format!("{patient}\n[dialer]\nresume_within_ms = 1\n")).expect("there is room");
    let [slow, strict] = [&slow, &strict].map(|path| path.to_str().expect("it is plain text"));
    let server = Server::start(&data, &["--scenario", slow, "--seed", "3"]);
    let leads: Vec<Value> = server.leads();
    let first = server.dial(&leads[..4]);
    server.kill();

    let said = greeting(&data, &[]);
    assert!(said.contains(" records, clean; sessions: 1 resumed, 0 stopped as INTERRUPTED; synced"), "{said}");
    let server = Server::start(&data, &[]);
    let second = server.dial(&leads[4..]);
    server.kill();

    let last = segments(&data).pop().expect("there are segments");
    let mut bytes = std::fs::read(&last).expect("it is there");
    bytes.extend_from_slice(b"{\"seq\":99");
    std::fs::write(&last, bytes).expect("there is room");
    let said = greeting(&data, &["--scenario", strict]);
    assert!(said.contains(" records, torn; sessions: 0 resumed, 2 stopped as INTERRUPTED; synced"), "{said}");
    let server = Server::start(&data, &[]);
    for session in [first, second] {
        let view = server.get(&format!("/dialer/sessions/{session}")).1;
        assert_eq!((&view["status"], &view["stopReason"]), (&json!("STOPPED"), &json!("INTERRUPTED")), "{view}");
        assert_eq!(view["metrics"]["attempted"], json!(2), "nobody else was rung: {view}");
    }
}

fn segments(data: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data).expect("it is there").map(|entry| entry.expect("it is there").path());
    let mut segments: Vec<_> = entries
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("journal-")))
        .collect();
    segments.sort();
    segments
}

/// Sends lists of leads until one is not taken; returns that answer.
fn import(server: &Server) -> (u16, Value) {
    for list in 0.. {
        let mut csv = "name,job_title,phone_number,company,email,headcount,industry\n".to_owned();
        for row in 0..2_000 {
            let phone = format!("+1415{:07}", 2_000_000 + list * 2_000 + row);
            let company = "Northwind ".repeat(20);
            csv += &format!("Ada {list} {row},Analyst,{phone},{company},a{list}.{row}@example.com,11-50,Technology\n");
        }
        let length = csv.len();
        let head = "POST /leads/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n";
        let (status, body) = server.send(&format!("{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{csv}"));
        let body = serde_json::from_slice(&body).expect("it is JSON");
        if status != 200 {
            return (status, body);
        }
        assert!(list < 100, "the disk is never full: {body}");
    }
    unreachable!("it counts on")
}

fn replay(data: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).arg("replay").arg(data).output().expect("it was built");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_full_disk_stops_the_clock_and_nothing_else_until_there_is_room() {
    let home = tempfile::tempdir().expect("there is room");
    let Some(disk) = Small::new(home.path().join("disk"), 40) else { return };
    let (data, scenario) = (disk.0.join("data"), home.path().join("slow.toml"));
    std::fs::write(&scenario, fast(0).replace("ring_ms = [30, 80]", "ring_ms = [5000, 5000]")).expect("there is room");
    let server = Server::start(&data, &["--scenario", scenario.to_str().expect("it is plain text"), "--seed", "3"]);
    let body = json!({"agentId": "ada", "leadIds": server.leads()[..2]});
    let id = server.post("/dialer/sessions", &body).1["id"].as_str().expect("an id").to_owned();
    disk.fill();

    let (status, problem) = import(&server);
    assert_eq!(status, 503, "{problem}");
    assert!(problem["detail"].as_str().expect("a detail").contains("the disk is full"), "{problem}");
    let (status, problem) = server.post("/dialer/sessions", &body);
    assert_eq!(status, 503, "{problem}");
    let (status, health) = server.get("/health");
    assert_eq!((status, &health["alive"], &health["ready"]), (503, &json!(true), &json!(false)), "{health}");
    let seq = health["seq"].as_u64().expect("a seq");
    let metrics =
        String::from_utf8(server.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").1);
    assert!(metrics.expect("it is text").contains("\nredial_disk_full 1\n"));
    // Longer than it rings: nothing happens, and everybody can see that.
    std::thread::sleep(Duration::from_millis(5_500));
    let (status, view) = server.get(&format!("/dialer/sessions/{id}"));
    assert_eq!((status, &view["status"], &view["metrics"]["failed"]), (200, &json!("RUNNING"), &json!(0)), "{view}");
    assert_eq!(view["seq"], json!(seq));

    disk.clear();
    while server.get("/health").0 != 200 {
        std::thread::sleep(Duration::from_millis(10));
    }
    let page = format!("GET /journal?after={seq}&limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let next = String::from_utf8(server.send(&page).1).expect("it is text");
    assert!(next.contains("\"input\":\"tick\""), "the first step tells the time: {next}");
    while server.get(&format!("/dialer/sessions/{id}")).1["settled"] != json!(true) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.post("/dialer/sessions", &body).0, 201);
    assert_eq!(server.terminate(), Some(0));
    let (code, verdict) = replay(&data);
    assert_eq!(code, Some(0), "{verdict}");
    for path in segments(&data).into_iter().chain([data.join("mock-crm.jsonl")]) {
        let file = std::fs::metadata(&path).expect("it is there");
        assert!(file.blocks() * 512 < file.len() + 8_192, "{} keeps room that it does not need", path.display());
    }
}

#[test]
fn a_start_on_a_full_disk_says_so_and_leaves_everything_as_it_was() {
    let home = tempfile::tempdir().expect("there is room");
    let Some(disk) = Small::new(home.path().join("disk"), 24) else { return };
    let data = disk.0.join("data");
    let server = Server::start(&data, &["--seed", "3"]);
    let leads = server.get("/leads").1;
    assert_eq!(server.terminate(), Some(0));
    let last = segments(&data).pop().expect("there are segments");
    let mut bytes = std::fs::read(&last).expect("it is there");
    bytes.extend_from_slice(b"{\"seq\":99");
    std::fs::write(&last, bytes).expect("there is room");
    let names = || {
        let names = std::fs::read_dir(&data).expect("it is there").map(|entry| entry.expect("it is there").file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let before = names();
    disk.fill();
    for _ in 0..2 {
        let (code, said) = served(&data);
        assert_eq!(code, Some(74), "{said}");
        assert!(said.contains("is full: make room on it"), "{said}");
        assert_eq!(names(), before);
    }
    disk.clear();
    let server = Server::start(&data, &[]);
    assert_eq!(server.get("/leads").1, leads);
    // The room that a killed server had made is there for the next one: it starts, shows everything, and waits for more.
    server.kill();
    disk.fill();
    let server = Server::start(&data, &[]);
    assert_eq!(server.get("/leads").1, leads);
    assert_eq!(server.get("/health").0, 503);
    disk.clear();
    while server.get("/health").0 != 200 {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_write_that_finds_no_room_is_made_again() {
    let home = tempfile::tempdir().expect("there is room");
    let [data, scenario, trace] = ["data", "fast.toml", "trace"].map(|name| home.path().join(name));
    std::fs::write(&scenario, fast(0)).expect("there is room");
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC:when=8+9", "-o"])
        .arg(&trace)
        .args([
            env!("CARGO_BIN_EXE_redial"),
            "serve",
            "--port",
            "0",
            "--seed",
            "3",
            "--segment-bytes",
            "3000",
            "--data",
        ])
        .arg(&data)
        .arg("--scenario")
        .arg(&scenario)
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = traced else {
        println!("strace is missing: no write was made to fail");
        return;
    };
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let said: Vec<String> = stdout.lines().take(3).map_while(Result::ok).collect();
    let address = said[0].split_once("http://").expect("it listens").1;
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        server::try_send(address, &request).expect("it answers").1
    };
    let ids: Vec<Value> =
        get("/leads")["leads"].as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect();
    let body = json!({"agentId": "ada", "leadIds": ids});
    let mut sessions = Vec::new();
    while sessions.len() < 3 {
        match server::try_post(address, "/dialer/sessions", &body).expect("it answers") {
            (201, session) => sessions.push(session["id"].as_str().expect("an id").to_owned()),
            (status, problem) => assert_eq!(status, 503, "{problem}"),
        }
    }
    for session in &sessions {
        while get(&format!("/dialer/sessions/{session}"))["settled"] != json!(true) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    let pid = child.id().to_string();
    assert!(Command::new("pkill").args(["-TERM", "-P", &pid]).status().expect("pkill is everywhere").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let trace = std::fs::read_to_string(&trace).expect("it was traced");
    let failed = trace.lines().filter(|line| line.contains("ENOSPC") && line.contains("INJECTED")).count();
    assert!(failed > 3, "only {failed} writes failed");
    let (code, verdict) = replay(&data);
    assert_eq!(code, Some(0), "{verdict}");
    let server = Server::start(&data, &[]);
    for session in sessions {
        assert_eq!(server.get(&format!("/dialer/sessions/{session}")).0, 200);
    }
}
