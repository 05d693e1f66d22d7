//! A server and its disk: bytes that rot behind a snapshot, no room, and the report of a start about the journal.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use redial_testing::http::{post_request, try_get};
use redial_testing::{ServerProcess, fast, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{BOOKS, FIRST, left, segments, written};
use crate::small_disk::SmallDisk;

#[test]
fn damage_before_a_snapshot_is_never_shown_and_stops_the_server() {
    let home = temp_dir();
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

    let refused = REDIAL.serve_to_its_end(&data);
    let said = &refused.err;
    assert_eq!(refused.code, Some(65), "{said}");
    assert!(said.contains(&format!("damaged at {FIRST}, seq {seq}, byte ")), "{said}");
    assert!(said.contains("the chain does not hold"), "{said}");
    assert!(said.contains(&format!("redial journal salvage {} NEW", data.display())), "{said}");
    assert_eq!(std::fs::read(&journal).expect("it is there"), bytes, "it is left alone");

    // A request before that gets the same problem, the news that the server shuts down, or no answer; never other data.
    let server = REDIAL.serve(&data, &[]);
    let path = format!("/dialer/sessions/{id}?at={seq}");
    if let Some((status, problem)) = try_get(server.address(), &path) {
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
fn bytes_that_rot_while_the_server_runs_are_never_shown() {
    let home = temp_dir();
    let data = home.path().join("data");
    let id = left(&data);
    let server = REDIAL.serve(&data, &[]);
    server.wait_until_checked();
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

/// Starts a server, and kills it; returns its greeting.
fn greeting(data: &Path, args: &[&str]) -> String {
    let server = REDIAL.serve(data, args);
    let greeting = server.greeting().join(
        "
",
    );
    server.kill();
    greeting
}

#[test]
fn a_start_reports_the_end_of_the_journal_and_the_fate_of_the_sessions() {
    let home = temp_dir();
    let [data, slow, strict] = ["data", "slow.toml", "strict.toml"].map(|name| home.path().join(name));
    let patient = fast(0).replace("ring_ms = [30, 80]", "ring_ms = [25000, 25000]");
    let slow = written(&slow, &patient);
    let strict = written(&strict, &format!("{patient}\n[dialer]\nresume_within_ms = 1\n"));
    let server = REDIAL.serve(&data, &["--scenario", &slow, "--seed", "3"]);
    let leads: Vec<Value> = server.leads();
    let first = server.dial(&leads[..4]);
    server.kill();

    let said = greeting(&data, &[]);
    assert!(said.contains(" records, clean; sessions: 1 resumed, 0 stopped as INTERRUPTED; synced"), "{said}");
    let server = REDIAL.serve(&data, &[]);
    let second = server.dial(&leads[4..]);
    server.kill();

    let last = segments(&data).pop().expect("there are segments");
    let mut bytes = std::fs::read(&last).expect("it is there");
    bytes.extend_from_slice(b"{\"seq\":99");
    std::fs::write(&last, bytes).expect("there is room");
    let said = greeting(&data, &["--scenario", &strict]);
    assert!(said.contains(" records, torn; sessions: 0 resumed, 2 stopped as INTERRUPTED; synced"), "{said}");
    let server = REDIAL.serve(&data, &[]);
    for session in [first, second] {
        let view = server.get(&format!("/dialer/sessions/{session}")).1;
        assert_eq!((&view["status"], &view["stopReason"]), (&json!("STOPPED"), &json!("INTERRUPTED")), "{view}");
        assert_eq!(view["metrics"]["attempted"], json!(2), "no other lead was dialed: {view}");
    }
}

/// Sends lists of leads until one is refused; returns that answer.
fn import(server: &ServerProcess) -> (u16, Value) {
    for list in 0.. {
        let mut csv = "name,job_title,phone_number,company,email,headcount,industry\n".to_owned();
        for row in 0..2_000 {
            let phone = format!("+1415{:07}", 2_000_000 + list * 2_000 + row);
            let company = "Northwind ".repeat(20);
            csv += &format!("Ada {list} {row},Analyst,{phone},{company},a{list}.{row}@example.com,11-50,Technology\n");
        }
        let (status, body) = server.send(&post_request("/leads/import", &["Content-Type: text/csv"], &csv));
        let body = serde_json::from_slice(&body).expect("it is JSON");
        if status != 200 {
            return (status, body);
        }
        assert!(list < 100, "the disk is never full: {body}");
    }
    unreachable!("it counts on")
}

#[test]
#[ignore = "needs the right to mount"]
fn a_full_disk_stops_the_clock_and_nothing_else_until_there_is_room() {
    let home = temp_dir();
    let disk = SmallDisk::mount(home.path().join("disk"), 40);
    let data = disk.path().join("data");
    let slow = fast(0).replace("ring_ms = [30, 80]", "ring_ms = [5000, 5000]");
    let scenario = written(&home.path().join("slow.toml"), &slow);
    let server = REDIAL.serve(&data, &["--scenario", &scenario, "--seed", "3"]);
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
    let metrics = String::from_utf8(server.get_bytes("/metrics").1);
    assert!(metrics.expect("it is text").contains("\nredial_disk_full 1\n"));
    // Longer than the ring timeout: nothing happens, and the view shows that.
    std::thread::sleep(Duration::from_millis(5_500));
    let (status, view) = server.get(&format!("/dialer/sessions/{id}"));
    assert_eq!((status, &view["status"], &view["metrics"]["failed"]), (200, &json!("RUNNING"), &json!(0)), "{view}");
    assert_eq!(view["seq"], json!(seq));

    disk.clear();
    server.wait_until_ready();
    let next = String::from_utf8(server.get_bytes(&format!("/journal?after={seq}&limit=1")).1).expect("it is text");
    assert!(next.contains("\"input\":\"tick\""), "the first step is a tick: {next}");
    while server.get(&format!("/dialer/sessions/{id}")).1["settled"] != json!(true) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.post("/dialer/sessions", &body).0, 201);
    assert_eq!(server.terminate(), Some(0));
    REDIAL.replay(&data).success();
    for path in segments(&data).into_iter().chain([data.join(BOOKS)]) {
        let file = std::fs::metadata(&path).expect("it is there");
        assert!(file.blocks() * 512 < file.len() + 8_192, "{} keeps room that it does not need", path.display());
    }
}

#[test]
#[ignore = "needs the right to mount"]
fn a_start_on_a_full_disk_reports_it_and_changes_nothing() {
    let home = temp_dir();
    let disk = SmallDisk::mount(home.path().join("disk"), 24);
    let data = disk.path().join("data");
    let server = REDIAL.serve(&data, &["--seed", "3"]);
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
        let refused = REDIAL.serve_to_its_end(&data);
        assert_eq!(refused.code, Some(74), "{refused:?}");
        assert!(refused.err.contains("is full: free at least"), "{refused:?}");
        assert_eq!(names(), before);
    }
    disk.clear();
    let server = REDIAL.serve(&data, &[]);
    assert_eq!(server.get("/leads").1, leads);
    // The room that a killed server had made is there for the next one: it starts, shows everything, and waits for
    // more.
    server.kill();
    disk.fill();
    let server = REDIAL.serve(&data, &[]);
    assert_eq!(server.get("/leads").1, leads);
    assert_eq!(server.get("/health").0, 503);
    disk.clear();
    server.wait_until_ready();
    assert_eq!(server.terminate(), Some(0));
}

#[test]
#[ignore = "needs strace"]
fn a_write_that_finds_no_room_is_made_again() {
    let home = temp_dir();
    let [data, trace] = ["data", "trace"].map(|name| home.path().join(name));
    let scenario = written(&home.path().join("fast.toml"), &fast(0));
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC:when=8+9", "-o"]);
    command.arg(&trace).args([REDIAL.path(), "serve", "--port", "0", "--seed", "3", "--segment-bytes", "3000"]);
    command.args(["--scenario", &scenario, "--data"]).arg(&data);
    let mut traced = ServerProcess::start(command);
    let body = json!({"agentId": "ada", "leadIds": traced.leads()});
    let mut sessions = Vec::new();
    while sessions.len() < 3 {
        match traced.post("/dialer/sessions", &body) {
            (201, session) => sessions.push(session["id"].as_str().expect("an id").to_owned()),
            (status, problem) => assert_eq!(status, 503, "{problem}"),
        }
    }
    for session in &sessions {
        traced.settled(session);
    }
    let pid = traced.id().to_string();
    assert!(Command::new("pkill").args(["-TERM", "-P", &pid]).status().expect("pkill is everywhere").success());
    assert_eq!(traced.wait(), Some(0));
    let trace = std::fs::read_to_string(&trace).expect("it was traced");
    let failed = trace.lines().filter(|line| line.contains("ENOSPC") && line.contains("INJECTED")).count();
    assert!(failed > 3, "only {failed} writes failed");
    REDIAL.replay(&data).success();
    let server = REDIAL.serve(&data, &[]);
    for session in sessions {
        assert_eq!(server.get(&format!("/dialer/sessions/{session}")).0, 200);
    }
}
