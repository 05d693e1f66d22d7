//! What a start from a snapshot did not read: whether it leads to where that start began.

use crate::disk::Disk;
use crate::fault::{DirectoryError, FaultKind};
use crate::head::{Head, Tip};
use crate::segment::Segment;
use crate::walk::{WalkEnd, walk};
use redial_replay::DamageKind;
use redial_replay::JournalPlace;

/// Reads a journal up to a place that a snapshot vouched for, and checks that every line holds and that they lead to
/// that very place, passing every claim of `head` before it. Lines appended after the place are not read.
///
/// # Errors
///
/// A file cannot be read, or what lies before the place is not what was acknowledged.
pub fn vouch<D: Disk>(disk: &D, segments: &[Segment], head: &Head, place: &JournalPlace) -> Result<(), DirectoryError> {
    let before = segments.iter().filter(|segment| segment.start < place.end).cloned();
    let cut = |segment: Segment| Segment { length: segment.length.min(place.end - segment.start), ..segment };
    let before: Vec<Segment> = before.map(cut).collect();
    let mut passed = head.slots.map(|claim| claim.is_none_or(|claim| claim.seq >= place.seq));
    let (walk, stop) = walk(
        disk,
        &before,
        |_, _| Ok(()),
        |tip| {
            for (claim, passed) in head.slots.iter().zip(&mut passed) {
                *passed |= *claim == Some(tip);
            }
        },
    )?;
    let missing = head.slots.iter().zip(passed).find(|(_, passed)| !passed).and_then(|(claim, _)| *claim);
    let kind = match (stop, missing) {
        (WalkEnd::Bad(kind), _) => kind,
        (WalkEnd::Unfinished, _) => FaultKind::Line(DamageKind::BadChain),
        (WalkEnd::End, Some(claim)) => FaultKind::HeadElsewhere(claim),
        (WalkEnd::End, None) if walk.tip == (Tip { seq: place.seq, chain: place.chain }) => return Ok(()),
        (WalkEnd::End, None) => FaultKind::Line(DamageKind::BadChain),
    };
    Err(walk.fault(&before, kind).into())
}
