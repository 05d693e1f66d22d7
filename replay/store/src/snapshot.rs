//! Snapshots: the state at a place of the journal, so that a start need not read the records before it.
//!
//! A snapshot is two files, which may be deleted at any time: `snapshot-<seq>.json` with the state, and `index-<seq>`
//! with bytes of the caller, such as the offsets of records. Each is written atomically, and ends with a hash of its
//! content.

use std::io;

use redial_engine::State;
use serde::{Deserialize, Serialize};

use crate::disk::{Disk, DiskFile, read};
use crate::replace::replace;
use crate::segment::Segment;
use redial_replay::JournalPlace;

/// The number of snapshots that are kept.
const KEPT: usize = 2;

const INDEX: &str = "index-";

const DIGITS: usize = 20;

/// The length of the hash at a file's end, with its newline.
const SUM: usize = 65;

/// The version of the format.
const FORM: u32 = 1;

/// A state, and its place in the journal.
#[derive(Debug)]
pub struct Snapshot {
    /// The place.
    pub place: JournalPlace,
    /// The state there.
    pub state: State,
    /// The bytes of the index file, in the caller's format.
    pub index: Vec<u8>,
}

/// An unusable snapshot.
#[derive(Debug, thiserror::Error)]
#[error("{file} is of no use: {what}")]
pub struct BadSnapshot {
    /// The file.
    pub file: String,
    /// The reason.
    pub what: String,
}

#[derive(Serialize)]
struct SnapshotBody<'a> {
    redial_snapshot: u32,
    place: &'a JournalPlace,
    state: &'a State,
}

#[derive(Deserialize)]
struct SnapshotFile {
    redial_snapshot: u32,
    place: JournalPlace,
    state: State,
}

/// Writes a snapshot, and removes the oldest.
///
/// # Errors
///
/// A file cannot be written. The earlier snapshots stay usable.
pub fn save(disk: &impl Disk, place: &JournalPlace, state: &State, index: &[u8]) -> io::Result<String> {
    put(disk, &index_name(place.seq), index)?;
    let name = name(place.seq);
    let written = serde_json::to_vec(&SnapshotBody { redial_snapshot: FORM, place, state })?;
    put(disk, &name, &written).inspect_err(|_| drop(disk.remove(&index_name(place.seq))))?;
    for old in snapshots(disk)?.into_iter().skip(KEPT) {
        disk.remove(&self::name(old))?;
        disk.remove(&index_name(old)).or_else(unless_missing)?;
    }
    Ok(name)
}

/// Returns the newest valid snapshot that fits the journal's segments; `skipped` receives each newer one.
///
/// # Errors
///
/// The directory cannot be read.
pub fn newest(
    disk: &impl Disk,
    segments: &[Segment],
    mut skipped: impl FnMut(BadSnapshot),
) -> io::Result<Option<Snapshot>> {
    for seq in snapshots(disk)? {
        match load(disk, seq).and_then(|snapshot| fits(disk, segments, snapshot)) {
            Ok(snapshot) => return Ok(Some(snapshot)),
            Err(bad) => skipped(bad),
        }
    }
    Ok(None)
}

/// Returns the seqs of all snapshots, newest first.
///
/// # Errors
///
/// The directory cannot be read.
pub fn snapshots(disk: &impl Disk) -> io::Result<Vec<u64>> {
    let mut seqs: Vec<u64> = disk.names()?.iter().filter_map(|name| seq(name)).collect();
    seqs.sort_unstable_by(|a, b| b.cmp(a));
    Ok(seqs)
}

fn load(disk: &impl Disk, seq: u64) -> Result<Snapshot, BadSnapshot> {
    let file = name(seq);
    let bad = |what: String| BadSnapshot { file: file.clone(), what };
    let bytes = take(disk, &file)?;
    let SnapshotFile { redial_snapshot, place, state } =
        serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
    if redial_snapshot != FORM {
        return Err(bad(format!("its form is {redial_snapshot}, and this version knows {FORM}")));
    }
    if place.seq != seq || state.seq() != seq {
        return Err(bad(format!("it is of record {}", state.seq())));
    }
    let index = take(disk, &index_name(seq))?;
    Ok(Snapshot { place, state, index })
}

/// Checks that the journal has, at the snapshot's place, the end of a record with the snapshot's chain.
fn fits(disk: &impl Disk, segments: &[Segment], snapshot: Snapshot) -> Result<Snapshot, BadSnapshot> {
    let JournalPlace { end, seq, chain, .. } = snapshot.place;
    let bad = |what: &str| BadSnapshot { file: name(seq), what: what.to_owned() };
    let segment = segments.iter().rfind(|segment| segment.start < end);
    let segment = segment.filter(|segment| segment.first <= seq && end <= segment.end());
    let segment = segment.ok_or_else(|| bad("the journal does not reach so far"))?;
    let tail = format!("\"chain\":\"{chain}\"}}\n");
    let end = end - segment.start;
    let found = disk.open(&segment.name).and_then(|file| read(&file, end.saturating_sub(tail.len() as u64), end));
    match found {
        Ok(found) if found == tail.as_bytes() => Ok(snapshot),
        Ok(_) => Err(bad("the journal has another record there")),
        Err(error) => Err(bad(&error.to_string())),
    }
}

/// Writes a file with its hash, atomically.
fn put(disk: &impl Disk, name: &str, bytes: &[u8]) -> io::Result<()> {
    let sum = format!("{}\n", blake3::hash(bytes).to_hex());
    replace(disk, name, |file| {
        file.write_at(bytes, 0)?;
        file.write_at(sum.as_bytes(), bytes.len() as u64)
    })?;
    Ok(())
}

/// Reads a file, and checks its hash.
fn take(disk: &impl Disk, name: &str) -> Result<Vec<u8>, BadSnapshot> {
    let bad = |what: String| BadSnapshot { file: name.to_owned(), what };
    let read = || disk.open(name).and_then(|file| read(&file, 0, file.length()?));
    let mut bytes = read().map_err(|error| bad(error.to_string()))?;
    let body = bytes.len().checked_sub(SUM).ok_or_else(|| bad("it is too short".to_owned()))?;
    if bytes[body..] != *format!("{}\n", blake3::hash(&bytes[..body]).to_hex()).as_bytes() {
        return Err(bad("its bytes are not the ones that were written".to_owned()));
    }
    bytes.truncate(body);
    Ok(bytes)
}

/// Returns true if a file of that name is a snapshot.
pub(crate) fn is_snapshot(name: &str) -> bool {
    seq(name).is_some()
}

/// Returns true if a file of that name is an index.
pub(crate) fn is_index(name: &str) -> bool {
    let seq = name.strip_prefix(INDEX).and_then(|digits| digits.parse().ok());
    seq.is_some_and(|seq| index_name(seq) == name)
}

/// Returns true if a file is an index whose snapshot is not among `names`: its writer was stopped between the two.
pub(crate) fn is_lone(name: &str, names: &[String]) -> bool {
    let seq = name.strip_prefix(INDEX).filter(|_| is_index(name)).and_then(|digits| digits.parse().ok());
    seq.is_some_and(|seq| !names.contains(&self::name(seq)))
}

fn name(seq: u64) -> String {
    format!("snapshot-{seq:0DIGITS$}.json")
}

fn index_name(seq: u64) -> String {
    format!("{INDEX}{seq:0DIGITS$}")
}

fn seq(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("snapshot-")?.strip_suffix(".json")?;
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    digits.parse().ok()
}

fn unless_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
