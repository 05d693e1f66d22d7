//! A server that is killed, and started again: nothing acknowledged is lost, and the sessions go on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use redial_testing::{ProgramOutput, ServerProcess, fast, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{BOOKS, FIRST, files, segments, written};
use crate::load::{self, Acknowledged, Shift};

/// How often the server is killed, unless REDIAL_KILLS says otherwise.
const KILLS: u64 = 50;

/// How many kills one data directory sees; a long campaign on one directory would spend its time on reading.
const KILLS_OF_ONE: u64 = 250;

fn refused(data: &Path) -> (Option<i32>, String) {
    let ProgramOutput { code, err, .. } = REDIAL.serve_to_its_end(data);
    (code, err)
}

fn is_json_lines(name: &str) -> bool {
    name.ends_with(".jsonl")
}

/// Small segments and many snapshots, so that kills meet them while they are made.
const SMALL: [&str; 4] = ["--segment-bytes", "20000", "--snapshot-every", "150"];

/// A server that is killed again and again, and all that it acknowledged.
struct Victim {
    data: PathBuf,
    server: ServerProcess,
    leads: Vec<Value>,
    all: Vec<Acknowledged>,
    recoveries: u64,
}

impl Victim {
    fn new(home: &Path) -> Self {
        let (data, scenario) = (home.join("data"), written(&home.join("fast.toml"), &fast(20)));
        let server = REDIAL.serve(&data, &["--scenario", &scenario, "--seed", "11"]);
        let leads = server.leads();
        Self { data, server, leads, all: Vec::new(), recoveries: 0 }
    }

    /// Kills it under load, and in some rounds while it recovers; then checks all that it acknowledged.
    fn kill(&mut self, round: u64) {
        let fresh = self.load_until_killed(round);
        // Some recoveries are killed themselves, up to three times in a row.
        for again in 0..round % 4 {
            let instant = Duration::from_micros((round + again) * 6_151 % 40_000);
            REDIAL.kill_while_it_starts(&self.data, &SMALL, instant);
            self.recoveries += 1;
        }
        self.server = REDIAL.serve(&self.data, &SMALL);
        fresh.iter().for_each(|acknowledged| acknowledged.check(&self.server));
        self.all.extend(fresh);
    }

    fn load_until_killed(&mut self, round: u64) -> Vec<Acknowledged> {
        let shift = Shift::default();
        // The instants are spread over start-up and load, the same ones every time.
        let instant = Duration::from_micros(round * 7_919 % 120_000);
        let (address, leads, server) = (self.server.address().to_owned(), &self.leads, &mut self.server);
        std::thread::scope(|scope| {
            let work = |caller: u64| {
                load::work(&address, leads, &format!("{round}-{caller}"), (2 * round + caller) as usize, &shift)
            };
            let callers: Vec<_> = (0..2).map(|caller| scope.spawn(move || work(caller))).collect();
            // Every tenth server lives until it has answered every kind of request.
            while round % 10 == 5 && shift.answered.load(Ordering::Relaxed) < 12 {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(instant);
            server.kill_now();
            shift.is_over.store(true, Ordering::Relaxed);
            callers.into_iter().flat_map(|caller| caller.join().expect("it only counts")).collect()
        })
    }

    /// Checks that everything acknowledged is there, that the sessions settle, and that the CRM has one activity for
    /// each call.
    fn end(self) {
        let Self { server, data, all, .. } = self;
        all.iter().for_each(|acknowledged| acknowledged.check(&server));
        assert!(files(&data, is_json_lines).len() > 3, "segments were begun");
        let mut calls = BTreeSet::new();
        for session in all.iter().filter_map(Acknowledged::session).collect::<BTreeSet<_>>() {
            let view = server.settled(session);
            let metrics = &view["metrics"];
            let ends = ["connected", "failed", "canceled"].map(|name| metrics[name].as_u64().expect("a count"));
            assert_eq!(metrics["attempted"].as_u64(), Some(ends.iter().sum()), "{view}");
            for call in view["calls"].as_array().expect("calls") {
                assert_eq!(call["crmActivityStatus"], json!("SYNCED"), "{call}");
                calls.insert(call["id"].as_str().expect("an id").to_owned());
            }
        }
        let (_, books) = server.get("/mock-crm/activities");
        let synced: Vec<&str> =
            books["activities"].as_array().expect("a list").iter().filter_map(|a| a["callId"].as_str()).collect();
        let known: BTreeSet<String> = synced.iter().map(|call| (*call).to_owned()).collect();
        assert_eq!(synced.len(), known.len(), "the CRM has an activity twice");
        // Sessions whose answer was cut off by a kill may have dialed too.
        assert!(calls.is_subset(&known), "the CRM has an activity too few");
        assert_eq!(server.get("/mock-crm/contacts").1["total"], json!(6), "one contact for each lead that was called");
        assert_eq!(server.terminate(), Some(0));
        REDIAL.replay(&data).success();
    }
}

#[test]
fn after_kill_9_everything_acknowledged_is_there_and_goes_on() {
    let kills = std::env::var("REDIAL_KILLS").map_or(KILLS, |kills| kills.parse().expect("REDIAL_KILLS is a number"));
    let (mut kinds, mut acknowledged, mut recoveries) = (BTreeSet::new(), 0, 0);
    for first in (0..kills).step_by(KILLS_OF_ONE as usize) {
        let home = temp_dir();
        let mut victim = Victim::new(home.path());
        (first..kills.min(first + KILLS_OF_ONE)).for_each(|round| victim.kill(round));
        kinds.extend(victim.all.iter().map(std::mem::discriminant).map(|kind| format!("{kind:?}")));
        (acknowledged, recoveries) = (acknowledged + victim.all.len(), recoveries + victim.recoveries);
        victim.end();
        println!(
            "{} kills under load, {recoveries} of recoveries, {acknowledged} acknowledged",
            kills.min(first + KILLS_OF_ONE)
        );
    }
    assert!(kinds.len() == 5 || kills < KILLS, "only these kinds were acknowledged: {kinds:?}");
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
