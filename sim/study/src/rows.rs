//! Reads the rows of a CSV table. A resumed or merged study makes its other tables from them.

use std::io::Read;

use super::count::{COUNTS, Count, Run};
use super::plan::Plan;
use super::table::COLUMNS;

/// Reads the rows of a table, run by run.
pub struct RowReader<R> {
    rows: csv::Reader<R>,
    record: csv::ByteRecord,
    /// The column of the run.
    run_column: usize,
    settings: usize,
    next_run: u64,
}

/// An error of reading a row.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The file cannot be read, or is no CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A row is not the next one.
    #[error("line {line}: this is not the row of run {run}")]
    Row {
        /// The line, from 1.
        line: u64,
        /// The expected run.
        run: u64,
    },
}

impl<R: Read> RowReader<R> {
    /// Begins to read a table whose first run is `first_run`.
    pub fn begin(plan: &Plan, first_run: u64, table: R) -> Self {
        let rows = csv::ReaderBuilder::new().has_headers(true).from_reader(table);
        let run_column = 1 + plan.settings[0].values.len();
        Self { rows, record: csv::ByteRecord::new(), run_column, settings: plan.settings.len(), next_run: first_run }
    }

    /// Reads the next run in every setting.
    ///
    /// # Errors
    ///
    /// The file ends, or a row is not the next one.
    pub fn next_run(&mut self) -> Result<Vec<Run>, RowsError> {
        let rows = (0..self.settings).map(|_| self.row()).collect();
        self.next_run += 1;
        rows
    }

    fn row(&mut self) -> Result<Run, RowsError> {
        self.rows.read_byte_record(&mut self.record)?;
        let number = |column: usize| std::str::from_utf8(self.record.get(column)?).ok()?.parse::<u64>().ok();
        let row = (number(self.run_column) == Some(self.next_run)).then(|| {
            let mut counts = [0; COUNTS];
            for (place, count) in COLUMNS.into_iter().enumerate() {
                let is_empty = count == Count::WaitMs && counts[Count::Won as usize] == 0;
                counts[count as usize] = if is_empty { 0 } else { number(self.run_column + 1 + place)? };
            }
            counts[Count::Runs as usize] = 1;
            counts[Count::Live as usize] = counts[Count::Won as usize] + counts[Count::Abandoned as usize];
            Some(Run::from_counts(counts))
        });
        let line = self.record.position().map_or(0, csv::Position::line);
        row.flatten().ok_or(RowsError::Row { line, run: self.next_run })
    }
}
