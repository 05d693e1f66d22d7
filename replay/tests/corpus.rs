//! Every file of the fuzz corpus passes the check of its target.

use std::fs;
use std::path::Path;

#[path = "../fuzz/checks/fast_input.rs"]
mod fast_input_target;
#[path = "../fuzz/checks/reader.rs"]
mod reader_target;

/// Runs a check on every file of a corpus.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        check(&fs::read(file).unwrap());
    }
}

#[test]
fn the_reader_passes_its_corpus() {
    replay("reader", reader_target::check);
}

#[test]
fn the_fast_input_passes_its_corpus() {
    replay("fast_input", fast_input_target::check);
}
