//! `redial study` as planners use it: what it finds does not depend on how the work was cut.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const STUDY: &str = r#"
name = "some & lines"
scenario = "mine.toml"
leads = "people.csv"
runs = 20_000
[grid]
lines = [1, 3]
"dialer.ring_timeout_ms" = [6_000, 30_000]
"#;

fn redial(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redial")).current_dir(dir).args(args).output().expect("it was built")
}

fn done(dir: &Path, args: &[&str]) -> String {
    let output = redial(dir, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes a study with a scenario and leads of its own.
fn written() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("there is room");
    let seed = include_str!("../../fixtures/scenarios/seed.toml").replace("name = \"seed\"", "name = \"mine\"");
    fs::write(dir.path().join("mine.toml"), seed).expect("there is room");
    fs::write(dir.path().join("people.csv"), done(dir.path(), &["leads", "--count", "40"])).expect("there is room");
    fs::write(dir.path().join("study.toml"), STUDY).expect("there is room");
    dir
}

/// Every file of a folder, by its name.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut rooms = vec![dir.to_owned()];
    while let Some(room) = rooms.pop() {
        for entry in fs::read_dir(room).expect("it is there") {
            let path = entry.expect("it is there").path();
            if path.is_dir() {
                rooms.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("it lies below").to_owned();
                found.insert(name, fs::read(path).expect("it is there"));
            }
        }
    }
    found
}

fn assert_same(dir: &Path, one: &str, other: &str) {
    let (one_files, other_files) = (files(&dir.join(one)), files(&dir.join(other)));
    assert!(
        one_files.keys().eq(other_files.keys()),
        "{one}: {:?}, {other}: {:?}",
        one_files.keys(),
        other_files.keys()
    );
    for (name, bytes) in &one_files {
        assert!(other_files[name] == *bytes, "{} differs between {one} and {other}", name.display());
    }
}

#[test]
fn every_file_is_the_same_on_any_number_of_threads_in_parts_and_again_from_its_own_folder() {
    let temporary = written();
    let dir = temporary.path();
    for threads in ["1", "2", "7"] {
        done(dir, &["study", "study.toml", "--threads", threads, "--out", threads]);
    }
    assert_same(dir, "1", "2");
    assert_same(dir, "1", "7");
    for place in 1..=3 {
        done(dir, &["study", "study.toml", "--shard", &format!("{place}/3"), "--out", &format!("part-{place}")]);
    }
    done(dir, &["study", "merge", "part-3", "part-1", "part-2", "--out", "merged"]);
    assert_same(dir, "1", "merged");
    done(dir, &["study", "merged/study.toml", "--out", "again"]);
    assert_same(dir, "1", "again");
    let names: Vec<_> = files(&dir.join("1")).into_keys().map(|name| name.display().to_string()).collect();
    let scenarios = ["001-lines=1-ring_timeout_ms=6000", "002-lines=1-ring_timeout_ms=30000"];
    assert_eq!(names[..4], ["leads.csv", "report.html", "runs.csv", "runs.parquet"]);
    assert_eq!(names[5..7], scenarios.map(|name| format!("scenarios/{name}.toml")));
}

/// Interrupted in the middle, and killed in the middle, it goes on where it was.
#[cfg(target_os = "linux")]
#[test]
fn a_study_that_is_broken_off_goes_on_to_the_same_end() {
    let temporary = written();
    let dir = temporary.path();
    let long = STUDY.replace("20_000", "60_000");
    fs::write(dir.join("study.toml"), long).expect("there is room");
    done(dir, &["study", "study.toml", "--out", "whole"]);
    let mut status = interrupted(dir, &["study", "study.toml", "--threads", "1", "--out", "broken"]);
    let mut times = 0;
    while status == Some(130) {
        times += 1;
        status = interrupted(dir, &["study", "study.toml", "--threads", "1", "--out", "broken", "--resume"]);
    }
    assert!(status == Some(0) && times > 0, "it ended with {status:?} after {times} interrupts");
    assert_same(dir, "whole", "broken");
    let again = redial(dir, &["study", "study.toml", "--out", "broken", "--resume"]);
    assert_eq!(again.status.code(), Some(64));
    assert_eq!(String::from_utf8_lossy(&again.stderr), "redial: broken: the study in it is finished\n");
}

