//! The stored journal, as readers see it: durable records only, found by seq, by session and by lead.
//!
//! Bytes from disk are checked against the chain of the line before them, so a reader never gets bytes that were not
//! written.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use redial_engine::{LeadId, SessionId};
use redial_replay::{Damage, JournalPlace, LINE_END, check_lines};
use redial_store::{Disk, Fault, FaultKind, Files, Segment};

use super::index::Index;
pub use super::index::IndexEntry;

/// The stored journal; it grows while it is read.
#[derive(Debug)]
pub struct Archive {
    source: ArchiveStorage,
    index: RwLock<Index>,
}

/// The bytes of the journal.
#[derive(Debug)]
enum ArchiveStorage {
    Memory(RwLock<Vec<u8>>),
    Segments(RwLock<Vec<SegmentFile>>),
}

/// An open segment of the journal.
#[derive(Debug)]
struct SegmentFile {
    name: String,
    /// The offset of its first byte in the journal.
    start: u64,
    file: File,
}

/// A page of the stored journal.
#[derive(Debug)]
pub struct JournalPage {
    /// Whole lines.
    pub bytes: Vec<u8>,
    /// The seq of the last record in them.
    pub next_after: u64,
}

impl Archive {
    /// Returns an empty journal in memory.
    pub fn memory() -> Self {
        Self { source: ArchiveStorage::Memory(RwLock::default()), index: RwLock::default() }
    }

    /// Returns a journal that is read from segments; the writer appends to them.
    pub fn segments() -> Self {
        Self { source: ArchiveStorage::Segments(RwLock::default()), index: RwLock::default() }
    }

    /// Opens the segments of an earlier process.
    pub fn open(&self, files: &Files, found: &[Segment]) -> io::Result<()> {
        found.iter().try_for_each(|segment| self.add(files, &segment.name, segment.start))
    }

    /// Opens the segment that begins where the durable records end, unless it is already open.
    pub fn begin_segment(&self, files: &Files, name: &str) -> io::Result<()> {
        let end = self.index().end;
        self.add(files, name, end)
    }

    fn add(&self, files: &Files, name: &str, start: u64) -> io::Result<()> {
        let ArchiveStorage::Segments(segments) = &self.source else { return Ok(()) };
        let mut segments = segments.write().unwrap_or_else(PoisonError::into_inner);
        if segments.last().is_none_or(|segment| segment.name != name) {
            segments.push(SegmentFile { name: name.to_owned(), start, file: files.open(name)? });
        }
        Ok(())
    }

