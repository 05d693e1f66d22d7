//! `redial journal` inspects a data directory, changes nothing in it, and reports its finding by the exit code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use redial_testing::{ProgramOutput, temp_dir};

use crate::REDIAL;
use crate::left::FIRST;

fn run_journal(what: &str, paths: &[&Path]) -> ProgramOutput {
    REDIAL.run(&["journal", what], paths)
}

/// All files of a directory, byte for byte.
fn image(data: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(data).expect("it is there").filter_map(Result::ok).map(|entry| entry.path());
    entries.map(|path| (path.clone(), std::fs::read(&path).expect("it is a file"))).collect()
}

/// Makes a directory with six records, whose server was stopped or killed.
fn data(folder: &tempfile::TempDir, is_clean: bool) -> PathBuf {
    let data = folder.path().join("data");
    let server = REDIAL.serve(&data, &["--seed", "3"]);
    if is_clean {
        assert_eq!(server.terminate(), Some(0));
    } else {
        server.kill();
    }
    data
}

/// Runs a command that must not change the directory that it reads.
#[track_caller]
fn look(what: &str, data: &Path, code: i32, words: &[&str]) {
    let before = image(data);
    let ended = run_journal(what, &[data]);
    assert_eq!(ended.code, Some(code), "{ended:?}");
    let said = if code == 0 { &ended.out } else { &ended.err };
    for word in words {
        assert!(said.contains(word), "{what} does not print {word:?}: {ended:?}");
    }
    assert_eq!(image(data), before, "{what} changes nothing");
}

#[test]
fn a_clean_journal_is_described_verified_exported_and_forked() {
    let folder = temp_dir();
    let data = data(&folder, true);
    look(
        "info",
        &data,
        0,
        &[FIRST, "6 records", "HEAD: acknowledged up to record 6", "clean: its server was stopped in good order"],
    );
    look("verify", &data, 0, &["clean", "6 records hold"]);
    let before = image(&data);
    let (file, fork) = (folder.path().join("all.jsonl"), folder.path().join("fork"));
    let ended = run_journal("export", &[&data, &file]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("6 records in"), "{ended:?}");
    assert_eq!(std::fs::read(&file).expect("it was written"), before[&data.join(FIRST)]);
    REDIAL.replay(&file).success();
    let ended = run_journal("salvage", &[&data, &fork]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("forked at record 6") && ended.out.contains("0 bytes were left behind"), "{ended:?}");
    look("info", &fork, 0, &["forked at record 6, and not begun again since"]);
    look("verify", &fork, 0, &["6 records hold"]);
    assert_eq!(image(&data), before);
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("it is ours").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 3, "no unfinished file is left: {left:?}");
    REDIAL.serve(&fork, &[]).kill();
}

#[test]
fn a_torn_journal_is_described_and_only_its_whole_lines_go_on() {
    let folder = temp_dir();
    let data = data(&folder, false);
    let whole = std::fs::read(data.join(FIRST)).expect("it is there");
    std::fs::write(data.join(FIRST), [&whole[..], b"{\"seq\":7,\"at\":12"].concat()).expect("there is room");
    look("info", &data, 0, &["6 records", "torn: the last 16 bytes"]);
    look("verify", &data, 0, &["torn: the last 16 bytes", "6 records hold"]);
    let (file, fork) = (folder.path().join("all.jsonl"), folder.path().join("fork"));
    assert_eq!(run_journal("export", &[&data, &file]).code, Some(0));
    assert_eq!(std::fs::read(&file).expect("it was written"), whole);
    let ended = run_journal("salvage", &[&data, &fork]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("16 bytes were left behind"), "{ended:?}");
    assert_eq!(std::fs::read(fork.join(FIRST)).expect("it was copied"), whole);
}

#[test]
fn a_damaged_journal_is_refused_and_its_sound_part_is_forked() {
    let folder = temp_dir();
    let data = data(&folder, false);
    let journal = data.join(FIRST);
    let mut bytes = std::fs::read(&journal).expect("it is there");
    let ends: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place] == b'\n').collect();
    bytes[ends[3] + 20] ^= 1;
    std::fs::write(&journal, &bytes).expect("there is room");
    for what in ["info", "verify"] {
        look(what, &data, 65, &["is damaged", FIRST, "seq 4", "byte", "redial journal salvage"]);
    }
    let (file, fork) = (folder.path().join("all.jsonl"), folder.path().join("fork"));
    let ended = run_journal("export", &[&data, &file]);
    assert_eq!(ended.code, Some(65), "{ended:?}");
    assert!(!file.exists());
    let ended = run_journal("salvage", &[&data, &fork]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("forked at record 3"), "{ended:?}");
    assert!(ended.out.contains("3 acknowledged records are not in it: 4 to 6"), "{ended:?}");
    look("verify", &fork, 0, &["3 records hold"]);
    bytes[5] ^= 1;
    std::fs::write(&journal, &bytes).expect("there is room");
    let nothing = folder.path().join("nothing");
    let ended = run_journal("salvage", &[&data, &nothing]);
    assert_eq!(ended.code, Some(65), "{ended:?}");
    assert!(ended.err.contains("not even its first line"), "{ended:?}");
    assert!(!nothing.exists(), "nothing is left of it");
}

