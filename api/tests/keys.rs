//! Requests with an idempotency key across kill -9: executed once, answered with the same bytes.

use std::time::Duration;

use redial_testing::http::post_request;
use redial_testing::{ServerProcess, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;

type RawAnswer = (u16, Vec<u8>);

/// Posts under a key.
fn post(server: &ServerProcess, key: &str, path: &str, kind: &str, body: &str) -> RawAnswer {
    server.send(&request(key, path, kind, body))
}

fn request(key: &str, path: &str, kind: &str, body: &str) -> String {
    post_request(path, &[&format!("Idempotency-Key: {key}"), &format!("Content-Type: {kind}")], body)
}

fn parsed((status, body): &RawAnswer) -> (u16, Value) {
    (*status, serde_json::from_slice(body).expect("it is JSON"))
}

#[track_caller]
fn same(first: &RawAnswer, again: &RawAnswer) {
    assert_eq!(parsed(first), parsed(again));
    assert_eq!(first.1, again.1);
}

#[test]
fn after_kill_9_a_request_is_not_done_again_and_its_answer_is_the_same() {
    let home = temp_dir();
    let data = home.path().join("data");
    let server = REDIAL.serve(&data, &["--seed", "7"]);
    let leads = server.get("/leads").1["leads"].clone();
    let ids: Vec<Value> = leads.as_array().expect("a list").iter().map(|lead| lead["id"].clone()).collect();
    let start = json!({ "agentId": "ada", "leadIds": ids, "concurrency": 3 }).to_string();
    let enrich = format!("/leads/{}/enrich", ids[0].as_str().expect("an id"));
    let kind = "application/json";
    let started = post(&server, "start", "/dialer/sessions", kind, &start);
    let (status, session) = parsed(&started);
    assert_eq!(status, 201);
    let stop = format!("/dialer/sessions/{}/stop", session["id"].as_str().expect("an id"));
    let enriched = post(&server, "enrich", &enrich, kind, "");
    let stopped = post(&server, "stop", &stop, kind, "");
    server.kill();
    for _ in 0..2 {
        let server = REDIAL.serve(&data, &[]);
        let seq = server.get("/health").1["seq"].clone();
        same(&started, &post(&server, "start", "/dialer/sessions", kind, &start));
        same(&enriched, &post(&server, "enrich", &enrich, kind, ""));
        same(&stopped, &post(&server, "stop", &stop, kind, ""));
        assert_eq!(post(&server, "stop", "/dialer/sessions", kind, &start).0, 409);
        assert_eq!(server.get("/dialer/sessions").1["total"], 1, "since record {seq}");
        server.kill();
    }
    REDIAL.replay(&data).success();
}

#[test]
fn a_list_that_broke_off_goes_on_under_its_key() {
    let home = temp_dir();
    let head = "name,job_title,phone_number,company,email,headcount,industry\n";
    let row = |n: usize| format!("Lead {n},Buyer,+1 415 {n:07},Northwind,lead{n}@northwind.example,11-50,Technology\n");
    let list: String = std::iter::once(head.to_owned()).chain((0..20_000).map(row)).collect();
    let path = "/leads/import?duplicates=keep";
    for (round, instant) in [20, 60, 120, 250].into_iter().enumerate() {
        let data = home.path().join(round.to_string());
        let mut server = REDIAL.serve(&data, &["--seed", "7"]);
        let address = server.address().to_owned();
        let text = request("list", path, "text/csv", &list);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut stream = std::net::TcpStream::connect(address).expect("it listens");
                // The server may go in the middle.
                drop(std::io::Write::write_all(&mut stream, text.as_bytes()));
                drop(std::io::copy(&mut stream, &mut std::io::sink()));
            });
            std::thread::sleep(Duration::from_millis(instant));
            server.kill_now();
        });
        let server = REDIAL.serve(&data, &[]);
        let first = post(&server, "list", path, "text/csv", &list);
        assert_eq!(parsed(&first).1["taken"], 20_000, "{first:?}");
        assert_eq!(server.get("/leads?limit=1").1["total"], 20_006);
        same(&first, &post(&server, "list", path, "text/csv", &list));
        assert_eq!(server.get("/leads?limit=1").1["total"], 20_006);
        server.kill();
        REDIAL.replay(&data).success();
    }
}
