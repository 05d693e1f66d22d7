//! The reader: line by line, each checked before it is returned.

use std::io::{BufRead, Read};

use redial_engine::Instant;

use crate::chain::Chain;
use crate::check::{CheckedLine, check_record, is_header, parse_header};
use crate::damage::{Damage, DamageKind, MAX_LINE, ReadError};
use crate::header::Header;
use crate::journal_place::JournalPlace;
use crate::line::{JournalLine, StoredRecord};
use crate::record::Record;

/// Reads a journal. It buffers at most one line.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    /// The current line, newline included.
    line: Vec<u8>,
    /// The offset of the current line.
    offset: u64,
    /// The offset of the next line.
    next_offset: u64,
    first: Header,
    last: Header,
    chain: Chain,
    seq: u64,
    at: Instant,
    tail: Tail,
}

/// The end of a journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tail {
    /// The journal ends with a whole line, or the reader has not reached its end.
    Clean,
    /// The journal ends with a part of a line: its writer was stopped while it wrote the line.
    Torn {
        /// The offset of the unfinished line.
        offset: u64,
        /// The length of the unfinished line, in bytes.
        bytes: u64,
    },
}

/// The kind of a line that was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// A header, already checked.
    Header,
    /// Any other line, not checked.
    Record,
}

impl<R: BufRead> Reader<R> {
    /// Reads and checks the first header.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or does not begin with a sound header.
    pub fn open(mut source: R) -> Result<Self, ReadError> {
        let damaged = |kind| Damage { seq: 0, offset: 0, kind };
        let mut line = Vec::new();
        let end = read_line(&mut source, &mut line)?;
        if !is_header(&line) {
            let kind = if line.is_empty() { DamageKind::NoHeader } else { DamageKind::NotAJournal };
            return Err(damaged(kind).into());
        }
        match end {
            LineEnd::Newline => {}
            LineEnd::Nothing => return Err(damaged(DamageKind::NoHeader).into()),
            LineEnd::TooLong => return Err(damaged(DamageKind::TooLong).into()),
        }
        let (header, chain) = parse_header(&line).map_err(damaged)?;
        let next_offset = line.len() as u64;
        let (first, last) = (header.clone(), header);
        let (seq, at, tail) = (0, Instant::EPOCH, Tail::Clean);
        Ok(Self { source, line, offset: 0, next_offset, first, last, chain, seq, at, tail })
    }

    /// Resumes at a place that was read before; the source begins at that place.
    pub fn resume(source: R, place: JournalPlace) -> Self {
        let JournalPlace { first, last, seq, at, chain, end } = place;
        let tail = Tail::Clean;
        Self { source, line: Vec::new(), offset: end, next_offset: end, first, last, chain, seq, at, tail }
    }

    /// Returns the place after the last line. If that line is a header, the place is not after a record.
    #[must_use]
    pub fn place(&self) -> JournalPlace {
        let (first, last) = (self.first.clone(), self.last.clone());
        JournalPlace { first, last, seq: self.seq, at: self.at, chain: self.chain, end: self.next_offset }
    }

