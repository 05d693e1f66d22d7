//! A walk over the segments of a journal, line by line, up to the first invalid line.

use redial_engine::Instant;

use crate::disk::{Disk, DiskFile};
use crate::fault::{DirectoryError, Fault, FaultKind};
use crate::head::Tip;
use crate::segment::Segment;
use crate::stream::Stream;
use redial_replay::Chain;
use redial_replay::Header;
use redial_replay::JournalLine;
use redial_replay::JournalPlace;
use redial_replay::{Damage, DamageKind, ReadError};
use redial_replay::{Reader, Tail};

/// The progress of a walk.
#[derive(Debug)]
pub(crate) struct Walk {
    /// The first and the last valid header; `None` if the first one is invalid.
    pub(crate) headers: Option<(Header, Header)>,
    pub(crate) tip: Tip,
    pub(crate) at: Instant,
    /// The end of the last valid line, in bytes from the start of the journal.
    pub(crate) end: u64,
}

/// The reason for the end of a walk.
#[derive(Debug)]
pub(crate) enum WalkEnd {
    /// The journal ends here.
    End,
    /// The last bytes have no newline.
    Unfinished,
    /// A line is invalid.
    Bad(FaultKind),
}

impl Walk {
    fn new() -> Self {
        Self { headers: None, tip: Tip::default(), at: Instant::EPOCH, end: 0 }
    }

    /// Returns the fault at the end of the walk.
    pub(crate) fn fault(&self, segments: &[Segment], kind: FaultKind) -> Fault {
        let segment = segments.iter().rfind(|segment| segment.start <= self.end);
        let (file, start) =
            segment.map_or_else(|| (crate::segment::name(1), 0), |found| (found.name.clone(), found.start));
        let seq = if self.headers.is_some() { self.tip.seq + 1 } else { 0 };
        Fault { file, seq, offset: self.end - start, kind }
    }
}

/// Walks; `look` receives every line except the first header, `pass` every place.
pub(crate) fn walk<D: Disk>(
    disk: &D,
    segments: &[Segment],
    look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
    mut pass: impl FnMut(Tip),
) -> Result<(Walk, WalkEnd), DirectoryError> {
    let mut walk = Walk::new();
    pass(walk.tip);
    let Some(first) = segments.first() else { return Ok((walk, WalkEnd::End)) };
    let io = DirectoryError::io(&first.name);
    let stream = Stream::open(disk, segments).map_err(io)?;
    let reader = match Reader::open(stream) {
        Ok(reader) => reader,
        Err(error) => {
            let stop = bad(error, &first.name)?;
            return Ok((walk, stop));
        }
    };
    if first.first != 1 || reader.header().prev != Chain::ZERO {
        return Ok((walk, WalkEnd::Bad(FaultKind::WrongSegment)));
    }
    walk.end = reader.next_offset();
    walk.tip.chain = reader.chain();
    pass(walk.tip);
    resume(walk, reader, segments, &segments[1..], look, pass)
}

/// Walks from a place that is known to fit the segments.
pub(crate) fn walk_from<D: Disk>(
    disk: &D,
    segments: &[Segment],
    place: JournalPlace,
    look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
    mut pass: impl FnMut(Tip),
) -> Result<(Walk, WalkEnd), DirectoryError> {
    let tip = Tip { seq: place.seq, chain: place.chain };
    let walk = Walk { headers: None, tip, at: place.at, end: place.end };
    pass(tip);
    let stream = Stream::open_at(disk, segments, place.end).map_err(DirectoryError::io("the journal"))?;
    let ahead = segments.iter().position(|segment| segment.start >= place.end).unwrap_or(segments.len());
    resume(walk, Reader::resume(stream, place), segments, &segments[ahead..], look, pass)
}

fn resume<F: DiskFile>(
    mut walk: Walk,
    mut reader: Reader<Stream<F>>,
    segments: &[Segment],
    mut rest: &[Segment],
    mut look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
    mut pass: impl FnMut(Tip),
) -> Result<(Walk, WalkEnd), DirectoryError> {
    let header = reader.header().clone();
    let mut stop = loop {
        match reader.next() {
            Ok(Some(line)) => {
                let is_header = matches!(line, JournalLine::Header { .. });
                if !belongs(&mut rest, line.offset(), is_header, walk.tip.seq) {
                    break WalkEnd::Bad(FaultKind::WrongSegment);
                }
                if let Err(damage) = look(&header, &line) {
                    break WalkEnd::Bad(FaultKind::Line(damage.kind));
                }
            }
            Ok(None) => {
                let is_torn = matches!(reader.tail(), Tail::Torn { .. });
                break if is_torn { WalkEnd::Unfinished } else { WalkEnd::End };
            }
            Err(error) => {
                let at = segments.iter().rfind(|segment| segment.start <= walk.end);
                break bad(error, at.map_or("the journal", |segment| &segment.name))?;
            }
        }
        walk.end = reader.next_offset();
        walk.tip = Tip { seq: reader.seq(), chain: reader.chain() };
        pass(walk.tip);
    };
    if matches!(stop, WalkEnd::End | WalkEnd::Unfinished)
        && rest.iter().any(|segment| segment.first != walk.tip.seq + 1)
    {
        stop = WalkEnd::Bad(FaultKind::WrongSegment);
    }
    walk.at = reader.at();
    walk.headers = Some((header, reader.last_header().clone()));
    Ok((walk, stop))
}

fn bad(error: ReadError, file: &str) -> Result<WalkEnd, DirectoryError> {
    match error {
        ReadError::Io(error) => Err(DirectoryError::io(file)(error)),
        ReadError::Damage(Damage { kind: DamageKind::NoHeader, .. }) => Ok(WalkEnd::Unfinished),
        ReadError::Damage(damage) => Ok(WalkEnd::Bad(FaultKind::Line(damage.kind))),
    }
}

/// Returns false if a segment begins here, or should have begun before, with another line than its name requires.
fn belongs(rest: &mut &[Segment], offset: u64, is_header: bool, seq: u64) -> bool {
    while let Some((segment, others)) = rest.split_first()
        && segment.start <= offset
    {
        if segment.start < offset || !is_header || segment.first != seq + 1 {
            return false;
        }
        *rest = others;
    }
    true
}
