//! Tidying: removes the files that a stopped process left unfinished.

use std::io;

use crate::disk::Disk;
use crate::head::HEAD;
use crate::replace::NEW;
use crate::segment::is_segment;
use crate::snapshot::{is_index, is_lone, is_snapshot};

/// Removes unfinished files. Call it only after the journal was found valid: a damaged directory is left alone.
pub(crate) fn tidy(disk: &impl Disk) -> io::Result<()> {
    let names = disk.names()?;
    let is_left = |name: &&String| {
        let of = name.strip_suffix(NEW);
        of.is_some_and(|of| of == HEAD || is_segment(of) || is_snapshot(of) || is_index(of) || is_torn(of))
            || is_lone(name, &names)
    };
    names.iter().filter(is_left).try_for_each(|name| disk.remove(name))
}

fn is_torn(name: &str) -> bool {
    name.starts_with("journal") && name.ends_with(".torn")
}
