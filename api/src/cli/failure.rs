//! Why a command failed, and how the program ends.

use std::process::ExitCode;

/// The exit codes, after sysexits.h where it has one.
pub(crate) mod exit {
    /// The command line is wrong.
    pub(crate) const USAGE: u8 = 64;
    /// A file has invalid content.
    pub(crate) const DATA: u8 = 65;
    /// A file or a stream cannot be read or written.
    pub(crate) const IO: u8 = 74;
    /// It was interrupted by SIGINT: 128 and the signal's number, as shells report it.
    pub(crate) const INTERRUPTED: u8 = 130;
    /// It was ended by SIGTERM.
    pub(crate) const TERMINATED: u8 = 143;
}

/// Why a command failed, and the code to exit with.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) error: anyhow::Error,
}

impl Failure {
    /// The command line is wrong.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::USAGE, error: error.into() }
    }

    /// A file has invalid content.
    pub(crate) fn data(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::DATA, error: error.into() }
    }

    /// A file or a stream cannot be read or written.
    pub(crate) fn io(error: impl Into<anyhow::Error>) -> Self {
        Self { code: exit::IO, error: error.into() }
    }

    /// Returns true when the reader of the output has closed it, which is no failure.
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
