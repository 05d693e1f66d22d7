//! The file of the CRM log: the mock CRM's own store, appended to, with a disk reserve.

use std::fs::File;
use std::io;

use redial_store::{DiskFile, Durability, is_full};

use crate::disk_reserve::DiskReserve;
use crate::world_error::WorldError;

/// The name of the file that holds the CRM log.
pub const CRM_LOG: &str = "mock-crm.jsonl";

/// The file of the CRM log, open for appending.
#[derive(Debug)]
pub(crate) struct MockCrmFile {
    file: File,
    length: u64,
    /// The length up to which disk space is allocated.
    reserved: u64,
}

impl MockCrmFile {
    /// Appends at the end of a file.
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let length = file.length()?;
        Ok(Self { file, length, reserved: length })
    }

    /// Appends whole lines; on a full disk it appends none of them.
    pub(crate) fn append(&mut self, lines: &[u8], durability: Durability) -> Result<(), WorldError> {
        if let Err(error) = DiskFile::write_at(&mut self.file, lines, self.length) {
            if is_full(&error) {
                self.cut()?;
            }
            return Err(unwritten(error));
        }
        self.length += lines.len() as u64;
        match durability {
            // `other`: a failed sync is final, even if the disk is full.
            Durability::Fsync => self.file.sync().map_err(|error| unwritten(io::Error::other(error))),
            Durability::Os => Ok(()),
        }
    }

    /// Allocates disk space for later lines.
    pub(crate) fn reserve(&mut self) -> Result<(), WorldError> {
        if self.reserved < self.length + DiskReserve::CRM_LOG / 2 {
            self.file.reserve(self.length + DiskReserve::CRM_LOG).map_err(unwritten)?;
            self.reserved = self.length + DiskReserve::CRM_LOG;
        }
        Ok(())
    }

    /// Closes in good order: returns the reserve to the disk, and makes every line durable.
    pub(crate) fn close(&mut self) -> Result<(), WorldError> {
        self.cut()?;
        self.file.sync().map_err(|error| unwritten(io::Error::other(error)))
    }

    fn cut(&mut self) -> Result<(), WorldError> {
        self.reserved = self.length;
        self.file.cut(self.length).map_err(unwritten)
    }
}

fn unwritten(error: io::Error) -> WorldError {
    WorldError::Write { file: CRM_LOG, error }
}
