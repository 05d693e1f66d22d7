//! A scripted world, end to end: exact cases of carrier, CRM and enrichment service, and their timelines.

use std::path::Path;

use redial_testing::http::post_request;
use redial_testing::{ProgramOutput, ServerProcess, older_directory, root, script};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{copied, written};
use crate::scripted_home::{ScriptedHome, without_times};

/// Dials the first `count` leads and waits until the session is settled.
#[track_caller]
fn dialed(server: &ServerProcess, count: usize) -> Value {
    server.settled(&server.dial(&server.leads()[..count]))
}

/// Returns the outcomes of a session's calls.
fn outcomes(session: &Value) -> Vec<&str> {
    let calls = session["calls"].as_array().expect("calls");
    calls.iter().map(|call| call["callStatus"].as_str().expect("the call has ended")).collect()
}

#[track_caller]
fn assert_timeline(timeline: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(timeline.lines().collect::<Vec<_>>(), expected, "{timeline}");
}

/// Enriches the lead at a place of the list.
fn enrich(server: &ServerProcess, place: usize) -> (u16, Value) {
    let lead = server.leads()[place].clone();
    server.post(&format!("/leads/{}/enrich", lead.as_str().expect("an id")), &json!({}))
}

#[test]
fn the_first_answer_wins_and_the_other_line_is_released() {
    let home = ScriptedHome::new();
    let server = REDIAL.serve(&home.data(), &["--world", script("first-answer").to_str().expect("it is plain text")]);
    assert!(server.greeting()[2].starts_with("world scripted by "), "{:?}", server.greeting());
    let session = dialed(&server, 3);
    assert_eq!(outcomes(&session), ["CONNECTED", "BUSY", "CANCELED_BY_DIALER"]);
    assert_eq!(session["winnerCallId"], session["calls"][0]["id"]);
    assert_eq!(session["metrics"]["abandoned"], json!(0), "{session}");
    let timeline = home.timeline(server);

    let page = std::fs::read_to_string(root().join("api/docs/operating.md")).expect("the page is part of the tree");
    let blocks: Vec<&str> = page.split("```").collect();
    let shown = blocks.iter().find(|block| block.starts_with("\n  #7 ")).expect("the page shows the timeline");
    assert_eq!(timeline, without_times(shown), "the page shows what the program prints:\n{timeline}");
    let text = std::fs::read_to_string(script("first-answer")).expect("the script is part of the tree");
    assert!(blocks.contains(&&*format!("jsonl\n{text}")), "the page shows the script");
}

#[test]
fn a_person_who_answers_after_the_hang_up_is_abandoned() {
    let home = ScriptedHome::new();
    let server = home.serve(
        r#"{"when": {"ask": "dial", "lead": "Ada Lindqvist"}, "say": [{"after_ms": 200, "carrier": "answered"}]}
{"when":{"ask":"hang_up"}, "say":[{"after_ms":300, "carrier":"answered"}, {"after_ms":500, "carrier":"released"}]}
"#,
    );
    let session = dialed(&server, 2);
    assert_eq!(outcomes(&session), ["CONNECTED", "CANCELED_BY_DIALER"]);
    let abandoned =
        [&session["metrics"]["abandoned"], &session["calls"][0]["abandoned"], &session["calls"][1]["abandoned"]];
    assert_eq!(abandoned, [&json!(1), &json!(false), &json!(true)], "{session}");
    assert_timeline(
        &home.timeline(server),
        "T session 0 started ada 2 leads on 2 lines ID
         call 0.0 placed Ada Lindqvist ring <= T
         call 0.1 placed Marcus Bell ring <= T
         T call 0.0 ended connected
         session 0 won by call 0.0
         call 0.1 ended canceled by dialer free <= T
         session 0 stopped winner
         crm 0.0 started attempt 1 contact <= T
         crm 0.1 started attempt 1 contact <= T
         T crm 0.0 linked contact 1 activity <= T
         T crm 0.1 linked contact 2 activity <= T
         T crm 0.0 synced activity 3
         T crm 0.1 synced activity 4
         T line 0.1 abandoned a person answered too late
         T line 0.1 released by the carrier",
    );
}

#[test]
fn a_silent_carrier_costs_the_ring_timeout_and_the_release_timeout() {
    let home = ScriptedHome::new();
    let server = home.serve(
        r#"{"settings": {"ring_timeout_ms": 300, "release_timeout_ms": 700, "crm_sync": false}}
{"when": {"ask": "hang_up"}, "say": [], "always": true}
"#,
    );
    let session = dialed(&server, 1);
    assert_eq!(outcomes(&session), ["NO_ANSWER"]);
    assert_timeline(
        &home.timeline(server),
        "T session 0 started ada 1 lead on 2 lines ID
         call 0.0 placed Ada Lindqvist ring <= T
         T call 0.0 ended no answer free <= T
         session 0 stopped exhausted
         T line 0.0 released by the deadline",
    );
}

