//! The CRM log at a start: read, judged against the journal, and made durable.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

use redial_engine::State;
use redial_replay::PublicIds;
use redial_sim::{MockCrm, Scenario};
use redial_store::{Ending, Files, give_back, keep, renew, replace};

use crate::live::mock_crm_file::CRM_LOG;
use crate::live::mock_crm_log::{MockCrmLogError, MockCrmLogReader, RestoredCrmLog};
use crate::live::open_error::OpenError;

/// Checks that a server could go on with the CRM log in a data directory, given the state of the journal beside it.
pub(crate) fn judge_crm_log(data: &Path, state: &State, names: &PublicIds) -> Result<(), OpenError> {
    let crm = &mut MockCrm::new(Scenario::seed().crm);
    restore(data, MockCrmLogReader { crm, state, names }).map(drop)
}

/// Restores the mock CRM from its log; changes no file.
pub(super) fn restore(data: &Path, reader: MockCrmLogReader<'_>) -> Result<RestoredCrmLog, OpenError> {
    let path = data.join(CRM_LOG);
    let restored = match File::open(&path) {
        Ok(file) => reader.read(BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => reader.read(io::empty()),
        Err(error) => Err(error.into()),
    };
    restored.map_err(|error| match error {
        MockCrmLogError::Io(error) => OpenError::Io { path, error },
        MockCrmLogError::Unsound(what) => OpenError::MockCrmLog { path, what },
        MockCrmLogError::Beyond(what) => OpenError::LostEnd { path: data.to_owned(), crm_log: path, what },
    })
}

/// Rewrites the whole lines of the CRM log, unless its writer closed it: after a failed sync a line can be readable and
/// yet not be on the disk. An unfinished last line is cut off and kept in a file of its own.
pub(super) fn settle_crm_log(data: &Path, files: &Files, whole: u64, ending: Ending) -> Result<(), OpenError> {
    let io = |error| OpenError::Io { path: data.join(CRM_LOG), error };
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
    give_back(files, CRM_LOG).map_err(io)?;
    if let Some(torn) = keep(files, CRM_LOG, whole).map_err(OpenError::at(data))? {
        let (bytes, kept) = (torn.bytes, torn.kept);
        tracing::warn!("the last {bytes} bytes of {CRM_LOG} were never finished; they are kept in {kept}");
    }
    renew(files, CRM_LOG, whole).map_err(io)
}
