//! The index of the journal: records by seq, by session and by lead, and its encoding beside a snapshot.

use redial_engine::{SessionId, Transition};

use super::delta_list::{DeltaList, IndexedDeltaList, take_number, write_number};

/// The positions of the records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Index {
    /// The offset at which the first header ends.
    pub(super) header: u64,
    /// The offset at which the last line ends.
    pub(super) end: u64,
    /// The offset at which each record ends, by seq - 1.
    pub(super) ends: IndexedDeltaList,
    /// The seqs of the records about each session.
    pub(super) sessions: Vec<DeltaList>,
    /// The seq of the record that added each lead.
    pub(super) leads: IndexedDeltaList,
}

/// The index entry of one record; it joins the index when the record is durable.
#[derive(Debug)]
pub struct IndexEntry {
    bytes: u64,
    starts_session: bool,
    sessions: Vec<SessionId>,
    leads: u32,
}

impl IndexEntry {
    /// Returns the entry of a record of `bytes` bytes.
    pub fn new(bytes: u64, transitions: &[Transition]) -> Self {
        let mut sessions: Vec<SessionId> = transitions.iter().filter_map(Transition::session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        let leads = transitions.iter().filter(|fact| matches!(fact, Transition::LeadAdded { .. })).count();
        let starts_session = transitions.iter().any(|fact| matches!(fact, Transition::SessionStarted { .. }));
        Self { bytes, starts_session, sessions, leads: u32::try_from(leads).unwrap_or(u32::MAX) }
    }

    /// Returns the sessions of the record, each once.
    pub fn sessions(&self) -> &[SessionId] {
        &self.sessions
    }
}

impl Index {
    /// Adds a header of `bytes` bytes.
    pub(super) fn note_header(&mut self, bytes: u64) {
        if self.end == 0 {
            self.header = bytes;
        }
        self.end += bytes;
    }

    /// Adds a record.
    pub(super) fn note(&mut self, entry: IndexEntry) {
        self.end += entry.bytes;
        self.ends.push(self.end);
        let seq = self.tip();
        if entry.starts_session {
            self.sessions.push(DeltaList::default());
        }
        for session in entry.sessions {
            // A stray event for an unknown session is recorded, but belongs to no session.
            if let Some(seqs) = self.sessions.get_mut(session.index()) {
                seqs.push(seq);
            }
        }
        for _ in 0..entry.leads {
            self.leads.push(seq);
        }
    }

    /// Returns the seq of the last record.
    pub(super) const fn tip(&self) -> u64 {
        self.ends.count() as u64
    }

    /// Returns the offset at which the first `records` records end, their headers included. Panics if there are fewer.
    pub(super) fn end_of(&self, records: u64) -> u64 {
        records.checked_sub(1).map_or(0, |last| self.ends.get(last as usize).expect("the record is in the index"))
    }

    /// Returns the seqs of the records about a session after `after`, oldest first.
    pub(super) fn seqs_after(&self, session: SessionId, after: u64) -> impl Iterator<Item = u64> + '_ {
        let seqs = self.sessions.get(session.index());
        seqs.into_iter().flat_map(DeltaList::iter).skip_while(move |seq| *seq <= after)
    }

    /// Encodes the index.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 * self.ends.count());
        write_number(self.header, &mut bytes);
        write_number(self.end, &mut bytes);
        self.ends.write(&mut bytes);
        self.leads.write(&mut bytes);
        write_number(self.sessions.len() as u64, &mut bytes);
        self.sessions.iter().for_each(|seqs| seqs.write(&mut bytes));
        bytes
    }

    /// Decodes an index; `None` if the bytes are not a sound one.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let from = &mut bytes;
        let (header, end) = (take_number(from)?, take_number(from)?);
        let (ends, leads) = (IndexedDeltaList::read(from)?, IndexedDeltaList::read(from)?);
        let count = take_number(from)?;
        let sessions: Vec<_> = (0..count).map(|_| DeltaList::read(from)).collect::<Option<_>>()?;
        let index = Self { header, end, ends, sessions, leads };
        let tip = index.tip();
        // Lists ascend, so their first and last numbers bound the rest.
        let are_seqs = |first: Option<u64>, last: u64| first != Some(0) && last <= tip;
        let is_whole = from.is_empty()
            && header <= end
            && index.ends.last() <= end
            && index.sessions.iter().all(|seqs| are_seqs(seqs.first(), seqs.last()))
            && are_seqs(index.leads.get(0), index.leads.last());
        is_whole.then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let mut index = Index::default();
        index.note_header(300);
        let [first, third] = [0, 2].map(SessionId);
        for (bytes, starts_session, sessions, leads) in [
            (120, false, vec![], 2),
            (480, true, vec![first], 1),
            (65_100, true, vec![], 0),
            (4_000, true, vec![first, third], 0),
        ] {
            index.note(IndexEntry { bytes, starts_session, sessions, leads });
        }
        index
    }

    #[test]
    fn an_encoded_index_decodes_to_itself() {
        assert_eq!(Index::read(&index().write()), Some(index()));
        assert_eq!(Index::read(&Index::default().write()), Some(Index::default()));
    }

    #[test]
    fn a_cut_is_rejected_and_a_flipped_bit_never_yields_a_seq_beyond_the_tip() {
        let written = index().write();
        for length in 0..written.len() {
            assert_eq!(Index::read(&written[..length]), None, "cut at {length}");
        }
        for bit in 0..written.len() * 8 {
            let mut flipped = written.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Some(read) = Index::read(&flipped) {
                assert!(read.sessions.iter().flat_map(DeltaList::iter).all(|seq| (1..=read.tip()).contains(&seq)));
            }
        }
    }
}
