//! Data directories of an older build, whose rules were 1: they verify, and a server goes on with them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use redial_testing::http::post_request;
use redial_testing::{ServerProcess, older_directory, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{copied, files};

/// A copy of an older directory, and the answers of the build that wrote it.
struct OlderCopy {
    folder: tempfile::TempDir,
    answers: Value,
}

impl OlderCopy {
    fn of(name: &str) -> Self {
        let from = older_directory(name);
        let answers = std::fs::read(from.with_extension("json")).expect("the answers are part of the tree");
        Self { folder: copied(&from), answers: serde_json::from_slice(&answers).expect("the answers are JSON") }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Checks that the journal is the same when it is executed again, and that the chain and HEAD hold.
    fn verify(&self) {
        let verdict = REDIAL.replay(self.path()).success();
        assert!(verdict.starts_with("SAME: executed again"), "{verdict}");
        assert!(verdict.contains("the journal began under rules 1; those of today are 2"), "{verdict}");
        let verdict: Value = serde_json::from_str(&REDIAL.run(&["replay", "--json"], &[self.path()]).success())
            .expect("the verdict is one object");
        assert_eq!((&verdict["verdict"], &verdict["rules"]), (&json!("same"), &json!(1)), "{verdict}");
        REDIAL.run(&["journal", "verify"], &[self.path()]).success();
    }

    /// Checks that a server gives the answers of the older build.
    fn is_served_as_before(&self, server: &ServerProcess) {
        let sessions = self.answers["sessions"].as_object().expect("sessions by their ids");
        for (id, before) in sessions {
            let (status, mut view) = server.get(&format!("/dialer/sessions/{id}"));
            assert_eq!(status, 200, "{view}");
            // The view's own seq counts the records of this start too.
            view["seq"] = before["seq"].clone();
            assert_eq!(&view, before);
        }
        let mut leads = server.get("/leads").1;
        for (lead, before) in list_mut(&mut leads, "leads").iter_mut().zip(list(&self.answers["leads"], "leads")) {
            // A session that the older build left running dialed after these answers were taken.
            if !sessions.contains_key(lead["lastCall"]["sessionId"].as_str().unwrap_or_default()) {
                lead["lastCall"] = before["lastCall"].clone();
            }
        }
        assert_eq!(leads, self.answers["leads"]);
        for (name, path) in [("activities", "/mock-crm/activities"), ("contacts", "/mock-crm/contacts")] {
            let (now, before) = (server.get(path).1, list(&self.answers[name], name));
            assert_eq!(&list(&now, name)[..before.len()], before, "the CRM forgets nothing");
        }
    }

    /// Verifies the directory, serves it, dials one more session, and verifies it again; `look` sees the server before
    /// it dials.
    fn goes_on(&self, look: impl FnOnce(&ServerProcess)) {
        self.verify();
        let server = REDIAL.serve(self.path(), &[]);
        self.is_served_as_before(&server);
        look(&server);
        let session = server.settled(&server.dial(&server.leads()));
        assert_eq!(session["status"], json!("STOPPED"), "{session}");
        for call in list(&session, "calls") {
            assert_eq!(call["crmActivityStatus"], json!("SYNCED"), "{call}");
        }
        self.is_served_as_before_but_for_leads(&server);
        assert_eq!(server.terminate(), Some(0));
        self.verify();
        let text = self.exported();
        assert!(text.contains("\"rules\":1") && text.contains("\"rules\":2"), "the journal is of both rules");
        // Without the snapshots a start reads all records.
        for snapshot in files(self.path(), |name| name.starts_with("snapshot-")) {
            std::fs::remove_file(snapshot).expect("the copy belongs to the test");
        }
        let server = REDIAL.serve(self.path(), &[]);
        self.is_served_as_before_but_for_leads(&server);
        assert_eq!(server.terminate(), Some(0));
        self.verify();
    }

    /// Checks the older sessions alone: the leads have been dialed since.
    fn is_served_as_before_but_for_leads(&self, server: &ServerProcess) {
        for (id, before) in self.answers["sessions"].as_object().expect("sessions by their ids") {
            let view = server.get(&format!("/dialer/sessions/{id}")).1;
            assert_eq!((&view["calls"], &view["metrics"]), (&before["calls"], &before["metrics"]));
        }
    }

    fn exported(&self) -> String {
        let home = temp_dir();
        let all: PathBuf = home.path().join("all.jsonl");
        REDIAL.run(&["journal", "export"], &[self.path(), &all]).success();
        std::fs::read_to_string(all).expect("the command wrote it")
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("{name} in {value}"))
}

fn list_mut<'a>(value: &'a mut Value, name: &str) -> &'a mut [Value] {
    value[name].as_array_mut().expect("a list")
}

/// Posts under a key.
fn post(server: &ServerProcess, key: &str, path: &str, body: &str) -> (u16, Value) {
    let headers = [&*format!("Idempotency-Key: {key}"), "Content-Type: application/json"];
    let (status, body) = server.send(&post_request(path, &headers, body));
    (status, serde_json::from_slice(&body).expect("the answer is JSON"))
}

#[test]
fn a_young_directory_of_rules_1_goes_on() {
    OlderCopy::of("young").goes_on(|_| ());
}

#[test]
fn a_restarted_directory_of_rules_1_goes_on() {
    OlderCopy::of("restarted").goes_on(|server| {
        // The keys of the older build are known, and their answers are the same.
        let (sessions, leads) = (server.get("/dialer/sessions").1, server.leads());
        // A key stands for the bytes of its request; the client of that time set spaces.
        let ids: Vec<String> = leads.iter().map(Value::to_string).collect();
        let start = format!("{{\"agentId\": \"ada\", \"leadIds\": [{}]}}", ids.join(", "));
        let seq = server.get("/health").1["seq"].clone();
        let (status, again) = post(server, "tuesday-0", "/dialer/sessions", &start);
        assert_eq!((status, &again["id"]), (201, &json!("fd652221-a8dc-8225-a44a-acf7da62d5b2")), "{again}");
        let enrich = format!("/leads/{}/enrich", leads[0].as_str().expect("an id"));
        let (status, enriched) = post(server, "enrich", &enrich, "");
        assert_eq!(status, 200, "{enriched}");
        assert_eq!(server.get("/health").1["seq"], seq, "nothing was done again");
        assert_eq!(server.get("/dialer/sessions").1, sessions);
        // The session that the older build left running was silent for more than ten minutes, unless this machine's
        // clock is behind the journal's; then it resumes.
        let open = server.settled("85013098-57d8-880e-a535-9fe0386ac542");
        let calls = list(&open, "calls");
        let leads: BTreeSet<_> = calls.iter().map(|call| call["leadId"].to_string()).collect();
        assert_eq!(leads.len(), calls.len(), "no lead is dialed twice: {open}");
        if open["stopReason"] == json!("INTERRUPTED") {
            assert_eq!(calls.len(), 2, "no other lead is dialed: {open}");
        } else {
            assert!(open["stoppedAt"].as_str() < Some("2026-11-29T04:44"), "{open}");
        }
    });
}

#[test]
fn a_forked_directory_of_rules_1_goes_on() {
    OlderCopy::of("forked").goes_on(|_| ());
}
