//! The past: stored records, told to a reader that is behind.

use std::collections::{BTreeSet, VecDeque};
use std::io;

use super::Topic;
use super::hub::Wanted;
use super::recent::Message;
use super::renderer::Teller;
use crate::live::desk::Desk;

/// How many bytes of messages are made at once, at least one message.
const BYTES: usize = 64 * 1024;

/// How many records of a session are looked up at once: the index is gone through from the session's first record each time.
const AHEAD: usize = 64;

/// What a reader is told of before it has caught up. Beside the sessions that its teller keeps folded it holds a
/// few seqs, and no lines: some have a megabyte.
pub(super) struct Past {
    desk: Desk,
    topic: Topic,
    wanted: Wanted,
    teller: Teller,
    /// Everything up to this record was told.
    seq: u64,
    /// The seqs of a session's next records.
    ahead: VecDeque<u64>,
}

impl Past {
    /// Goes on after a record.
    pub(super) fn after(seq: u64, topic: Topic, desk: Desk, teller: Teller) -> Self {
        let wanted = match topic {
            Topic::All => Wanted { all: true, sessions: BTreeSet::new() },
            Topic::Session(session) => Wanted { all: false, sessions: BTreeSet::from([session]) },
        };
        Self { desk, topic, wanted, teller, seq, ahead: VecDeque::new() }
    }

    /// Returns the next messages; none when there are no more for now.
    ///
    /// # Errors
    ///
    /// The stored journal cannot be read, or does not fold.
    pub(super) fn next(&mut self) -> io::Result<Vec<Message>> {
        let tip = self.desk.archive().tip();
        let (mut messages, mut bytes) = (Vec::new(), 0);
        while bytes < BYTES
            && let Some(line) = self.line(tip)?
        {
            let told = self.teller.tell(&line, &self.wanted)?;
            self.seq = told.seq;
            if let Some(text) = told.all.or_else(|| told.each.into_iter().next().map(|(_, text)| text)) {
                bytes += text.len();
                messages.push((told.seq, text));
            }
        }
        if messages.is_empty() {
            self.seq = self.seq.max(tip);
        }
        Ok(messages)
    }

    /// Returns up to which record all is told.
    pub(super) const fn seq(&self) -> u64 {
        self.seq
    }

    /// Reads the next record of the topic, if there is one. Of all records, none beyond `tip`; of a session, whatever is durable.
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
