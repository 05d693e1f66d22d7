//! Any bytes as a journal: every reader of it returns, and all agree on the records.

use redial_replay::{Comparison, Reader, recover, verify};

/// Reads, folds and verifies the bytes as a journal.
///
/// # Panics
///
/// If two readers of the journal disagree.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(mut reader) = Reader::open(bytes) else { return };
    let is_sound = loop {
        match reader.next() {
            Ok(Some(_)) => {}
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    let read = (reader.seq(), reader.chain(), reader.tail());
    let recovered = Reader::open(bytes).and_then(recover);
    let verified = Reader::open(bytes).map(|reader| verify(reader).expect("memory can be read"));
    let verified = verified.expect("the header is sound");
    if let Ok(recovered) = recovered {
        assert!(is_sound, "a damaged journal folds");
        assert_eq!((recovered.records, recovered.chain, recovered.tail), read);
    }
    if let Comparison::Same = verified.result {
        assert!(is_sound, "a damaged journal verifies");
        assert_eq!((verified.seq, verified.fingerprint, verified.tail), read);
    }
}
