//! A journal that lost its end and goes on: what the CRM and the clients know of the lost past is never met again.

#[expect(dead_code, reason = "these tests need only a part of it")]
mod server;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use server::Server;

/// People who are quick, and a CRM that is given up soon.
const QUICK: &str = r#"
name = "quick"
[dialer]
crm_attempts = 2
crm_first_wait_ms = 5
[carrier]
ring_ms = [5, 30]
cancel_ms = [5, 5]
[carrier.outcomes]
answered = 20
no_answer = 30
busy = 30
voicemail = 20
[crm]
contact_ms = [4, 10]
activity_ms = [4, 10]
"#;

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        std::fs::write(folder.path().join("quick.toml"), QUICK).expect("the folder is ours");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn begin(&self, more: &[&str]) -> Server {
        let scenario = self.path("quick.toml");
        let scenario = scenario.to_str().expect("it is plain text");
        Server::start(&self.path("data"), &[&["--scenario", scenario, "--seed", "5"], more].concat())
    }

    /// Forks what is sound, and goes on with it.
    fn fork(&self) -> Server {
        let (code, said) = redial(&["log", "salvage"], &[&self.path("data"), &self.path("fork")]);
        assert_eq!(code, Some(0), "{said}");
        Server::start(&self.path("fork"), &[])
    }
}

fn redial(args: &[&str], paths: &[&Path]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).args(args).args(paths).output().expect("it was built");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

fn refused(data: &Path) -> String {
    let (code, said) = redial(&["serve", "--port", "0", "--data"], &[data]);
    assert_eq!(code, Some(65), "{said}");
    said
}

fn add(server: &Server, name: &str, phone: &str) -> Value {
    let lead = json!({
        "name": name, "job_title": "Buyer", "phone_number": phone, "company": "Northwind",
        "email": format!("{name}@northwind.example"), "headcount": "11-50", "industry": "Technology",
    });
    let (status, answer) = server.post("/leads", &lead);
    assert_eq!(status, 201, "{answer}");
    answer["lead"]["id"].clone()
}

fn list(server: &Server, path: &str, name: &str) -> Vec<Value> {
    let list = server.get(path).1;
    assert_eq!(list["total"], json!(list[name].as_array().expect("a list").len()));
    list[name].as_array().expect("a list").clone()
}

fn activities(server: &Server) -> Vec<Value> {
    list(server, "/mock-crm/activities", "activities")
}

fn contacts(server: &Server) -> Vec<Value> {
    list(server, "/mock-crm/contacts", "contacts")
}

/// Damages the last segment that has them where `words` stand first; that line, and whatever follows it, is lost.
fn damage(data: &Path, words: &str) {
    let entries = std::fs::read_dir(data).expect("it is there").filter_map(Result::ok).map(|entry| entry.path());
    let names = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("journal-"));
    let segments: BTreeSet<PathBuf> = entries.filter(names).collect();
    let place = |path: &PathBuf| std::fs::read_to_string(path).expect("it is text").find(words);
    let (segment, place) =
        segments.iter().rev().find_map(|path| Some((path, place(path)?))).expect("the words stand somewhere");
    let mut bytes = std::fs::read(segment).expect("it is there");
    bytes[place + 1] ^= 1;
    std::fs::write(segment, bytes).expect("there is room");
    // A start from a snapshot does not read what lies before it.
    for entry in std::fs::read_dir(data).expect("it is there").filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with("snapshot-") {
            std::fs::remove_file(entry.path()).expect("it is ours");
        }
    }
}

/// Each result that shows SYNCED is in the CRM exactly as the app tells it, under a key that stands once.
fn both_stores_agree(server: &Server) {
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
            assert_eq!(distinct.len(), all.len(), "{name} stands twice: {all:?}");
        }
    }
}

#[test]
fn what_was_lost_is_given_to_nobody_again() {
    let home = Home::new();
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
    assert!(refused(&home.path("data")).contains("redial log salvage"));

    let server = home.fork();
    assert_eq!(server.get(&format!("/dialer/sessions/{first}")).0, 200, "what is sound has the same name");
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
    let server = Server::start(&home.path("fork"), &[]);
    assert_eq!(server.settled(&new_session)["calls"], new["calls"]);
    assert_eq!((activities(&server), contacts(&server)), (known_activities, known_contacts));
    let log = server.get(&format!("/dialer/sessions/{new_session}/film"));
    assert_eq!(log.0, 200, "{}", log.1);
    assert_eq!(server.terminate(), Some(0));
    let (code, said) = redial(&["replay", "--timeline", "--session", &new_session], &[&home.path("fork")]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&new_session) && !said.contains(&first), "{said}");
    assert_eq!(redial(&["replay", "--session", &lost_session], &[&home.path("fork")]).0, Some(64));
}

#[test]
fn a_journal_that_is_forked_at_the_same_record_again_has_new_names_again() {
    let home = Home::new();
    let server = home.begin(&[]);
    let people = server.leads();
    server.settled(&server.dial(&people));
    assert_eq!(server.terminate(), Some(0));
    damage(&home.path("data"), "\"session_started\"");
    let mut sessions = BTreeSet::new();
    let mut told = 0;
    for _ in 0..3 {
        let server = home.fork();
        for lost in &sessions {
            assert_eq!(server.get(&format!("/dialer/sessions/{lost}")).0, 404);
        }
        let session = server.dial(&people);
        server.settled(&session);
        assert!(sessions.insert(session), "its name was given before");
        both_stores_agree(&server);
        assert!(activities(&server).len() > told, "the CRM keeps what it was told");
        told = activities(&server).len();
        assert_eq!(server.terminate(), Some(0));
        std::fs::remove_dir_all(home.path("data")).expect("it is ours");
        std::fs::rename(home.path("fork"), home.path("data")).expect("it is ours");
        damage(&home.path("data"), "\"session_started\"");
    }
}

