//! The past: stored records, told to a reader that is behind.

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// How many sessions all who are behind keep folded, roughly; some more while they become many.
const FOLDED_MAX: usize = 8_192;

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
    behind: Joined,
}

/// How many are behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Behind(Arc<AtomicUsize>);

impl Behind {
    fn joined(&self) -> Joined {
        self.0.fetch_add(1, Ordering::Relaxed);
        Joined(self.clone())
    }
}

/// One who is behind.
struct Joined(Behind);

impl Joined {
    /// Returns how many are behind, this one included.
    fn count(&self) -> usize {
        self.0.0.load(Ordering::Relaxed)
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Past {
    /// Goes on after a record. All who are behind share `behind`.
    pub(super) fn after(seq: u64, topic: Topic, desk: Desk, lens: Lens, behind: &Behind) -> Self {
        let wanted = match topic {
            Topic::All => Wanted { all: true, sessions: BTreeSet::new() },
            Topic::Session(session) => Wanted { all: false, sessions: BTreeSet::from([session]) },
        };
        Self {
            teller: Teller::new(desk.clone(), lens),
            desk,
            topic,
            wanted,
            lines: VecDeque::new(),
            seq,
            behind: behind.joined(),
        }
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
        // The more are behind, the less each keeps: it may never come back for it.
        self.teller.keep_folded(FOLDED_MAX / self.behind.count());
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
                self.lines.extend(archive.session_after(session, self.seq, PAGE)?);
                let last = self.lines.back().map(|line| seq_of(line)).transpose()?.unwrap_or(self.seq);
                self.seq = if self.lines.len() < PAGE { last.max(tip) } else { last };
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
