//! The check of a data directory, and its failures.

use std::io;
use std::path::Path;

use anyhow::anyhow;
use redial_engine::State;
use redial_replay::{Damage, Header, JournalLine};
use redial_store::{DirectoryError, Files, Head, Scan, scan};

use crate::cli::failure::Failure;

/// Judges a directory that holds a journal.
pub(super) fn judge(
    dir: &Path,
    look: impl FnMut(&Header, &JournalLine<'_>) -> Result<(), Damage>,
) -> Result<Scan, Failure> {
    let files = Files::at(dir);
    // HEAD first: a server that is writing moves it while the segments are read.
    let head = Head::read(&files).map_err(|error| failed(dir, error))?;
    let scan = scan(&files, look).map_err(|error| refused(dir, error))?;
    match (scan, head) {
        (Some(scan), _) => Ok(scan),
        (None, Some(_)) => Err(Failure::data(anyhow!("{}: a journal was to begin here, and never did", dir.display()))),
        (None, None) => Err(Failure::data(anyhow!(
            "{} holds no journal of this form; one of the previous form is taken over by redial serve",
            dir.display()
        ))),
    }
}

/// Folds the records into a state; a record that cannot follow is damage.
#[derive(Default)]
pub(super) struct Fold(pub(super) Option<Box<State>>);

impl Fold {
    pub(super) fn take(&mut self, header: &Header, line: &JournalLine<'_>) -> Result<(), Damage> {
        let JournalLine::Record(record) = line else { return Ok(()) };
        let state = self.0.get_or_insert_with(|| Box::new(State::new(header.config)));
        record.fold_into(state, &record.parse()?.transitions)
    }
}

pub(super) fn refused(dir: &Path, error: DirectoryError) -> Failure {
    match error {
        DirectoryError::Io { file, error } => failed(&dir.join(file), error),
        DirectoryError::Fault(fault) => Failure::data(anyhow!(
            "the journal in {0} is damaged: {fault}. Its sound part can continue in a new directory: \
             redial journal salvage {0} NEW",
            dir.display()
        )),
    }
}

pub(super) fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::io(anyhow::Error::new(error).context(format!("failed to use {}", path.display())))
}
