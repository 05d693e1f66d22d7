//! Every file of the fuzz corpus passes the check of its target.

use std::fs;
use std::path::Path;

use redial_store::Head;

#[path = "../../fuzz/checks/head.rs"]
mod head_target;

#[test]
fn head_passes_its_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/head");
    let mut accepted = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        head_target::check(&bytes);
        accepted += Head::parse(&bytes).slots.iter().flatten().count();
    }
    assert_eq!(accepted, 4, "the corpus has whole slots");
}
