//! Where records are: found by seq, by session and by lead; and the form in which that is kept beside a snapshot.

use redial_engine::{SessionId, Transition};

use super::delta_list::{DeltaList, IndexedDeltaList, take_number, write_number};

/// Where records are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Index {
    /// Where the first header ends.
    pub(super) header: u64,
    /// Where the last line ends.
    pub(super) end: u64,
    /// Where each record ends, by seq - 1.
    pub(super) ends: IndexedDeltaList,
    /// The seqs of the records that are about a session.
    pub(super) sessions: Vec<DeltaList>,
    /// The seq of the record that added a lead.
    pub(super) leads: IndexedDeltaList,
}

/// Where a record is and what it is about, before it is durable.
#[derive(Debug)]
pub(crate) struct IndexEntry {
    bytes: u64,
    starts_session: bool,
    sessions: Vec<SessionId>,
    leads: u32,
}

impl IndexEntry {
    /// Notes a record of so many bytes.
    pub(crate) fn new(bytes: u64, transitions: &[Transition]) -> Self {
        let mut sessions: Vec<SessionId> = transitions.iter().filter_map(Transition::session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        let leads = transitions.iter().filter(|fact| matches!(fact, Transition::LeadAdded { .. })).count();
        let starts_session = transitions.iter().any(|fact| matches!(fact, Transition::SessionStarted { .. }));
        Self { bytes, starts_session, sessions, leads: u32::try_from(leads).unwrap_or(u32::MAX) }
    }

    /// Returns the sessions that the record is about, each once.
    pub(crate) fn sessions(&self) -> &[SessionId] {
        &self.sessions
    }
}

impl Index {
    /// Takes in a header of so many bytes.
    pub(super) fn note_header(&mut self, bytes: u64) {
        if self.end == 0 {
            self.header = bytes;
        }
        self.end += bytes;
    }

    /// Takes in a record.
    pub(super) fn note(&mut self, entry: IndexEntry) {
        self.end += entry.bytes;
        self.ends.push(self.end);
        let seq = self.tip();
        if entry.starts_session {
            self.sessions.push(DeltaList::default());
        }
        for session in entry.sessions {
            // A word about a session that never was is on record, but not in the index.
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

    /// Returns where so many records end, the headers before them included. Panics where there are fewer.
    pub(super) fn end_of(&self, records: u64) -> u64 {
        records.checked_sub(1).map_or(0, |last| self.ends.get(last as usize).expect("there are so many records"))
    }

    /// Returns the seqs of the records after `after` that are about a session, oldest first.
    pub(super) fn seqs_after(&self, session: SessionId, after: u64) -> impl Iterator<Item = u64> + '_ {
        let seqs = self.sessions.get(session.index());
        seqs.into_iter().flat_map(DeltaList::iter).skip_while(move |seq| *seq <= after)
    }

    /// Writes it down.
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

    /// Reads back what was written; `None` where that makes no sense.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let from = &mut bytes;
        let (header, end) = (take_number(from)?, take_number(from)?);
        let (ends, leads) = (IndexedDeltaList::read(from)?, IndexedDeltaList::read(from)?);
        let count = take_number(from)?;
        let sessions: Vec<_> = (0..count).map(|_| DeltaList::read(from)).collect::<Option<_>>()?;
        let index = Self { header, end, ends, sessions, leads };
        let tip = index.tip();
        // Rows rise, so the first and the last number tell of all.
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
    fn what_is_written_reads_back() {
        assert_eq!(Index::read(&index().write()), Some(index()));
        assert_eq!(Index::read(&Index::default().write()), Some(Index::default()));
    }

    #[test]
    fn a_cut_is_seen_and_no_flip_does_harm() {
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