#[test]
fn sessions_that_ran_at_the_fork_dial_nobody_and_the_crm_is_not_told_otherwise() {
    let home = Home::new();
    let server = home.begin(&[]);
    let people = server.leads();
    let session = server.dial(&people);
    let dialed = server.settled(&session)["calls"].as_array().expect("calls").len();
    assert!(dialed > 2, "somebody is called after the fork");
    let told = activities(&server);
    assert_eq!(server.terminate(), Some(0));
    damage(&home.path("data"), "\"call_ended\"");

    let server = home.fork();
    let view = server.settled(&session);
    assert_eq!(view["status"], json!("STOPPED"), "{view}");
    assert_eq!(view["stopReason"], json!("INTERRUPTED"), "{view}");
    let calls = view["calls"].as_array().expect("calls");
    assert_eq!(calls.len(), 2, "nobody else is called: {view}");
    for call in calls {
        assert_eq!(call["callStatus"], json!("CANCELED_BY_DIALER"), "{call}");
        let known = told.iter().find(|activity| activity["callId"] == call["id"]).expect("the CRM was told");
        // A key stands for one result: the CRM takes no other, and the app does not say that it did.
        let is_same = known["disposition"] == json!("Canceled by Dialer");
        let status = if is_same { "SYNCED" } else { "FAILED" };
        assert_eq!(call["crmActivityStatus"], json!(status), "{call}");
    }
    assert_eq!(activities(&server), told);
    server.settled(&server.dial(&people));
    both_stores_agree(&server);
    server.kill();
    let server = Server::start(&home.path("fork"), &[]);
    both_stores_agree(&server);
    server.kill();
    assert_eq!(redial(&["replay"], &[&home.path("fork")]).0, Some(0));
}

#[test]
fn a_journal_that_lost_what_the_crm_was_told_is_refused() {
    let home = Home::new();
    let server = home.begin(&["--durability", "os"]);
    let people = server.leads();
    let data = home.path("data");
    let kept = ["journal-00000000000000000001.jsonl", "HEAD"].map(|name| data.join(name));
    let before = kept.each_ref().map(|path| std::fs::read(path).expect("it is there"));
    server.settled(&server.dial(&people));
    let (lost, told) = (add(&server, "Lost", "+1 415 555 0177"), activities(&server).len());
    server.kill();
    let after = kept.each_ref().map(|path| std::fs::read(path).expect("it is there"));
    // A power cut, after which the disk holds the books and no more of the journal than this.
    kept.iter().zip(&before).for_each(|(path, bytes)| std::fs::write(path, bytes).expect("there is room"));
    let books = std::fs::read(data.join("mock-crm.jsonl")).expect("they are there");
    let said = refused(&data);
    assert!(said.contains("lost its end") && said.contains("call 0.") && said.contains("redial log salvage"), "{said}");
    assert_eq!(std::fs::read(data.join("mock-crm.jsonl")).expect("they are there"), books, "nothing was changed");
    kept.iter().zip(&before).for_each(|(path, bytes)| assert_eq!(&std::fs::read(path).expect("it is there"), bytes));

    let server = home.fork();
    assert_eq!(server.leads(), people);
    assert_ne!(add(&server, "New", "+1 415 555 0188"), lost);
    server.settled(&server.dial(&people));
    both_stores_agree(&server);
    assert!(activities(&server).len() > told);
    server.kill();
    // With its end there is nothing to refuse.
    kept.iter().zip(&after).for_each(|(path, bytes)| std::fs::write(path, bytes).expect("there is room"));
    Server::start(&data, &[]).kill();
}

#[test]
fn books_that_tell_otherwise_than_the_journal_are_refused() {
    let home = Home::new();
    let server = home.begin(&[]);
    server.settled(&server.dial(&server.leads()));
    assert_eq!(server.terminate(), Some(0));
    let books = home.path("data").join("mock-crm.jsonl");
    let text = std::fs::read_to_string(&books).expect("they are there");
    let with = |from: &str, to: &str| {
        let line = text.lines().find(|line| line.contains("\"activity\"")).expect("there is one").to_owned();
        assert!(line.contains(from), "{line}");
        text.replace(&line, &line.replace(from, to))
    };
    let doubled = format!("{text}{}\n", text.lines().last().expect("there are lines"));
    let nobody = format!("{text}{}\n", r#"{"contact":{"id":7,"lead":4000000000,"at":5}}"#);
    for (books_then, said_then) in [
        (doubled, "already"),
        (nobody, "a contact of lead 4000000000"),
        (with("\"call\":\"0.", "\"call\":\"4000000000."), "the end of call 4000000000."),
    ] {
        std::fs::write(&books, books_then).expect("there is room");
        let said = refused(&home.path("data"));
        assert!(said.contains(said_then), "{said}");
    }
}
