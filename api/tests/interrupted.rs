//! A study that a signal interrupts, and resumes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::REDIAL;
use crate::study::{STUDY, assert_same, done, redial, written};

/// A study or a part of one that is interrupted, ended or killed resumes where it was.
#[test]
fn a_study_that_is_broken_off_goes_on_to_the_same_end() {
    let temporary = written();
    let dir = temporary.path();
    let long = STUDY.replace("20_000", "40_000");
    fs::write(dir.join("study.toml"), long).expect("there is room");
    done(dir, &["study", "study.toml", "--out", "whole"]);
    assert!(times_broken(dir, "broken", &[], &SIGNALS) > 1);
    assert_same(dir, "whole", "broken");
    let again = redial(dir, &["study", "study.toml", "--out", "broken", "--resume"]);
    assert_eq!(again.status.code(), Some(64));
    assert_eq!(String::from_utf8_lossy(&again.stderr), "redial: broken: the study in it is finished\n");
    for (part, signal) in ["1/2", "2/2"].into_iter().zip(SIGNALS) {
        assert!(times_broken(dir, &part[..1], &["--shard", part], &[signal]) > 0);
    }
    done(dir, &["study", "merge", "1", "2", "--out", "merged"]);
    assert_same(dir, "whole", "merged");
}

/// How a study is interrupted, one way after the other, and its exit code then. A killed study has kept as much as the
/// interrupt before it, and has written rows since.
const SIGNALS: [(&str, Option<i32>); 3] = [("-INT", Some(130)), ("-KILL", None), ("-TERM", Some(143))];

/// Plays a study that is interrupted again and again; returns the number of interruptions.
fn times_broken(dir: &Path, name: &str, more: &[&str], signals: &[(&str, Option<i32>)]) -> usize {
    let first = [&["study", "study.toml", "--threads", "1", "--out", name], more].concat();
    let resumed = [first.as_slice(), &["--resume"]].concat();
    let mut status = interrupted(dir, (signals[0].0, name), &first);
    for (times, (_, code)) in (1..).zip(signals.iter().cycle()) {
        if status != *code {
            assert_eq!(status, Some(0), "{name} ended after {times} times");
            return times - 1;
        }
        let table = fs::File::open(dir.join(name).join("runs.csv")).expect("it was begun");
        table.try_lock().expect("no other process is at work");
        let meanwhile = redial(dir, &resumed);
        assert_eq!(meanwhile.status.code(), Some(64));
        let said = format!("redial: {name}: another redial is at work on the study in it\n");
        assert_eq!(String::from_utf8_lossy(&meanwhile.stderr), said);
        drop(table);
        status = interrupted(dir, (signals[times % signals.len()].0, name), &resumed);
    }
    unreachable!("signals never end")
}

/// Starts the program, and sends it a signal as soon as it has written some rows more.
fn interrupted(dir: &Path, (signal, name): (&str, &str), args: &[&str]) -> Option<i32> {
    let rows = dir.join(name).join("runs.csv");
    let length = || fs::metadata(&rows).map_or(0, |file| file.len());
    let mut child = started(dir, args);
    // Rows written after the last checkpoint are cut off first, so the table may begin shorter than it is now.
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
    sent(signal, &child);
    child.wait().expect("it is ours").code()
}

fn started(dir: &Path, args: &[&str]) -> Child {
    let mut command = REDIAL.command();
    command.current_dir(dir).args(args).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("it was built")
}

fn sent(signal: &str, child: &Child) {
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("there is a shell's kill");
    assert!(kill.success());
}

/// Runs of ten thousand leads in 160 settings make blocks that take long; a signal does not wait for the end of one.
#[test]
fn a_study_stops_in_the_middle_of_a_block() {
    let temporary = written();
    let dir = temporary.path();
    let seed = fs::read_to_string(dir.join("mine.toml")).expect("it was written");
    let unanswered = seed.replace("answered = 40", "answered = 0").replace("no_answer = 25", "no_answer = 65");
    fs::write(dir.join("mine.toml"), unanswered).expect("there is room");
    let study =
        "name = \"long\"\nscenario = \"mine.toml\"\nruns = 1000\n[grid]\nlines = \"1..=4\"\ntake = \"9961..=10000\"\n";
    fs::write(dir.join("study.toml"), study).expect("there is room");
    let mut child = started(dir, &["study", "study.toml", "--threads", "1"]);
    let hears = |signal: u32| {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        caught
            .and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
            .is_some_and(|bits| bits >> (signal - 1) & 1 == 1)
    };
    // In hundredths of a second of work.
    let worked = || {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        let fields: Vec<_> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        fields.get(11).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0)
    };
    while !hears(15) {
        std::thread::sleep(Duration::from_millis(2));
    }
    // A block takes some seconds of work: half a second is in its middle on any machine.
    let enough = worked() + 50;
    while worked() < enough {
        std::thread::sleep(Duration::from_millis(2));
    }
    sent("-TERM", &child);
    let code = child.wait().expect("it is ours").code();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("it is piped"), &mut said).expect("it is text");
    assert_eq!(code, Some(143), "{said}");
    let end = "0 runs of each setting were done; with --out DIR they would have been kept\n\
               redial: the study was interrupted\n";
    assert!(said.ends_with(end), "{said}");
}
