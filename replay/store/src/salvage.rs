//! Salvage: the sound part of a damaged journal is continued in another directory.

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

/// How many bytes are copied at once.
const AT_ONCE: u64 = 1 << 20;

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

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SalvageError {
    /// The old directory cannot be read.
    #[error(transparent)]
    From(DirectoryError),
    /// The new one cannot be written.
    #[error(transparent)]
    To(DirectoryError),
}

/// Copies every line up to the first that does not hold, or does not follow, into an empty directory, where the journal
/// goes on under the same id after a header that says at which record it was forked. Whatever is numbered from there on
/// is named by the id of this `fork`, which must be a new one: the ordinals of what was lost are given again, and its
/// names are known outside. Returns `None`, and writes nothing, when not even the first header is sound.
///
/// # Errors
///
/// A file cannot be read or written. What was written until then is no journal, because it has no `HEAD`.
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

/// Copies a file, as it is, from one directory to another; returns false where there is none.
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

/// Copies a file's first bytes, and makes them durable.
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
