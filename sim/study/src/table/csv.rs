//! Rows as CSV.

use std::io::{self, Write};

use super::super::count::{Count, Run};
use super::super::plan::{Plan, Setting};
use super::columns::{COLUMNS, text};
use super::error::TableError;

/// A table as CSV.
pub struct CsvTable<W> {
    out: W,
    /// The first fields of each row, by setting.
    heads: Vec<Vec<u8>>,
    line: Vec<u8>,
}

impl<W: Write> CsvTable<W> {
    /// Begins a table with its header line.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn begin(plan: &Plan, mut out: W) -> Result<Self, TableError> {
        let keys = plan.settings[0].values.iter().map(|(key, _)| key.as_str());
        let names: Vec<_> =
            std::iter::once("setting").chain(keys).chain(["run"]).chain(COLUMNS.map(Count::name)).collect();
        let mut header = fields(names.into_iter())?;
        header.push(b'\n');
        out.write_all(&header)?;
        Self::resume(plan, out)
    }

    /// Resumes a table that has its header line.
    ///
    /// # Errors
    ///
    /// A setting's name cannot be written.
    pub fn resume(plan: &Plan, out: W) -> Result<Self, TableError> {
        let head = |setting: &Setting| {
            let texts: Vec<_> = setting.values.iter().map(|(_, value)| text(value)).collect();
            fields(std::iter::once(setting.name.as_str()).chain(texts.iter().map(String::as_str)))
        };
        let heads = plan.settings.iter().map(head).collect::<Result<_, _>>()?;
        Ok(Self { out, heads, line: Vec::new() })
    }

    /// Writes the rows of runs: for each run every setting.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn write(&mut self, first_run: u64, rows: &[Run]) -> Result<(), TableError> {
        let mut digits = itoa::Buffer::new();
        for (run, rows) in (first_run..).zip(rows.chunks_exact(self.heads.len())) {
            for (head, row) in self.heads.iter().zip(rows) {
                self.line.clear();
                self.line.extend_from_slice(head);
                self.line.push(b',');
                self.line.extend_from_slice(digits.format(run).as_bytes());
                for count in COLUMNS {
                    self.line.push(b',');
                    if count != Count::WaitMs || row.of(Count::Won) > 0 {
                        self.line.extend_from_slice(digits.format(row.of(count)).as_bytes());
                    }
                }
                self.line.push(b'\n');
                self.out.write_all(&self.line)?;
            }
        }
        Ok(())
    }

    /// Returns the writer, to flush it.
    pub const fn out(&mut self) -> &mut W {
        &mut self.out
    }
}

/// Returns fields of a row, quoted if necessary, without the end of the line.
fn fields<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, TableError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(texts).map_err(io::Error::from)?;
    let mut line = writer.into_inner().map_err(|error| error.into_error())?;
    line.pop();
    Ok(line)
}
