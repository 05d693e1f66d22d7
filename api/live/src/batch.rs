//! A batch: records that become durable together, with the replies and effects that wait for them.

use std::collections::HashSet;

use redial_engine::{Effect, SessionId, Stepped};
use redial_replay::{Encoder, Header};
use redial_store::Tip;

use crate::archive::{Archive, IndexEntry};
use crate::commit::OwnedCommit;
use crate::request::Reply;

/// The size at which a batch is large, in bytes.
const LARGE: usize = 64 * 1024;

/// Records, and the effects and replies that may leave once the records are durable.
#[derive(Default)]
pub(crate) struct Batch {
    commit: OwnedCommit,
    /// The length of the segment header before the records, in bytes; 0 if there is none.
    header: u64,
    entries: Vec<IndexEntry>,
    /// The sessions that the records are about.
    sessions: HashSet<SessionId>,
    effects: Vec<Effect>,
    replies: Vec<Reply>,
}

impl Batch {
    /// Returns true when there is nothing to write and no reply waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.commit.journal.is_empty() && self.replies.is_empty()
    }

    /// Appends a record.
    pub(crate) fn record(&mut self, stepped: &Stepped<'_>, encoder: &mut Encoder) {
        let before = self.commit.journal.len();
        encoder.step(stepped, &mut self.commit.journal);
        let bytes = self.commit.journal.len() - before;
        self.commit.tip = Tip { seq: stepped.seq, chain: encoder.chain() };
        let entry = IndexEntry::new(bytes as u64, stepped.transitions);
        self.sessions.extend(entry.sessions());
        self.entries.push(entry);
        let effects = stepped.transitions.iter().filter_map(|transition| Effect::of(transition, stepped.state));
        self.effects.extend(effects);
    }

    /// Begins a segment after the record `seq`: appends its header, ahead of every record of the batch.
    pub(crate) fn begin_segment(&mut self, seq: u64, header: &Header, encoder: &mut Encoder) {
        *encoder = Encoder::begin(header, &mut self.commit.journal);
        self.header = self.commit.journal.len() as u64;
        self.commit.begins = Some(seq + 1);
        self.commit.tip = Tip { seq, chain: encoder.chain() };
    }

    /// Returns true when the batch is worth a sync of its own: it is handed over while the disk is busy, so that the
    /// disk is never idle.
    pub(crate) fn is_large(&self) -> bool {
        self.commit.journal.len() >= LARGE
    }

    /// Returns true when the batch begins a segment.
    pub(crate) fn has_header(&self) -> bool {
        self.commit.begins.is_some()
    }

    /// Returns the number of records.
    pub(crate) fn records(&self) -> usize {
        self.entries.len()
    }

    /// Returns true if one of the records is about the session.
    pub(crate) fn is_about(&self, session: SessionId) -> bool {
        self.sessions.contains(&session)
    }

    /// Returns the number of journal bytes.
    pub(crate) fn length(&self) -> u64 {
        self.commit.journal.len() as u64
    }

    /// Holds a reply until the batch is durable.
    pub(crate) fn hold(&mut self, reply: Reply) {
        self.replies.push(reply);
    }

    /// Adds effects that no new record causes.
    pub(crate) fn owe(&mut self, effects: impl IntoIterator<Item = Effect>) {
        self.effects.extend(effects);
    }

    /// Drops the effects of the records.
    pub(crate) fn forget_effects(&mut self) {
        self.effects.clear();
    }

    /// Takes the commit out of the batch.
    pub(crate) fn commit(&mut self) -> OwnedCommit {
        std::mem::take(&mut self.commit)
    }

    /// Marks the batch durable: adds its records to the archive, sends its replies, and returns its effects.
    pub(crate) fn durable(&mut self, archive: &Archive) -> std::vec::Drain<'_, Effect> {
        archive.note_header(std::mem::take(&mut self.header));
        archive.note(self.entries.drain(..));
        self.replies.drain(..).for_each(|reply| reply());
        self.effects.drain(..)
    }
}
