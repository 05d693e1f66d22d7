//! A data directory that a server left, and the files in it.

use std::path::{Path, PathBuf};

use redial_testing::{fast, temp_dir};

use crate::REDIAL;

/// The first segment of a journal.
pub(crate) const FIRST: &str = "journal-00000000000000000001.jsonl";

/// The log of the mock CRM.
pub(crate) const BOOKS: &str = "mock-crm.jsonl";

/// Makes a data directory with a session in it that was not answered, and stops its server; returns the session's id.
pub(crate) fn left(data: &Path) -> String {
    let scenario = written(&data.with_file_name("fast.toml"), &fast(0));
    let server = REDIAL.serve(data, &["--scenario", &scenario, "--seed", "3"]);
    let id = server.dial(&server.leads());
    server.settled(&id);
    assert_eq!(server.terminate(), Some(0));
    id
}

/// Writes a scenario; returns its path as text.
pub(crate) fn written(path: &Path, scenario: &str) -> String {
    std::fs::write(path, scenario).expect("there is room");
    path.to_str().expect("it is plain text").to_owned()
}

/// Returns the files of a directory that `is_wanted` accepts by their names, in the order of the names.
pub(crate) fn files(data: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data).expect("it is there").map(|entry| entry.expect("it is there").path());
    let mut files: Vec<_> =
        entries.filter(|path| path.file_name().is_some_and(|name| is_wanted(&name.to_string_lossy()))).collect();
    files.sort();
    files
}

/// Returns the segments of a journal, from the first to the last.
pub(crate) fn segments(data: &Path) -> Vec<PathBuf> {
    files(data, |name| name.starts_with("journal-"))
}

/// Copies the files of a data directory of the tree to a temporary one.
pub(crate) fn copied(data: &Path) -> tempfile::TempDir {
    let copy = temp_dir();
    for path in files(data, |_| true) {
        let name = path.file_name().expect("a file has a name");
        std::fs::copy(&path, copy.path().join(name)).expect("there is room");
    }
    copy
}
