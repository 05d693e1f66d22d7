//! Atomic replacement of files: a new file is written under another name and synced before it replaces the old one.

use std::io;
use std::ops::Range;

use crate::disk::{Disk, DiskFile, is_full, read};

/// The suffix of a file's name until the file is complete.
pub(crate) const NEW: &str = ".new";

/// Replaces a file atomically, and returns the new one. If anything fails, an existing file of that name stays
/// unchanged.
///
/// # Errors
///
/// The file cannot be written, synced or renamed, or `fill` fails.
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
    // An unfinished file is useless, and takes space on a full disk.
    let file = make().inspect_err(|_: &io::Error| drop(disk.remove(&new)))?;
    disk.sync()?;
    Ok(file)
}

/// Replaces a file by a copy of its first `sound` bytes. After a failed sync the old file may read well although its
/// bytes are not on the disk, so it must not be appended to. If the disk has no space for a copy, the bytes are written
/// over themselves and synced, which is as durable; an interruption leaves the same bytes.
///
/// # Errors
///
/// The file cannot be read, or neither a copy nor the file itself can be written.
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

/// Frees the space beyond a file's end that a killed process had reserved.
///
/// # Errors
///
/// The file does not exist, or it cannot be written.
pub fn free_reserved(disk: &impl Disk, name: &str) -> io::Result<()> {
    let mut file = disk.edit(name)?;
    let length = file.length()?;
    file.cut(length)
}

/// The number of bytes that are copied, or compared, at once.
const AT_ONCE: u64 = 1 << 20;

/// Copies a range of a file to the beginning of another one.
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

/// Returns true if a file equals a range of another one.
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
