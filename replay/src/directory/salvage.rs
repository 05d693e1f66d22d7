//! Salvage: what is sound of a damaged journal goes on in a directory of its own.

use super::disk::{Disk, DiskFile, copy};
use super::fault::{DirectoryError, Fault};
use super::head::{HEAD, Head, Pen, Tip};
use super::segment::{Segment, name};
use super::walk::{Stop, walk};
use crate::damage::Damage;
use crate::encoder::Encoder;
use crate::header::Header;
use crate::line::Line;

/// What was saved, and what was not.
#[derive(Debug)]
pub struct Salvaged {
    /// The journal's first header.
    pub header: Header,
    /// The last line that was sound.
    pub tip: Tip,
    /// What `HEAD` says was acknowledged, if it says anything.
    pub claimed: Option<Tip>,
    /// How many bytes were left behind.
    pub left: u64,
    /// Why, when it is more than an unfinished line.
    pub fault: Option<Fault>,
}

/// Copies every line up to the first that does not hold, or that `look` objects to, into an empty directory, where the journal
/// goes on under the same id after a header that says at which record it was forked. Returns `None`, and writes nothing, when not
/// even the first header is sound.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn salvage<D: Disk, T: Disk>(
    from: &D,
    to: &T,
    look: impl FnMut(&Header, &Line<'_>) -> Result<(), Damage>,
) -> Result<Option<Salvaged>, DirectoryError> {
    let listed = Segment::all(from)
        .and_then(|all| Ok(if all.is_empty() { Segment::old(from)?.into_iter().collect() } else { all }));
    let segments: Vec<Segment> = listed.map_err(DirectoryError::io("the directory"))?;
    let claimed = Head::read(from).map_err(DirectoryError::io(HEAD))?.and_then(|head| head.tip());
    let (walk, stop) = walk(from, &segments, look, |_| {})?;
    let fault = match stop {
        Stop::End | Stop::Unfinished => None,
        Stop::Bad(kind) => Some(walk.fault(&segments, kind)),
    };
    let Some((header, last_header)) = walk.headers else { return Ok(None) };
    let mut last = None;
    for segment in segments.iter().filter(|segment| segment.start < walk.end) {
        let (name, sound) = (name(segment.first), segment.length.min(walk.end - segment.start));
        let copied = from.open(&segment.name).and_then(|source| {
            let mut file = to.create(&name)?;
            copy(&source, sound, &mut file)?;
            file.sync()?;
            Ok((segment.first, file, sound))
        });
        last = Some(copied.map_err(DirectoryError::io(&name))?);
    }
    let mut line = Vec::new();
    let fork = Header { forked_at: Some(walk.tip.seq), prev: walk.tip.chain, ..last_header };
    let chain = Encoder::begin(&fork, &mut line).chain();
    let first = walk.tip.seq + 1;
    let name = name(first);
    let append = || {
        let (mut file, length) = match last {
            Some((last, file, length)) if last == first => (file, length),
            Some(_) | None => (to.create(&name)?, 0),
        };
        file.write_at(&line, length)?;
        file.sync()?;
        to.sync()
    };
    append().map_err(DirectoryError::io(&name))?;
    Pen::create(to, Tip { seq: walk.tip.seq, chain }).map_err(DirectoryError::io(HEAD))?;
    let left = segments.last().map_or(0, Segment::end) - walk.end;
    Ok(Some(Salvaged { header, tip: walk.tip, claimed, left, fault }))
}
