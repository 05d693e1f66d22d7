//! The file that holds the mock CRM's books: appended, with room made ahead.

use std::fs::File;
use std::io;

use redial_store::{DiskFile, Durability, is_full};

use crate::live::disk_reserve::DiskReserve;
use crate::live::store::{CRM_LOG, StoreError};

/// The books' file, open to be appended to.
#[derive(Debug)]
pub(crate) struct MockCrmFile {
    file: File,
    length: u64,
    /// Up to which length there is room, whatever becomes of the disk.
    reserved: u64,
}

impl MockCrmFile {
    /// Goes on at the end of a file.
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let length = file.length()?;
        Ok(Self { file, length, reserved: length })
    }

    /// Appends whole lines, or on a full disk nothing of them.
    pub(super) fn append(&mut self, lines: &[u8], durability: Durability) -> Result<(), StoreError> {
        let io = |error| StoreError::Write { file: CRM_LOG.to_owned(), error };
        if let Err(error) = DiskFile::write_at(&mut self.file, lines, self.length) {
            if is_full(&error) {
                self.cut()?;
            }
            return Err(io(error));
        }
        self.length += lines.len() as u64;
        match durability {
            // One that fails is the last one, whatever it failed for.
            Durability::Fsync => self.file.sync().map_err(|error| io(io::Error::other(error))),
            Durability::Os => Ok(()),
        }
    }

    /// Makes room for lines to come.
    pub(super) fn reserve(&mut self) -> Result<(), StoreError> {
        if self.reserved < self.length + DiskReserve::CRM_LOG / 2 {
            let reserved = self.file.reserve(self.length + DiskReserve::CRM_LOG);
            reserved.map_err(|error| StoreError::Write { file: CRM_LOG.to_owned(), error })?;
            self.reserved = self.length + DiskReserve::CRM_LOG;
        }
        Ok(())
    }

    /// Ends in good order: gives back the room that was made for lines to come, and makes all lines durable.
    pub(super) fn close(&mut self) -> Result<(), StoreError> {
        self.cut()?;
        self.file.sync().map_err(|error| StoreError::Write { file: CRM_LOG.to_owned(), error: io::Error::other(error) })
    }

    fn cut(&mut self) -> Result<(), StoreError> {
        self.reserved = self.length;
        self.file.cut(self.length).map_err(|error| StoreError::Write { file: CRM_LOG.to_owned(), error })
    }
}
