//! `/replays`: journals from disk; a session's film; the whole journal up to a record.

use redial_engine::{Config, Dialer, Input, Instant, Transition};
use redial_replay::{Comparison, Encoder, Header, Reader, Record, verify};

use super::*;

const LINES: &str = "application/x-ndjson";

/// A server with one settled session, its path, and the whole journal.
async fn recorded() -> (TestServer, String, String) {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    server.settled(&path).await;
    let journal = server.get("/journal").await.text;
    (server, path, journal)
}

impl TestServer {
    pub(super) async fn upload(&self, path: &str, journal: &str) -> TestAnswer {
        self.ask(Method::POST, path, Some(LINES), journal.to_owned()).await
    }
}

#[tokio::test(start_paused = true)]
async fn the_journal_up_to_a_record_is_one_file_that_verifies() {
    let (server, _, journal) = recorded().await;
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    for until in [1, 7, tip] {
        let file = server.get(&format!("/journal?until={until}")).await;
        assert!(journal.starts_with(&file.text));
        assert!(
            file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(&format!("journal-to-{until}.jsonl"))
        );
        let report = verify(Reader::open(file.text.as_bytes()).unwrap()).unwrap();
        assert_eq!((report.seq, matches!(report.result, Comparison::Same)), (until, true));
    }
    let beyond = server.get(&format!("/journal?until={}", tip + 1)).await.detail(400);
    assert_eq!(beyond, format!("until is {}: the last record is {tip}", tip + 1));
}

#[tokio::test(start_paused = true)]
async fn a_film_has_every_record_of_the_session_in_words() {
    let (server, path, journal) = recorded().await;
    let film = server.get(&format!("{path}/film")).await.ok();
    let records = film["records"].as_array().unwrap();
    let last = journal.lines().last().map(|line| serde_json::from_str::<Value>(line).unwrap()).unwrap();
    assert_eq!(records.last().unwrap()["seq"], last["seq"]);
    assert_eq!(records[0]["words"][0]["verb"], "started");
    assert_eq!(records[0]["words"][1]["subject"], "call 0.0");
    assert!(records[0]["words"][1]["detail"].as_str().unwrap().starts_with("Ada Lindqvist"));
    assert!(records.iter().all(|record| record["input"] != Value::Null && record["transitions"].is_array()));
    let unknown = server.get(&format!("{}/film", path.replace(|c: char| c.is_ascii_digit(), "0"))).await;
    assert!(unknown.detail(404).starts_with("there is no session"));
}

#[tokio::test(start_paused = true)]
async fn the_parts_of_a_film_are_the_film_and_those_of_a_log_the_log() {
    let (server, path, journal) = recorded().await;
    let whole = server.get(&format!("{path}/film")).await.ok();
    assert_eq!(whole["nextAfter"], Value::Null);
    let count = whole["records"].as_array().unwrap().len();
    for limit in [1, 3, count - 1, count] {
        let (mut records, mut cut, mut after) = (Vec::new(), Vec::new(), Some(0));
        while let Some(beyond) = after {
            let part = server.get(&format!("{path}/film?limit={limit}&after={beyond}")).await.ok();
            let same = server.upload(&format!("/replays/film?session=0&limit={limit}&after={beyond}"), &journal).await;
            assert_eq!(same.ok()["nextAfter"], part["nextAfter"]);
            assert!(part["records"].as_array().unwrap().len() <= limit);
            records.extend(part["records"].as_array().unwrap().clone());
            cut.extend(same.ok()["records"].as_array().unwrap().clone());
            after = part["nextAfter"].as_u64();
        }
        assert_eq!((&records, records.len()), (whole["records"].as_array().unwrap(), count));
        assert_eq!(cut, records);
    }
    let log = server.get(&format!("{path}/log?after=0")).await;
    let (mut pages, mut after) = (String::new(), 0);
    loop {
        let page = server.get(&format!("{path}/log?after={after}&limit=2")).await;
        if page.text.is_empty() {
            break;
        }
        assert!(page.text.lines().count() <= 2);
        pages.push_str(&page.text);
        after = page.headers["redial-next-after"].to_str().unwrap().parse().unwrap();
    }
    assert_eq!(pages, log.text);
    for bad in ["limit=0", "limit=1001", "after=x"] {
        server.get(&format!("{path}/film?{bad}")).await.detail(400);
    }
    server.get(&format!("{path}/log?limit=1001")).await.detail(400);
}

