//! `redial study` as planners use it: its results do not depend on how the work was divided.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use redial_testing::{scenario, temp_dir};
use serde_json::Value;

use crate::REDIAL;

pub(crate) const STUDY: &str = r#"
name = "some & lines"
scenario = "mine.toml"
leads = "people.csv"
runs = 20_000
[grid]
lines = [1, 3]
"dialer.ring_timeout_ms" = [6_000, 30_000]
"#;

pub(crate) fn redial(dir: &Path, args: &[&str]) -> Output {
    REDIAL.command().current_dir(dir).args(args).output().expect("it was built")
}

pub(crate) fn done(dir: &Path, args: &[&str]) -> String {
    let output = redial(dir, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes a study with a scenario and leads of its own.
pub(crate) fn written() -> tempfile::TempDir {
    let dir = temp_dir();
    let seed = scenario("seed").replace("name = \"seed\"", "name = \"mine\"");
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

pub(crate) fn assert_same(dir: &Path, one: &str, other: &str) {
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

/// Numbers without a country code: in the United Kingdom, two of the leads are one person, who is never called twice at
/// a time.
#[test]
fn the_folder_of_a_study_knows_the_region_of_its_leads() {
    let temporary = written();
    let dir = temporary.path();
    let numbers = ["+44 20 7946 0958", "020 7946 0958", "020 7946 0123", "020 7946 0321"];
    let mut people = "name,job_title,phone_number,company,email,headcount,industry\n".to_owned();
    for number in numbers {
        people += &format!("Ann Example,Clerk,{number},Example,ann@example.example,11-50,Technology\n");
    }
    fs::write(dir.join("people.csv"), people).expect("there is room");
    fs::write(dir.join("study.toml"), STUDY.replace("20_000", "2_000")).expect("there is room");
    done(dir, &["study", "study.toml", "--region", "GB", "--out", "gb"]);
    done(dir, &["study", "gb/study.toml", "--out", "again"]);
    assert_same(dir, "gb", "again");
    for part in ["1/2", "2/2"] {
        done(dir, &["study", "study.toml", "--region", "GB", "--shard", part, "--out", &part[..1]]);
    }
    done(dir, &["study", "merge", "1", "2", "--out", "merged"]);
    assert_same(dir, "gb", "merged");
    done(dir, &["study", "gb/study.toml", "--region", "US", "--out", "us"]);
    assert_ne!(files(&dir.join("gb"))[Path::new("runs.csv")], files(&dir.join("us"))[Path::new("runs.csv")]);
    let report = fs::read_to_string(dir.join("gb/report.html")).expect("it is there");
    assert!(report.contains(" --leads leads.csv --region GB --seed 1 --run 0 --timeline"));
}

/// A study that stops when it is precise stops at the same run on any number of threads, and put together from parts.
#[test]
fn a_precise_study_is_the_same_on_any_number_of_threads_and_in_parts() {
    let temporary = written();
    let dir = temporary.path();
    let precise = format!("{}[precision]\nwon = 0.007\n", STUDY.replace("20_000", "30_000"));
    fs::write(dir.join("study.toml"), precise).expect("there is room");
    for threads in ["1", "2", "7"] {
        done(dir, &["study", "study.toml", "--threads", threads, "--out", threads]);
    }
    assert_same(dir, "1", "2");
    assert_same(dir, "1", "7");
    for part in ["1/2", "2/2"] {
        done(dir, &["study", "study.toml", "--shard", part, "--out", &format!("part-{}", &part[..1])]);
    }
    let shown = done(dir, &["study", "merge", "part-1", "part-2", "--out", "merged"]);
    assert_same(dir, "1", "merged");
    assert!(shown.contains("Precision: every goal is met.") && !shown.contains(" 30000 runs"), "{shown}");
    let rows = |name: &str| files(&dir.join(name))[Path::new("runs.csv")].len();
    assert!(rows("merged") < rows("part-1") + rows("part-2"), "it did not stop early");
}

#[test]
fn a_precision_out_of_reach_is_reported_at_the_first_look() {
    let temporary = written();
    let dir = temporary.path();
    let precise = format!("{}[precision]\nwon = 0.000_1\n", STUDY.replace("20_000", "30_000"));
    fs::write(dir.join("study.toml"), precise).expect("there is room");
    let output = redial(dir, &["study", "study.toml"]);
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let said: Vec<_> = stderr.lines().filter(|line| line.starts_with("the precision is out of reach: ")).collect();
    let [said] = said.as_slice() else { panic!("it is reported once: {stderr}") };
    assert!(said.contains(": lines=1 ring_timeout_ms=6000: won is known to ± 0.00"), "{said}");
    assert!(said.ends_with(" runs, and a setting gets at most 30000"), "{said}");
    assert!(output.status.success() && stdout.contains(", 30000 runs of each setting"), "{stdout}");
}

/// After a power cut, the file that counts the rows must not count rows that the disk does not have.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs strace"]
fn rows_are_on_the_disk_before_any_file_counts_them() {
    let temporary = written();
    let dir = temporary.path();
    fs::write(dir.join("study.toml"), STUDY.replace("20_000", "500")).expect("there is room");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-o", "trace", "-e", "trace=fdatasync,rename,renameat,renameat2"]);
    command.arg(REDIAL.path()).args(["study", "study.toml", "--out", "out"]);
    assert!(command.current_dir(dir).stdout(Stdio::null()).status().expect("it is there").success());
    let (mut is_synced, mut times) = (false, 0);
    for line in fs::read_to_string(dir.join("trace")).expect("it was traced").lines() {
        if line.contains("fdatasync(") && line.contains("/runs.csv>") {
            is_synced = true;
        } else if line.contains("/part.json.new\"") || line.contains("\"out/part.json.new\"") {
            assert!(is_synced, "{line}");
            (is_synced, times) = (false, times + 1);
        }
    }
    assert!(times > 1, "it was kept {times} times");
}

/// `redial sim` plays any row of the table of runs again, with the same values.
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
    let places = ["lines=1-ring_timeout_ms=6000", "lines=1-ring_timeout_ms=30000", "lines=3-ring_timeout_ms=6000"];
    for (place, name) in (1..).zip(places) {
        let command =
            format!("redial sim scenarios/{place:03}-{name}.toml --leads leads.csv --seed 1 --run 0 --timeline");
        assert!(report.contains(&command), "{command}");
    }
    assert!(report.contains(&format!("Made by redial {}, rules ", env!("CARGO_PKG_VERSION"))));
    assert!(report.contains("ring_timeout_ms = 6000") && !report.contains("are drawn"));
}

/// The report draws no more lines than a reader can distinguish, and names those that it draws.
#[test]
fn a_report_says_which_settings_it_draws() {
    let temporary = written();
    let dir = temporary.path();
    let wide = STUDY.replace("20_000", "50").replace("[1, 3]", "\"1..=10\"");
    fs::write(dir.join("study.toml"), wide).expect("there is room");
    done(dir, &["study", "study.toml", "--out", "out"]);
    let report = fs::read_to_string(dir.join("out/report.html")).expect("it is there");
    assert!(report.contains("10 of the 20 settings are drawn, evenly from the first to the last"));
    for place in 1..=20 {
        assert!(report.contains(&format!("redial sim scenarios/{place:03}-lines=")), "setting {place}");
    }
}

/// Reads a table whose fields hold no comma.
fn csv(table: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    let (head, rows) = table.split_once('\n').expect("it has a line of names");
    rows.lines().map(move |row| head.split(',').zip(row.split(',')).collect())
}

#[test]
fn a_study_with_mistakes_is_refused_and_each_is_named() {
    let temporary = written();
    let dir = temporary.path();
    let cases = [
        (
            "scenario = \"mine.toml\"",
            "scenario = \"yours.toml\"",
            65,
            "study.toml: line 3: scenario: yours.toml: No such file",
        ),
        ("leads = \"people.csv\"", "leads = \"missing.csv\"", 74, "study.toml: line 4: leads: "),
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
    let all = STUDY
        .replace("people.csv", "missing.csv")
        .replace("[1, 3]", "[0,\n11]")
        .replace("20_000", "0\nregion = \"XX\"");
    fs::write(dir.join("study.toml"), all).expect("there is room");
    let output = redial(dir, &["study", "study.toml"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let begins = [
        "redial: study.toml: 4 mistakes",
        "  line 5: runs is 0; it takes a whole number from 1 to 1000000000",
        "  line 6: region: \"XX\" is not the two-letter code of a country, like US or DE",
        "  line 8: grid: session.lines = 0: lines is 0; it takes 1 to 10",
        "  line 9: grid: session.lines = 11: lines is 11; it takes 1 to 10",
    ];
    assert!(stderr.lines().count() == begins.len(), "{stderr}");
    for (line, begin) in stderr.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}, not {begin}");
    }
    assert_eq!(output.status.code(), Some(65));
    fs::write(dir.join("study.toml"), STUDY.replace("20_000", "500")).expect("there is room");
    done(dir, &["study", "study.toml", "--out", "out"]);
    let again = redial(dir, &["study", "study.toml", "--out", "out"]);
    assert_eq!(again.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&again.stderr).contains("it is not empty; name another folder"));
    let nothing = redial(dir, &["study", "study.toml", "--out", "empty", "--resume"]);
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("no study was begun in it"));
    let shard = redial(dir, &["study", "study.toml", "--out", "shard", "--shard", "4/3"]);
    assert_eq!(shard.status.code(), Some(64));
}
