//! Tables of runs, with one row for each run of each setting: CSV and Parquet.

mod columns;
mod csv;
mod error;
mod parquet;

pub(super) use self::columns::COLUMNS;
pub use self::csv::CsvTable;
pub use self::error::TableError;
pub use self::parquet::ParquetTable;
