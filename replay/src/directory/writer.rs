//! Writing a journal to disk: lines first, then `HEAD`, and only then is anybody told.

use std::io;

use super::disk::{Disk, DiskFile};
use super::fault::DirectoryError;
use super::head::{HEAD, Head, Pen, Tip};
use super::scan::Scan;
use super::segment::{Segment, name};
use super::tear::{Torn, keep, settle};

/// What written bytes must survive before anybody is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// A power cut: they are synced.
    Fsync,
    /// The end of the process: the system has them.
    Os,
}

/// Lines that become durable together.
#[derive(Clone, Copy, Debug)]
pub struct Lot<'a> {
    /// Whole lines.
    pub bytes: &'a [u8],
    /// The first seq of a new segment, when the lines begin one; the first of them is a header then.
    pub begins: Option<u64>,
    /// Where the journal is after them.
    pub tip: Tip,
}

/// Writes a journal. After the first failure it writes no more: nobody knows then what the disk holds.
#[derive(Debug)]
pub struct Writer<D: Disk> {
    disk: D,
    durability: Durability,
    head: Pen<D::File>,
    segment: Option<Open<D::File>>,
    /// The segment that an earlier process wrote last: its first seq, and its length.
    last: Option<(u64, u64)>,
    has_failed: bool,
}

#[derive(Debug)]
struct Open<F> {
    name: String,
    file: F,
    length: u64,
}

impl<D: Disk> Writer<D> {
    /// Begins a journal where there is none. Bytes of one that was never begun are kept, and returned.
    ///
    /// # Errors
    ///
    /// A file cannot be made.
    pub fn begin(disk: D, durability: Durability) -> Result<(Self, Option<Torn>), DirectoryError> {
        let io = DirectoryError::io(HEAD);
        let head = match Head::read(&disk) {
            Ok(Some(head)) => Pen::go_on(&disk, usize::from(head.slots[0].is_none()), Tip::default()),
            Ok(None) => Pen::create(&disk, Tip::default()),
            Err(error) => Err(error),
        };
        let head = head.map_err(io)?;
        let first = Segment::all(&disk).map_err(DirectoryError::io("the directory"))?.pop();
        let torn = first.map(|first| keep(&disk, &first.name, 0)).transpose()?.flatten();
        Ok((Self { disk, durability, head, segment: None, last: None, has_failed: false }, torn))
    }

    /// Goes on with a journal that was found. What its last writer did not finish is cut off and kept, and returned.
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub fn go_on(disk: D, scan: &Scan, durability: Durability) -> Result<(Self, Option<Torn>), DirectoryError> {
        let torn = settle(&disk, scan)?;
        let head = Pen::go_on(&disk, scan.later, scan.tip).map_err(DirectoryError::io(HEAD))?;
        let last = scan.segments.last().map(|last| (last.first, scan.end - last.start));
        Ok((Self { disk, durability, head, segment: None, last, has_failed: false }, torn))
    }

    /// Makes lines durable, and says so in `HEAD`.
    ///
    /// # Errors
    ///
    /// A file cannot be written or synced, now or earlier; nobody may be told of these lines.
    pub fn commit(&mut self, lot: Lot<'_>) -> Result<(), DirectoryError> {
        if self.has_failed {
            return Err(DirectoryError::io(HEAD)(io::Error::other("an earlier write failed")));
        }
        // Until the end of this, a failure.
        self.has_failed = true;
        lot.begins.map(|first| self.turn_to(first)).transpose()?;
        let Some(segment) = &mut self.segment else {
            return Err(DirectoryError::io(HEAD)(io::Error::other("the first lines begin no segment")));
        };
        let mut write = || {
            segment.file.write_at(lot.bytes, segment.length)?;
            segment.length += lot.bytes.len() as u64;
            match self.durability {
                Durability::Fsync => segment.file.sync(),
                Durability::Os => Ok(()),
            }
        };
        write().map_err(DirectoryError::io(&segment.name))?;
        if lot.begins.is_some() {
            // Even a file that was there already: whoever made it may have been killed before its name was durable.
            self.disk.sync().map_err(DirectoryError::io(&segment.name))?;
        }
        self.head.write(lot.tip).map_err(DirectoryError::io(HEAD))?;
        if lot.begins.is_some() {
            self.sync_head()?;
        }
        self.has_failed = false;
        Ok(())
    }

    /// Returns the name of the segment that is written, and its length; `None` before the first lines.
    #[must_use]
    pub fn segment(&self) -> Option<(&str, u64)> {
        self.segment.as_ref().map(|segment| (segment.name.as_str(), segment.length))
    }

    /// Makes `HEAD` durable, so that a power cut cannot hide the loss of what was acknowledged before.
    ///
    /// # Errors
    ///
    /// The file cannot be synced.
    pub fn sync_head(&mut self) -> Result<(), DirectoryError> {
        let result = match self.durability {
            Durability::Fsync => self.head.sync(),
            // It must not be durable before the lines are.
            Durability::Os => Ok(()),
        };
        self.has_failed |= result.is_err();
        result.map_err(DirectoryError::io(HEAD))
    }

    /// Ends in good order.
    ///
    /// # Errors
    ///
    /// A file cannot be synced, now or earlier.
    pub fn close(mut self) -> Result<(), DirectoryError> {
        if self.has_failed {
            return Err(DirectoryError::io(HEAD)(io::Error::other("an earlier write failed")));
        }
        self.sync_segment()?;
        self.head.close().map_err(DirectoryError::io(HEAD))
    }

    /// Opens the segment that begins with a seq; one that holds no record yet goes on.
    fn turn_to(&mut self, first: u64) -> Result<(), DirectoryError> {
        if self.segment.is_some() {
            self.sync_segment()?;
            self.head.sync().map_err(DirectoryError::io(HEAD))?;
        }
        let name = name(first);
        if self.segment.as_ref().is_some_and(|segment| segment.name == name) {
            return Ok(());
        }
        let io = DirectoryError::io(&name);
        let old = self.last.take().filter(|(last, _)| *last == first);
        let (file, length) = match old {
            Some((_, length)) => (self.disk.edit(&name).map_err(io)?, length),
            None => (self.disk.create(&name).map_err(io)?, 0),
        };
        self.segment = Some(Open { name, file, length });
        Ok(())
    }

    fn sync_segment(&mut self) -> Result<(), DirectoryError> {
        let Some(segment) = &mut self.segment else { return Ok(()) };
        let result = segment.file.sync().map_err(DirectoryError::io(&segment.name));
        self.has_failed |= result.is_err();
        result
    }
}
