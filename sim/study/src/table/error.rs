//! Errors of writing a table.

use std::io;

use parquet::errors::ParquetError;

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The form.
    #[error("the Parquet table: {0}")]
    Parquet(#[from] ParquetError),
}