#[tokio::test(start_paused = true)]
async fn a_journal_from_disk_is_browsed_like_the_servers_own() {
    let (server, path, journal) = recorded().await;
    let opened = server.upload("/replays", &journal).await.ok();
    assert_eq!(opened["verdict"]["verdict"], "same");
    assert_eq!(opened["sessions"].as_array().unwrap().len(), 1);
    let log = server.upload("/replays/log?session=0", &journal).await;
    assert_eq!(log.text, server.get(&format!("{path}/log")).await.text);
    let folded = server.upload("/replays", &log.text).await.ok();
    assert_eq!((&folded["verdict"]["verdict"], &folded["verdict"]["extract"]["session"]), (&json!("same"), &json!(0)));
    assert_eq!(server.upload("/replays/log", &log.text).await.text, log.text);
    let film = server.upload("/replays/film", &log.text).await.ok();
    assert_eq!(film, server.get(&format!("{path}/film")).await.ok());
    for record in film["records"].as_array().unwrap() {
        let at = &record["seq"];
        let there = server.upload(&format!("/replays/session?at={at}"), &log.text).await.ok();
        let whole = server.upload(&format!("/replays/session?at={at}&session=0"), &journal).await.ok();
        let live = server.get(&format!("{path}?at={at}")).await.ok();
        assert_eq!((&there, &whole), (&live, &live));
    }
}

#[tokio::test(start_paused = true)]
async fn a_damaged_journal_is_named_and_its_sound_part_browsed() {
    let (server, _, journal) = recorded().await;
    let flipped = journal.replacen("\"event\":\"answered\"", "\"event\":\"busy_now\"", 1);
    assert_ne!(flipped, journal);
    let opened = server.upload("/replays", &flipped).await.ok();
    let verdict = &opened["verdict"];
    assert_eq!(verdict["verdict"], "damaged");
    assert!(verdict["damage"]["detail"].as_str().unwrap().contains("the chain does not hold"), "{verdict}");
    assert_eq!(opened["sessions"].as_array().unwrap().len(), 1, "{opened}");
    let seq = verdict["seq"].as_u64().unwrap();
    let log = server.upload("/replays/log?session=0", &flipped).await;
    assert_eq!(log.status, StatusCode::OK);
    let shown = server.upload(&format!("/replays/session?at={seq}"), &log.text).await.ok();
    assert_eq!(shown["status"], "RUNNING");
    let beyond = server.upload(&format!("/replays/session?session=0&at={}", seq + 1), &flipped).await.detail(400);
    assert!(beyond.starts_with(&format!("the journal is damaged at record {}", seq + 1)), "{beyond}");
}

#[tokio::test(start_paused = true)]
async fn garbage_gets_a_sentence() {
    let (server, _, journal) = recorded().await;
    let head = journal.lines().next().unwrap();
    for garbage in ["", "\n", "{}", "[[[[", "{\"redial\":1}\n", "\u{0}\u{1}", &"[".repeat(100_000), "{\"redial\":2}\n"]
    {
        let opened = server.upload("/replays", garbage).await.ok();
        assert_eq!(opened["verdict"]["verdict"], "damaged", "{garbage:.20}");
        for path in ["/replays/log?session=0", "/replays/film?session=0", "/replays/session?session=0&at=1"] {
            let detail = server.upload(path, garbage).await.detail(400);
            assert!(detail.starts_with("this is no journal: "), "{detail}");
        }
    }
    assert_eq!(
        server.upload("/replays/log?session=7", &journal).await.detail(404),
        "there is no session 7 in this journal"
    );
    assert_eq!(
        server.upload("/replays/film", &journal).await.detail(400),
        "session is missing: which one of this journal?"
    );
    assert_eq!(
        server.upload("/replays/session?session=0", head).await.detail(400),
        "at is missing: after which record?"
    );
    assert!(server.upload("/replays/session?session=0&at=3", &journal).await.detail(404).contains("had not begun"));
    let wrong = server.ask(Method::POST, "/replays", Some("text/plain"), journal.clone()).await.detail(415);
    assert_eq!(wrong, "the body is declared as \"text/plain\": send Content-Type: application/x-ndjson");
    let log = server.upload("/replays/log?session=0", &journal).await.text;
    assert_eq!(
        server.upload("/replays/film?session=3", &log).await.detail(400),
        "session is 3: this is the log of session 0"
    );
}

