//! Settles a directory whose writer did not close it: moves torn bytes to a file of their own, and rewrites the rest.

use std::io;
use std::ops::Range;

use crate::disk::{Disk, DiskFile};
use crate::fault::DirectoryError;
use crate::replace::{copy, free_reserved, is_copy, renew, replace};
use crate::scan::{Ending, Scan};

/// Bytes that were cut off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Torn {
    /// The file from which they were cut.
    pub file: String,
    /// Their number.
    pub bytes: u64,
    /// The file that has them now.
    pub kept: String,
}

/// Cuts the unfinished write off the last segment, and rewrites the rest. Does nothing if the writer closed the
/// journal.
pub(crate) fn settle(disk: &impl Disk, scan: &Scan) -> Result<Option<Torn>, DirectoryError> {
    let Some(last) = scan.segments.last() else { return Ok(None) };
    let sound = scan.end - last.start;
    if scan.ending == Ending::Closed {
        return Ok(None);
    }
    // On a full disk this may be the only space for the files that are written below.
    free_reserved(disk, &last.name).map_err(DirectoryError::io(&last.name))?;
    let torn = match scan.ending {
        Ending::Closed | Ending::Clean => None,
        Ending::Torn { .. } => keep(disk, &last.name, sound)?,
    };
    renew(disk, &last.name, sound).map_err(DirectoryError::io(&last.name))?;
    Ok(torn)
}

/// Copies a file's bytes from an offset to a file of their own, unless an earlier process has done so. Returns `None`
/// if there are none.
///
/// # Errors
///
/// The file cannot be read, or the copy cannot be written.
pub fn keep(disk: &impl Disk, name: &str, from: u64) -> Result<Option<Torn>, DirectoryError> {
    let kept = || {
        let file = disk.open(name)?;
        let length = file.length()?;
        if length <= from {
            return Ok(None);
        }
        let kept = write(disk, &format!("{name}.{from}"), &file, from..length)?;
        Ok(Some(Torn { file: name.to_owned(), bytes: length - from, kept }))
    };
    kept().map_err(DirectoryError::io(name))
}

fn write(disk: &impl Disk, stem: &str, torn: &impl DiskFile, tail: Range<u64>) -> io::Result<String> {
    let mut number = 0_u32;
    loop {
        let name = if number == 0 { format!("{stem}.torn") } else { format!("{stem}.{number}.torn") };
        match disk.open(&name) {
            Ok(kept) if is_copy(&kept, torn, tail.clone())? => return Ok(name),
            Ok(_) => number += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                replace(disk, &name, |kept| copy(torn, tail.clone(), kept))?;
                return Ok(name);
            }
            Err(error) => return Err(error),
        }
    }
}
