//! `redial sim` and `redial replay` as processes.

use std::path::Path;
use std::process::Output;

use redial_engine::Transition;
use redial_replay::{Encoder, JournalLine, Reader};
use redial_testing::{journal, journals, root, scenario, temp_dir};
use serde_json::Value;

use crate::REDIAL;

fn redial(args: &[&str]) -> Output {
    REDIAL.command().current_dir(root()).args(args).output().expect("it was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(args: &[&str]) -> Value {
    let output = redial(args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("--json prints JSON")
}

/// Every golden journal, and the run that writes it.
const GOLDEN: [(&str, &[&str]); 4] = [
    ("seed-7", &["sim", "--seed", "7"]),
    ("storm-3", &["sim", "fixtures/scenarios/storm.toml", "--seed", "3"]),
    ("cold-call-2", &["sim", "fixtures/scenarios/cold-call.toml", "--seed", "2", "--take", "15"]),
    ("ten-lines-5", &["sim", "fixtures/scenarios/ten-lines.toml", "--seed", "5", "--run", "9"]),
];

/// The bytes are the same in debug and release, in any directory, locale and time zone. `REDIAL_BLESS=1` writes them
/// again; only a change of rules may need that.
#[test]
fn golden_journals_are_written_again_to_the_last_byte() {
    let elsewhere = temp_dir();
    for (name, args) in GOLDEN {
        let golden = journal(name);
        if std::env::var_os("REDIAL_BLESS").is_some() {
            let path = golden.to_str().expect("it is plain text");
            assert!(redial(&[args, &["--journal", path][..]].concat()).status.success());
        }
        let written = elsewhere.path().join(name);
        let args = args.iter().map(|arg| if arg.ends_with(".toml") { root().join(arg) } else { arg.into() });
        let status = REDIAL
            .command()
            .current_dir(elsewhere.path())
            .envs([("TZ", "Pacific/Chatham"), ("LC_ALL", "tr_TR.UTF-8")])
            .args(args)
            .arg("--journal")
            .arg(&written)
            .output()
            .expect("it was built");
        assert!(status.status.success(), "{name}: {}", text(&status.stderr));
        let (golden, written) = (std::fs::read(&golden), std::fs::read(&written));
        assert!(golden.expect("it is there") == written.expect("it was written"), "{name} has other bytes today");
    }
}

#[test]
fn golden_journals_verify() {
    for path in journals() {
        let output = REDIAL.replay(&path);
        assert_eq!(output.code, Some(0), "{}: {}", path.display(), output.out);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads| {
        let mut report =
            json(&["sim", "fixtures/scenarios/storm.toml", "--runs", "9000", "--threads", threads, "--json"]);
        let report = report.as_object_mut().expect("one object");
        assert_eq!(report.remove("threads"), Some(threads.parse::<u64>().expect("a number").into()));
        report.remove("elapsed_ms").expect("it is measured");
        serde_json::to_string(&report).expect("it was JSON")
    };
    let one = on("1");
    assert_eq!(one, on("2"));
    assert_eq!(one, on("7"));
}

#[test]
fn a_run_can_be_picked_out_of_many() {
    let home = temp_dir();
    let (whole, picked) = (home.path().join("whole"), home.path().join("picked"));
    let path = |path: &Path| path.to_str().expect("it is plain text").to_owned();
    let mut won = 0;
    for run in 0..20 {
        let run = run.to_string();
        let view = json(&["sim", "--seed", "4", "--run", &run, "--json", "--journal", &path(&picked)]);
        won += u64::from(!view["winnerCallId"].is_null());
        assert_eq!(redial(&["replay", &path(&picked)]).status.code(), Some(0));
    }
    let report = json(&["sim", "--seed", "4", "--runs", "20", "--json"]);
    assert_eq!(report["metrics"]["won"]["mean"].as_f64(), Some(won as f64 / 20.0));
    let again = ["sim", "--seed", "4", "--runs", "20", "--run", "19", "--journal", &path(&whole)];
    assert!(redial(&again).status.success());
    assert_eq!(std::fs::read(whole).expect("it was written"), std::fs::read(picked).expect("it was written"));
}

#[test]
fn overrides_are_kept_in_the_header() {
    let home = temp_dir();
    let path = home.path().join("journal");
    let path = path.to_str().expect("it is plain text");
    assert!(redial(&["sim", "--lines", "4", "--take", "3", "--seed", "9", "--journal", path]).status.success());
    let header = std::fs::read_to_string(path).expect("it was written");
    let header: Value = serde_json::from_str(header.lines().next().expect("a header")).expect("JSON");
    assert_eq!(header["scenario"]["session"]["lines"], 4);
    assert_eq!(header["scenario"]["session"]["take"], 3);
    assert_eq!(header["seed"], 9);
}

#[test]
fn a_changed_transition_with_every_chain_made_anew_is_a_divergence() {
    let golden = std::fs::read(journal("seed-7")).expect("it is there");
    let mut reader = Reader::open(&golden[..]).expect("it holds");
    let mut forged = Vec::new();
    let mut encoder = Encoder::begin(reader.header(), &mut forged);
    while let Some(line) = reader.next().expect("it holds") {
        let JournalLine::Record(stored) = line else { continue };
        let mut record = stored.parse().expect("it can be read");
        if let Some(Transition::CallPlaced { deadline, .. }) = record.transitions.last_mut()
            && record.seq > 8
        {
            *deadline = deadline.after_ms(1);
        }
        encoder.record(record.seq, record.at, &record.input, &record.transitions, &mut forged);
    }
    let home = temp_dir();
    let path = home.path().join("forged.jsonl");
    std::fs::write(&path, forged).expect("there is room");
    let output = redial(&["replay", path.to_str().expect("it is plain text")]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("deadline"), "{}", text(&output.stdout));
}

#[test]
fn exit_codes_match_the_help() {
    let home = temp_dir();
    let golden = std::fs::read(journal("seed-7")).expect("it is there");
    let file = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        std::fs::write(&path, bytes).expect("there is room");
        path.to_str().expect("it is plain text").to_owned()
    };
    let code = |args: &[&str]| redial(args).status.code();
    let mut flipped = golden.clone();
    flipped[golden.len() / 2] ^= 4;
    assert_eq!(code(&["replay", &file("flipped", &flipped)]), Some(65));
    let torn = file("torn", &golden[..golden.len() - 5]);
    assert_eq!(code(&["replay", &torn]), Some(0));
    assert_eq!(code(&["replay", &torn, "--strict"]), Some(65));
    assert_eq!(code(&["replay", "no-such-file"]), Some(74));
    assert_eq!(code(&["replay"]), Some(64));
    assert_eq!(code(&["replay", &torn, "--until", "soon"]), Some(64));
    assert_eq!(code(&["sim", "--lines", "11"]), Some(64));
    assert_eq!(code(&["sim", "--runs", "5", "--run", "5"]), Some(64));
    assert_eq!(code(&["sim", "no-such-scenario.toml"]), Some(74));
    assert_eq!(code(&["sim", &file("bad.toml", b"name = 'x'\nwhat = 1\n")]), Some(65));
    assert_eq!(code(&["--help"]), Some(0));
}

#[test]
fn every_built_in_scenario_is_listed_and_dialed_by_its_name() {
    let listed = text(&redial(&["sim", "--list-scenarios"]).stdout);
    let names: Vec<_> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"seed") && names.contains(&"b2b-cold-average"), "{listed}");
    for name in names {
        let by_name = json(&["sim", name, "--seed", "3", "--json"]);
        let path = format!("fixtures/scenarios/{name}.toml");
        assert_eq!(by_name, json(&["sim", &path, "--seed", "3", "--json"]), "{name}");
    }
    let error = text(&redial(&["sim", "b2b-cold-averag"]).stderr);
    assert!(error.contains("b2b-cold-averag") && error.contains("--list-scenarios"), "{error}");
}