    /// Returns the next line, checked; `None` at the end of the journal. After `None`, [`Reader::tail`] reports a torn
    /// line.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or the line is damaged. The lines after a damaged line cannot be read.
    #[expect(clippy::should_implement_trait, reason = "the line is lent, which no iterator can do")]
    pub fn next(&mut self) -> Result<Option<JournalLine<'_>>, ReadError> {
        match self.read()? {
            None => Ok(None),
            Some(LineKind::Header) => {
                Ok(Some(JournalLine::Header { offset: self.offset, bytes: &self.line, header: &self.last }))
            }
            Some(LineKind::Record) => {
                self.check()?;
                Ok(Some(JournalLine::Record(self.stored())))
            }
        }
    }

    /// Returns whether the journal ends in a torn line.
    #[must_use]
    pub const fn tail(&self) -> Tail {
        self.tail
    }

    /// Returns the journal's first header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.first
    }

    /// Returns the last header that was read.
    #[must_use]
    pub const fn last_header(&self) -> &Header {
        &self.last
    }

    /// Returns the chain of the last sound line. The chains of an extract cannot be checked; there it is the stored
    /// one.
    #[must_use]
    pub const fn chain(&self) -> Chain {
        self.chain
    }

    /// Returns the seq of the last record; 0 before the first.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// Returns the time of the last record; the epoch before the first.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Returns the offset of the next line.
    #[must_use]
    pub const fn next_offset(&self) -> u64 {
        self.next_offset
    }

    /// Reads one line, and checks it if it is a header.
    #[inline]
    pub(crate) fn read(&mut self) -> Result<Option<LineKind>, ReadError> {
        self.line.clear();
        self.offset = self.next_offset;
        let end = read_line(&mut self.source, &mut self.line)?;
        self.next_offset += self.line.len() as u64;
        match end {
            LineEnd::Newline if is_header(&self.line) => {
                self.check_header().map_err(|kind| self.damage(kind))?;
                Ok(Some(LineKind::Header))
            }
            LineEnd::Newline => Ok(Some(LineKind::Record)),
            LineEnd::Nothing => {
                let bytes = self.line.len() as u64;
                self.next_offset = self.offset;
                if bytes > 0 {
                    self.tail = Tail::Torn { offset: self.offset, bytes };
                }
                Ok(None)
            }
            LineEnd::TooLong => Err(self.damage(DamageKind::TooLong).into()),
        }
    }

    /// Checks and accepts the current line, a record.
    #[inline]
    pub(crate) fn check(&mut self) -> Result<(), ReadError> {
        let checked = self.checked()?;
        self.accept(checked);
        Ok(())
    }

    /// Checks the current line, a record.
    #[inline]
    pub(crate) fn checked(&self) -> Result<CheckedLine, Damage> {
        let last = CheckedLine { seq: self.seq, at: self.at, chain: self.chain };
        check_record(&self.line, last, self.first.extract.is_some()).map_err(|kind| self.damage(kind))
    }

    /// Checks and parses the current line, a record.
    pub(crate) fn parsed(&self) -> Result<(CheckedLine, Record), Damage> {
        let checked = self.checked()?;
        let stored = StoredRecord { offset: self.offset, bytes: &self.line, seq: checked.seq, at: checked.at };
        Ok((checked, stored.parse()?))
    }

    /// Accepts the current line, a checked record: the next line must follow it.
    #[inline]
    pub(crate) const fn accept(&mut self, checked: CheckedLine) {
        (self.seq, self.at, self.chain) = (checked.seq, checked.at, checked.chain);
    }

    /// Returns the current line, newline included.
    #[inline]
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Returns the current line, an accepted record.
    #[inline]
    pub(crate) fn stored(&self) -> StoredRecord<'_> {
        StoredRecord { offset: self.offset, bytes: &self.line, seq: self.seq, at: self.at }
    }

    /// Returns the damage of this kind at the current line.
    #[cold]
    pub(crate) const fn damage(&self, kind: DamageKind) -> Damage {
        Damage { seq: self.seq + 1, offset: self.offset, kind }
    }

    fn check_header(&mut self) -> Result<(), DamageKind> {
        let (header, chain) = parse_header(&self.line)?;
        if header.journal != self.first.journal {
            return Err(DamageKind::Foreign(header.journal));
        }
        if header.prev != self.chain || header.extract.is_some() {
            return Err(DamageKind::BadChain);
        }
        if header.epoch != self.first.epoch {
            return Err(DamageKind::OtherEpoch(header.epoch));
        }
        (self.last, self.chain) = (header, chain);
        Ok(())
    }
}

enum LineEnd {
    Newline,
    Nothing,
    TooLong,
}

#[inline]
fn read_line<R: BufRead>(source: &mut R, line: &mut Vec<u8>) -> Result<LineEnd, ReadError> {
    source.take(MAX_LINE as u64 + 1).read_until(b'\n', line)?;
    Ok(match line.last() {
        Some(_) if line.len() > MAX_LINE => LineEnd::TooLong,
        Some(b'\n') => LineEnd::Newline,
        Some(_) | None => LineEnd::Nothing,
    })
}
