//! One step of the dialer as a line of the journal.

use std::fmt;
use std::io::BufRead;

use redial_engine::{Input, Instant, Transition};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::chain::Chain;

/// One step: one input and every transition that followed from it. The line has the fields in this order, and then its
/// chain, which is no field of this type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The record's number in the journal, from 1.
    pub seq: u64,
    /// The time of the step.
    pub at: Instant,
    /// The input of the step.
    pub input: Input,
    /// The transitions that followed, in order.
    pub transitions: Vec<Transition>,
}

/// The bytes before a line's chain.
pub(crate) const BEFORE_CHAIN: &[u8] = b",\"chain\":\"";

/// The bytes after a line's chain.
pub(crate) const AFTER_CHAIN: &[u8] = b"\"}\n";

const BEFORE_TRANSITIONS: &[u8] = b",\"transitions\":[";

/// Splits a line, its newline included, into the bytes that the chain covers and the chain's text; returns `None` if
/// the line does not end in a chain.
#[inline]
pub(crate) fn seal(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_suffix(AFTER_CHAIN)?;
    let (line, chain) = line.split_at_checked(line.len().checked_sub(Chain::TEXT)?)?;
    Some((line.strip_suffix(BEFORE_CHAIN)?, chain))
}

/// The beginning of a record's line.
pub(crate) struct RecordStart<'a> {
    pub(crate) seq: u64,
    pub(crate) at: Instant,
    /// The rest of the line, beginning with the input.
    pub(crate) rest: &'a [u8],
}

/// Parses `{"seq":6,"at":3537,"input":`, spelled exactly as the encoder spells it.
#[inline]
pub(crate) fn parse_start(line: &[u8]) -> Option<RecordStart<'_>> {
    let (seq, line) = number(line.strip_prefix(b"{\"seq\":")?)?;
    let (at, line) = number(line.strip_prefix(b",\"at\":")?)?;
    let rest = line.strip_prefix(b",\"input\":")?;
    Some(RecordStart { seq, at: Instant::from_ms(at), rest })
}

#[inline]
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_canonical = digits == 1 || (digits > 1 && text[0] != b'0');
    let value = |value: u64, digit: &u8| value.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    let (number, rest) = text.split_at(digits);
    if is_canonical { number.iter().try_fold(0, value).map(|number| (number, rest)) } else { None }
}

/// Splits the rest of a record's line, without its chain, into the input and the transitions with their brackets.
///
/// The split is at the first `,"transitions":[`: inside a string its quotes would be escaped.
#[inline]
pub(crate) fn cut(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut input = 0;
    loop {
        let mut ahead = &rest[input..];
        // Of the searches for a byte in the standard library, this one is the fastest.
        input += ahead.skip_until(b',').ok()?;
        let comma = input.checked_sub(1).filter(|comma| rest[*comma] == b',')?;
        if rest[comma..].starts_with(BEFORE_TRANSITIONS) {
            return Some((&rest[..comma], &rest[comma + BEFORE_TRANSITIONS.len() - 1..]));
        }
    }
}

/// Parses a list of transitions into a vector, whose memory is reused.
pub(crate) fn parse_into(transitions: &mut Vec<Transition>, json: &[u8]) -> serde_json::Result<()> {
    transitions.clear();
    let mut parser = serde_json::Deserializer::from_slice(json);
    TransitionsVisitor(transitions).deserialize(&mut parser)?;
    parser.end()
}

struct TransitionsVisitor<'a>(&'a mut Vec<Transition>);

impl<'de> DeserializeSeed<'de> for TransitionsVisitor<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for TransitionsVisitor<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of transitions")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(transition) = items.next_element()? {
            self.0.push(transition);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_start_is_parsed() {
        let read = |line: &str| parse_start(line.as_bytes()).map(|start| (start.seq, start.at.ms()));
        assert_eq!(read(r#"{"seq":12,"at":0,"input":"tick""#), Some((12, 0)));
        for line in [
            r#"{"seq":,"at":0,"input":"#,
            r#"{"seq":01,"at":0,"input":"#,
            r#"{"seq":1,"at":00,"input":"#,
            r#"{"seq":1, "at":0,"input":"#,
            r#"{"seq":-1,"at":0,"input":"#,
            r#"{"seq":18446744073709551616,"at":0,"input":"#,
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn the_cut_does_not_fall_inside_a_string() {
        let rest = br#"{"x":"a,\"transitions\":[","y":1},"transitions":[]"#;
        let (input, transitions) = cut(rest).expect("there is a cut");
        assert_eq!(input, br#"{"x":"a,\"transitions\":[","y":1}"#);
        assert_eq!(transitions, b"[]");
    }
}
