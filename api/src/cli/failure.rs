//! Why a command failed, and how the program ends.

use std::process::ExitCode;

/// How the program ends, after sysexits.h where that has a word for it.
pub(crate) mod exit {
    /// The command line makes no sense.
    pub(crate) const USAGE: u8 = 64;
    /// A file holds what it should not.
    pub(crate) const DATA: u8 = 65;
    /// Something cannot be read or written.
    pub(crate) const IO: u8 = 74;
    /// Somebody interrupted it: 128 and the signal's number, as shells say it.
    pub(crate) const INTERRUPTED: u8 = 130;
    /// Somebody ended it with SIGTERM.
    pub(crate) const TERMINATED: u8 = 143;
}

/// Why a command failed, and the code to exit with.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) error: anyhow::Error,
}

impl Failure {
    /// The command line makes no sense.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::USAGE, error: error.into() }
    }

    /// A file holds what it should not.
    pub(crate) fn data(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::DATA, error: error.into() }
    }

    /// Something cannot be read or written.
    pub(crate) fn io(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::IO, error: error.into() }
    }

    /// Returns true when the reader of our output has gone away, which is no failure of ours.
    fn is_broken_pipe(&self) -> bool {
        let io = self.error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
        io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

/// Prints the failure, if there is one, and returns the code to exit with.
pub(super) fn ended(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("redial: {:#}", failure.error);
            ExitCode::from(failure.code)
        }
    }
}
