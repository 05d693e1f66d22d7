//! The past: stored records, told to a reader that is behind.

use std::collections::{BTreeSet, VecDeque};
use std::io;

use super::Topic;
use super::hub::Wanted;
use super::ring::Message;
use super::teller::Teller;
use crate::desk::Desk;
use crate::view::Lens;

/// How many records are read at once.
const PAGE: usize = 64;

/// How many bytes of messages are made at once, at least one message.
const BYTES: usize = 64 * 1024;

/// What a reader is told of before it has caught up.
pub(super) struct Past {
    desk: Desk,
    topic: Topic,
    wanted: Wanted,
    teller: Teller,
    /// Records that were read and not told yet.
    lines: VecDeque<Vec<u8>>,
    /// Everything up to this record is in `lines`, or was told.
    seq: u64,
}

impl Past {
    /// Goes on after a record.
    pub(super) fn after(seq: u64, topic: Topic, desk: Desk, lens: Lens) -> Self {
        let wanted = match topic {
            Topic::All => Wanted { all: true, sessions: BTreeSet::new() },
            Topic::Session(session) => Wanted { all: false, sessions: BTreeSet::from([session]) },
        };
        Self { teller: Teller::new(desk.clone(), lens), desk, topic, wanted, lines: VecDeque::new(), seq }
    }

    /// Returns the next messages; none when there are no more for now.
    ///
    /// # Errors
    ///
    /// The stored journal cannot be read, or does not fold.
    pub(super) fn next(&mut self) -> io::Result<VecDeque<Message>> {
        if self.lines.is_empty() {
            self.read()?;
        }
        let (mut messages, mut bytes) = (VecDeque::new(), 0);
        while bytes < BYTES
            && let Some(line) = self.lines.pop_front()
        {
            let told = self.teller.tell(&line, &self.wanted)?;
            let text = told.all.or_else(|| told.each.into_iter().next().map(|(_, text)| text));
            if let Some(text) = text {
                bytes += text.len();
                messages.push_back((told.seq, text));
            }
        }
        Ok(messages)
    }

    /// Returns up to which record all is told once no message is left.
    pub(super) const fn seq(&self) -> u64 {
        self.seq
    }

    fn read(&mut self) -> io::Result<()> {
        let archive = self.desk.archive();
        match self.topic {
            Topic::All => {
                let page = archive.after(self.seq, PAGE)?;
                self.lines.extend(records(&page.bytes).map(<[u8]>::to_vec));
                self.seq = page.next_after;
            }
            Topic::Session(session) => {
                let tip = archive.tip();
                for line in archive.session(session)? {
                    if seq_of(&line)? > self.seq {
                        self.lines.push_back(line);
                    }
                }
                let last = self.lines.back().map(|line| seq_of(line)).transpose()?;
                self.seq = self.seq.max(tip).max(last.unwrap_or(0));
            }
        }
        Ok(())
    }
}

/// Returns the lines of a page that are records.
pub(super) fn records(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{\"seq\""))
}

/// Reads the seq alone.
fn seq_of(line: &[u8]) -> io::Result<u64> {
    #[derive(serde::Deserialize)]
    struct Numbered {
        seq: u64,
    }
    let numbered: Numbered = serde_json::from_slice(line)?;
    Ok(numbered.seq)
}