/// The header holds distributions, decisions, hours, trades and a dialer without a CRM, so the file alone describes the
/// run.
#[test]
fn a_journal_of_a_rich_scenario_verifies() {
    let home = temp_dir();
    let (file, written) = (home.path().join("rich.toml"), home.path().join("journal"));
    let when = "[dialer]\ncrm_sync = false\n[[carrier.outcomes_when]]\nhours = [9, 10]\nindustries = [\"Finance\"]\n\
                [carrier.outcomes_when.outcomes]\nanswered = 0\nno_answer = 100\nbusy = 0\nvoicemail = 0\n[crm]";
    let preset = scenario("mobile-direct");
    let rich = preset.replacen("[dialer]\nring_timeout_ms = 32000", "", 1).replacen("[crm]", when, 1);
    std::fs::write(&file, rich).expect("there is room");
    let path = |path: &Path| path.to_str().expect("it is plain text").to_owned();
    let view = json(&["sim", &path(&file), "--journal", &path(&written), "--json"]);
    assert_eq!(view["settled"], true);
    assert!(view["calls"].as_array().expect("an array").iter().all(|call| call["crmActivityStatus"].is_null()));
    REDIAL.replay(&written).success();
    let written = std::fs::read_to_string(&written).expect("it was written");
    for kept in ["\"decide_ms\":", "\"lognormal\":", "\"outcomes_when\":", "\"crm_sync\":false"] {
        assert!(written.lines().next().expect("a header").contains(kept), "{kept}");
    }
}