#[test]
fn a_call_that_no_ask_ends_is_ended_by_an_event() {
    let home = ScriptedHome::new();
    let server = home.serve(
        r#"{"settings": {"crm_sync": false}}
{"at_ms": 2000, "say": [{"carrier": "busy", "call": "0.0"}, {"carrier": "busy", "call": "7.7"}]}
"#,
    );
    assert_eq!(outcomes(&dialed(&server, 1)), ["BUSY"]);
    home.timeline(server);
}

#[test]
fn a_crm_that_fails_twice_takes_the_third_attempt() {
    let home = ScriptedHome::new();
    let server = home.serve(
        r#"{"settings": {"crm_first_wait_ms": 50}}
{"when": {"ask": "dial"}, "say": [{"after_ms": 20, "carrier": "voicemail"}]}
{"when": {"ask": "contact", "attempt": 1}, "say": [{"after_ms": 20, "crm": "failed"}]}
{"when": {"ask": "activity", "attempt": 2}, "say": [{"after_ms": 20, "crm": "failed"}]}
"#,
    );
    let session = dialed(&server, 1);
    assert_eq!(session["calls"][0]["crmActivityStatus"], json!("SYNCED"), "{session}");
    assert_timeline(
        &home.timeline(server),
        "T session 0 started ada 1 lead on 2 lines ID
         call 0.0 placed Ada Lindqvist ring <= T
         T call 0.0 ended voicemail
         crm 0.0 started attempt 1 contact <= T
         session 0 stopped exhausted
         T crm 0.0 deferred attempt 1 again at T
         T crm 0.0 started attempt 2 contact <= T
         T crm 0.0 linked contact 1 activity <= T
         T crm 0.0 deferred attempt 2 again at T
         T crm 0.0 started attempt 3 activity <= T
         T crm 0.0 synced activity 2",
    );
}

#[test]
fn an_enrichment_fails_or_is_found() {
    let home = ScriptedHome::new();
    let data = json!({
        "linkedin_url": "https://linkedin.example/lin-wu", "company_size_verified": "500+", "company_revenue": "$40M",
        "technologies_used": ["Rust"], "recent_funding": null, "decision_maker_score": 88,
    });
    let say = json!([{ "after_ms": 50, "enrichment": { "found": &data } }]);
    let server = home.serve(&json!({ "when": { "ask": "enrich", "lead": "Lin Wu" }, "say": say }).to_string());
    // No rule answers for Marcus Bell, so the service fails.
    let (status, failed) = enrich(&server, 1);
    assert_eq!(status, 503, "{failed}");
    assert_eq!(failed["detail"], json!("the enrichment service has no answer about this lead; try again later"));
    let (status, found) = enrich(&server, 2);
    assert_eq!((status, &found["message"]), (200, &json!("Lead enriched")), "{found}");
    assert_eq!(found["lead"]["enrichment_data"], data, "{found}");
    let (status, again) = enrich(&server, 2);
    assert_eq!((status, &again["message"]), (200, &json!("Lead already enriched")), "{again}");
    assert_timeline(
        &home.timeline(server),
        "T lead 1 looked up Marcus Bell answer <= T
         T lead 1 failed enrichment the service has no answer
         T lead 2 looked up Lin Wu answer <= T
         T lead 2 enriched Lin Wu score 88",
    );
}