/// Starts the program, and interrupts it as soon as it has written some rows more.
#[cfg(target_os = "linux")]
fn interrupted(dir: &Path, args: &[&str]) -> Option<i32> {
    let rows = dir.join("broken/runs.csv");
    let length = || fs::metadata(&rows).map_or(0, |file| file.len());
    let mut child = Command::new(env!("CARGO_BIN_EXE_redial"))
        .current_dir(dir)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it was built");
    let enough = length() + (1 << 20);
    loop {
        if let Some(status) = child.try_wait().expect("it is ours") {
            return status.code();
        }
        if length() > enough {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is a shell's kill");
    assert!(kill.success());
    child.wait().expect("it is ours").code()
}

/// Any row of the table of runs can be opened, and says the same.
#[test]
fn a_run_of_the_table_is_opened_by_its_number() {
    let temporary = written();
    let dir = temporary.path();
    done(dir, &["study", "study.toml", "--out", "out"]);
    let table = fs::read_to_string(dir.join("out/runs.csv")).expect("it is there");
    let mut rows = csv(&table);
    let row = rows.nth(4 * 1_234 + 3).expect("there are more rows");
    assert_eq!((row["setting"], row["run"]), ("lines=3 ring_timeout_ms=30000", "1234"));
    let scenario = "scenarios/004-lines=3-ring_timeout_ms=30000.toml";
    let run = done(&dir.join("out"), &["sim", scenario, "--leads", "leads.csv", "--run", "1234", "--json"]);
    let run: Value = serde_json::from_str(&run).expect("--json prints JSON");
    for count in ["attempted", "failed", "canceled", "abandoned"] {
        assert_eq!(run["metrics"][count].to_string(), row[count], "{count}");
    }
    let report = fs::read_to_string(dir.join("out/report.html")).expect("it is there");
    assert!(report.contains("<title>some &amp; lines</title>"));
    for elsewhere in ["src=", "href=", "@import", "url("] {
        assert!(!report.contains(elsewhere), "the report needs something else: {elsewhere}");
    }
}

/// Reads a table whose fields hold no comma.
fn csv(table: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    let (head, rows) = table.split_once('\n').expect("it has a line of names");
    rows.lines().map(move |row| head.split(',').zip(row.split(',')).collect())
}

#[test]
fn what_cannot_be_is_refused_and_named() {
    let temporary = written();
    let dir = temporary.path();
    let cases = [
        (
            "scenario = \"mine.toml\"",
            "scenario = \"yours.toml\"",
            65,
            "study.toml: line 3: scenario: yours.toml: No such file",
        ),
        ("leads = \"people.csv\"", "leads = \"nobody.csv\"", 74, "study.toml: line 4: leads: "),
        ("lines = [1, 3]", "lines = [1, 11]", 65, "study.toml: line 7: grid: session.lines = 11: lines is 11"),
    ];
    for (from, to, code, said) in cases {
        fs::write(dir.join("study.toml"), STUDY.replacen(from, to, 1)).expect("there is room");
        let output = redial(dir, &["study", "study.toml", "--out", "out"]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.starts_with(&format!("redial: {said}")), "{stderr}");
        assert_eq!(output.status.code(), Some(code), "{to}");
        assert!(!dir.join("out").exists(), "a folder was made for {to}");
    }
    fs::write(dir.join("study.toml"), STUDY.replace("20_000", "500")).expect("there is room");
    done(dir, &["study", "study.toml", "--out", "out"]);
    let again = redial(dir, &["study", "study.toml", "--out", "out"]);
    assert_eq!(again.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&again.stderr).contains("there is something in it already"));
    let nothing = redial(dir, &["study", "study.toml", "--out", "empty", "--resume"]);
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("no study was begun in it"));
    let shard = redial(dir, &["study", "study.toml", "--out", "shard", "--shard", "4/3"]);
    assert_eq!(shard.status.code(), Some(64));
}
