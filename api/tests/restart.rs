//! A server that is killed, and started again: nothing acknowledged is lost, and the sessions go on.

use std::path::Path;

use redial_testing::{ProgramOutput, fast, temp_dir};
use serde_json::json;

use crate::REDIAL;
use crate::left::{BOOKS, FIRST, files, segments, written};

fn refused(data: &Path) -> (Option<i32>, String) {
    let ProgramOutput { code, err, .. } = REDIAL.serve_to_its_end(data);
    (code, err)
}

pub(crate) fn is_json_lines(name: &str) -> bool {
    name.ends_with(".jsonl")
}

#[test]
fn a_listener_continues_after_a_kill() {
    let home = temp_dir();
    let (data, scenario) = (home.path().join("data"), written(&home.path().join("fast.toml"), &fast(20)));
    let mut server = REDIAL.serve(&data, &["--scenario", &scenario, "--seed", "5"]);
    let leads = server.leads();
    let mut heard = 0;
    for _ in 0..6 {
        server.dial(&leads);
        let events = server.listen("/events", heard);
        for event in events.take(7) {
            assert_eq!(event["seq"], json!(heard + 1), "{event}");
            heard += 1;
        }
        server.kill();
        server = REDIAL.serve(&data, &[]);
    }
    assert_eq!(heard, 42);
    let tip = server.get("/health").1["seq"].as_u64().expect("a seq");
    assert!(tip >= heard, "{heard} was pushed, and the journal ends at {tip}");
}

#[test]
fn a_torn_last_line_is_cut_off_and_kept() {
    let home = temp_dir();
    let server = REDIAL.serve(home.path(), &["--seed", "3"]);
    server.kill();
    let journal = home.path().join(FIRST);
    let mut bytes = std::fs::read(&journal).expect("it is there");
    bytes.extend_from_slice(b"{\"seq\":7,\"at\":12");
    std::fs::write(&journal, &bytes).expect("there is room");
    REDIAL.replay(home.path()).success();
    let server = REDIAL.serve(home.path(), &[]);
    assert_eq!(server.get("/leads").1["total"], json!(6));
    let torn = files(home.path(), |name| name.ends_with(".torn"));
    assert_eq!(torn.len(), 1);
    assert_eq!(std::fs::read(&torn[0]).expect("it is kept"), b"{\"seq\":7,\"at\":12");
    server.kill();
    REDIAL.replay(home.path()).success();
}

#[test]
fn a_damaged_journal_is_refused_and_left_alone() {
    let home = temp_dir();
    REDIAL.serve(home.path(), &["--seed", "3"]).kill();
    let journal = home.path().join(FIRST);
    let mut bytes = std::fs::read(&journal).expect("it is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, &bytes).expect("there is room");
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(65), "{said}");
    assert!(said.contains(FIRST) && said.contains("byte") && said.contains("redial journal salvage"), "{said}");
    assert_eq!(std::fs::read(&journal).expect("it is there"), bytes);
    let ProgramOutput { code, out: said, .. } = REDIAL.replay(home.path());
    assert_eq!(code, Some(65));
    assert!(said.contains("DAMAGED at journal-") && said.contains("redial journal salvage"), "{said}");
}

#[test]
fn the_loss_of_acknowledged_records_is_seen() {
    let home = temp_dir();
    REDIAL.serve(home.path(), &["--seed", "3"]).kill();
    let journal = home.path().join(FIRST);
    let bytes = std::fs::read(&journal).expect("it is there");
    let last = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').expect("there are lines");
    std::fs::write(&journal, &bytes[..=last]).expect("there is room");
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(65));
    assert!(said.contains("HEAD says that records up to seq 6 were acknowledged"), "{said}");
    std::fs::write(&journal, &bytes).expect("there is room");
    std::fs::remove_file(home.path().join("HEAD")).expect("it is there");
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(65));
    assert!(said.contains("no HEAD"), "{said}");
}

#[test]
fn a_journal_of_the_previous_form_goes_on() {
    let home = temp_dir();
    let server = REDIAL.serve(home.path(), &["--seed", "3"]);
    let leads = server.get("/leads").1;
    assert_eq!(server.terminate(), Some(0));
    let old = home.path().join("journal.jsonl");
    std::fs::rename(home.path().join(FIRST), &old).expect("it is there");
    std::fs::remove_file(home.path().join("HEAD")).expect("it is there");
    REDIAL.replay(home.path()).success();
    let server = REDIAL.serve(home.path(), &[]);
    assert_eq!(server.get("/leads").1, leads);
    assert_eq!(server.terminate(), Some(0));
    assert!(!old.exists() && home.path().join("HEAD").exists());
    assert_eq!(files(home.path(), is_json_lines).len(), 3, "two segments and the books");
    REDIAL.replay(home.path()).success();
}

