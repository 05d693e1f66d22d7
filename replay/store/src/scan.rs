//! The judgement of a data directory: clean, torn, or damaged.

use redial_engine::Instant;
use serde::de::IgnoredAny;

use crate::disk::{Disk, read};
use crate::fault::{DirectoryError, Fault, FaultKind};
use crate::head::{HEAD, Head, Tip};
use crate::segment::Segment;
use crate::walk::{Walk, WalkEnd, walk, walk_from};
use redial_replay::Header;
use redial_replay::JournalLine;
use redial_replay::JournalPlace;
use redial_replay::{Damage, DamageKind, MAX_LINE};

/// A valid journal on disk.
#[derive(Debug)]
pub struct Scan {
    /// The journal's first header.
    pub header: Header,
    /// Its last header.
    pub last_header: Header,
    /// The last valid line.
    pub tip: Tip,
    /// The time of the last record; the epoch before the first.
    pub at: Instant,
    /// The files, torn bytes included.
    pub segments: Vec<Segment>,
    /// The end of the last valid line, in bytes from the start of the journal.
    pub end: u64,
    /// The journal's end.
    pub ending: Ending,
    /// The content of `HEAD`.
    pub head: Head,
    /// The slot of `HEAD` that was written last.
    pub(crate) later: usize,
}

/// The way in which a journal on disk ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The writer closed the journal.
    Closed,
    /// The last line is complete. The writer was stopped, or still writes.
    Clean,
    /// The last bytes are an unfinished write, which was never acknowledged.
    Torn {
        /// The number of those bytes.
        bytes: u64,
    },
}

/// Reads a whole data directory, and changes nothing. `look` receives the first header and each later line, and may
/// reject the line. Returns `None` if no journal was begun.
///
/// # Errors
///
/// A file cannot be read, or the journal differs from the acknowledged one.
pub fn scan<D: Disk>(
    disk: &D,
    look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
) -> Result<Option<Scan>, DirectoryError> {
    let head = Head::read(disk).map_err(DirectoryError::io(HEAD))?;
    let segments = Segment::all(disk).map_err(DirectoryError::io("the directory"))?;
    let head = match (head, segments.first()) {
        (Some(head), _) if head.tip().is_some() => head,
        (None, None) => return Ok(None),
        (None, Some(first)) => return Err(lone(first.name.clone(), FaultKind::NoHead)),
        (Some(_), _) => return Err(lone(HEAD.to_owned(), FaultKind::BadHead)),
    };
    let mut claims = Claims { head, passed: [false; 2], later: 0 };
    let walked = walk(disk, &segments, look, |tip| claims.pass(tip))?;
    judge(disk, segments, &claims, walked)
}

/// Reads a data directory as [`scan`] does, from a place that an earlier scan has checked.
///
/// # Errors
///
/// As for [`scan`], for the lines after the place.
pub fn scan_from<D: Disk>(
    disk: &D,
    place: JournalPlace,
    look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
) -> Result<Option<Scan>, DirectoryError> {
    let head = Head::read(disk).map_err(DirectoryError::io(HEAD))?;
    let head = head.filter(|head| head.tip().is_some()).ok_or_else(|| lone(HEAD.to_owned(), FaultKind::BadHead))?;
    let segments = Segment::all(disk).map_err(DirectoryError::io("the directory"))?;
    // An earlier scan has checked the claims before the place.
    let passed = head.slots.map(|claim| claim.is_some_and(|claim| claim.seq < place.seq));
    let later = usize::from(head.slots[1].map(|tip| tip.seq) > head.slots[0].map(|tip| tip.seq));
    let mut claims = Claims { head, passed, later };
    let walked = walk_from(disk, &segments, place, look, |tip| claims.pass(tip))?;
    judge(disk, segments, &claims, walked)
}

