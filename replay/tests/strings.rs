//! Names are untrusted: the journal is valid for any string.

use proptest::prelude::*;
use redial_engine::{Config, Input};

use crate::scripted::{ScriptedDialer, add, header};

/// Texts that could mislead a reader of lines.
const PIECES: [&str; 20] = [
    "\"",
    "\\",
    "\n",
    "\r\n",
    "\u{0}",
    "\u{2028}",
    "é",
    "😀",
    "{",
    "}",
    "[",
    "],",
    ":",
    ",\"transitions\":[",
    ",\\\"transitions\\\":[",
    ",\"chain\":\"",
    "{\"redial\":1",
    "\"input\":",
    "tick",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_round_trips_and_verifies(names in prop::collection::vec((text(), text()), 1..4)) {
        let mut stage = ScriptedDialer::new(Config::default(), header());
        for (name, phone) in &names {
            stage.at(5, add(name, phone));
        }
        stage.at(6, Input::Tick);
        let kept = stage.done();
        let lines = kept.journal.split(|byte| *byte == b'\n').count();
        prop_assert_eq!(lines, names.len() + 3);
    }
}