    /// Appends bytes if the journal is in memory; segments have them already.
    pub fn keep(&self, bytes: &[u8]) {
        match &self.source {
            ArchiveStorage::Memory(kept) => {
                kept.write().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes)
            }
            ArchiveStorage::Segments(_) => {}
        }
    }

    /// Adds a durable header of `bytes` bytes to the index.
    pub fn note_header(&self, bytes: u64) {
        self.index_mut().note_header(bytes);
    }

    /// Adds durable records to the index.
    pub fn note(&self, entries: impl IntoIterator<Item = IndexEntry>) {
        let mut index = self.index_mut();
        entries.into_iter().for_each(|entry| index.note(entry));
    }

    /// Returns the encoded index.
    pub fn write_index(&self) -> Vec<u8> {
        self.index().write()
    }

    /// Restores the encoded index of a journal up to a place; returns false if the bytes do not fit the place.
    pub fn restore_index(&self, bytes: &[u8], place: &JournalPlace) -> bool {
        let read = Index::read(bytes).filter(|index| index.tip() == place.seq && index.end == place.end);
        let is_sound = read.is_some();
        if let Some(index) = read {
            *self.index_mut() = index;
        }
        is_sound
    }

    /// Returns the offset at which the last durable line ends.
    pub fn end(&self) -> u64 {
        self.index().end
    }

    /// Returns the seq of the last durable record.
    pub fn tip(&self) -> u64 {
        self.index().tip()
    }

    /// Returns the stored bytes of at most `limit` records with a seq above `after`. A header belongs to the record
    /// after it, so the pages of a journal in order are the journal.
    pub fn after(&self, after: u64, limit: usize) -> io::Result<JournalPage> {
        let (from, to, first, last) = {
            let index = self.index();
            let first = after.min(index.tip());
            let last = first.saturating_add(limit as u64).min(index.tip());
            (index.end_of(first), index.end_of(last), first + 1, last)
        };
        Ok(JournalPage { bytes: self.lines(from, to, first, last)?, next_after: last.max(after) })
    }

    /// Returns the first header's line.
    pub fn header_line(&self) -> io::Result<Vec<u8>> {
        let end = self.index().header;
        self.lines(0, end, 1, 0)
    }

    /// Returns the stored lines of the records about the session, oldest first.
    pub fn session(&self, session: SessionId) -> io::Result<Vec<Vec<u8>>> {
        self.seqs_of(session, 0, u64::MAX).into_iter().map(|seq| self.line(seq)).collect()
    }

    /// Returns the seqs of the records about the session, after `after` and up to `until`.
    pub fn seqs_of(&self, session: SessionId, after: u64, until: u64) -> Vec<u64> {
        self.index().seqs_after(session, after).take_while(|seq| *seq <= until).collect()
    }

    /// Returns the seqs of the first `count` records about the session after `after`.
    pub fn next_of(&self, session: SessionId, after: u64, count: usize) -> Vec<u64> {
        self.index().seqs_after(session, after).take(count).collect()
    }

    /// Returns the stored line of the record that added the lead, if the lead exists.
    pub fn lead(&self, lead: LeadId) -> io::Result<Option<Vec<u8>>> {
        let seq = self.index().leads.get(lead.index());
        seq.map(|seq| self.line(seq)).transpose()
    }

    /// Returns the line of one durable record, without a header before it.
    pub fn line(&self, seq: u64) -> io::Result<Vec<u8>> {
        let (from, to) = {
            let index = self.index();
            (index.end_of(seq - 1), index.end_of(seq))
        };
        let mut bytes = self.lines(from, to, seq, seq)?;
        let body = bytes.len().saturating_sub(1);
        let start = bytes[..body].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        bytes.drain(..start);
        Ok(bytes)
    }

    /// Reads whole lines with the records from `first` to `last`, and checks their chain.
    fn lines(&self, from: u64, to: u64, first: u64, last: u64) -> io::Result<Vec<u8>> {
        let ArchiveStorage::Segments(segments) = &self.source else { return self.read(from, to) };
        let before = from.min(LINE_END as u64);
        let mut bytes = self.read(from - before, to)?;
        let lines = bytes.split_off(before as usize);
        if from < to {
            check_lines(&bytes, &lines, first, last).map_err(|damage| {
                let segments = segments.read().unwrap_or_else(PoisonError::into_inner);
                damaged(&segments, from, damage)
            })?;
        }
        Ok(lines)
    }

    fn read(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        match &self.source {
            ArchiveStorage::Memory(kept) => {
                let kept = kept.read().unwrap_or_else(PoisonError::into_inner);
                let range = usize::try_from(from).ok().zip(usize::try_from(to).ok()).map(|(from, to)| from..to);
                let bytes = range.and_then(|range| kept.get(range)).ok_or(io::ErrorKind::UnexpectedEof)?;
                Ok(bytes.to_vec())
            }
            ArchiveStorage::Segments(segments) => {
                let length = usize::try_from(to - from).map_err(|_| io::ErrorKind::FileTooLarge)?;
                let mut bytes = vec![0; length];
                let segments = segments.read().unwrap_or_else(PoisonError::into_inner);
                let mut end = to;
                for segment in segments.iter().rev().filter(|segment| segment.start < to) {
                    let start = segment.start.max(from);
                    if start < end {
                        let range = (start - from) as usize..(end - from) as usize;
                        segment.file.read_exact_at(&mut bytes[range], start - segment.start)?;
                        end = start;
                    }
                }
                Ok(bytes)
            }
        }
    }

    fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the fault of damaged lines that were read from the offset `from` on.
fn damaged(segments: &[SegmentFile], from: u64, damage: Damage) -> io::Error {
    let place = from + damage.offset;
    let (file, start) = segments
        .iter()
        .rfind(|segment| segment.start <= place)
        .map_or(("", 0), |segment| (segment.name.as_str(), segment.start));
    let kind = FaultKind::Line(damage.kind);
    let fault = Fault { file: file.to_owned(), seq: damage.seq, offset: place - start, kind };
    tracing::error!("the stored journal is {fault}");
    io::Error::new(io::ErrorKind::InvalidData, fault)
}

#[cfg(test)]
mod tests {
    use redial_engine::{CallId, CarrierEvent, CarrierIgnore, SessionSpec, Transition};

    use super::*;

    #[test]
    fn a_stray_event_for_a_session_id_is_not_in_the_log_of_the_session_that_gets_the_id() {
        let archive = Archive::memory();
        let (session, lines) = (SessionId(0), [&b"stray\n"[..], b"started\n"]);
        let stray = Transition::CarrierEventIgnored {
            call: CallId::new(session, 3),
            event: CarrierEvent::Busy,
            reason: CarrierIgnore::UnknownCall,
        };
        let spec = SessionSpec { agent: "ada".into(), leads: [LeadId(0)].into(), lines: 1 };
        let started = Transition::SessionStarted { session, spec: spec.into() };
        for (line, fact) in lines.into_iter().zip([stray, started]) {
            archive.keep(line);
            archive.note([IndexEntry::new(line.len() as u64, &[fact])]);
        }
        assert_eq!(archive.session(session).expect("the journal is in memory"), [b"started\n"]);
    }
}
