//! A study resumes from its files as they were written, or not at all.

use std::fs;
use std::path::Path;

use redial_testing::temp_dir;

use crate::REDIAL;

const STUDY: &str = "name = \"kept\"\nscenario = \"seed\"\nruns = 6_000\n[grid]\nlines = [1, 3]\n";

fn redial(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let ended = REDIAL.run_in(dir, args);
    (ended.code, ended.err)
}

/// A study whose two parts are done.
fn parts() -> tempfile::TempDir {
    let home = temp_dir();
    fs::write(home.path().join("study.toml"), STUDY).expect("there is room");
    for part in ["1", "2"] {
        let shard = format!("{part}/2");
        let (code, said) = redial(home.path(), &["study", "study.toml", "--out", part, "--shard", &shard]);
        assert_eq!(code, Some(0), "{said}");
    }
    home
}

/// Changes a file, resumes the part, merges both parts, and restores the file; returns the error.
fn damaged(dir: &Path, file: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let sound = fs::read(dir.join(file)).expect("it is there");
    let mut bytes = sound.clone();
    change(&mut bytes);
    fs::write(dir.join(file), &bytes).expect("there is room");
    let (code, said) = redial(dir, &["study", "study.toml", "--out", "1", "--resume", "--shard", "1/2"]);
    assert_eq!(code, Some(65), "{said}");
    assert_eq!(redial(dir, &["study", "merge", "1", "2", "--out", "whole"]), (Some(65), said.clone()));
    assert!(!dir.join("whole").exists(), "nothing was begun");
    assert_eq!(fs::read(dir.join(file)).expect("it is there"), bytes, "nothing was changed");
    fs::write(dir.join(file), sound).expect("there is room");
    assert!(said.starts_with(&format!("redial: {file}: ")), "{said}");
    assert!(said.ends_with("; put a sound copy of the folder in its place, or play it again with another --out\n"));
    said
}

#[test]
fn rows_that_differ_from_the_written_ones_are_named_and_refused() {
    let home = parts();
    let dir = home.path();
    let rows = fs::read(dir.join("1/runs.csv")).expect("it is there");
    let digits: Vec<_> = (0..rows.len()).filter(|place| rows[*place].is_ascii_digit()).collect();
    // One digit changed to another in a row: only a checksum detects that.
    for place in [digits[digits.len() / 3], digits[digits.len() - 1]] {
        let said = damaged(dir, "1/runs.csv", |bytes| bytes[place] ^= 1);
        // Four ranges of the table make a mebibyte.
        let (from, to) = (place >> 18 << 18, rows.len().min(((place >> 18) + 1) << 18));
        let line = |end: usize| 1 + rows[..end].iter().filter(|byte| **byte == b'\n').count();
        let message = format!("damaged somewhere in lines {} to {}, bytes {from} to {to}: ", line(from), line(to - 1));
        assert!(said.contains(&message), "{said}");
    }
    let said = damaged(dir, "1/runs.csv", |bytes| bytes[2] = b'x');
    assert!(said.contains("damaged somewhere in lines 1 to "), "the line of names counts: {said}");
    let said = damaged(dir, "1/runs.csv", |bytes| bytes.truncate(rows.len() - 9));
    let message = format!("rows that were written are missing: {} bytes of {} are there", rows.len() - 9, rows.len());
    assert!(said.contains(&message), "{said}");
}

#[test]
fn a_damaged_checkpoint_is_refused() {
    let home = parts();
    let dir = home.path();
    let kept = fs::read_to_string(dir.join("1/part.json")).expect("it is there");
    let place = kept.find("\"rows_bytes\":").expect("it is there") + 13;
    for change in [place, kept.rfind(|letter: char| letter.is_ascii_digit()).expect("there are numbers")] {
        let said = damaged(dir, "1/part.json", |bytes| bytes[change] ^= 1);
        assert!(said.contains("its checksum does not hold"), "{said}");
    }
    let said = damaged(dir, "1/part.json", |bytes| bytes.truncate(kept.len() / 2));
    assert!(said.contains("cut off, damaged, or of another version of the program (EOF while parsing"), "{said}");
}

#[test]
fn a_wrong_part_is_refused_with_the_right_option() {
    let home = parts();
    let dir = home.path();
    let said = |args: &[&str], code| {
        let (ended, said) = redial(dir, args);
        assert_eq!(ended, Some(code), "{said}");
        said
    };
    let twice = said(&["study", "merge", "1", "2", "1", "--out", "whole"], 64);
    assert_eq!(twice, "redial: part 1/2 is there twice, in 1 and in 1: name it once\n");
    let lone = said(&["study", "merge", "1", "--out", "whole"], 65);
    assert_eq!(lone, "redial: part 2/2 is missing: name its folder with the others\n");
    let unnamed = said(&["study", "study.toml", "--out", "1", "--resume"], 64);
    assert_eq!(unnamed, "redial: 1/part.json: this is part 1/2; name it with --shard 1/2\n");
    assert_eq!(redial(dir, &["study", "merge", "2", "1", "--out", "whole"]).0, Some(0));
}
