//! Studies: settings of one scenario, each run many times with the same luck, measured and compared.
//!
//! A [`StudyFile`] says what is asked; with the scenario's text and the leads it becomes a [`Plan`]. Runs are played in blocks of a
//! fixed size ([`Plan::play`]), every setting of the plan on the same runs, so that settings differ by what they are and not by
//! their luck. What blocks come to is kept in exact whole numbers ([`Results`]), whose sum does not depend on who added them: so
//! threads, shards and a study that was broken off and resumed come to the same last bit. Floats enter only in [`Summary`].

mod block;
mod count;
mod distribution;
mod estimate;
mod file;
mod goal;
mod grid;
mod interim;
mod measure;
mod paired;
mod part;
mod plan;
mod reader;
mod results;
mod rows;
mod shard;
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
pub use summary::{MeasureFigure, SettingComparison, SettingSummary, Summary};
pub use table::{CsvTable, ParquetTable, TableError};
