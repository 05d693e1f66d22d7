//! `redial openapi`: the document of the REST API, without a server.

use std::io::{self, Write};

use clap::Args;

/// Print the OpenAPI document of the REST API
///
/// A server serves the same document at /openapi.json.
#[derive(Debug, Args)]
pub(super) struct OpenapiArgs {}

/// Prints the document.
///
/// # Errors
///
/// The standard output cannot be written.
pub(super) fn run(_: &OpenapiArgs) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{}", redial_http::document_text())
}
