//! The log of a running server, on the standard error.

use std::io::{self, IsTerminal};

use anyhow::Context;
use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

use super::failure::Failure;

/// The default of RUST_LOG.
const USUAL: &str = "warn,redial=info";

/// The format of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum LogForm {
    /// A line an event, for people
    Text,
    /// A JSON object a line, for machines
    Json,
}

impl LogForm {
    /// Begins to log, as RUST_LOG filters.
    ///
    /// # Errors
    ///
    /// RUST_LOG is no filter.
    pub(crate) fn start(self) -> Result<(), Failure> {
        let wanted = std::env::var("RUST_LOG").ok().filter(|wanted| !wanted.is_empty());
        let wanted = wanted.as_deref().unwrap_or(USUAL);
        let filter = EnvFilter::try_new(wanted);
        let filter =
            filter.with_context(|| format!("RUST_LOG is {wanted:?}, which is no filter")).map_err(Failure::usage)?;
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
        match self {
            Self::Text => log.with_ansi(io::stderr().is_terminal()).init(),
            Self::Json => log.json().flatten_event(true).with_span_list(false).init(),
        }
        Ok(())
    }
}
