//! Salvage: copies the valid part of a damaged journal to another directory, where it can be continued.

use std::io;

use redial_engine::State;
use uuid::Uuid;

use crate::disk::{Disk, DiskFile, read};
use crate::fault::{DirectoryError, Fault};
use crate::head::{HEAD, Head, HeadWriter, Tip};
use crate::segment::{Segment, name};
use crate::walk::{WalkEnd, walk};
use redial_replay::Damage;
use redial_replay::Encoder;
use redial_replay::JournalLine;
use redial_replay::{Fork, Header};

/// The number of bytes that are copied at once.
const AT_ONCE: u64 = 1 << 20;

/// The result of a salvage.
#[derive(Debug)]
pub struct Salvaged {
    /// The journal's first header.
    pub header: Header,
    /// The last valid line.
    pub tip: Tip,
    /// The last acknowledged place according to `HEAD`, if `HEAD` is valid.
    pub claimed: Option<Tip>,
    /// The number of bytes that were not copied.
    pub left: u64,
    /// The fault behind the last valid line, unless it is only an unfinished line.
    pub fault: Option<Fault>,
}

/// An error of a salvage.
#[derive(Debug, thiserror::Error)]
pub enum SalvageError {
    /// The old directory cannot be read.
    #[error(transparent)]
    From(DirectoryError),
    /// The new directory cannot be written.
    #[error(transparent)]
    To(DirectoryError),
}

/// Copies every line before the first invalid one to an empty directory, and appends a header that records the fork.
/// The journal keeps its id. Ordinals after the fork are assigned a second time, and the lost ones are known outside;
/// so public ids after the fork carry the id of this `fork`, which must be new. Returns `None`, and writes nothing, if
/// the first header is invalid.
///
/// # Errors
///
/// A file cannot be read or written. The new directory then has no `HEAD`, so it is no journal.
pub fn salvage<D: Disk, T: Disk>(from: &D, to: &T, fork: Uuid) -> Result<Option<Salvaged>, SalvageError> {
    let listed = Segment::all(from)
        .and_then(|all| Ok(if all.is_empty() { Segment::old(from)?.into_iter().collect() } else { all }));
    let segments: Vec<Segment> = listed.map_err(source("."))?;
    let claimed = Head::read(from).map_err(source(HEAD))?.and_then(|head| head.tip());
    let mut state: Option<Box<State>> = None;
    let walk = walk(from, &segments, |header, line| fold(&mut state, header, line), |_| {});
    let (walk, stop) = walk.map_err(SalvageError::From)?;
    let fault = match stop {
        WalkEnd::End | WalkEnd::Unfinished => None,
        WalkEnd::Bad(kind) => Some(walk.fault(&segments, kind)),
    };
    let Some((header, last_header)) = walk.headers else { return Ok(None) };
    let mut last = None;
    for segment in segments.iter().filter(|segment| segment.start < walk.end) {
        let (name, sound) = (name(segment.first), segment.length.min(walk.end - segment.start));
        let old = from.open(&segment.name).map_err(source(&segment.name))?;
        last = Some((segment.first, copied((&old, &segment.name), sound, (to, &name))?, sound));
    }
    let mut line = Vec::new();
    let mut new = Header { prev: walk.tip.chain, ..last_header };
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
    append().map_err(target(&name))?;
    HeadWriter::create(to, Tip { seq: walk.tip.seq, chain }).map_err(target(HEAD))?;
    let left = segments.last().map_or(0, Segment::end) - walk.end;
    Ok(Some(Salvaged { header, tip: walk.tip, claimed, left, fault }))
}

/// Copies a file from one directory to another; returns false if it does not exist.
///
/// # Errors
///
/// The file cannot be read, or the copy cannot be written.
pub fn bring<D: Disk, T: Disk>(from: &D, to: &T, name: &str) -> Result<bool, SalvageError> {
    let old = match from.open(name) {
        Ok(old) => old,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(source(name)(error)),
    };
    let length = old.length().map_err(source(name))?;
    copied((&old, name), length, (to, name)).map(|_| true)
}

/// Copies a file's first bytes, and syncs the copy.
fn copied<F: DiskFile, T: Disk>(
    (old, old_name): (&F, &str),
    length: u64,
    (to, name): (&T, &str),
) -> Result<T::File, SalvageError> {
    let mut file = to.create(name).map_err(target(name))?;
    let mut offset = 0;
    while offset < length {
        let bytes = read(old, offset, length.min(offset + AT_ONCE)).map_err(source(old_name))?;
        if bytes.is_empty() {
            return Err(source(old_name)(io::ErrorKind::UnexpectedEof.into()));
        }
        file.write_at(&bytes, offset).map_err(target(name))?;
        offset += bytes.len() as u64;
    }
    file.sync().map_err(target(name))?;
    Ok(file)
}

fn source(name: &str) -> impl FnOnce(io::Error) -> SalvageError {
    let place = DirectoryError::io(name);
    move |error| SalvageError::From(place(error))
}

fn target(name: &str) -> impl FnOnce(io::Error) -> SalvageError {
    let place = DirectoryError::io(name);
    move |error| SalvageError::To(place(error))
}

fn fold(state: &mut Option<Box<State>>, header: &Header, line: &JournalLine<'_>) -> Result<(), Damage> {
    let JournalLine::Record(record) = line else { return Ok(()) };
    let state = state.get_or_insert_with(|| Box::new(State::new(header.config)));
    record.fold_into(state, &record.parse()?.transitions)
}
