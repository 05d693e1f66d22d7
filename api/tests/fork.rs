//! A journal that lost its end is forked: ids that the CRM and the clients know from the lost end are never assigned
//! again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use redial_testing::{ServerProcess, scenario, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{BOOKS, FIRST, files, segments, written};

/// A CRM that is given up soon.
const IMPATIENT: &str = "[dialer]
crm_attempts = 2
crm_first_wait_ms = 5
";

/// The data directory of a server, and that of its fork.
struct ForkHome {
    folder: tempfile::TempDir,
}

impl ForkHome {
    fn new() -> Self {
        Self { folder: temp_dir() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn begin(&self, more: &[&str]) -> ServerProcess {
        let scenario = written(&self.path("quick.toml"), &format!("{}{IMPATIENT}", scenario("quick")));
        REDIAL.serve(&self.path("data"), &[&["--scenario", &scenario, "--seed", "5"], more].concat())
    }

    /// Forks the sound part, and serves the fork.
    fn fork(&self) -> ServerProcess {
        REDIAL.run(&["journal", "salvage"], &[&self.path("data"), &self.path("fork")]).success();
        REDIAL.serve(&self.path("fork"), &[])
    }
}

/// Serves a directory that is refused; returns the error.
fn refused(data: &Path) -> String {
    let refused = REDIAL.serve_to_its_end(data);
    assert_eq!(refused.code, Some(65), "{refused:?}");
    refused.err
}

fn add(server: &ServerProcess, name: &str, phone: &str) -> Value {
    let lead = json!({
        "name": name, "job_title": "Buyer", "phone_number": phone, "company": "Northwind",
        "email": format!("{name}@northwind.example"), "headcount": "11-50", "industry": "Technology",
    });
    let (status, answer) = server.post("/leads", &lead);
    assert_eq!(status, 201, "{answer}");
    answer["lead"]["id"].clone()
}

fn list(server: &ServerProcess, path: &str, name: &str) -> Vec<Value> {
    let list = server.get(path).1;
    assert_eq!(list["total"], json!(list[name].as_array().expect("a list").len()));
    list[name].as_array().expect("a list").clone()
}

fn activities(server: &ServerProcess) -> Vec<Value> {
    list(server, "/mock-crm/activities", "activities")
}

fn contacts(server: &ServerProcess) -> Vec<Value> {
    list(server, "/mock-crm/contacts", "contacts")
}

/// Damages the first `words` of the last segment that contains them; that line and all lines after it are lost.
fn damage(data: &Path, words: &str) {
    let segments = segments(data);
    let place = |path: &PathBuf| std::fs::read_to_string(path).expect("it is text").find(words);
    let (segment, place) =
        segments.iter().rev().find_map(|path| Some((path, place(path)?))).expect("the words stand somewhere");
    let mut bytes = std::fs::read(segment).expect("it is there");
    bytes[place + 1] ^= 1;
    std::fs::write(segment, bytes).expect("there is room");
    // A start from a snapshot does not read what lies before it.
    for snapshot in files(data, |name| name.starts_with("snapshot-")) {
        std::fs::remove_file(snapshot).expect("it is ours");
    }
}

/// Checks that each result shown as SYNCED is in the CRM with the same content, under a key that is there once.
fn both_stores_agree(server: &ServerProcess) {
    let syncs = server.get("/crm/syncs?limit=1000").1;
    let mut synced = 0;
    for sync in syncs["syncs"].as_array().expect("a list") {
        if sync["crmActivityStatus"] == json!("SYNCED") {
            let (own, external) = (&sync["activity"], &sync["external"]);
            assert_eq!(own["disposition"], external["disposition"], "{sync}");
            assert_eq!(own["leadId"], external["leadId"], "{sync}");
            assert_eq!(own["crmExternalId"], external["crmExternalId"], "{sync}");
            assert_eq!(own["id"], external["sourceActivityId"], "{sync}");
            synced += 1;
        }
    }
    assert!(synced > 0, "{syncs}");
    for (all, key) in [(activities(server), "sourceActivityId"), (contacts(server), "leadId")] {
        for name in [key, "id"] {
            let distinct: BTreeSet<_> = all.iter().map(|one| one[name].to_string()).collect();
            assert_eq!(distinct.len(), all.len(), "{name} is there twice: {all:?}");
        }
    }
}

#[test]
fn ids_that_were_lost_are_never_assigned_again() {
    let home = ForkHome::new();
    let server = home.begin(&[]);
    let people = server.leads();
    let first = server.dial(&people);
    server.settled(&first);
    let lost_lead = add(&server, "Lost", "+1 415 555 0177");
    let lost_session = server.dial(std::slice::from_ref(&lost_lead));
    let lost = server.settled(&lost_session);
    let (known_activities, known_contacts) = (activities(&server), contacts(&server));
    assert_eq!(server.terminate(), Some(0));
    damage(&home.path("data"), "\"name\":\"Lost\"");
    assert!(refused(&home.path("data")).contains("redial journal salvage"));

    let server = home.fork();
    assert_eq!(server.get(&format!("/dialer/sessions/{first}")).0, 200, "a sound session has the same name");
    assert_eq!(server.leads(), people);
    assert_eq!((activities(&server), contacts(&server)), (known_activities, known_contacts), "the CRM forgets nothing");
    let new_lead = add(&server, "New", "+1 415 555 0188");
    let new_session = server.dial(std::slice::from_ref(&new_lead));
    let new = server.settled(&new_session);
    assert_ne!((&new_lead, &new_session), (&lost_lead, &lost_session));
    assert_ne!(new["calls"][0]["id"], lost["calls"][0]["id"]);
    assert_eq!(new["calls"][0]["crmActivityStatus"], json!("SYNCED"), "{new}");
    let lost_name = lost_lead.as_str().expect("an id");
    assert_eq!(server.get(&format!("/dialer/sessions/{lost_session}")).0, 404);
    assert_eq!(server.get(&format!("/leads/{lost_name}")).0, 404);
    let of_new = contacts(&server).into_iter().find(|contact| contact["leadId"] == new_lead).expect("it was made");
    assert_eq!(of_new["name"], json!("New"), "{of_new}");
    both_stores_agree(&server);
    let (known_activities, known_contacts) = (activities(&server), contacts(&server));

    server.kill();
    let server = REDIAL.serve(&home.path("fork"), &[]);
    assert_eq!(server.settled(&new_session)["calls"], new["calls"]);
    assert_eq!((activities(&server), contacts(&server)), (known_activities, known_contacts));
    let log = server.get(&format!("/dialer/sessions/{new_session}/film"));
    assert_eq!(log.0, 200, "{}", log.1);
    assert_eq!(server.terminate(), Some(0));
    let said = REDIAL.run(&["replay", "--timeline", "--session", &new_session], &[&home.path("fork")]).success();
    assert!(said.contains(&new_session) && !said.contains(&first), "{said}");
    assert_eq!(REDIAL.run(&["replay", "--session", &lost_session], &[&home.path("fork")]).code, Some(64));
}

#[test]
fn a_journal_that_is_forked_at_the_same_record_again_has_new_names_again() {
    let home = ForkHome::new();
    let server = home.begin(&[]);
    let people = server.leads();
    server.settled(&server.dial(&people));
    assert_eq!(server.terminate(), Some(0));
    damage(&home.path("data"), "\"session_started\"");
    let mut sessions = BTreeSet::new();
    let mut known = 0;
    for _ in 0..3 {
        let server = home.fork();
        for lost in &sessions {
            assert_eq!(server.get(&format!("/dialer/sessions/{lost}")).0, 404);
        }
        let session = server.dial(&people);
        server.settled(&session);
        assert!(sessions.insert(session), "its name was given before");
        both_stores_agree(&server);
        assert!(activities(&server).len() > known, "the CRM keeps its activities");
        known = activities(&server).len();
        assert_eq!(server.terminate(), Some(0));
        std::fs::remove_dir_all(home.path("data")).expect("it is ours");
        std::fs::rename(home.path("fork"), home.path("data")).expect("it is ours");
        damage(&home.path("data"), "\"session_started\"");
    }
}

#[test]
fn sessions_that_ran_at_the_fork_dial_no_lead_and_the_crm_keeps_its_results() {
    let home = ForkHome::new();
    let server = home.begin(&[]);
    let people = server.leads();
    let session = server.dial(&people);
    let dialed = server.settled(&session)["calls"].as_array().expect("calls").len();
    assert!(dialed > 2, "there are leads left to dial after the fork");
    let before = activities(&server);
    assert_eq!(server.terminate(), Some(0));
    damage(&home.path("data"), "\"call_ended\"");

    let server = home.fork();
    let view = server.settled(&session);
    assert_eq!(view["status"], json!("STOPPED"), "{view}");
    assert_eq!(view["stopReason"], json!("INTERRUPTED"), "{view}");
    let calls = view["calls"].as_array().expect("calls");
    assert_eq!(calls.len(), 2, "no other lead is dialed: {view}");
    for call in calls {
        assert_eq!(call["callStatus"], json!("CANCELED_BY_DIALER"), "{call}");
        let known = before.iter().find(|activity| activity["callId"] == call["id"]).expect("the CRM has it");
        // A key is for one result: the CRM rejects another one, and the app does not show it as synced.
        let is_same = known["disposition"] == json!("Canceled by Dialer");
        let status = if is_same { "SYNCED" } else { "FAILED" };
        assert_eq!(call["crmActivityStatus"], json!(status), "{call}");
    }
    assert_eq!(activities(&server), before);
    server.settled(&server.dial(&people));
    both_stores_agree(&server);
    server.kill();
    let server = REDIAL.serve(&home.path("fork"), &[]);
    both_stores_agree(&server);
    server.kill();
    REDIAL.replay(&home.path("fork")).success();
}

#[test]
fn a_journal_that_lost_records_whose_results_the_crm_has_is_refused() {
    let home = ForkHome::new();
    let server = home.begin(&["--durability", "os"]);
    let people = server.leads();
    let data = home.path("data");
    let kept = [FIRST, "HEAD"].map(|name| data.join(name));
    let before = kept.each_ref().map(|path| std::fs::read(path).expect("it is there"));
    server.settled(&server.dial(&people));
    let (lost, known) = (add(&server, "Lost", "+1 415 555 0177"), activities(&server).len());
    server.kill();
    let after = kept.each_ref().map(|path| std::fs::read(path).expect("it is there"));
    // A power cut, after which the disk holds the CRM's log and only this part of the journal.
    kept.iter().zip(&before).for_each(|(path, bytes)| std::fs::write(path, bytes).expect("there is room"));
    let books = std::fs::read(data.join(BOOKS)).expect("they are there");
    let said = refused(&data);
    assert!(
        said.contains("lost its end") && said.contains("call 0.") && said.contains("redial journal salvage"),
        "{said}"
    );
    assert_eq!(std::fs::read(data.join(BOOKS)).expect("they are there"), books, "nothing was changed");
    kept.iter().zip(&before).for_each(|(path, bytes)| assert_eq!(&std::fs::read(path).expect("it is there"), bytes));

    let server = home.fork();
    assert_eq!(server.leads(), people);
    assert_ne!(add(&server, "New", "+1 415 555 0188"), lost);
    server.settled(&server.dial(&people));
    both_stores_agree(&server);
    assert!(activities(&server).len() > known);
    server.kill();
    // With its end restored, the journal is accepted.
    kept.iter().zip(&after).for_each(|(path, bytes)| std::fs::write(path, bytes).expect("there is room"));
    REDIAL.serve(&data, &[]).kill();
}

#[test]
fn a_crm_log_that_contradicts_the_journal_is_refused() {
    let home = ForkHome::new();
    let server = home.begin(&[]);
    server.settled(&server.dial(&server.leads()));
    assert_eq!(server.terminate(), Some(0));
    let books = home.path("data").join(BOOKS);
    let text = std::fs::read_to_string(&books).expect("they are there");
    let with = |from: &str, to: &str| {
        let line = text.lines().find(|line| line.contains("\"activity\"")).expect("there is one").to_owned();
        assert!(line.contains(from), "{line}");
        text.replace(&line, &line.replace(from, to))
    };
    let doubled = format!("{text}{}\n", text.lines().last().expect("there are lines"));
    let unknown = format!("{text}{}\n", r#"{"contact":{"id":7,"lead":4000000000,"at":5}}"#);
    for (books_then, said_then) in [
        (doubled, "already"),
        (unknown, "a contact of lead 4000000000"),
        (with("\"call\":\"0.", "\"call\":\"4000000000."), "the end of call 4000000000."),
    ] {
        std::fs::write(&books, books_then).expect("there is room");
        let said = refused(&home.path("data"));
        assert!(said.contains(said_then), "{said}");
    }
}
