//! Checks the lines before a snapshot, which a start from the snapshot skips.

use crate::disk::Disk;
use crate::fault::{DirectoryError, FaultKind};
use crate::head::{Head, Tip};
use crate::segment::Segment;
use crate::walk::{WalkEnd, walk};
use redial_replay::DamageKind;
use redial_replay::JournalPlace;

/// Reads a journal up to the place of a snapshot. Checks that every line is valid, that the last one ends at the place,
/// and that every earlier claim of `head` is met. Lines after the place are not read.
///
/// # Errors
///
/// A file cannot be read, or the lines before the place differ from the acknowledged ones.
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
