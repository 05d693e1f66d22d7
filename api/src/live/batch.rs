//! A batch: records that become durable together, and what has waited for that.

use std::collections::HashSet;

use redial_engine::{Effect, SessionId, Stepped};
use redial_replay::{Encoder, Header};
use redial_store::Tip;

use crate::live::archive::{Archive, IndexEntry};
use crate::live::desk::Reply;
use crate::live::store::OwnedCommit;

/// How many bytes make a batch large.
const LARGE: usize = 64 * 1024;

/// Records, and the effects and answers that may leave once these are durable.
#[derive(Default)]
pub(crate) struct Batch {
    bytes: OwnedCommit,
    header: u64,
    entries: Vec<IndexEntry>,
    /// What its records are about.
    sessions: HashSet<SessionId>,
    effects: Vec<Effect>,
    releases: Vec<Reply>,
}

impl Batch {
    /// Returns true when there is nothing to write and nobody waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.books.is_empty() && self.bytes.journal.is_empty() && self.releases.is_empty()
    }

    /// Adds a record.
    pub(crate) fn record(&mut self, stepped: &Stepped<'_>, encoder: &mut Encoder) {
        let before = self.bytes.journal.len();
        encoder.step(stepped, &mut self.bytes.journal);
        let bytes = self.bytes.journal.len() - before;
        self.bytes.tip = Tip { seq: stepped.seq, chain: encoder.chain() };
        let entry = IndexEntry::new(bytes as u64, stepped.transitions);
        self.sessions.extend(entry.sessions());
        self.entries.push(entry);
        let effects = stepped.transitions.iter().filter_map(|transition| Effect::of(transition, stepped.state));
        self.effects.extend(effects);
    }

    /// Begins a segment after the record `seq`: adds its header, which comes before every record of the batch.
    pub(crate) fn begin_segment(&mut self, seq: u64, header: &Header, encoder: &mut Encoder) {
        *encoder = Encoder::begin(header, &mut self.bytes.journal);
        self.header = self.bytes.journal.len() as u64;
        self.bytes.begins = Some(seq + 1);
        self.bytes.tip = Tip { seq, chain: encoder.chain() };
    }

    /// Returns true when it is worth a sync of its own: it need not wait for more, so that the disk has its next work at once.
    pub(crate) fn is_large(&self) -> bool {
        self.bytes.journal.len() >= LARGE
    }

    /// Returns true when a segment's header comes before its records.
    pub(crate) fn has_header(&self) -> bool {
        self.bytes.begins.is_some()
    }

    /// Returns how many records are in it.
    pub(crate) fn records(&self) -> usize {
        self.entries.len()
    }

    /// Returns true where one of its records is about the session.
    pub(crate) fn is_about(&self, session: SessionId) -> bool {
        self.sessions.contains(&session)
    }

    /// Returns how many bytes of the journal there are.
    pub(crate) fn length(&self) -> u64 {
        self.bytes.journal.len() as u64
    }

    /// Adds lines of the mock CRM's books.
    pub(crate) fn books(&mut self) -> &mut Vec<u8> {
        &mut self.bytes.books
    }

    /// Adds somebody who waits.
    pub(crate) fn release(&mut self, release: Reply) {
        self.releases.push(release);
    }

    /// Adds effects that follow from no new record.
    pub(crate) fn owe(&mut self, effects: impl IntoIterator<Item = Effect>) {
        self.effects.extend(effects);
    }

    /// Drops the effects of its records.
    pub(crate) fn forget_effects(&mut self) {
        self.effects.clear();
    }

    /// Takes out what is to be written.
    pub(crate) fn bytes(&mut self) -> OwnedCommit {
        std::mem::take(&mut self.bytes)
    }

    /// Says that the batch is durable: shows its records, answers who waits, and returns the effects that may leave.
    pub(crate) fn durable(&mut self, archive: &Archive) -> std::vec::Drain<'_, Effect> {
        archive.note_header(std::mem::take(&mut self.header));
        archive.note(self.entries.drain(..));
        self.releases.drain(..).for_each(|release| release());
        self.effects.drain(..)
    }
}