#[test]
fn a_journal_is_looked_at_while_its_server_runs_and_is_not_forked() {
    let folder = temp_dir();
    let data = folder.path().join("data");
    let server = REDIAL.serve(&data, &["--seed", "3"]);
    for (what, word) in [("info", "was killed, or still runs"), ("verify", "6 records hold")] {
        look(what, &data, 0, &[word]);
    }
    assert_eq!(run_journal("export", &[&data, &folder.path().join("all.jsonl")]).code, Some(0));
    let fork = folder.path().join("fork");
    let ended = run_journal("salvage", &[&data, &fork]);
    assert_eq!(ended.code, Some(74), "{ended:?}");
    assert!(ended.err.contains("in use by another redial") && !fork.exists(), "{ended:?}");
    assert_eq!(server.get("/leads").1["total"], 6, "the server was not disturbed");
}

#[test]
fn a_path_without_a_journal_is_refused_by_name() {
    let folder = temp_dir();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("empty")).expect("there is room");
    std::fs::write(path("file"), "no directory").expect("there is room");
    let new = path("new");
    for what in ["info", "verify", "export", "salvage"] {
        let paths = |data: &str| -> Vec<PathBuf> {
            let is_long = matches!(what, "export" | "salvage");
            std::iter::once(path(data)).chain(is_long.then(|| new.clone())).collect()
        };
        for (data, code) in [("empty", 65), ("file", 74), ("missing", 74)] {
            let paths = paths(data);
            let ended = run_journal(what, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
            assert_eq!(ended.code, Some(code), "{what} {data}: {ended:?}");
            assert!(ended.err.contains(data), "{what} names {data}: {ended:?}");
            assert!(!new.exists(), "{what} {data} leaves nothing");
        }
    }
    assert_eq!(run_journal("info", &[]).code, Some(64));
    assert_eq!(run_journal("repair", &[&path("empty")]).code, Some(64));
}

#[test]
fn the_former_name_of_the_command_is_an_alias() {
    let folder = temp_dir();
    let data = data(&folder, true);
    let (former, now) = (REDIAL.run(&["log", "info"], &[&data]), run_journal("info", &[&data]));
    assert_eq!((former.code, former.out), (Some(0), now.out));
}

#[test]
fn an_existing_target_is_not_overwritten() {
    let folder = temp_dir();
    let data = data(&folder, true);
    let (file, full) = (folder.path().join("all.jsonl"), folder.path().join("full"));
    std::fs::write(&file, "mine").expect("there is room");
    std::fs::create_dir(&full).expect("there is room");
    std::fs::write(full.join("mine"), "mine").expect("there is room");
    for (what, target) in [("export", &file), ("export", &full), ("salvage", &full), ("salvage", &data)] {
        let ended = run_journal(what, &[&data, target]);
        assert_eq!(ended.code, Some(64), "{what} {}: {ended:?}", target.display());
        assert!(ended.err.contains(&target.display().to_string()), "{ended:?}");
    }
    assert_eq!(run_journal("salvage", &[&data, &file]).code, Some(74), "a file is no directory");
    assert_eq!(std::fs::read(&file).expect("it is there"), b"mine");
    assert_eq!(std::fs::read_dir(&full).expect("it is there").count(), 1);
    assert_eq!(run_journal("export", &[&data, &folder.path().join("nowhere/all.jsonl")]).code, Some(74));
    assert_eq!(run_journal("salvage", &[&data, &folder.path().join("empty")]).code, Some(0));
}

#[test]
fn an_export_that_fails_leaves_nothing() {
    let folder = temp_dir();
    let data = data(&folder, true);
    // A limit of 2 kB a file: the journal is longer.
    let target = folder.path().join("all.jsonl");
    let script = format!(
        "trap '' XFSZ; ulimit -f 2; exec {} journal export {} {}",
        REDIAL.path(),
        data.display(),
        target.display()
    );
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash is everywhere");
    assert_eq!(output.status.code(), Some(74), "{}", String::from_utf8_lossy(&output.stderr));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("it is ours").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 1, "only the data is there: {left:?}");
}

#[test]
fn a_directory_that_cannot_be_read_is_not_called_damaged() {
    let folder = temp_dir();
    let data = data(&folder, true);
    let journal = data.join(FIRST);
    std::fs::remove_file(&journal).expect("it is ours");
    // A link to itself cannot be opened by any user; a file without permissions can be opened by root.
    std::os::unix::fs::symlink(&journal, &journal).expect("it is ours");
    assert!(std::fs::read(&journal).is_err_and(|error| error.kind() != std::io::ErrorKind::NotFound));
    let ended = run_journal("verify", &[&data]);
    assert_eq!(ended.code, Some(74), "{ended:?}");
}
