//! A journal with idempotency keys: it verifies, folds, and has a timeline.

use std::sync::Arc;

use redial_engine::{Command, Config, Dialer, Input, Instant, Keyed, RequestHash, RequestKey, SessionId, State};
use redial_replay::{Comparison, Encoder, Header, Reader, Timeline, Until, recover, verify_until};
use uuid::Uuid;

fn keyed(key: &str, counted: Option<u32>) -> Input {
    let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(0xab), counted });
    Input::Keyed(Box::new(Keyed { by, command: Some(Command::StopSession { session: SessionId(0) }) }))
}

/// Returns a journal with a new key, a repeated key and no key, and the dialer that wrote it.
fn written() -> (Vec<u8>, Dialer) {
    let header = Header::new(Uuid::nil(), "2026-01-01T00:00:00Z", Config::default());
    let mut journal = Vec::new();
    let mut encoder = Encoder::begin(&header, &mut journal);
    let mut dialer = Dialer::new(Config::default());
    let told = [keyed("a", None), keyed("a", None), keyed("b\"\\", Some(3)), keyed("no key", None)];
    for (at, input) in (1..).zip(&told) {
        encoder.step(&dialer.step(Instant::from_ms(at), input), &mut journal);
    }
    (journal, dialer)
}

#[test]
fn keys_are_executed_and_folded_from_a_journal() {
    let (journal, dialer) = written();
    let mut text = String::new();
    let mut timeline = Timeline::new();
    let verified = verify_until(Reader::open(&journal[..]).unwrap(), Until::End, |step| {
        timeline.record(step.seq, step.at, step.input, step.transitions, &mut text);
        std::ops::ControlFlow::Continue(())
    });
    assert!(matches!(verified.unwrap().report.result, Comparison::Same));
    assert_eq!(&recover(Reader::open(&journal[..]).unwrap()).unwrap().state, dialer.state());
    let told: Vec<&str> = text.lines().map(|line| line[13..].trim()).collect();
    assert_eq!(
        told,
        [
            "desk       keyed      a",
            "desk       refused    there is no session 0",
            "desk       refused    the key was used already",
            "desk       keyed      b\"\\",
            "desk       refused    there is no session 0",
            "desk       refused    the key is malformed",
        ]
    );
}

#[test]
fn a_record_has_its_key_unchanged() {
    let (journal, _) = written();
    let text = String::from_utf8(journal).unwrap();
    let line = text.lines().nth(3).unwrap();
    let by = r#"{"key":"b\"\\","request":"000000000000000000000000000000ab","counted":3}"#;
    let input = format!(r#""input":{{"keyed":{{"by":{by},"command":{{"stop_session":{{"session":0}}}}}}}}"#);
    assert!(line.contains(&format!(r#"{input},"transitions":[{{"key_used":{by}}},"#)), "{line}");
}

#[test]
fn a_state_with_keys_is_read_as_it_was_written() {
    let (_, dialer) = written();
    let text = serde_json::to_string(dialer.state()).unwrap();
    let read: State = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, dialer.state());
    assert_eq!(read.key_use("a", Instant::EPOCH).map(|used| used.seq), Some(1));
    let twice = text.replacen(r#""b\"\\""#, r#""a""#, 1);
    assert_ne!(twice, text);
    assert!(serde_json::from_str::<State>(&twice).unwrap_err().to_string().contains("a key is kept twice"));
}
