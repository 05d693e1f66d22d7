//! Files that are made anew: written beside their place and synced, before they take it. Until then nothing has changed.

use std::io;

use super::disk::{Disk, DiskFile, copy, whole};

/// Makes a file anew. Whatever goes wrong, a file of that name stays as it was.
///
/// # Errors
///
/// Something cannot be written, synced or renamed, or `fill` says so.
pub fn replace<D: Disk>(disk: &D, name: &str, fill: impl FnOnce(&mut D::File) -> io::Result<()>) -> io::Result<()> {
    whole(disk, name, fill).map(drop)
}

/// Copies a file's first bytes to a new file, which takes its place. After a failed sync the old one may read well and yet not be on
/// the disk, so nothing is built on it.
///
/// # Errors
///
/// The file cannot be read, or the new one cannot be made.
pub fn renew(disk: &impl Disk, name: &str, sound: u64) -> io::Result<()> {
    let old = disk.open(name)?;
    replace(disk, name, |new| copy(&old, sound, new))
}

/// Copies a file, as it is, from one directory to another.
///
/// # Errors
///
/// There is no such file, it cannot be read, or the copy cannot be made.
pub fn bring(from: &impl Disk, to: &impl Disk, name: &str) -> io::Result<()> {
    let old = from.open(name)?;
    replace(to, name, |new| copy(&old, old.length()?, new))
}
