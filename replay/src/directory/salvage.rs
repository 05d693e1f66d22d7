//! Salvage: what is sound of a damaged journal goes on in a directory of its own.

use redial_engine::State;
use uuid::Uuid;

use super::disk::{Disk, DiskFile, copy};
use super::fault::{DirectoryError, Fault};
use super::head::{HEAD, Head, Pen, Tip};
use super::segment::{Segment, name};
use super::walk::{Stop, walk};
use crate::damage::{Damage, DamageKind};
use crate::encoder::Encoder;
use crate::header::{Fork, Header};
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

/// Copies every line up to the first that does not hold, or does not follow, into an empty directory, where the journal goes on under
/// the same id after a header that says at which record it was forked. Whatever is numbered from there on is named by the id of this
/// `fork`, which must be a new one: the ordinals of what was lost are given again, and its names are known outside. Returns `None`,
/// and writes nothing, when not even the first header is sound.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn salvage<D: Disk, T: Disk>(from: &D, to: &T, fork: Uuid) -> Result<Option<Salvaged>, DirectoryError> {
    let listed = Segment::all(from)
        .and_then(|all| Ok(if all.is_empty() { Segment::old(from)?.into_iter().collect() } else { all }));
    let segments: Vec<Segment> = listed.map_err(DirectoryError::io("the directory"))?;
    let claimed = Head::read(from).map_err(DirectoryError::io(HEAD))?.and_then(|head| head.tip());
    let mut state: Option<Box<State>> = None;
    let (walk, stop) = walk(from, &segments, |header, line| fold(&mut state, header, line), |_| {})?;
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
    let mut new = Header { forked_at: Some(walk.tip.seq), prev: walk.tip.chain, ..last_header };
    let (leads, sessions) = state.map_or((0, 0), |state| (state.leads().len() as u32, state.sessions().len() as u32));
    new.forks.push(Fork { id: fork, at: walk.tip.seq, leads, sessions });
    let chain = Encoder::begin(&new, &mut line).chain();
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

fn fold(state: &mut Option<Box<State>>, header: &Header, line: &Line<'_>) -> Result<(), Damage> {
    let Line::Record(record) = line else { return Ok(()) };
    let state = state.get_or_insert_with(|| Box::new(State::new(header.config)));
    state.fold(record.at, &record.parse()?.transitions).map_err(|misfit| Damage {
        seq: record.seq,
        offset: record.offset,
        kind: DamageKind::Misfit(misfit),
    })
}
