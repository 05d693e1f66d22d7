//! The CRM log at a start: read, judged against the journal, and made durable.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use redial_engine::State;
use redial_replay::PublicIds;
use redial_sim::{MockCrm, Scenario};
use redial_store::{DirectoryError, Ending, Files, free_reserved, keep, renew, replace};

use super::file::CRM_LOG;
use super::log::{MockCrmLogError, MockCrmLogReader, RestoredCrmLog};

/// A server cannot go on with a CRM log.
#[derive(Debug, thiserror::Error)]
pub enum MockCrmError {
    /// The log cannot be used.
    #[error("failed to use {}: {error}", .path.display())]
    Io {
        /// The log.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
    /// There is a log without a journal.
    #[error("{} belongs to a journal that is missing", .0.display())]
    Alone(PathBuf),
    /// The log is damaged, or lacks an entry that the journal names.
    #[error("{} is damaged: {what}", .path.display())]
    Unsound {
        /// The log.
        path: PathBuf,
        /// The damage.
        what: String,
    },
    /// The log contains an entry whose cause is missing from the journal: the journal lost its tail.
    #[error("{} contains {what}, which the journal lacks", .path.display())]
    Beyond {
        /// The log.
        path: PathBuf,
        /// The entry.
        what: String,
    },
}

/// Makes the empty log of a new journal.
///
/// # Errors
///
/// There is a log already, or the file cannot be made.
pub(crate) fn begin_crm_log(data: &Path) -> Result<(), MockCrmError> {
    let path = data.join(CRM_LOG);
    if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > 0) {
        return Err(MockCrmError::Alone(path));
    }
    File::create(&path).map(drop).map_err(|error| MockCrmError::Io { path, error })
}

/// Checks that a server could go on with the CRM log in a data directory, given the state of the journal beside it.
///
/// # Errors
///
/// Why it could not.
pub fn judge_crm_log(data: &Path, state: &State, names: &PublicIds) -> Result<(), MockCrmError> {
    let crm = &mut MockCrm::new(Scenario::seed().crm);
    restore_crm_log(data, MockCrmLogReader { crm, state, names }).map(drop)
}

/// Restores the mock CRM from its log; changes no file.
///
/// # Errors
///
/// The log cannot be read, is damaged, or does not fit the journal.
pub(crate) fn restore_crm_log(data: &Path, reader: MockCrmLogReader<'_>) -> Result<RestoredCrmLog, MockCrmError> {
    let path = data.join(CRM_LOG);
    let restored = match File::open(&path) {
        Ok(file) => reader.read(BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => reader.read(io::empty()),
        Err(error) => Err(error.into()),
    };
    restored.map_err(|error| match error {
        MockCrmLogError::Io(error) => MockCrmError::Io { path, error },
        MockCrmLogError::Unsound(what) => MockCrmError::Unsound { path, what },
        MockCrmLogError::Beyond(what) => MockCrmError::Beyond { path, what },
    })
}

/// Rewrites the whole lines of the CRM log, unless its writer closed it: after a failed sync a line can be readable and
/// yet not be on the disk. An unfinished last line is cut off and kept in a file of its own.
///
/// # Errors
///
/// A file cannot be used.
pub(crate) fn settle_crm_log(data: &Path, files: &Files, whole: u64, ending: Ending) -> Result<(), MockCrmError> {
    let io = |error| MockCrmError::Io { path: data.join(CRM_LOG), error };
    let length = match fs::metadata(data.join(CRM_LOG)) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return replace(files, CRM_LOG, |_| Ok(())).map(drop).map_err(io);
        }
        Err(error) => return Err(io(error)),
    };
    if ending == Ending::Closed && length == whole {
        return Ok(());
    }
    free_reserved(files, CRM_LOG).map_err(io)?;
    let kept = keep(files, CRM_LOG, whole).map_err(|error| match error {
        DirectoryError::Io { file, error } => MockCrmError::Io { path: data.join(file), error },
        DirectoryError::Fault(fault) => MockCrmError::Unsound { path: data.join(CRM_LOG), what: fault.to_string() },
    })?;
    if let Some(torn) = kept {
        let (bytes, kept) = (torn.bytes, torn.kept);
        tracing::warn!("the last {bytes} bytes of {CRM_LOG} were never finished; they are kept in {kept}");
    }
    renew(files, CRM_LOG, whole).map_err(io)
}
