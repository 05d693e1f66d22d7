//! `/journal`, a session's log, and a session as of a record.

use redial_replay::{Comparison, Extract, JournalLine, Reader, verify};

use super::*;

#[tokio::test(start_paused = true)]
async fn the_pages_of_the_journal_are_a_journal_that_verifies() {
    let server = TestServer::new().await;
    server.settled(&server.start(2).await).await;
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    let (mut journal, mut after) = (String::new(), 0);
    while after < tip {
        let page = server.get(&format!("/journal?after={after}&limit=7")).await;
        assert_eq!(page.headers[header::CONTENT_TYPE], "application/x-ndjson");
        after = page.headers["redial-next-after"].to_str().unwrap().parse().unwrap();
        journal += &page.text;
    }
    assert_eq!(journal, server.get("/journal").await.text);
    let report = verify(Reader::open(journal.as_bytes()).unwrap()).unwrap();
    assert!(matches!(report.result, Comparison::Same), "{report:?}");
    let end = server.get(&format!("/journal?after={tip}")).await;
    assert_eq!((end.text.as_str(), &end.headers["redial-next-after"]), ("", &tip.to_string().parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_range_of_the_journal_has_the_requested_records() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    server.settled(&path).await;
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    for (asked, from, to, name) in [
        ("until=9", 1, 9, "journal-to-9.jsonl"),
        ("until=9&limit=4", 1, 4, "journal-to-4.jsonl"),
        ("until=9&limit=1000", 1, 9, "journal-to-9.jsonl"),
        ("after=5&until=9", 6, 9, "journal-6-to-9.jsonl"),
        ("after=5&until=9&limit=2", 6, 7, "journal-6-to-7.jsonl"),
    ] {
        let page = server.get(&format!("/journal?{asked}")).await;
        let seqs: Vec<_> = page.text.lines().filter(|line| line.starts_with("{\"seq\":")).collect();
        assert_eq!(seqs.len() as u64, to - from + 1, "{asked}");
        assert!(seqs[0].starts_with(&format!("{{\"seq\":{from},")), "{asked}");
        assert_eq!(page.headers["redial-next-after"].to_str().unwrap(), to.to_string(), "{asked}");
        let file = page.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(file, format!("attachment; filename=\"{name}\""), "{asked}");
    }
    let ahead = tip + 1;
    for (asked, said) in [
        (format!("/journal?after={ahead}"), format!("after is {ahead}: the last record is {tip}")),
        ("/journal?until=0".to_owned(), "until is \"0\": a whole number from 1 to".to_owned()),
        ("/journal?until=".to_owned(), "until is \"\": a whole number".to_owned()),
        ("/journal?until=3&after=4".to_owned(), "until is 3, and after is 4: there is no record between".to_owned()),
        ("/journal?until=4&after=4".to_owned(), "until is 4, and after is 4".to_owned()),
        ("/journal?until=4&limit=0".to_owned(), "limit is \"0\"".to_owned()),
        (format!("{path}/film?after={ahead}"), format!("after is {ahead}: the last record is {tip}")),
        (format!("{path}/log?after={ahead}"), format!("after is {ahead}: the last record is {tip}")),
        (format!("{path}/log?until={ahead}"), format!("until is {ahead}: the last record is {tip}")),
        (format!("{path}/log?until=0"), "until is \"0\": a whole number from 1 to".to_owned()),
        (format!("{path}/log?until=1"), "until is 1: session ".to_owned()),
        (format!("{path}/log?until=3&after=4"), "until is 3, and after is 4".to_owned()),
    ] {
        let detail = server.get(&asked).await.detail(400);
        assert!(detail.starts_with(&said), "{asked}: {detail}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_log_of_a_session_folds_by_itself() {
    let server = TestServer::new().await;
    server.start(2).await;
    let path = server.start(3).await;
    let settled = server.settled(&path).await;
    let log = server.get(&format!("{path}/log")).await;
    assert_eq!(log.headers[header::CONTENT_TYPE], "application/x-ndjson");
    let mut reader = Reader::open(log.text.as_bytes()).unwrap();
    let id = reader.header().extract.expect("it is an extract").session;
    let mut extract = Extract::new(id);
    let mut transitions = Vec::new();
    while let Some(line) = reader.next().unwrap() {
        let JournalLine::Record(record) = line else { continue };
        record.transitions_into(&mut transitions).unwrap();
        extract.fold(record.at, &transitions).unwrap();
    }
    let session = extract.session().expect("it has begun");
    assert_eq!(settled["metrics"]["attempted"], session.metrics().attempted);
    assert!(session.is_settled());
    assert!(session.spec().leads.iter().all(|lead| extract.lead(*lead).is_some()));
    assert_eq!(settled["number"], id.0);
}

#[tokio::test(start_paused = true)]
async fn a_log_goes_on_where_it_was_left() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    server.settled(&path).await;
    let whole = server.get(&format!("{path}/log")).await.text;
    let mut pieces = server.get(&format!("{path}/log?limit=3")).await;
    let mut joined = pieces.text.clone();
    while !pieces.text.is_empty() {
        let after = pieces.headers["redial-next-after"].to_str().unwrap();
        pieces = server.get(&format!("{path}/log?limit=3&after={after}")).await;
        joined += &pieces.text;
    }
    assert_eq!(joined, whole);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_shown_as_it_was_after_every_record() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    let mut seen = vec![server.get(&path).await.ok()];
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        seen.push(server.get(&path).await.ok());
        if seen.last().unwrap()["settled"] == true {
            break;
        }
    }
    for live in &seen {
        assert_eq!(server.get(&format!("{path}?at={}", live["seq"])).await.ok(), *live);
    }
    assert_eq!(
        server.get(&format!("{path}?at=6")).await.detail(404),
        format!("session {} had not begun at record 6", &path[17..])
    );
    assert!(
        server.get(&format!("{path}?at=1000000")).await.detail(400).starts_with("at is 1000000: the last record is ")
    );
}

#[tokio::test(start_paused = true)]
async fn a_log_up_to_a_record_is_a_file_that_shows_the_session_as_it_was() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    server.settled(&path).await;
    let tip = server.get("/health").await.ok()["seq"].as_u64().unwrap();
    let seqs = server.get(&format!("{path}/film")).await.ok()["records"].as_array().unwrap().clone();
    for record in seqs.iter().skip(7) {
        let until = &record["seq"];
        let log = server.get(&format!("{path}/log?until={until}")).await;
        let name = format!("attachment; filename=\"session-0-to-{until}.jsonl\"");
        assert_eq!(log.headers[header::CONTENT_DISPOSITION], name.as_str());
        let shown = server.upload(&format!("/replays/session?at={until}"), &log.text).await.ok();
        assert_eq!(shown, server.get(&format!("{path}?at={until}")).await.ok());
    }
    let whole = server.get(&format!("{path}/log?until={tip}")).await.text;
    assert_eq!(whole, server.get(&format!("{path}/log")).await.text);
    server.get(&format!("{path}/log?until={}", tip + 1)).await.detail(400);
}
