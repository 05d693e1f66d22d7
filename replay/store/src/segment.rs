//! Segments: the files of a journal, each named by the first seq that it may hold.

use std::io;

use crate::disk::{Disk, DiskFile};

/// A file of the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The file's name.
    pub name: String,
    /// The seq of its first record, from its name.
    pub first: u64,
    /// Its beginning, in bytes from the start of the journal.
    pub start: u64,
    /// Its length in bytes.
    pub length: u64,
}

/// The single file of a journal of the previous format.
pub const OLD_JOURNAL: &str = "journal.jsonl";

const BEFORE: &str = "journal-";
const AFTER: &str = ".jsonl";
const DIGITS: usize = 20;

impl Segment {
    /// Returns its end, in bytes from the start of the journal.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.start + self.length
    }

    /// Finds all segments of a disk, in order.
    ///
    /// # Errors
    ///
    /// The directory or a length cannot be read.
    pub fn all(disk: &impl Disk) -> io::Result<Vec<Self>> {
        let mut names: Vec<(u64, String)> =
            disk.names()?.into_iter().filter_map(|name| Some((first(&name)?, name))).collect();
        names.sort_unstable();
        let mut start = 0;
        let place = |(first, name): (u64, String)| {
            let length = disk.open(&name)?.length()?;
            let segment = Self { name, first, start, length };
            start += length;
            Ok(segment)
        };
        names.into_iter().map(place).collect()
    }

    /// Finds the single file of a journal of the previous format, if it exists and is not empty.
    ///
    /// # Errors
    ///
    /// The directory or the length cannot be read.
    pub fn old(disk: &impl Disk) -> io::Result<Option<Self>> {
        if !disk.names()?.iter().any(|name| name == OLD_JOURNAL) {
            return Ok(None);
        }
        let length = disk.open(OLD_JOURNAL)?.length()?;
        Ok((length > 0).then(|| Self { name: OLD_JOURNAL.to_owned(), first: 1, start: 0, length }))
    }
}

/// Returns the name of the segment that begins with a seq.
pub(crate) fn name(first: u64) -> String {
    format!("{BEFORE}{first:0DIGITS$}{AFTER}")
}

/// Returns true if a file of that name is a segment.
pub(crate) fn is_segment(name: &str) -> bool {
    first(name).is_some()
}

fn first(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parsed() {
        assert_eq!(name(1), "journal-00000000000000000001.jsonl");
        assert_eq!(first(&name(70_001)), Some(70_001));
        for other in ["journal.jsonl", "journal-1.jsonl", "journal-00000000000000000001.jsonl.new", "HEAD"] {
            assert_eq!(first(other), None, "{other}");
        }
    }
}
