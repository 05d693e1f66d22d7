//! What the data directory asks of a disk.

use std::io;

/// A directory of files. The real one is [`Files`](crate::Files); tests have one in memory whose power can be cut.
pub trait Disk {
    /// An open file.
    type File: DiskFile;

    /// Returns the names of all files, in no order.
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

    /// Makes an empty file, to read and write it; a file of that name is emptied.
    ///
    /// # Errors
    ///
    /// The file cannot be made.
    fn create(&self, name: &str) -> io::Result<Self::File>;

    /// Renames a file, in place of another one if there is one.
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

    /// Makes the names durable.
    ///
    /// # Errors
    ///
    /// The directory cannot be synced.
    fn sync(&self) -> io::Result<()>;
}

/// An open file of a [`Disk`].
pub trait DiskFile {
    /// Returns how many bytes there are.
    ///
    /// # Errors
    ///
    /// The length cannot be had.
    fn length(&self) -> io::Result<u64>;

    /// Reads bytes from a place on; returns how many, 0 at the end.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes all bytes from a place on.
    ///
    /// # Errors
    ///
    /// Not every byte can be written.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Makes room for bytes up to a length, so that they can be written though the disk becomes full. The file stays as
    /// long as it is.
    ///
    /// # Errors
    ///
    /// There is not so much room. A disk that cannot make room ahead says nothing.
    fn reserve(&mut self, length: u64) -> io::Result<()>;

    /// Cuts the file to a length, and gives back the room beyond it.
    ///
    /// # Errors
    ///
    /// It cannot be cut.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Makes the bytes durable.
    ///
    /// # Errors
    ///
    /// They cannot be; then nothing is known about those written since the last sync, and no second sync makes it good.
    fn sync(&mut self) -> io::Result<()>;
}

/// Returns true when an error says that there is no room on a disk.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Reads from a place to another; the file may end before.
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
