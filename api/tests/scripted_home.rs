//! A data directory whose world is scripted, and its timeline.

use std::path::PathBuf;

use redial_testing::{ServerProcess, temp_dir};

use crate::REDIAL;
use crate::left::written;

/// A data directory, and the script of its world.
pub(crate) struct ScriptedHome {
    pub(crate) folder: tempfile::TempDir,
}

impl ScriptedHome {
    pub(crate) fn new() -> Self {
        Self { folder: temp_dir() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Serves the directory in the world of a script.
    pub(crate) fn serve(&self, script: &str) -> ServerProcess {
        let path = written(&self.folder.path().join("script.jsonl"), script);
        REDIAL.serve(&self.data(), &["--world", &path])
    }

    /// Stops the server and executes the journal again; returns its timeline from the first session on, without times
    /// and ids.
    pub(crate) fn timeline(&self, server: ServerProcess) -> String {
        assert_eq!(server.terminate(), Some(0));
        self.replayed()
    }

    pub(crate) fn replayed(&self) -> String {
        let printed = REDIAL.run(&["replay", "--timeline"], &[&self.data()]).success();
        let (timeline, verdict) = printed.split_once("SAME: executed again").expect("the journal holds");
        assert!(!verdict.contains("rules"), "{verdict}");
        without_times(timeline.split_once("  #7 ").map_or("", |(_, rest)| rest))
    }
}

/// Replaces times by `T` and UUIDs by `ID`, removes the numbers of records, and narrows the columns.
pub(crate) fn without_times(timeline: &str) -> String {
    let is_time = |word: &str| {
        word.split_once('.').is_some_and(|(whole, rest)| {
            rest.len() == 3 && [whole, rest].iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let is_record = |word: &str| word.starts_with('#');
    let plain = |line: &str| {
        let words = line.split_whitespace().filter(|word| !is_record(word));
        let words: Vec<&str> = words
            .map(|word| match word {
                word if is_time(word) => "T",
                word if is_id(word) => "ID",
                word => word,
            })
            .collect();
        words.join(" ")
    };
    timeline.lines().map(plain).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