#[test]
fn a_mistake_in_a_scenario_is_named_with_its_line() {
    let seed = scenario("seed");
    let home = temp_dir();
    let cases = [
        ("answered = 40", "answered = 40.001", "answered is 40.001"),
        ("answered = 40", "answered = 41", "add up to 101.00 %"),
        ("ring_ms = [3000, 8000]", "ring_ms = [8000, 3000]", "ring_ms is [8000, 3000]"),
        ("lines = 2", "lines = 0", "lines is 0"),
        ("name = \"seed\"", "name = \"seed\"\ncolour = 1", "colour"),
        ("cancel_ms = [100, 100]", "", "cancel_ms"),
        ("[crm]", "[dialer]\ncrm_attempts = 0\n[crm]", "crm_attempts is 0"),
    ];
    for (there, instead, said) in cases {
        let path = home.path().join("scenario.toml");
        std::fs::write(&path, seed.replacen(there, instead, 1)).expect("there is room");
        let output = redial(&["sim", path.to_str().expect("it is plain text")]);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(65), "{error}");
        assert!(error.contains("scenario.toml: line ") && error.contains(said), "{error}");
    }
}

#[test]
fn only_the_journal_of_another_run_is_overwritten() {
    let home = temp_dir();
    let path = home.path().join("journal.jsonl");
    let sim = || redial(&["sim", "--journal", path.to_str().expect("it is plain text")]);
    assert!(sim().status.success());
    let written = std::fs::read(&path).expect("it was written");
    assert!(sim().status.success());
    assert_eq!(std::fs::read(&path).expect("it was written"), written);
    std::fs::copy(journal("hand"), &path).expect("there is room");
    let kept = std::fs::read(&path).expect("it is there");
    assert_eq!(sim().status.code(), Some(64));
    assert_eq!(std::fs::read(&path).expect("it is there"), kept);
}

/// The README and the pages quote output; the program prints the same.
#[test]
fn the_papers_show_the_output_of_the_program() {
    let paper = |name: &str| std::fs::read_to_string(root().join(name)).expect("it is there");
    let timeline = text(&redial(&["sim", "--seed", "7", "--timeline"]).stdout);
    let verdict = REDIAL.replay(&journal("seed-7")).success();
    for (name, printed) in [("sim/docs/scenarios.md", &timeline), ("replay/docs/journal.md", &verdict)] {
        let picture = format!("```\n{printed}```");
        assert!(paper(name).contains(&picture), "not in {name}:\n{picture}");
    }
    let readme = paper("README.md");
    let excerpts: Vec<_> = readme.split("```").filter(|block| block.starts_with("\n  #")).collect();
    assert!(!excerpts.is_empty(), "the README has a timeline");
    for excerpt in excerpts {
        assert!(timeline.contains(excerpt), "not printed:{excerpt}");
    }
}
