//! Reading: line by line, each checked before it is handed on.

use std::io::{BufRead, Read};

use redial_engine::Instant;

use crate::chain::Chain;
use crate::check::{CheckedLine, check_record, is_header, parse_header};
use crate::damage::{Damage, DamageKind, MAX_LINE, ReadError};
use crate::header::Header;
use crate::journal_place::JournalPlace;
use crate::line::{Line, StoredRecord};
use crate::record::Record;

/// Reads a journal. It holds one line and never more.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    /// The present line, its newline included.
    line: Vec<u8>,
    /// Where the present line begins.
    offset: u64,
    /// Where the next line begins.
    next_offset: u64,
    first: Header,
    last: Header,
    chain: Chain,
    seq: u64,
    at: Instant,
    tail: Tail,
}

/// How a journal ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tail {
    /// With a whole line, or it is not read to its end yet.
    Clean,
    /// With bytes that are no whole line: its writer was stopped in the middle of it.
    Torn {
        /// Where they begin.
        offset: u64,
        /// How many there are.
        bytes: u64,
    },
}

/// What kind of line was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// A header; it was checked.
    Header,
    /// Anything else; nothing was checked.
    Record,
}

impl<R: BufRead> Reader<R> {
    /// Reads and checks the first header.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or does not begin with a header that holds.
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

    /// Goes on from a place that was read before; the source begins there.
    pub fn resume(source: R, place: JournalPlace) -> Self {
        let JournalPlace { first, last, seq, at, chain, end } = place;
        let tail = Tail::Clean;
        Self { source, line: Vec::new(), offset: end, next_offset: end, first, last, chain, seq, at, tail }
    }

    /// Returns the place behind the last line. It is behind a record, unless a header was read since.
    #[must_use]
    pub fn place(&self) -> JournalPlace {
        let (first, last) = (self.first.clone(), self.last.clone());
        JournalPlace { first, last, seq: self.seq, at: self.at, chain: self.chain, end: self.next_offset }
    }

    /// Returns the next line, checked; `None` at the end, where [`Reader::tail`] says how the journal ends.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or the line is damaged; nothing beyond it can be read then.
    #[expect(clippy::should_implement_trait, reason = "the line is lent, which no iterator can do")]
    pub fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        match self.read()? {
            None => Ok(None),
            Some(LineKind::Header) => {
                Ok(Some(Line::Header { offset: self.offset, bytes: &self.line, header: &self.last }))
            }
            Some(LineKind::Record) => {
                self.check()?;
                Ok(Some(Line::Record(self.stored())))
            }
        }
    }

    /// Returns how the journal ends.
    #[must_use]
    pub const fn tail(&self) -> Tail {
        self.tail
    }

    /// Returns the journal's first header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.first
    }

    /// Returns the header of the stretch that is being read.
    #[must_use]
    pub const fn last_header(&self) -> &Header {
        &self.last
    }

    /// Returns the chain of the last line that holds. An extract's chains cannot be checked; there it is the one that is written.
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

    /// Returns where the next line begins.
    #[must_use]
    pub const fn next_offset(&self) -> u64 {
        self.next_offset
    }

    /// Reads one line; checks it if it is a header.
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

    /// Checks the present line, a record, and takes it in.
    #[inline]
    pub(crate) fn check(&mut self) -> Result<(), ReadError> {
        let checked = self.checked()?;
        self.accept(checked);
        Ok(())
    }

    /// Checks the present line, a record.
    #[inline]
    pub(crate) fn checked(&self) -> Result<CheckedLine, Damage> {
        let last = CheckedLine { seq: self.seq, at: self.at, chain: self.chain };
        check_record(&self.line, last, self.first.extract.is_some()).map_err(|kind| self.damage(kind))
    }

    /// Checks and parses the present line, a record.
    pub(crate) fn parsed(&self) -> Result<(CheckedLine, Record), Damage> {
        let checked = self.checked()?;
        let stored = StoredRecord { offset: self.offset, bytes: &self.line, seq: checked.seq, at: checked.at };
        Ok((checked, stored.parse()?))
    }

    /// Takes in the present line, a record that was found to hold.
    #[inline]
    pub(crate) const fn accept(&mut self, checked: CheckedLine) {
        (self.seq, self.at, self.chain) = (checked.seq, checked.at, checked.chain);
    }

    /// Returns the present line, newline included.
    #[inline]
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Returns the present line, a record that was taken in.
    #[inline]
    pub(crate) fn stored(&self) -> StoredRecord<'_> {
        StoredRecord { offset: self.offset, bytes: &self.line, seq: self.seq, at: self.at }
    }

    /// Places a kind of damage at the present line.
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