#[test]
fn pages_and_logs_are_read_across_segments_while_the_server_runs() {
    let home = temp_dir();
    let scenario = written(&home.path().join("fast.toml"), &fast(20));
    let data = home.path().join("data");
    let args = ["--scenario", &scenario, "--seed", "5", "--segment-bytes", "700", "--durability", "os"];
    let server = REDIAL.serve(&data, &args);
    let session = server.dial(&server.leads());
    server.settled(&session);
    let (status, pages) = server.get_bytes("/journal?limit=1000");
    assert_eq!(status, 200);
    let verdict = REDIAL.replay(&data).success();
    assert!(verdict.contains("SAME up to #"), "{verdict}");
    let log = home.path().join("log.jsonl");
    std::fs::write(&log, server.get_bytes(&format!("/dialer/sessions/{session}/log")).1).expect("there is room");
    REDIAL.replay(&log).success();
    assert_eq!(server.terminate(), Some(0));
    let segments = segments(&data);
    assert!(segments.len() > 3, "{segments:?}");
    let whole: Vec<u8> = segments.iter().flat_map(|path| std::fs::read(path).expect("it is there")).collect();
    assert!(whole.starts_with(&pages), "the pages are the journal");
    REDIAL.replay(&data).success();
    let server = REDIAL.serve(&data, &[]);
    assert_eq!(server.get(&format!("/dialer/sessions/{session}")).0, 200);
}

#[test]
fn a_simulated_journal_is_not_continued() {
    let home = temp_dir();
    let journal = home.path().join("journal.jsonl");
    std::fs::copy(redial_testing::journal("seed-7"), &journal).expect("there is room");
    let (code, said) = refused(home.path());
    assert!(journal.exists(), "it is left alone");
    assert_eq!(code, Some(65), "{said}");
    assert!(said.contains("simulated run"), "{said}");
}

#[test]
fn a_crm_log_that_lost_entries_is_refused() {
    let home = temp_dir();
    let server = REDIAL.serve(home.path(), &["--seed", "7"]);
    server.settled(&server.dial(&server.leads()[..1]));
    assert_eq!(server.terminate(), Some(0));
    let books = home.path().join(BOOKS);
    let whole = std::fs::read(&books).expect("they are there");
    for (bytes, said) in [(&b""[..], "the contact of lead 0 is missing"), (b"nonsense\n", "line 1")] {
        std::fs::write(&books, bytes).expect("there is room");
        let (code, error) = refused(home.path());
        assert_eq!(code, Some(65), "{error}");
        assert!(error.contains("mock-crm.jsonl") && error.contains(said), "{error}");
    }
    std::fs::write(&books, &whole).expect("there is room");
    for file in files(home.path(), |name| name.starts_with("journal-") || name == "HEAD") {
        std::fs::remove_file(file).expect("it is ours");
    }
    let (code, error) = refused(home.path());
    assert_eq!(code, Some(65), "books of a journal that is gone: {error}");
    assert!(error.contains("a journal that is missing: put the journal back beside it"), "{error}");
    assert_eq!(std::fs::read(&books).expect("they are there"), whole);
}

#[test]
fn two_servers_do_not_share_a_directory() {
    let home = temp_dir();
    let _first = REDIAL.serve(home.path(), &[]);
    let (code, said) = refused(home.path());
    assert_eq!(code, Some(74), "{said}");
    assert!(said.contains("in use by another redial"), "{said}");
}

#[test]
fn a_start_from_a_snapshot_shows_the_same_as_the_whole_journal() {
    let folder = temp_dir();
    let data = folder.path().join("data");
    let scenario = written(&folder.path().join("fast.toml"), &fast(20));
    let server = REDIAL.serve(&data, &["--scenario", &scenario, "--seed", "3", "--snapshot-every", "10"]);
    let session = server.dial(&server.leads());
    server.settled(&session);
    assert_eq!(server.terminate(), Some(0));
    assert!(!files(&data, |name| name.ends_with(".json")).is_empty(), "a clean stop leaves a snapshot");

    let shown = || {
        let server = REDIAL.serve(&data, &[]);
        let film = server.get(&format!("/dialer/sessions/{session}/film")).1;
        let mut view = server.get(&format!("/dialer/sessions/{session}")).1;
        // Each start adds a record.
        view.as_object_mut().expect("a session").remove("seq");
        let syncs = server.get("/crm/syncs").1;
        server.kill();
        [film, view, syncs]
    };
    let from_snapshot = shown();
    for file in files(&data, |name| name.starts_with("snapshot-") || name.starts_with("index-")) {
        std::fs::remove_file(file).expect("they may be deleted at any time");
    }
    assert_eq!(shown(), from_snapshot);
    REDIAL.replay(&data).success();
}
