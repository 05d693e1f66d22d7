//! Errors of writing a table.

use std::io;

use parquet::errors::ParquetError;

/// An error of writing a table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The Parquet writer failed.
    #[error("the Parquet table: {0}")]
    Parquet(#[from] ParquetError),
}
