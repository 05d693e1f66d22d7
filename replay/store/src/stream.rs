//! The segments of a journal, read as one stream.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use crate::disk::{Disk, DiskFile};
use crate::segment::Segment;

const BUFFER: usize = 1 << 18;

/// Reads segments one after the other, each up to the length that was listed; later appends are not read.
#[derive(Debug)]
pub struct Stream<F> {
    rest: VecDeque<(F, u64)>,
    offset: u64,
    buffer: Vec<u8>,
    used: usize,
}

impl<F: DiskFile> Stream<F> {
    /// Opens segments.
    ///
    /// # Errors
    ///
    /// A segment cannot be opened.
    pub fn open<D: Disk<File = F>>(disk: &D, segments: &[Segment]) -> io::Result<Self> {
        Self::open_at(disk, segments, 0)
    }

    /// Opens segments at an offset, in bytes from the start of the journal.
    ///
    /// # Errors
    ///
    /// A segment cannot be opened.
    pub fn open_at<D: Disk<File = F>>(disk: &D, segments: &[Segment], place: u64) -> io::Result<Self> {
        let open = |segment: &Segment| Ok((disk.open(&segment.name)?, segment.length));
        let ahead = segments.iter().skip_while(|segment| segment.end() <= place);
        let offset = ahead.clone().next().map_or(0, |segment| place.saturating_sub(segment.start));
        let rest = ahead.map(open).collect::<io::Result<_>>()?;
        Ok(Self { rest, offset, buffer: Vec::new(), used: 0 })
    }
}

impl<F: DiskFile> BufRead for Stream<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.used == self.buffer.len() {
            let Some((file, length)) = self.rest.front() else { return Ok(&[]) };
            let left = usize::try_from(length - self.offset).unwrap_or(usize::MAX);
            self.buffer.resize(BUFFER.min(left), 0);
            self.used = 0;
            let read = if left == 0 { 0 } else { file.read_at(&mut self.buffer, self.offset)? };
            self.buffer.truncate(read);
            self.offset += read as u64;
            if read == 0 {
                if left > 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                self.rest.pop_front();
                self.offset = 0;
            }
        }
        Ok(&self.buffer[self.used..])
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
    }
}

impl<F: DiskFile> Read for Stream<F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(bytes.len());
        bytes[..length].copy_from_slice(&ready[..length]);
        self.consume(length);
        Ok(length)
    }
}
