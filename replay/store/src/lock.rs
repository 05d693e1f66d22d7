//! `LOCK`: lets one process at a time use a data directory.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The file's name.
pub const LOCK: &str = "LOCK";

/// Exclusive use of a data directory. The operating system releases it when the process ends in any way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// An error of taking the lock.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds the lock.
    #[error("in use by another redial")]
    InUse,
    /// The file cannot be created or locked.
    #[error("failed to lock LOCK: {0}")]
    Io(#[from] io::Error),
}

impl Lock {
    /// Takes the lock of a directory.
    ///
    /// # Errors
    ///
    /// Another process holds the lock, or the file cannot be created or locked.
    pub fn take(directory: &Path) -> Result<Self, LockError> {
        let file = File::create(directory.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Returns true if `/proc/locks` shows that a process holds the lock of a directory. Takes no lock itself.
#[must_use]
pub fn is_held(directory: &Path) -> bool {
    let (Ok(file), Ok(locks)) = (fs::metadata(directory.join(LOCK)), fs::read_to_string("/proc/locks")) else {
        return false;
    };
    // 1: FLOCK  ADVISORY  WRITE 812 fe:00:2228230 0 EOF
    let inode = format!(":{}", file.ino());
    locks.lines().any(|line| {
        let mut words = line.split_whitespace().skip(1);
        words.next() == Some("FLOCK") && words.nth(3).is_some_and(|place| place.ends_with(&inode))
    })
}
