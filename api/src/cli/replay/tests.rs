//! The command on the golden journal: its output and its exit codes.

use std::path::{Path, PathBuf};

use clap::Parser;
use redial_replay::Chain;
use serde_json::{Value, json};

use super::{ReplayArgs, replay};

#[derive(Parser)]
struct ReplayLine {
    #[command(flatten)]
    replay: ReplayArgs,
}

fn golden() -> PathBuf {
    redial_testing::journal("hand")
}

/// Returns the exit code and the output.
fn run(path: &Path, options: &[&str]) -> (u8, String) {
    let words = ["replay"].map(Into::into).into_iter().chain([path.to_owned()]).chain(options.iter().map(Into::into));
    let line = ReplayLine::try_parse_from(words.map(PathBuf::into_os_string)).expect("the options are good");
    let mut out = Vec::new();
    let code = replay(&line.replay, &mut out).unwrap_or_else(|failure| {
        out.extend_from_slice(format!("{:#}", failure.error).as_bytes());
        failure.code
    });
    (code, String::from_utf8(out).expect("the output is text"))
}

/// Returns a directory with a journal that was changed and, for a forger, chained anew.
fn changed(changes: &[(&str, &str)], is_forged: bool) -> tempfile::TempDir {
    let mut journal = std::fs::read_to_string(golden()).expect("the golden journal is there");
    for (from, to) in changes {
        assert!(journal.contains(from), "{from}");
        journal = journal.replace(from, to);
    }
    let mut chain = Chain::ZERO;
    let mut written = String::new();
    for line in journal.lines() {
        let (body, rest) = line.rsplit_once(",\"chain\":\"").expect("a line ends in its chain");
        let (start, end) =
            body.split_once("\"prev\":\"").map_or((body, None), |(start, end)| (start, Some(&end[32..])));
        let body =
            end.filter(|_| is_forged).map(|end| format!("{start}\"prev\":\"{chain}{end}")).unwrap_or(body.into());
        chain = chain.then(body.as_bytes());
        let seal = if is_forged { format!("{chain}\"}}") } else { rest.to_owned() };
        written += &format!("{body},\"chain\":\"{seal}\n");
    }
    let directory = tempfile::tempdir().expect("there is room");
    std::fs::write(directory.path().join("journal.jsonl"), written).expect("there is room");
    directory
}

#[test]
fn a_journal_that_holds_exits_with_0() {
    let (code, text) = run(&golden(), &[]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("SAME: executed again") && text.contains("52 records"), "{text}");
}

#[test]
fn a_data_directory_stands_for_its_journal() {
    let directory = changed(&[], true);
    assert_eq!(run(directory.path(), &[]).0, 0);
}

#[test]
fn damage_exits_with_65_and_says_where() {
    let directory = changed(&[("\"at\":5001", "\"at\":5002")], false);
    let (code, text) = run(directory.path(), &[]);
    assert_eq!(code, 65, "{text}");
    assert!(text.starts_with("DAMAGED at #26, byte 8422: the chain does not hold"), "{text}");
    let (code, text) = run(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")), &["--json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, json["damage"]["kind"].as_str()), (65, Some("not_a_journal")));
}

#[test]
fn a_divergence_exits_with_3_and_shows_both_sides() {
    let won = |call: &str| format!("\"session_won\":{{\"call\":\"{call}\"}}");
    let directory = changed(&[(&won("0.2"), &won("0.0"))], true);
    let (code, text) = run(directory.path(), &["--until", "25", "--session", "0"]);
    assert_eq!(code, 3, "{text}");
    for part in ["as recorded after #25", "as computed after #25", "DIVERGED at #25, at 5.000, session 0, call 0.0"] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let (code, text) = run(directory.path(), &["--json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, json["divergence"]["field"].as_str()), (3, Some("transitions[1].session_won.call")));
}

#[test]
fn changed_rules_are_listed_and_only_strictly_a_divergence() {
    let older = ("\"rules\":2", "\"rules\":0");
    let ended = ("\"outcome\":\"voicemail\"", "\"outcome\":\"busy\"");
    assert_eq!(run(changed(&[older], true).path(), &["--strict"]).0, 0);
    let directory = changed(&[older, ended], true);
    let (code, text) = run(directory.path(), &[]);
    assert!(code == 0 && text.contains("rules changed") && text.contains("1 would differ: #19"), "{text}");
    assert_eq!(run(directory.path(), &["--strict"]).0, 3);
}

#[test]
fn a_torn_tail_is_reported_and_is_damage_only_under_strict() {
    let directory = changed(&[], true);
    let path = directory.path().join("journal.jsonl");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let (code, text) = run(&path, &[]);
    assert!(code == 0 && text.contains("torn tail") && text.contains("51 records"), "{text}");
    assert_eq!(run(&path, &["--strict"]).0, 65);
}

#[test]
fn a_timeline_can_be_narrowed_to_a_session() {
    let (_, by_number) = run(&golden(), &["--timeline", "--session", "1"]);
    let (_, by_prefix) = run(&golden(), &["--timeline", "--session", "e34beae9"]);
    let (_, by_name) = run(&golden(), &["--timeline", "--session", "e34beae9-3e28-8499-864b-a7f63305b1fc"]);
    assert_eq!((&by_number, &by_number), (&by_prefix, &by_name));
    assert!(by_number.contains("call 1.0") && !by_number.contains("call 0.0"), "{by_number}");
}

#[test]
fn until_shows_the_state_of_that_moment() {
    let (_, by_seq) = run(&golden(), &["--until", "25"]);
    let (_, by_seconds) = run(&golden(), &["--until", "5.000"]);
    let (_, by_time) = run(&golden(), &["--until", "2026-01-01T00:00:05Z"]);
    assert_eq!((&by_seq, &by_seq), (&by_seconds, &by_time));
    assert!(by_seq.starts_with("The state after #25, at 5.000\n"), "{by_seq}");
    let (_, json) = run(&golden(), &["--until", "25", "--json", "--session", "0"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let session = &json["state"]["sessions"][0];
    assert_eq!((&session["seq"], &session["calls"][2]["number"]), (&json!(25), &json!("0.2")));
    assert!(session["winnerCallId"].is_string() && session["winnerCallId"] == session["calls"][2]["id"], "{session}");
}

#[test]
fn a_missing_session_record_or_file_exits_with_64_or_74() {
    assert_eq!(run(&golden(), &["--session", "9"]).0, 64);
    assert_eq!(run(&golden(), &["--until", "99"]).0, 64);
    assert_eq!(run(&golden(), &["--until", "1999-01-01T00:00:00Z"]).0, 64);
    assert_eq!(run(Path::new("/no/such/journal"), &[]).0, 74);
}
