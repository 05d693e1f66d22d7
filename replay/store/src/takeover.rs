//! Takes over a journal of the previous format: one file, and no `HEAD`.

use crate::disk::{Disk, DiskFile};
use crate::fault::{DirectoryError, FaultKind};
use crate::head::{HEAD, Head, HeadWriter, Tip};
use crate::segment::{OLD_JOURNAL, Segment, name};
use crate::walk::{WalkEnd, walk};

/// Turns a journal of the previous format into the first segment, with a `HEAD` that acknowledges all of its complete
/// lines. Returns false if there is none.
///
/// # Errors
///
/// A file cannot be read or written, or the journal is damaged.
pub fn take_over(disk: &impl Disk) -> Result<bool, DirectoryError> {
    let io = || DirectoryError::io(OLD_JOURNAL);
    let Some(old) = Segment::old(disk).map_err(io())? else { return Ok(false) };
    if !Segment::all(disk).map_err(io())?.is_empty() {
        return Ok(false);
    }
    let segments = [old];
    let (walk, stop) = walk(disk, &segments, |_, _| Ok(()), |_| {})?;
    match stop {
        WalkEnd::End => {}
        WalkEnd::Unfinished if walk.headers.is_some() => {}
        WalkEnd::Unfinished => {
            let kind = FaultKind::Line(redial_replay::DamageKind::NoHeader);
            return Err(walk.fault(&segments, kind).into());
        }
        WalkEnd::Bad(kind) => return Err(walk.fault(&segments, kind).into()),
    }
    if let Some(head) = Head::read(disk).map_err(DirectoryError::io(HEAD))?
        && !head.ends_at(walk.tip)
        && !head.ends_at(Tip::default())
    {
        // This `HEAD` belongs to another journal, whose segments are gone. The scan reports that.
        return Ok(false);
    }
    disk.edit(OLD_JOURNAL).and_then(|mut file| file.sync()).map_err(io())?;
    HeadWriter::create(disk, walk.tip).map_err(DirectoryError::io(HEAD))?;
    disk.rename(OLD_JOURNAL, &name(1)).and_then(|()| disk.sync()).map_err(io())?;
    Ok(true)
}
