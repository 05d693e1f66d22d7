//! The disk operations that a data directory needs.

use std::io;

/// A directory of files. The real one is [`Files`](crate::Files); tests have one in memory whose power can be cut.
pub trait Disk {
    /// An open file.
    type File: DiskFile;

    /// Returns the names of all files, unordered.
    ///
    /// # Errors
    ///
    /// The directory cannot be read.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Opens a file to read it.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be opened.
    fn open(&self, name: &str) -> io::Result<Self::File>;

    /// Opens a file to read and write it.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be opened.
    fn edit(&self, name: &str) -> io::Result<Self::File>;

    /// Creates an empty file, to read and write it; truncates an existing file of that name.
    ///
    /// # Errors
    ///
    /// The file cannot be created.
    fn create(&self, name: &str) -> io::Result<Self::File>;

    /// Renames a file, and replaces an existing file of the new name.
    ///
    /// # Errors
    ///
    /// The file cannot be renamed.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Deletes a file.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be deleted.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Syncs the directory, so that its names are durable.
    ///
    /// # Errors
    ///
    /// The directory cannot be synced.
    fn sync(&self) -> io::Result<()>;
}

/// An open file of a [`Disk`].
pub trait DiskFile {
    /// Returns the length in bytes.
    ///
    /// # Errors
    ///
    /// The length cannot be read.
    fn length(&self) -> io::Result<u64>;

    /// Reads bytes from an offset; returns their number, 0 at the end.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes all bytes from an offset.
    ///
    /// # Errors
    ///
    /// Not every byte can be written.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Reserves space up to a length, so that a full disk cannot prevent later writes below it. The length of the file
    /// does not change.
    ///
    /// # Errors
    ///
    /// The disk has too little space. A disk that cannot reserve space returns no error.
    fn reserve(&mut self, length: u64) -> io::Result<()>;

    /// Truncates the file, and frees the space reserved beyond the new length.
    ///
    /// # Errors
    ///
    /// The file cannot be truncated.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Syncs the file, so that its bytes are durable.
    ///
    /// # Errors
    ///
    /// The sync failed. The bytes written since the last sync are then in an unknown state, and a second sync cannot
    /// repair it.
    fn sync(&mut self) -> io::Result<()>;
}

/// Returns true if an error means that the disk or the quota is full.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Reads a range of bytes; returns fewer if the file ends before.
pub(crate) fn read(file: &impl DiskFile, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(to.saturating_sub(from)).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let (mut bytes, mut filled) = (vec![0; length], 0);
    while filled < length {
        match file.read_at(&mut bytes[filled..], from + filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
