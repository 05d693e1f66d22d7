//! The recent messages of a topic.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redial_engine::SessionId;

/// The most messages that a topic keeps for readers that are behind.
const MESSAGES_MAX: usize = 256;

/// The most bytes of messages that a topic keeps. A single message may exceed it, within the bound of all topics.
const BYTES_MAX: usize = 256 * 1024;

/// A message: the seq of its record, and its JSON.
pub(super) type PushMessage = (u64, Arc<str>);

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

/// Counts the bytes that all topics keep, against their bound; clones count together.
#[derive(Clone, Debug)]
pub(super) struct MessageBytes {
    bytes: Arc<AtomicUsize>,
    bytes_max: usize,
}

impl MessageBytes {
    /// Begins at zero.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self { bytes: Arc::default(), bytes_max }
    }

    /// Returns how many bytes are kept.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// The recent messages of a topic, without a gap.
#[derive(Debug)]
pub(super) struct RecentMessages {
    /// Every message with a higher seq is kept.
    from: u64,
    messages: VecDeque<PushMessage>,
    bytes: usize,
    held: MessageBytes,
}

/// The answer to a reader that asks for its next message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NextMessage {
    /// The next message.
    Message(PushMessage),
    /// The reader has had every message.
    Nothing,
    /// The next message is not kept: the stored journal has its record.
    Missed,
}

impl RecentMessages {
    /// Begins after a record.
    pub(super) const fn new(from: u64, held: MessageBytes) -> Self {
        Self { from, messages: VecDeque::new(), bytes: 0, held }
    }

    /// Appends a message. When all topics together exceed their bound, this one drops its messages, the new one
    /// included.
    pub(super) fn push(&mut self, (seq, text): PushMessage) {
        self.bytes += text.len();
        self.held.bytes.fetch_add(text.len(), Ordering::Relaxed);
        self.messages.push_back((seq, text));
        while self.messages.len() > MESSAGES_MAX || (self.bytes > BYTES_MAX && self.messages.len() > 1) {
            self.drop_first();
        }
        if self.held.bytes() > self.held.bytes_max {
            self.skip_to(seq);
        }
    }

    /// Drops the messages up to a record.
    pub(super) fn skip_to(&mut self, from: u64) {
        while !self.messages.is_empty() {
            self.drop_first();
        }
        self.from = from;
    }

    fn drop_first(&mut self) {
        let Some((seq, text)) = self.messages.pop_front() else { return };
        self.from = seq;
        self.bytes -= text.len();
        self.held.bytes.fetch_sub(text.len(), Ordering::Relaxed);
    }

    /// Returns the message that follows a record.
    pub(super) fn after(&self, seq: u64) -> NextMessage {
        if seq < self.from {
            return NextMessage::Missed;
        }
        let next = self.messages.partition_point(|(earlier, _)| *earlier <= seq);
        self.messages.get(next).cloned().map_or(NextMessage::Nothing, NextMessage::Message)
    }
}

impl Drop for RecentMessages {
    fn drop(&mut self) {
        self.skip_to(self.from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_topics_together_are_bounded() {
        let held = MessageBytes::of(1_000);
        let (mut one, mut other) = (RecentMessages::new(0, held.clone()), RecentMessages::new(0, held.clone()));
        one.push((1, "x".repeat(600).into()));
        other.push((1, "x".repeat(300).into()));
        other.push((2, "x".repeat(101).into()));
        assert_eq!((other.after(1), other.after(2), held.bytes()), (NextMessage::Missed, NextMessage::Nothing, 600));
        drop(one);
        assert_eq!(held.bytes(), 0);
        other.push((3, "three".into()));
        assert_eq!((other.after(2), held.bytes()), (NextMessage::Message((3, "three".into())), 5));
    }

    #[test]
    fn a_reader_takes_the_messages_that_it_has_not_had() {
        let mut recent = RecentMessages::new(5, MessageBytes::of(usize::MAX));
        assert_eq!(recent.after(4), NextMessage::Missed);
        assert_eq!(recent.after(5), NextMessage::Nothing);
        recent.push((7, "seven".into()));
        recent.push((9, "nine".into()));
        assert_eq!(recent.after(5), NextMessage::Message((7, "seven".into())));
        assert_eq!(recent.after(7), NextMessage::Message((9, "nine".into())));
        assert_eq!(recent.after(8), NextMessage::Message((9, "nine".into())));
        assert_eq!(recent.after(9), NextMessage::Nothing);
    }

    #[test]
    fn a_topic_is_bounded_and_reports_a_dropped_message_as_missed() {
        let mut recent = RecentMessages::new(0, MessageBytes::of(usize::MAX));
        for seq in 1..=300 {
            recent.push((seq, "x".into()));
        }
        assert_eq!(recent.after(43), NextMessage::Missed);
        assert_eq!(recent.after(44), NextMessage::Message((45, "x".into())));
        let long = "x".repeat(BYTES_MAX + 1);
        recent.push((301, long.as_str().into()));
        assert_eq!(recent.after(299), NextMessage::Missed);
        assert_eq!(recent.after(300), NextMessage::Message((301, long.as_str().into())));
    }
}
