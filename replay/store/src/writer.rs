//! The writer of a journal on disk: lines first, then `HEAD`, and only then the acknowledgment.

use std::io;

use crate::disk::{Disk, DiskFile, is_full};
use crate::fault::DirectoryError;
use crate::head::{HEAD, Head, HeadWriter, Tip};
use crate::scan::Scan;
use crate::segment::{Segment, name};
use crate::tear::{Torn, keep, settle};
use crate::tidy::tidy;

/// The failure that written bytes must survive before they are acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// A power cut: the writer syncs them.
    Fsync,
    /// The end of the process: the operating system has them.
    Os,
}

/// Lines that become durable together.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// Complete lines.
    pub bytes: &'a [u8],
    /// The first seq of the new segment, if the lines begin one; their first line is then a header.
    pub begins: Option<u64>,
    /// The place after the last line.
    pub tip: Tip,
}

/// Writes a journal. After the first failure it writes no more, because the content of the disk is unknown.
#[derive(Debug)]
pub struct Writer<D: Disk> {
    disk: D,
    durability: Durability,
    head: HeadWriter<D::File>,
    segment: Option<OpenSegment<D::File>>,
    /// The segment that an earlier process wrote last: its first seq, and its length.
    last: Option<(u64, u64)>,
    /// The place after durable lines that `HEAD` does not acknowledge yet.
    unclaimed: Option<Tip>,
    has_failed: bool,
}

#[derive(Debug)]
struct OpenSegment<F> {
    name: String,
    file: F,
    length: u64,
    /// The length up to which space is reserved on the disk.
    reserved: u64,
}

impl<D: Disk> Writer<D> {
    /// Begins a journal in a directory without one. Moves the bytes of an unfinished beginning to a file of their own,
    /// and describes them in [`Torn`].
    ///
    /// # Errors
    ///
    /// A file cannot be created.
    pub fn begin(disk: D, durability: Durability) -> Result<(Self, Option<Torn>), DirectoryError> {
        let io = DirectoryError::io(HEAD);
        let head = match Head::read(&disk) {
            Ok(Some(head)) => HeadWriter::resume(&disk, usize::from(head.slots[0].is_none()), Tip::default()),
            Ok(None) => HeadWriter::create(&disk, Tip::default()),
            Err(error) => Err(error),
        };
        let head = head.map_err(io)?;
        let first = Segment::all(&disk).map_err(DirectoryError::io("the directory"))?.pop();
        let torn = first.map(|first| keep(&disk, &first.name, 0)).transpose()?.flatten();
        Ok((Self::new(disk, durability, head, None)?, torn))
    }

    /// Resumes a scanned journal. Moves an unfinished write to a file of its own, and describes it in
    /// [`Torn`].
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub fn resume(disk: D, scan: &Scan, durability: Durability) -> Result<(Self, Option<Torn>), DirectoryError> {
        let torn = settle(&disk, scan)?;
        let head = HeadWriter::resume(&disk, scan.later, scan.tip).map_err(DirectoryError::io(HEAD))?;
        let last = scan.segments.last().map(|last| (last.first, scan.end - last.start));
        Ok((Self::new(disk, durability, head, last)?, torn))
    }

    fn new(
        disk: D,
        durability: Durability,
        head: HeadWriter<D::File>,
        last: Option<(u64, u64)>,
    ) -> Result<Self, DirectoryError> {
        tidy(&disk).map_err(DirectoryError::io("the directory"))?;
        Ok(Self { disk, durability, head, segment: None, last, unclaimed: None, has_failed: false })
    }

    /// Reserves space for later lines, at least half of `ahead` bytes, so that a full disk cannot prevent their write.
    ///
    /// # Errors
    ///
    /// The disk has too little space.
    pub fn reserve(&mut self, ahead: u64) -> Result<(), DirectoryError> {
        let Some(segment) = &mut self.segment else { return Ok(()) };
        if segment.reserved < segment.length + ahead.div_ceil(2) {
            segment.file.reserve(segment.length + ahead).map_err(DirectoryError::io(&segment.name))?;
            segment.reserved = segment.length + ahead;
        }
        Ok(())
    }

