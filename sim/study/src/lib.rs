//! Studies: plays settings of one scenario many times with the same luck, measures them and compares them.
//!
//! A [`StudyFile`], or the [`StudyValues`] of a request, make a [`StudySpec`]; with the scenario and the leads it
//! becomes a [`Plan`]. [`Plan::play`] plays blocks of a fixed number of runs, each run in every setting, so that all
//! settings have the same luck. [`Results`] are exact integers whose sum does not depend on the order of addition, so
//! threads, shards and a resumed study agree to the last bit. Only [`Summary`] has floats.

mod block;
mod count;
mod distribution;
mod estimate;
mod file;
mod goal;
mod grid;
mod interim;
mod judge;
mod located;
mod measure;
mod paired;
mod part;
mod plan;
mod reader;
mod results;
mod rows;
mod shard;
mod spec;
mod summary;
mod sums;
mod table;

pub use block::{Block, RunTooLong, Scratch};
pub use count::{Count, Run};
pub use distribution::{SampleDistribution, TRACKED, Tracked};
pub use estimate::{Estimate, Interval};
pub use file::StudyFile;
pub use goal::PrecisionGoal;
pub use interim::InterimResult;
pub use measure::{MEASURES, Measure, Unit};
pub use part::{Part, PartError};
pub use plan::{Plan, Setting};
pub use results::{Aggregate, Results};
pub use rows::{RowReader, RowsError};
pub use shard::Shard;
pub use spec::{StudySpec, StudyValues};
pub use summary::{MeasureFigure, SettingComparison, SettingSummary, Summary};
pub use table::{CsvTable, ParquetTable, TableError};
