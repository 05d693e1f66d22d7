//! Rows as Parquet.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use toml::Value;

use super::super::count::{Count, Run};
use super::super::plan::{Plan, Setting};
use super::columns::{COLUMNS, text};
use super::error::TableError;

/// The number of rows that are buffered and make a row group. It is fixed, so that the file does not depend on how the
/// work was divided.
const GROUP_ROWS: usize = 131_072;

/// A table as Parquet.
pub struct ParquetTable<W: Write + Send> {
    out: SerializedFileWriter<W>,
    heads: Vec<Vec<Cell>>,
    /// The place of the setting, and the run, of each buffered row.
    places: Vec<(usize, u64)>,
    rows: Vec<Run>,
}

/// A value of the grid in a column: a whole number, or text for any other value.
enum Cell {
    Number(i64),
    Text(ByteArray),
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a table.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn begin(plan: &Plan, out: W) -> Result<Self, TableError> {
        let is_whole = |place: usize| plan.settings.iter().all(|setting| setting.values[place].1.is_integer());
        let keys: Vec<_> = plan.settings[0].values.iter().enumerate().map(|(n, (key, _))| (key, is_whole(n))).collect();
        let head = |setting: &Setting| {
            let cell =
                |(place, (_, value)): (usize, &(String, Value))| match value.as_integer().filter(|_| is_whole(place)) {
                    Some(number) => Cell::Number(number),
                    None => Cell::Text(text(value).into_bytes().into()),
                };
            let name = Cell::Text(setting.name.clone().into_bytes().into());
            std::iter::once(name).chain(setting.values.iter().enumerate().map(cell)).collect()
        };
        let heads = plan.settings.iter().map(head).collect();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let out = SerializedFileWriter::new(out, schema(&keys)?, Arc::new(properties))?;
        Ok(Self { out, heads, places: Vec::new(), rows: Vec::new() })
    }

    /// Writes the rows of runs: for each run every setting.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn write(&mut self, first_run: u64, rows: &[Run]) -> Result<(), TableError> {
        let settings = self.heads.len();
        for (place, row) in rows.iter().enumerate() {
            self.places.push((place % settings, first_run + (place / settings) as u64));
            self.rows.push(*row);
            if self.rows.len() == GROUP_ROWS {
                self.write_group()?;
            }
        }
        Ok(())
    }

    /// Writes the buffered rows, and the end of the table.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn end(mut self) -> Result<W, TableError> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        Ok(self.out.into_inner()?)
    }

    fn write_group(&mut self) -> Result<(), TableError> {
        let mut group = self.out.next_row_group()?;
        for column in 0..self.heads[0].len() {
            let mut writer = group.next_column()?.expect("the schema has this column");
            let cells = self.places.iter().map(|(setting, _)| &self.heads[*setting][column]);
            match self.heads[0][column] {
                Cell::Number(_) => {
                    let numbers: Vec<_> = cells.filter_map(|cell| cell.number()).collect();
                    writer.typed::<Int64Type>().write_batch(&numbers, None, None)?;
                }
                Cell::Text(_) => {
                    let texts: Vec<_> = cells.filter_map(|cell| cell.text().cloned()).collect();
                    writer.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
                }
            }
            writer.close()?;
        }
        let runs = self.places.iter().map(|(_, run)| *run as i64).collect();
        let counts = COLUMNS.map(|count| (count, self.rows.iter().map(|row| row.of(count) as i64).collect::<Vec<_>>()));
        for (count, mut numbers) in std::iter::once((Count::Runs, runs)).chain(counts) {
            let mut writer = group.next_column()?.expect("the schema has this column");
            let levels: Option<Vec<i16>> = (count == Count::WaitMs).then(|| {
                let is_won = |row: &Run| row.of(Count::Won) > 0;
                let mut won = self.rows.iter().map(is_won);
                numbers.retain(|_| won.next() == Some(true));
                self.rows.iter().map(|row| i16::from(is_won(row))).collect()
            });
            writer.typed::<Int64Type>().write_batch(&numbers, levels.as_deref(), None)?;
            writer.close()?;
        }
        group.close()?;
        self.places.clear();
        self.rows.clear();
        Ok(())
    }
}

impl Cell {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    fn text(&self) -> Option<&ByteArray> {
        match self {
            Self::Number(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

/// Returns the schema. The wait is optional: it is null if no call connected.
fn schema(keys: &[(&String, bool)]) -> Result<Arc<Type>, TableError> {
    let column = |name: &str, is_whole: bool, repetition| {
        let column = if is_whole {
            Type::primitive_type_builder(name, Physical::INT64)
        } else {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String))
        };
        column.with_repetition(repetition).build().map(Arc::new)
    };
    let mut columns = vec![column("setting", false, Repetition::REQUIRED)?];
    for (key, is_whole) in keys {
        columns.push(column(key, *is_whole, Repetition::REQUIRED)?);
    }
    columns.push(column("run", true, Repetition::REQUIRED)?);
    for count in COLUMNS {
        let repetition = if count == Count::WaitMs { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        columns.push(column(count.name(), true, repetition)?);
    }
    Ok(Arc::new(Type::group_type_builder("runs").with_fields(columns).build()?))
}