    /// Makes lines durable, and acknowledges them in `HEAD`. If the disk is full, the journal stays as it was, and the
    /// caller may offer the same lines again, but no others.
    ///
    /// # Errors
    ///
    /// A file cannot be written or synced, now or earlier. The caller must not acknowledge these lines.
    pub fn commit(&mut self, commit: Commit<'_>) -> Result<(), DirectoryError> {
        if self.has_failed {
            return Err(DirectoryError::io(HEAD)(io::Error::other("an earlier write failed")));
        }
        // A panic below must count as a failure.
        self.has_failed = true;
        let done = self.write(commit).and_then(|()| self.claim(commit));
        self.has_failed = done.as_ref().is_err_and(|error| !error.is_full());
        done
    }

    fn write(&mut self, commit: Commit<'_>) -> Result<(), DirectoryError> {
        if self.unclaimed == Some(commit.tip) {
            return Ok(());
        }
        commit.begins.map(|first| self.turn_to(first)).transpose()?;
        let Some(segment) = &mut self.segment else {
            return Err(DirectoryError::io(HEAD)(io::Error::other("the first lines begin no segment")));
        };
        segment.write(commit.bytes).map_err(DirectoryError::io(&segment.name))?;
        match self.durability {
            Durability::Fsync => never_full(segment.file.sync()).map_err(DirectoryError::io(&segment.name))?,
            Durability::Os => {}
        }
        if commit.begins.is_some() {
            // Sync even for an existing file: its creator may have been killed before the name was durable.
            never_full(self.disk.sync()).map_err(DirectoryError::io(&segment.name))?;
        }
        self.unclaimed = Some(commit.tip);
        Ok(())
    }

    fn claim(&mut self, commit: Commit<'_>) -> Result<(), DirectoryError> {
        self.head.write(commit.tip).map_err(DirectoryError::io(HEAD))?;
        self.unclaimed = None;
        if commit.begins.is_some() { self.sync_head() } else { Ok(()) }
    }

    /// Returns the name and the length of the current segment; `None` before the first lines.
    #[must_use]
    pub fn segment(&self) -> Option<(&str, u64)> {
        self.segment.as_ref().map(|segment| (segment.name.as_str(), segment.length))
    }

    /// Syncs `HEAD`, so that a power cut cannot hide the loss of acknowledged records.
    ///
    /// # Errors
    ///
    /// The file cannot be synced.
    pub fn sync_head(&mut self) -> Result<(), DirectoryError> {
        let result = match self.durability {
            Durability::Fsync => never_full(self.head.sync()),
            // `HEAD` must not be durable before the lines are.
            Durability::Os => Ok(()),
        };
        self.has_failed |= result.is_err();
        result.map_err(DirectoryError::io(HEAD))
    }

    /// Closes the journal.
    ///
    /// # Errors
    ///
    /// A file cannot be synced, now or earlier.
    pub fn close(mut self) -> Result<(), DirectoryError> {
        if self.has_failed {
            return Err(DirectoryError::io(HEAD)(io::Error::other("an earlier write failed")));
        }
        self.end_segment()?;
        self.head.close().map_err(DirectoryError::io(HEAD))
    }

    /// Opens the segment that begins with a seq. Keeps a current segment that has no record yet.
    fn turn_to(&mut self, first: u64) -> Result<(), DirectoryError> {
        if self.segment.is_some() {
            self.end_segment()?;
            never_full(self.head.sync()).map_err(DirectoryError::io(HEAD))?;
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
        self.segment = Some(OpenSegment { name, file, length, reserved: length });
        Ok(())
    }

    /// Frees the reserved space, and syncs the segment.
    fn end_segment(&mut self) -> Result<(), DirectoryError> {
        let Some(segment) = &mut self.segment else { return Ok(()) };
        let result =
            segment.cut().and_then(|()| never_full(segment.file.sync())).map_err(DirectoryError::io(&segment.name));
        self.has_failed |= result.is_err();
        result
    }
}

impl<F: DiskFile> OpenSegment<F> {
    /// Writes all lines; on a full disk, none of them.
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self.file.write_at(lines, self.length) {
            Ok(()) => self.length += lines.len() as u64,
            Err(error) if is_full(&error) => {
                self.cut()?;
                return Err(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn cut(&mut self) -> io::Result<()> {
        self.file.cut(self.length)?;
        self.reserved = self.length;
        Ok(())
    }
}

/// After a failed sync the content of the disk is unknown, even if the disk was full: the error is final.
fn never_full(synced: io::Result<()>) -> io::Result<()> {
    synced.map_err(|error| if is_full(&error) { io::Error::other(error) } else { error })
}
