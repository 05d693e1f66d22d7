//! The last messages of a topic.

use std::collections::VecDeque;
use std::sync::Arc;

/// The most messages that are kept for readers who are behind.
const MESSAGES_MAX: usize = 256;

/// The most bytes of messages that are kept; one message is kept whatever its length.
const BYTES_MAX: usize = 256 * 1024;

/// A message: the seq of its record, and its JSON.
pub(crate) type Message = (u64, Arc<str>);

/// The last messages of a topic, without a gap.
#[derive(Debug)]
pub(super) struct Ring {
    /// Every message with a higher seq is here.
    from: u64,
    messages: VecDeque<Message>,
    bytes: usize,
}

/// What a ring holds for a reader.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The next message.
    Message(Message),
    /// Nothing that the reader has not had.
    Nothing,
    /// What comes next is not here, or not any more: the stored journal has it.
    Missed,
}

impl Ring {
    /// Begins after a record.
    pub(super) const fn new(from: u64) -> Self {
        Self { from, messages: VecDeque::new(), bytes: 0 }
    }

    /// Adds a message.
    pub(super) fn push(&mut self, (seq, text): Message) {
        self.bytes += text.len();
        self.messages.push_back((seq, text));
        while self.messages.len() > MESSAGES_MAX || (self.bytes > BYTES_MAX && self.messages.len() > 1) {
            let Some((seq, text)) = self.messages.pop_front() else { return };
            self.from = seq;
            self.bytes -= text.len();
        }
    }

    /// Forgets everything up to a record.
    pub(super) fn skip_to(&mut self, from: u64) {
        *self = Self::new(from);
    }

    /// Returns what comes after a record.
    pub(super) fn after(&self, seq: u64) -> Next {
        if seq < self.from {
            return Next::Missed;
        }
        let next = self.messages.partition_point(|(earlier, _)| *earlier <= seq);
        self.messages.get(next).cloned().map_or(Next::Nothing, Next::Message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_takes_what_it_has_not_had() {
        let mut ring = Ring::new(5);
        assert_eq!(ring.after(4), Next::Missed);
        assert_eq!(ring.after(5), Next::Nothing);
        ring.push((7, "seven".into()));
        ring.push((9, "nine".into()));
        assert_eq!(ring.after(5), Next::Message((7, "seven".into())));
        assert_eq!(ring.after(7), Next::Message((9, "nine".into())));
        assert_eq!(ring.after(8), Next::Message((9, "nine".into())));
        assert_eq!(ring.after(9), Next::Nothing);
    }

    #[test]
    fn a_ring_is_bounded_and_knows_what_it_forgot() {
        let mut ring = Ring::new(0);
        for seq in 1..=300 {
            ring.push((seq, "x".into()));
        }
        assert_eq!(ring.after(43), Next::Missed);
        assert_eq!(ring.after(44), Next::Message((45, "x".into())));
        let long = "x".repeat(BYTES_MAX + 1);
        ring.push((301, long.as_str().into()));
        assert_eq!(ring.after(299), Next::Missed);
        assert_eq!(ring.after(300), Next::Message((301, long.as_str().into())));
    }
}
