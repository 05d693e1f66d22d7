//! Files that are made anew: written beside their place and synced, before they take it. Until then nothing has
//! changed.

use std::io;
use std::ops::Range;

use crate::disk::{Disk, DiskFile, is_full, read};

/// What the name of a file ends with until it is whole.
pub(crate) const NEW: &str = ".new";

/// Replaces a file atomically, and returns the new one. If anything fails, an existing file of that name stays
/// unchanged.
///
/// # Errors
///
/// Something cannot be written, synced or renamed, or `fill` says so.
pub fn replace<D: Disk>(
    disk: &D,
    name: &str,
    fill: impl FnOnce(&mut D::File) -> io::Result<()>,
) -> io::Result<D::File> {
    let new = format!("{name}{NEW}");
    let make = || {
        let mut file = disk.create(&new)?;
        fill(&mut file)?;
        file.sync()?;
        disk.rename(&new, name)?;
        Ok(file)
    };
    // An unfinished file is useless, and takes room on a full disk.
    let file = make().inspect_err(|_: &io::Error| drop(disk.remove(&new)))?;
    disk.sync()?;
    Ok(file)
}

/// Copies a file's first bytes to a new file, which takes its place. After a failed sync the old one may read well and
/// yet not be on the disk, so nothing is built on it. Where there is no room for a copy, the bytes are written over
/// themselves, which makes them as durable: wherever that is broken off, the file holds what it held.
///
/// # Errors
///
/// The file cannot be read, or it can be written neither beside its place nor in it.
pub fn renew(disk: &impl Disk, name: &str, sound: u64) -> io::Result<()> {
    let old = disk.open(name)?;
    match replace(disk, name, |new| copy(&old, 0..sound, new)) {
        Err(error) if is_full(&error) => {
            let mut same = disk.edit(name)?;
            copy(&old, 0..sound, &mut same)?;
            same.cut(sound)?;
            same.sync()
        }
        done => done.map(drop),
    }
}

/// Gives back the room beyond a file's end that a process made for what it did not come to write, because it was
/// killed.
///
/// # Errors
///
/// There is no such file, or it cannot be written.
pub fn give_back(disk: &impl Disk, name: &str) -> io::Result<()> {
    let mut file = disk.edit(name)?;
    let length = file.length()?;
    file.cut(length)
}

/// How many bytes are copied, or compared, at once.
const AT_ONCE: u64 = 1 << 20;

/// Copies a part of a file to the beginning of another one.
pub(crate) fn copy(from: &impl DiskFile, part: Range<u64>, to: &mut impl DiskFile) -> io::Result<()> {
    let mut offset = part.start;
    while offset < part.end {
        let bytes = read(from, offset, part.end.min(offset + AT_ONCE))?;
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        to.write_at(&bytes, offset - part.start)?;
        offset += bytes.len() as u64;
    }
    Ok(())
}

/// Returns true when a file is a copy of a part of another one, and nothing else.
pub(crate) fn is_copy(copy: &impl DiskFile, of: &impl DiskFile, part: Range<u64>) -> io::Result<bool> {
    let length = part.end - part.start;
    if copy.length()? != length {
        return Ok(false);
    }
    let mut offset = 0;
    while offset < length {
        let end = length.min(offset + AT_ONCE);
        if read(copy, offset, end)? != read(of, part.start + offset, part.start + end)? {
            return Ok(false);
        }
        offset = end;
    }
    Ok(true)
}
