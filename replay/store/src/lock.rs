//! `LOCK`: one process at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The file's name.
pub const LOCK: &str = "LOCK";

/// A data directory that is ours as long as this lives, and no longer than the process, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why the lock was not to be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("in use by another redial")]
    InUse,
    /// The file cannot be made or locked.
    #[error("failed to lock LOCK: {0}")]
    Io(#[from] io::Error),
}

impl Lock {
    /// Takes the lock of a directory.
    ///
    /// # Errors
    ///
    /// Another process has it, or the file cannot be made.
    pub fn take(directory: &Path) -> Result<Self, LockError> {
        let file = File::create(directory.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Returns true when some process has the lock of a directory, as far as the system tells; takes no lock to find out.
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
