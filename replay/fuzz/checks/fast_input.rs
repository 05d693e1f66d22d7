//! Any bytes as an input: the fast parser agrees with serde wherever it returns an input.

use redial_engine::Input;
use redial_replay::fast_input::parse;

/// Parses the bytes, followed by the text that follows an input in a record.
///
/// # Panics
///
/// If the fast parser and serde disagree, or the fast parser rejects the canonical text of a frequent input.
pub(crate) fn check(bytes: &[u8]) {
    let after = b",\"transitions\":[]";
    let text = [bytes, after].concat();
    if let Some((input, rest)) = parse(&text) {
        let spelled = &text[..text.len() - rest.len()];
        assert_eq!(serde_json::from_slice::<Input>(spelled).expect("serde parses it, too"), input);
        assert_eq!(serde_json::to_vec(&input).expect("an input is plain data"), spelled, "it is the canonical text");
    }
    if let Ok(input @ (Input::Tick | Input::Carrier { .. } | Input::Crm { .. })) = serde_json::from_slice(bytes)
        && serde_json::to_vec(&input).expect("an input is plain data") == bytes
    {
        assert_eq!(parse(&text), Some((input, &after[..])));
    }
}
