//! Catching up: stored records, rendered for a reader that is behind.

use std::collections::{BTreeSet, VecDeque};
use std::io;

use super::hub::FollowedTopics;
use super::recent::PushMessage;
use super::renderer::Renderer;
use super::topic::Topic;
use redial_live::desk::Desk;

/// How many bytes of messages one call renders, at least one message.
const BYTES: usize = 64 * 1024;

/// How many records of a session one look-up finds: each walks the index from the session's first record.
const AHEAD: usize = 64;

/// Renders the stored records that a reader missed. Beside the sessions that its renderer keeps folded it holds a few
/// seqs, and no lines: a line can have a megabyte.
pub(super) struct CatchUp {
    desk: Desk,
    topic: Topic,
    followed: FollowedTopics,
    renderer: Renderer,
    /// Every record up to this one is rendered.
    seq: u64,
    /// The seqs of a session's next records.
    ahead: VecDeque<u64>,
}

impl CatchUp {
    /// Continues after a record.
    pub(super) fn after(seq: u64, topic: Topic, desk: Desk, renderer: Renderer) -> Self {
        let followed = match topic {
            Topic::All => FollowedTopics { all: true, sessions: BTreeSet::new() },
            Topic::Session(session) => FollowedTopics { all: false, sessions: BTreeSet::from([session]) },
        };
        Self { desk, topic, followed, renderer, seq, ahead: VecDeque::new() }
    }

    /// Returns the next messages; none when the reader has caught up.
    ///
    /// # Errors
    ///
    /// The stored journal cannot be read, or does not fold.
    pub(super) fn next(&mut self) -> io::Result<Vec<PushMessage>> {
        let tip = self.desk.archive().tip();
        let (mut messages, mut bytes) = (Vec::new(), 0);
        while bytes < BYTES
            && let Some(line) = self.line(tip)?
        {
            let rendered = self.renderer.render(&line, &self.followed)?;
            self.seq = rendered.seq;
            if let Some(text) = rendered.all.or_else(|| rendered.each.into_iter().next().map(|(_, text)| text)) {
                bytes += text.len();
                messages.push((rendered.seq, text));
            }
        }
        if messages.is_empty() {
            self.seq = self.seq.max(tip);
        }
        Ok(messages)
    }

    /// Returns the record up to which everything is rendered.
    pub(super) const fn seq(&self) -> u64 {
        self.seq
    }

    /// Reads the topic's next record, if there is one. Of all records, none beyond `tip`; of a session, every durable
    /// one.
    fn line(&mut self, tip: u64) -> io::Result<Option<Vec<u8>>> {
        let archive = self.desk.archive();
        match self.topic {
            Topic::All if self.seq >= tip => Ok(None),
            Topic::All => archive.line(self.seq + 1).map(Some),
            Topic::Session(session) => {
                if self.ahead.is_empty() {
                    self.ahead = archive.next_of(session, self.seq, AHEAD).into();
                }
                self.ahead.pop_front().map(|seq| archive.line(seq)).transpose()
            }
        }
    }
}
