//! Journals of older rules: each verifies under the current rules, and folds.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use redial_engine::RULES;
use redial_replay::{Comparison, JournalLine, Reader, Record, Report, recover, verify};

fn journals() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/journals")
}

/// The golden journals that rules 1 wrote.
fn of_rules_1() -> Vec<PathBuf> {
    let folder = fs::read_dir(journals().join("rules-1")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 5);
    paths
}

fn open(path: &Path) -> Reader<BufReader<File>> {
    Reader::open(BufReader::new(File::open(path).unwrap())).unwrap()
}

fn records(path: &Path) -> Vec<Record> {
    let (mut reader, mut records) = (open(path), Vec::new());
    while let Some(line) = reader.next().unwrap() {
        if let JournalLine::Record(stored) = line {
            records.push(stored.parse().unwrap());
        }
    }
    records
}

#[test]
fn journals_of_rules_1_verify_and_fold() {
    for path in of_rules_1() {
        let Report { result, header, rules_changed, records, .. } = verify(open(&path)).unwrap();
        assert!(matches!(result, Comparison::Same), "{}", path.display());
        assert_eq!((header.rules, rules_changed.records), (1, 0), "{}", path.display());
        assert_eq!(recover(open(&path)).unwrap().state.seq(), records);
    }
}

#[test]
fn without_enrichment_rules_2_write_the_records_of_rules_1() {
    for path in of_rules_1() {
        let today = journals().join(path.file_name().unwrap());
        assert_eq!(open(&today).header().rules, RULES);
        let (older, today) = (records(&path), records(&today));
        // The current hand-written journal has enrichment at its end; the others have the same length.
        let resumed = |record: &Record| matches!(record.input, redial_engine::Input::Resumed(_));
        for (older, today) in older.iter().zip(&today) {
            assert!(older == today || (resumed(older) && resumed(today)), "{}: {older:?}", path.display());
        }
        assert!(older.len() <= today.len());
    }
}