/// A journal with the given records and a valid chain, which is not secret.
fn forged(journal: &str, config: Config, told: &[(Instant, Input)]) -> String {
    let header = Header { config, ..Reader::open(journal.as_bytes()).unwrap().header().clone() };
    let mut journal = Vec::new();
    let mut encoder = Encoder::begin(&header, &mut journal);
    let mut dialer = Dialer::new(config);
    for (at, input) in told {
        encoder.step(&dialer.step(*at, input), &mut journal);
    }
    String::from_utf8(journal).unwrap()
}

/// Sends a file to every route; for any content the answer is 200 or an error with a detail.
async fn browse(server: &TestServer, file: &str) -> Value {
    for path in ["log?session=0", "film?session=0", "session?session=0&at=9", "session?session=4294967295&at=1"] {
        let answer = server.upload(&format!("/replays/{path}"), file).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text);
        if answer.status != StatusCode::OK {
            assert_ne!(answer.detail(answer.status.as_u16()), "");
        }
    }
    server.upload("/replays", file).await.ok()["verdict"].clone()
}

#[tokio::test(start_paused = true)]
async fn times_and_settings_at_their_ends_are_shown() {
    let (server, _, journal) = recorded().await;
    let mut told = Vec::new();
    for line in journal.lines().filter(|line| line.contains("\"add_lead\"") || line.contains("\"start_session\"")) {
        let record: Record = serde_json::from_str(line).unwrap();
        told.push((Instant::MAX, record.input));
    }
    told.push((Instant::EPOCH, Input::Tick));
    let none = Config { ring_timeout_ms: 0, release_timeout_ms: 0, crm_attempts: 255, ..Config::default() };
    let most = Config { ring_timeout_ms: u32::MAX, crm_longest_wait_ms: u32::MAX, resume_within_ms: u64::MAX, ..none };
    for config in [none, Config { crm_first_wait_ms: 0, crm_answer_timeout_ms: 0, ..none }, most] {
        assert_eq!(browse(&server, &forged(&journal, config, &told)).await["verdict"], "same");
    }
}

#[tokio::test(start_paused = true)]
async fn hostile_lines_are_damage() {
    let (server, _, journal) = recorded().await;
    let (head, rest) = journal.split_once('\n').unwrap();
    let deep = "[".repeat(200_000);
    let long = "a".repeat(4_000_000);
    for line in [
        deep.clone(),
        format!("{{\"seq\":1,\"at\":0,\"input\":{deep}"),
        format!("{{\"seq\":1,\"at\":0,\"input\":\"{long}\",\"transitions\":[],\"chain\":\"{}\"}}", "0".repeat(32)),
        long,
        "{\"seq\":\"1\",\"at\":-4,\"input\":null,\"transitions\":{},\"chain\":[]}".to_owned(),
        "{\"seq\":18446744073709551615,\"at\":1e99,\"input\":\"tick\",\"transitions\":[],\"chain\":\"\"}".to_owned(),
        "\u{0}\u{fffd}".to_owned(),
    ] {
        let verdict = browse(&server, &format!("{head}\n{line}\n{rest}")).await;
        assert_eq!(verdict["verdict"], "damaged", "{verdict}");
        browse(&server, &format!("{head}\n{line}")).await;
    }
    let huge = "x".repeat(crate::routes::replays::FILE_MAX + 1);
    let detail = server.ask(Method::POST, "/replays", Some("application/x-ndjson"), huge).await.detail(413);
    assert_eq!(detail, "the body is larger than this route takes");
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_ends_in_the_middle_of_a_line_is_torn_and_a_lie_diverges() {
    let (server, _, journal) = recorded().await;
    for cut in [1, 40, 300] {
        let verdict = browse(&server, &journal[..journal.len() - cut]).await;
        assert_ne!(verdict["verdict"], "divergence", "{verdict}");
        assert!(!verdict["torn"].is_null() || verdict["verdict"] == "damaged", "{verdict}");
    }
    let mut lines = journal.lines();
    let header: Header = serde_json::from_str(lines.next().unwrap()).unwrap();
    let mut lie = Vec::new();
    let mut encoder = Encoder::begin(&header, &mut lie);
    for line in lines {
        let mut record: Record = serde_json::from_str(line).unwrap();
        record.transitions.retain(|transition| !matches!(transition, Transition::SessionStopped { .. }));
        encoder.record(record.seq, record.at, &record.input, &record.transitions, &mut lie);
    }
    let verdict = browse(&server, &String::from_utf8(lie).unwrap()).await;
    assert_eq!(verdict["verdict"], "divergence", "{verdict}");
}
