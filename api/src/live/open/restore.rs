//! The mock CRM's books at a start: read, judged, and made sure of.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

use redial_engine::State;
use redial_replay::PublicIds;
use redial_sim::{MockCrm, Scenario};
use redial_store::{Ending, give_back, keep, renew, replace};

use super::data_dir::DataDir;
use crate::live::mock_crm_log::{MockCrmLogError, MockCrmLogReader, RestoredCrmLog};
use crate::live::start_report::OpenError;
use crate::live::store::CRM_LOG;

/// Sees whether a server could go on with the books in a data directory, beside a journal that came to a state.
pub(crate) fn judge_crm_log(data: &Path, state: &State, names: &PublicIds) -> Result<(), OpenError> {
    let crm = &mut MockCrm::new(Scenario::seed().crm);
    restore(data, MockCrmLogReader { crm, state, names }).map(drop)
}

/// Gives the CRM its books back, and changes nothing.
pub(super) fn restore(data: &Path, reading: MockCrmLogReader<'_>) -> Result<RestoredCrmLog, OpenError> {
    let path = data.join(CRM_LOG);
    let restored = match File::open(&path) {
        Ok(file) => reading.read(BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => reading.read(io::empty()),
        Err(error) => Err(error.into()),
    };
    restored.map_err(|error| match error {
        MockCrmLogError::Io(error) => OpenError::Io { path, error },
        MockCrmLogError::Unsound(what) => OpenError::MockCrmLog { path, what },
        MockCrmLogError::Beyond(what) => OpenError::LostEnd { path: data.to_owned(), books: path, what },
    })
}

impl DataDir<'_> {
    /// Writes the books anew, but for a line that was never finished, unless their writer came to its end in good order: what a
    /// failed sync left may read well, and yet not be on the disk.
    pub(super) fn settle_books(&self, whole: u64, ending: Ending) -> Result<(), OpenError> {
        let io = |error| self.io(CRM_LOG, error);
        let length = match fs::metadata(self.data.join(CRM_LOG)) {
            Ok(books) => books.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return replace(&self.files, CRM_LOG, |_| Ok(())).map(drop).map_err(io);
            }
            Err(error) => return Err(io(error)),
        };
        if ending == Ending::Closed && length == whole {
            return Ok(());
        }
        give_back(&self.files, CRM_LOG).map_err(io)?;
        if let Some(torn) = keep(&self.files, CRM_LOG, whole).map_err(OpenError::at(self.data))? {
            tracing::warn!(
                "the last {} bytes of {CRM_LOG} were never finished; they are kept in {}",
                torn.bytes,
                torn.kept
            );
        }
        renew(&self.files, CRM_LOG, whole).map_err(io)
    }
}
