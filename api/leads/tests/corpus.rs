//! Every file of the fuzz corpus passes the check of its target.

use std::path::Path;

#[path = "../fuzz/checks/csv.rs"]
mod csv;

#[test]
fn the_corpus_of_csv_lists_passes_its_check() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/csv");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the corpus is in the tree") {
        let path = entry.expect("the folder can be listed").path();
        csv::check(&std::fs::read(&path).expect("the file can be read"));
        count += 1;
    }
    assert!(count >= 10, "{count} files in {}", folder.display());
}
