//! The grid of a study: which keys of the scenario take which values.

use std::ops::Range;

use toml::{Table, Value};

/// The most values of one key, and the most settings of a grid.
pub(super) const SETTINGS_MAX: usize = 256;

/// Keys that may be written without their table.
const SHORT: [(&str, &str); 2] = [("lines", "session.lines"), ("take", "session.take")];

/// A key of the scenario, and the values that it takes one after the other.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Axis {
    /// The key with its tables, with dots between.
    pub(super) path: String,
    /// Its values, in order.
    pub(super) values: Vec<Value>,
    /// Where it is written.
    pub(super) at: Range<usize>,
}

impl Axis {
    /// Reads a key of the grid; a table in the file stands for the keys in it.
    pub(super) fn read(key: &str, value: &Value, at: &Range<usize>, axes: &mut Vec<Self>) -> Result<(), String> {
        match value {
            Value::Table(table) => {
                table.iter().try_for_each(|(inner, value)| Self::read(&format!("{key}.{inner}"), value, at, axes))
            }
            Value::Array(values) => Self::push(key, values.clone(), at, axes),
            Value::String(text) => Self::push(key, range(key, text)?, at, axes),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
                Err(format!("grid: {key} is {value}; it takes an array of values, or a range like \"1..=10\""))
            }
        }
    }

    fn push(key: &str, values: Vec<Value>, at: &Range<usize>, axes: &mut Vec<Self>) -> Result<(), String> {
        let path = full(key).to_owned();
        if values.is_empty() || values.len() > SETTINGS_MAX {
            return Err(format!("grid: {key} has {} values; it takes 1 to {SETTINGS_MAX}", values.len()));
        }
        if let Some((_, twice)) = values.iter().enumerate().find(|(place, value)| values[..*place].contains(value)) {
            return Err(format!("grid: {key} has {twice} twice"));
        }
        if axes.iter().any(|axis| axis.path == path) {
            return Err(format!("grid: {path} is there twice"));
        }
        axes.push(Self { path, values, at: at.clone() });
        Ok(())
    }

    /// Returns the last part of the key, or all of it where another axis has the same.
    pub(super) fn label<'a>(&'a self, axes: &[Self]) -> &'a str {
        let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
        let is_shared = axes.iter().filter(|axis| axis.path.ends_with(last(&self.path))).count() > 1;
        if is_shared { &self.path } else { last(&self.path) }
    }
}

/// Returns the key with its table.
pub(super) fn full(key: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == key).map_or(key, |(_, full)| full)
}

/// Reads `1..=10`.
fn range(key: &str, text: &str) -> Result<Vec<Value>, String> {
    let ends = text.split_once("..=").and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    let ends: (i64, i64) = ends
        .filter(|(from, to)| from <= to)
        .ok_or_else(|| format!("grid: {key} is {text:?}; it takes an array of values, or a range like \"1..=10\""))?;
    let most = ends.0.saturating_add(SETTINGS_MAX as i64);
    Ok((ends.0..=ends.1.min(most)).map(Value::Integer).collect())
}

/// Puts a value where its path says; tables on the way are made.
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

/// Returns how a value is shown in the name of a setting: as itself where that is short, else by its place.
pub(super) fn shown(value: &Value, place: usize) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => value.to_string(),
        Value::Array(_) | Value::Table(_) => format!("#{}", place + 1),
    }
}
