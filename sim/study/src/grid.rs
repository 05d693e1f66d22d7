//! The grid of a study: keys of the scenario, and the values of each.

use std::ops::{Range, RangeInclusive};

use toml::{Table, Value};

/// The most values of one key, and the most settings of a grid.
pub(super) const SETTINGS_MAX: usize = 256;

/// Keys that may be written without their table.
const SHORT: [(&str, &str); 2] = [("lines", "session.lines"), ("take", "session.take")];

/// A key of the scenario, and its values.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Axis {
    /// The key with its tables, separated by dots.
    pub(super) path: String,
    /// Its values, in order.
    pub(super) values: Vec<Value>,
    /// The place of each value in the file.
    pub(super) places: Vec<Range<usize>>,
    /// The place of the key in the file.
    pub(super) at: Range<usize>,
}

impl Axis {
    /// Returns the last part of the key, or the whole key if another axis has the same last part.
    pub(super) fn label<'a>(&'a self, axes: &[Self]) -> &'a str {
        let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
        let is_shared = axes.iter().filter(|axis| axis.path.ends_with(last(&self.path))).count() > 1;
        if is_shared { &self.path } else { last(&self.path) }
    }
}

/// A value that selects the baseline.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Pick {
    /// The key with its tables.
    pub(super) path: String,
    pub(super) value: Value,
    pub(super) at: Range<usize>,
}

/// Returns the key with its table.
pub(super) fn full(key: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == key).map_or(key, |(_, full)| full)
}

/// Parses `1..=10`. Truncates a long range to one number more than a grid may have, so that the caller still rejects
/// it.
pub(super) fn range(text: &str) -> Option<RangeInclusive<i64>> {
    let (from, to) = text.split_once("..=")?;
    let (from, to): (i64, i64) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then(|| from..=to.min(from.saturating_add(SETTINGS_MAX as i64)))
}

/// Sets the value at a path, and creates missing tables on the way.
pub(super) fn put(table: &mut Table, path: &str, value: Value) -> Result<(), String> {
    let (first, rest) = match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
            return Ok(());
        }
        Some(parts) => parts,
    };
    match table.entry(first).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(inner) => put(inner, rest, value),
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_) => Err(format!("{first} is not a table in the scenario, so it has no {rest}")),
    }
}

/// Returns the text of a value in the name of a setting: the value, or `#` and its place for an array or a table.
pub(super) fn shown(value: &Value, place: usize) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => value.to_string(),
        Value::Array(_) | Value::Table(_) => format!("#{}", place + 1),
    }
}
