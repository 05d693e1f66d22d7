//! A process that writes a journal to a disk, and all lines that it has written.

use std::io::Read;
use std::sync::Arc;

use redial_engine::{Command, Config, Headcount, Industry, Input, Instant, LeadDetails, LeadId, State, Transition};
use redial_replay::{Damage, Encoder, Header, JournalLine, JournalPlace, Reader};
use redial_store::{Commit, DirectoryError, Durability, Scan, Stream, Tip, Torn, Writer, scan};
use uuid::Uuid;

use super::MemoryDisk;

/// A journal, and the process that writes it.
pub(crate) struct Process {
    pub(crate) writer: Writer<MemoryDisk>,
    pub(crate) encoder: Encoder,
    pub(crate) header: Header,
    pub(crate) seq: u64,
    pub(crate) is_first: bool,
    /// The last commit.
    held: (Vec<u8>, Option<u64>, Tip),
}

/// Every line that was written, and the number of acknowledged ones.
#[derive(Default, Clone)]
pub(crate) struct WrittenLines {
    pub(crate) lines: Vec<Vec<u8>>,
    pub(crate) acknowledged: usize,
}

impl WrittenLines {
    /// Returns the number of lines in these bytes, which must be the first ones.
    pub(crate) fn lines_in(&self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        let mut lines = 0;
        while !rest.is_empty() {
            rest = rest.strip_prefix(&self.lines[lines][..]).expect("the bytes are the written lines");
            lines += 1;
        }
        lines
    }
}

pub(crate) fn header() -> Header {
    Header::new(Uuid::from_u128(0x5eed_0000_0000_8000_8000_0000_0000_0001), "2026-01-01T00:00:00Z", Config::default())
}

pub(crate) fn judge(disk: &MemoryDisk) -> Result<Option<Scan>, DirectoryError> {
    scan(disk, |_, _| Ok(()))
}

/// Returns the valid bytes of the journal.
pub(crate) fn text(disk: &MemoryDisk, scan: &Scan) -> Vec<u8> {
    let mut bytes = Vec::new();
    let stream = Stream::open(disk, &scan.segments).expect("the segments are there");
    stream.take(scan.end).read_to_end(&mut bytes).expect("memory reads");
    bytes
}

impl Process {
    /// Starts, and recovers the journal; returns the torn bytes.
    pub(crate) fn start(disk: &MemoryDisk, found: Option<&Scan>) -> Result<(Self, Option<Torn>), DirectoryError> {
        let (tip, (writer, torn)) = match found {
            None => (Tip::default(), Writer::begin(disk.clone(), Durability::Fsync)?),
            Some(scan) => (scan.tip, Writer::resume(disk.clone(), scan, Durability::Fsync)?),
        };
        let encoder = Encoder::from(tip.chain);
        let held = (Vec::new(), None, Tip::default());
        Ok((Self { writer, encoder, header: header(), seq: tip.seq, is_first: true, held }, torn))
    }

    /// Writes records in one batch, and acknowledges them when they are durable.
    pub(crate) fn write(
        &mut self,
        records: u64,
        turns: bool,
        history: &mut WrittenLines,
    ) -> Result<(), DirectoryError> {
        let mut lines = Vec::new();
        let begins = (turns || self.is_first).then_some(self.seq + 1);
        if begins.is_some() {
            let header = Header { prev: self.encoder.chain(), ..self.header.clone() };
            let mut line = Vec::new();
            self.encoder = Encoder::begin(&header, &mut line);
            lines.push(line);
        }
        for _ in 0..records {
            self.seq += 1;
            let mut line = Vec::new();
            let (input, transitions) = lead(self.seq);
            self.encoder.record(self.seq, Instant::from_ms(self.seq), &input, &transitions, &mut line);
            lines.push(line);
        }
        self.held = (lines.concat(), begins, Tip { seq: self.seq, chain: self.encoder.chain() });
        history.lines.extend(lines);
        self.again(history)
    }

    /// Commits the last lines, for the first time or again.
    pub(crate) fn again(&mut self, history: &mut WrittenLines) -> Result<(), DirectoryError> {
        let (bytes, begins, tip) = &self.held;
        self.writer.commit(Commit { bytes, begins: *begins, tip: *tip })?;
        self.is_first = false;
        history.acknowledged = history.lines.len();
        Ok(())
    }
}

/// Makes a record that adds a lead. Some records are longer than a sector.
pub(crate) fn lead(seq: u64) -> (Input, Vec<Transition>) {
    if seq.is_multiple_of(3) {
        return (Input::Tick, Vec::new());
    }
    let details = Arc::new(LeadDetails {
        name: "Ada ".repeat(1 + seq as usize % 5 * 20).into(),
        job_title: "Analyst".into(),
        phone_number: "+14155550132".into(),
        phone_e164: None,
        company: "Northwind".into(),
        email: "someone@northwind.example".into(),
        headcount: Headcount::UpTo50,
        industry: Industry::Technology,
    });
    let added = Transition::LeadAdded { lead: LeadId((seq - 1 - seq / 3) as u32), details: Arc::clone(&details) };
    (Input::Command(Command::AddLead(details)), vec![added])
}

/// Writes and closes a journal of three segments.
pub(crate) fn small() -> (MemoryDisk, WrittenLines) {
    let (disk, mut history) = (MemoryDisk::default(), WrittenLines::default());
    let (mut process, _) = Process::start(&disk, None).expect("the disk works");
    for (records, turns) in [(2, false), (1, false), (1, true), (2, false), (1, true), (2, false)] {
        process.write(records, turns, &mut history).expect("the disk works");
    }
    (disk, history)
}

/// Folds a line.
pub(crate) fn take(state: &mut State, line: &JournalLine<'_>) -> Result<(), Damage> {
    let JournalLine::Record(record) = line else { return Ok(()) };
    let mut transitions = Vec::new();
    record.transitions_into(&mut transitions)?;
    record.fold_into(state, &transitions)
}

/// Folds a journal up to a record.
pub(crate) fn moment(journal: &[u8], seq: u64) -> (State, JournalPlace) {
    let mut reader = Reader::open(journal).expect("it is sound");
    let mut state = State::new(reader.header().config);
    while reader.seq() < seq {
        take(&mut state, &reader.next().expect("it is sound").expect("it is there")).expect("it folds");
    }
    (state, reader.place())
}
