//! Tables of runs, a row for each run of each setting: CSV and Parquet.

mod csv;
mod parquet;

use std::io;

use ::parquet::errors::ParquetError;
use toml::Value;

pub use self::csv::CsvTable;
pub use self::parquet::ParquetTable;
use super::count::Count;

/// The counts that have a column, after the setting, its values and the run. Those left out follow from them.
pub(super) const COLUMNS: [Count; 12] = [
    Count::Won,
    Count::Attempted,
    Count::Failed,
    Count::Canceled,
    Count::Abandoned,
    Count::CutShort,
    Count::DurationMs,
    Count::WaitMs,
    Count::RingingMs,
    Count::LineMs,
    Count::Synced,
    Count::CrmLagMs,
];

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

/// Returns what a value of the grid is in a table.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
