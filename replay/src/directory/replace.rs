//! Files that are made anew: written beside their place and synced, before they take it. Until then nothing has changed.

use std::io;

use super::disk::{Disk, DiskFile, copy, is_full, whole};

/// Makes a file anew. Whatever goes wrong, a file of that name stays as it was.
///
/// # Errors
///
/// Something cannot be written, synced or renamed, or `fill` says so.
pub fn replace<D: Disk>(disk: &D, name: &str, fill: impl FnOnce(&mut D::File) -> io::Result<()>) -> io::Result<()> {
    whole(disk, name, fill).map(drop)
}

/// Copies a file's first bytes to a new file, which takes its place. After a failed sync the old one may read well and yet not be on
/// the disk, so nothing is built on it. Where there is no room for a copy, the bytes are written over themselves, which makes them as
/// durable: wherever that is broken off, the file holds what it held.
///
/// # Errors
///
/// The file cannot be read, or it can be written neither beside its place nor in it.
pub fn renew(disk: &impl Disk, name: &str, sound: u64) -> io::Result<()> {
    let old = disk.open(name)?;
    match replace(disk, name, |new| copy(&old, sound, new)) {
        Err(error) if is_full(&error) => {
            let mut same = disk.edit(name)?;
            copy(&old, sound, &mut same)?;
            same.cut(sound)?;
            same.sync()
        }
        done => done,
    }
}

/// Gives back the room beyond a file's end that a process made for what it did not come to write, because it was killed.
///
/// # Errors
///
/// There is no such file, or it cannot be written.
pub fn give_back(disk: &impl Disk, name: &str) -> io::Result<()> {
    let mut file = disk.edit(name)?;
    let length = file.length()?;
    file.cut(length)
}
