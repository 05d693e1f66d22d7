//! The last messages of a topic.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redial_engine::SessionId;

/// The most messages that are kept for readers who are behind.
const MESSAGES_MAX: usize = 256;

/// The most bytes of messages that are kept for one topic; one message is kept whatever its length, while all rings have room.
const BYTES_MAX: usize = 256 * 1024;

/// A message: the seq of its record, and its JSON.
pub(crate) type Message = (u64, Arc<str>);

/// The messages of one record.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The record's place in the journal.
    pub(super) seq: u64,
    /// For readers of every record.
    pub(super) all: Option<Arc<str>>,
    /// For readers of one session.
    pub(super) each: Vec<(SessionId, Arc<str>)>,
}

/// How many bytes all rings hold, and how many they may; clones count together.
#[derive(Clone, Debug)]
pub(super) struct Held {
    bytes: Arc<AtomicUsize>,
    bytes_max: usize,
}

impl Held {
    /// Begins with nothing.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self { bytes: Arc::default(), bytes_max }
    }

    /// Returns how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// The last messages of a topic, without a gap.
#[derive(Debug)]
pub(super) struct Ring {
    /// Every message with a higher seq is here.
    from: u64,
    messages: VecDeque<Message>,
    bytes: usize,
    held: Held,
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
    pub(super) const fn new(from: u64, held: Held) -> Self {
        Self { from, messages: VecDeque::new(), bytes: 0, held }
    }

    /// Adds a message. Where all rings together have no room, this one keeps nothing.
    pub(super) fn push(&mut self, (seq, text): Message) {
        self.bytes += text.len();
        self.held.bytes.fetch_add(text.len(), Ordering::Relaxed);
        self.messages.push_back((seq, text));
        while self.messages.len() > MESSAGES_MAX || (self.bytes > BYTES_MAX && self.messages.len() > 1) {
            self.forget_first();
        }
        if self.held.bytes() > self.held.bytes_max {
            self.skip_to(seq);
        }
    }

    /// Forgets everything up to a record.
    pub(super) fn skip_to(&mut self, from: u64) {
        while !self.messages.is_empty() {
            self.forget_first();
        }
        self.from = from;
    }

    fn forget_first(&mut self) {
        let Some((seq, text)) = self.messages.pop_front() else { return };
        self.from = seq;
        self.bytes -= text.len();
        self.held.bytes.fetch_sub(text.len(), Ordering::Relaxed);
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

impl Drop for Ring {
    fn drop(&mut self) {
        self.skip_to(self.from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rings_together_are_bounded() {
        let held = Held::of(1_000);
        let (mut one, mut other) = (Ring::new(0, held.clone()), Ring::new(0, held.clone()));
        one.push((1, "x".repeat(600).into()));
        other.push((1, "x".repeat(300).into()));
        other.push((2, "x".repeat(101).into()));
        assert_eq!((other.after(1), other.after(2), held.bytes()), (Next::Missed, Next::Nothing, 600));
        drop(one);
        assert_eq!(held.bytes(), 0);
        other.push((3, "three".into()));
        assert_eq!((other.after(2), held.bytes()), (Next::Message((3, "three".into())), 5));
    }

    #[test]
    fn a_reader_takes_what_it_has_not_had() {
        let mut ring = Ring::new(5, Held::of(usize::MAX));
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
        let mut ring = Ring::new(0, Held::of(usize::MAX));
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