#[test]
fn after_kill_9_open_asks_are_asked_again_under_their_keys() {
    let home = ScriptedHome::new();
    let start = |server: &ServerProcess| {
        let body = json!({ "agentId": "ada", "leadIds": server.leads()[..3] }).to_string();
        let headers = ["Idempotency-Key: monday", "Content-Type: application/json"];
        let (status, answer) = server.send(&post_request("/dialer/sessions", &headers, &body));
        assert_eq!(status, 201);
        answer
    };
    // The carrier says that Marcus is busy, and nothing else; the CRM is silent.
    let silent = r#"{"settings": {"crm_answer_timeout_ms": 60000}}
{"when": {"ask": "dial", "lead": "Marcus Bell"}, "say": [{"carrier": "busy"}]}
{"when": {"ask": "contact"}, "say": [], "always": true}
"#;
    let server = home.serve(silent);
    let first = start(&server);
    let id = serde_json::from_slice::<Value>(&first).expect("the answer is JSON")["id"].clone();
    let path = format!("/dialer/sessions/{}", id.as_str().expect("an id"));
    while server.get(&path).1["calls"].as_array().expect("calls").len() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    server.kill();

    let server = home.serve(
        r#"{"settings": {"crm_answer_timeout_ms": 60000}}
{"when": {"ask": "dial", "call": "0.0"}, "say": [{"after_ms": 5000, "carrier": "no_answer"}]}
{"when": {"ask": "dial", "call": "0.2"}, "say": [{"after_ms": 600, "carrier": "answered"}]}
{"when": {"ask": "hang_up"}, "say": [{"after_ms": 400, "carrier": "released"}]}
"#,
    );
    assert_eq!(start(&server), first, "the key is known");
    let session = server.settled(id.as_str().expect("an id"));
    assert_eq!(outcomes(&session), ["CANCELED_BY_DIALER", "BUSY", "CONNECTED"]);
    assert_eq!(server.get("/dialer/sessions").1["total"], json!(1));
    assert_timeline(
        &home.timeline(server),
        "T desk keyed monday
         session 0 started ada 3 leads on 2 lines ID
         call 0.0 placed Ada Lindqvist ring <= T
         call 0.1 placed Marcus Bell ring <= T
         T call 0.1 ended busy
         crm 0.1 started attempt 1 contact <= T
         call 0.2 placed Lin Wu ring <= T
         T journal resumed engine 0.1.0, rules 2
         T crm 0.1 linked contact 1 activity <= T
         T crm 0.1 synced activity 2
         T call 0.2 ended connected
         session 0 won by call 0.2
         call 0.0 ended canceled by dialer free <= T
         session 0 stopped winner
         crm 0.2 started attempt 1 contact <= T
         crm 0.0 started attempt 1 contact <= T
         T crm 0.2 linked contact 3 activity <= T
         T crm 0.0 linked contact 4 activity <= T
         T crm 0.2 synced activity 5
         T crm 0.0 synced activity 6
         T line 0.0 released by the carrier",
    );
}

#[test]
fn a_fault_of_a_script_is_named_with_its_line() {
    let home = ScriptedHome::new();
    let path = home.folder.path().join("script.jsonl");
    let run = |text: &str| {
        let path = written(&path, text);
        ProgramOutput::of(REDIAL.serve_command(&home.data()).args(["--world", &path]))
    };
    for (text, fault) in [
        ("# fine\n{\"when\": {\"ask\": \"ring\"}, \"say\": []}\n", "line 2: unknown variant `ring`"),
        ("{\"settings\": {}}\n\n{\"settings\": {}}\n", "line 3: a script has one line of settings at most"),
    ] {
        let ProgramOutput { code, err, .. } = run(text);
        assert_eq!(code, Some(65), "{err}");
        assert!(err.contains("script.jsonl") && err.contains(fault), "{err}");
    }
    assert!(!home.data().exists(), "nothing was begun");
    let missing = REDIAL.serve_command(&home.data()).args(["--world", "no-such-script.jsonl"]).output();
    assert_eq!(missing.expect("the program was built").status.code(), Some(74));
    let both = REDIAL.serve_command(&home.data()).args(["--world", "x.jsonl", "--seed", "7"]).output();
    assert_eq!(both.expect("the program was built").status.code(), Some(64));
}

#[test]
fn a_directory_resumes_in_a_world_of_its_own_kind() {
    let home = ScriptedHome::new();
    assert_eq!(home.serve("").terminate(), Some(0));
    let script = written(&home.folder.path().join("script.jsonl"), "");
    let refused = |data: &Path, args: &[&str]| {
        let ProgramOutput { code, err, .. } = ProgramOutput::of(REDIAL.serve_command(data).args(args));
        assert_eq!(code, Some(64), "{err}");
        err
    };
    let simulated = refused(&home.data(), &[]);
    assert!(simulated.contains("was dialed in a scripted world") && simulated.contains("--world"), "{simulated}");
    let copy = copied(&older_directory("young"));
    let scripted = refused(copy.path(), &["--world", &script]);
    assert!(
        scripted.contains("was dialed in a simulated world") && scripted.contains("start it without --world"),
        "{scripted}"
    );
    // Both go on in their own worlds.
    assert_eq!(home.serve("").terminate(), Some(0));
    assert_eq!(REDIAL.serve(copy.path(), &[]).terminate(), Some(0));
}

#[test]
fn a_salvaged_directory_goes_on_although_a_script_has_no_crm_log() {
    let home = ScriptedHome::new();
    let server = home.serve(r#"{"when": {"ask": "dial"}, "say": [{"carrier": "busy"}], "always": true}"#);
    let session = dialed(&server, 1);
    assert_eq!(session["calls"][0]["crmActivityStatus"], "SYNCED");
    server.kill();
    let fork = home.folder.path().join("fork");
    REDIAL.run(&["journal", "salvage"], &[&home.data(), &fork]).success();
    let script = written(&home.folder.path().join("script.jsonl"), "");
    let server = REDIAL.serve(&fork, &["--world", &script]);
    let id = session["id"].as_str().expect("an id");
    assert_eq!(server.get(&format!("/dialer/sessions/{id}")).1["calls"], session["calls"]);
    assert_eq!(server.terminate(), Some(0));
}
