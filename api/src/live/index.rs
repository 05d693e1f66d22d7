//! Where records are: found by seq, by session and by lead; and the form in which that is kept beside a snapshot.

use redial_engine::{SessionId, Transition};

/// Where records are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Index {
    /// Where the first header ends.
    pub(super) header: u64,
    /// Where the last line ends.
    pub(super) end: u64,
    /// Where each record ends, by seq - 1.
    pub(super) ends: Vec<u64>,
    /// The seqs of the records that are about a session.
    pub(super) sessions: Vec<Vec<u32>>,
    /// The seq of the record that added a lead.
    pub(super) leads: Vec<u32>,
}

/// Where a record is and what it is about, before it is durable.
#[derive(Debug)]
pub(crate) struct Entry {
    bytes: u64,
    starts_session: bool,
    sessions: Vec<SessionId>,
    leads: u32,
}

impl Entry {
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
    pub(super) fn note(&mut self, entry: Entry) {
        self.end += entry.bytes;
        self.ends.push(self.end);
        let seq = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if entry.starts_session {
            self.sessions.push(Vec::new());
        }
        for session in entry.sessions {
            // A word about a session that never was is on record, but not in the index.
            if let Some(seqs) = self.sessions.get_mut(session.index()) {
                seqs.push(seq);
            }
        }
        self.leads.resize(self.leads.len() + entry.leads as usize, seq);
    }

    /// Returns where so many records end, the headers before them included.
    pub(super) fn end_of(&self, records: usize) -> u64 {
        records.checked_sub(1).map_or(0, |last| self.ends[last])
    }

    /// Writes it down: whole numbers of seven bits a byte, rising rows as the differences between neighbours.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * self.ends.len());
        number(self.header, &mut bytes);
        number(self.end, &mut bytes);
        row(self.ends.iter().copied(), &mut bytes);
        row(self.leads.iter().copied().map(u64::from), &mut bytes);
        number(self.sessions.len() as u64, &mut bytes);
        for seqs in &self.sessions {
            row(seqs.iter().copied().map(u64::from), &mut bytes);
        }
        bytes
    }

    /// Reads back what was written; `None` where that makes no sense.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let from = &mut bytes;
        let (header, end) = (next(from)?, next(from)?);
        let (ends, leads) = (rising(from)?, narrow(rising(from)?)?);
        let count = next(from)?;
        let mut sessions = Vec::new();
        for _ in 0..count {
            sessions.push(narrow(rising(from)?)?);
        }
        let seqs = ends.len() as u32;
        let is_whole = from.is_empty()
            && header <= end
            && ends.last().is_none_or(|last| *last <= end)
            && sessions.iter().flatten().chain(&leads).all(|seq| (1..=seqs).contains(seq));
        is_whole.then_some(Self { header, end, ends, sessions, leads })
    }
}

fn number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn next(bytes: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

fn row(numbers: impl ExactSizeIterator<Item = u64>, bytes: &mut Vec<u8>) {
    number(numbers.len() as u64, bytes);
    let mut before = 0;
    for one in numbers {
        number(one - before, bytes);
        before = one;
    }
}

fn rising(bytes: &mut &[u8]) -> Option<Vec<u64>> {
    // A number takes a byte at least, so no length makes more room than there are bytes.
    let count = usize::try_from(next(bytes)?).ok().filter(|count| *count <= bytes.len())?;
    let mut numbers = Vec::with_capacity(count);
    let mut last = 0_u64;
    for _ in 0..count {
        last = last.checked_add(next(bytes)?)?;
        numbers.push(last);
    }
    Some(numbers)
}

fn narrow(numbers: Vec<u64>) -> Option<Vec<u32>> {
    numbers.into_iter().map(|number| u32::try_from(number).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        Index {
            header: 300,
            end: 70_000,
            ends: vec![420, 900, 66_000, 70_000],
            sessions: vec![vec![2, 4], vec![], vec![3]],
            leads: vec![1, 1, 2],
        }
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
                assert!(read.sessions.iter().flatten().all(|seq| (*seq as usize) <= read.ends.len()));
            }
        }
    }
}