fn judge<D: Disk>(
    disk: &D,
    segments: Vec<Segment>,
    claims: &Claims,
    (walk, stop): (Walk, WalkEnd),
) -> Result<Option<Scan>, DirectoryError> {
    let missing = claims.missing();
    let is_torn = match (&stop, missing) {
        (WalkEnd::End, None) => false,
        (WalkEnd::Unfinished, None) => true,
        (WalkEnd::End | WalkEnd::Unfinished, Some(claim)) => {
            let kind =
                if claim.seq > walk.tip.seq { FaultKind::HeadAhead(claim) } else { FaultKind::HeadElsewhere(claim) };
            return Err(walk.fault(&segments, kind).into());
        }
        (WalkEnd::Bad(kind), None) => is_tear(disk, &segments, walk.end, kind)?,
        (WalkEnd::Bad(_), Some(_)) => false,
    };
    match stop {
        WalkEnd::Bad(kind) if !is_torn => Err(walk.fault(&segments, kind).into()),
        WalkEnd::End | WalkEnd::Unfinished | WalkEnd::Bad(_) => Ok(found(walk, segments, claims, is_torn)),
    }
}

fn lone(file: String, kind: FaultKind) -> DirectoryError {
    Fault { file, seq: 0, offset: 0, kind }.into()
}

fn found(walk: Walk, segments: Vec<Segment>, claims: &Claims, is_torn: bool) -> Option<Scan> {
    let (header, last_header) = walk.headers?;
    let length = segments.last().map_or(0, Segment::end);
    let ending = match is_torn {
        true => Ending::Torn { bytes: length - walk.end },
        false if claims.head.ends_at(walk.tip) => Ending::Closed,
        false => Ending::Clean,
    };
    let Walk { tip, at, end, .. } = walk;
    let Claims { head, later, .. } = *claims;
    Some(Scan { header, last_header, tip, at, segments, end, ending, head, later })
}

/// The claims of `HEAD`, and whether the walk found each of them.
struct Claims {
    head: Head,
    passed: [bool; 2],
    later: usize,
}

impl Claims {
    fn pass(&mut self, tip: Tip) {
        for (slot, claim) in self.head.slots.iter().enumerate() {
            if *claim == Some(tip) {
                self.passed[slot] = true;
                self.later = slot;
            }
        }
    }

    /// Returns the latest claim that the walk did not find.
    fn missing(&self) -> Option<Tip> {
        let missing = self.head.slots.iter().zip(self.passed).filter(|(_, passed)| !passed);
        missing.filter_map(|(claim, _)| *claim).max_by_key(|claim| claim.seq)
    }
}

/// Returns true if a bad line, which was never acknowledged, is an unfinished write: it is in the last segment, and is
/// not JSON. A changed, repeated or moved line is still JSON, and counts as damage.
fn is_tear(disk: &impl Disk, segments: &[Segment], end: u64, kind: &FaultKind) -> Result<bool, DirectoryError> {
    let is_broken = match kind {
        FaultKind::Line(kind) => match kind {
            DamageKind::NotAJournal
            | DamageKind::NoHeader
            | DamageKind::TooLong
            | DamageKind::BadChain
            | DamageKind::OutOfOrder(_) => true,
            DamageKind::UnknownMajor(_)
            | DamageKind::UnreadableHeader(_)
            | DamageKind::Foreign(_)
            | DamageKind::OtherEpoch(_)
            | DamageKind::TimeFell { .. }
            | DamageKind::UnreadableRecord(_)
            | DamageKind::Misfit(_)
            | DamageKind::Extract => false,
        },
        FaultKind::NoHead
        | FaultKind::BadHead
        | FaultKind::HeadAhead(_)
        | FaultKind::HeadElsewhere(_)
        | FaultKind::WrongSegment => false,
    };
    let Some(last) = segments.last().filter(|last| is_broken && last.start <= end) else { return Ok(false) };
    let io = || DirectoryError::io(&last.name);
    let file = disk.open(&last.name).map_err(io())?;
    let bytes = read(&file, end - last.start, (end - last.start).saturating_add(MAX_LINE as u64)).map_err(io())?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(serde_json::from_slice::<IgnoredAny>(line).is_err())
}
