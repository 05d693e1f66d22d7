//! A value of a study with its place in the text that it was read from.

use std::ops::Range;

use toml::value::Datetime;
use toml::{Table, Value};

/// The number of characters of a wrong value that a mistake shows.
const GIVEN_MAX: usize = 60;

/// A value, its place in the text, and its spelling there.
pub(super) struct Located {
    pub(super) at: Range<usize>,
    /// Truncated if it is long.
    pub(super) given: String,
    pub(super) content: Content,
}

/// The value itself.
pub(super) enum Content {
    Text(String),
    Integer {
        /// The digits in base 10, if the text has them so.
        digits: String,
        /// `None` if it is too large.
        number: Option<i64>,
    },
    Float {
        digits: String,
        number: Option<f64>,
    },
    Boolean(bool),
    Datetime(Datetime),
    Array(Vec<Located>),
    Table(Vec<LocatedEntry>),
}

/// A key of a table with its value.
pub(super) struct LocatedEntry {
    pub(super) key: String,
    pub(super) at: Range<usize>,
    pub(super) value: Located,
}

impl Located {
    pub(super) fn new(at: Range<usize>, given: &str, content: Content) -> Self {
        let short: String = given.chars().take(GIVEN_MAX).collect();
        let given = if short.len() < given.len() { format!("{short}…") } else { short };
        Self { at, given, content }
    }

    /// Makes a value without a text. Each value of an array has a place of its own, which distinguishes it.
    fn unwritten(value: &Value, place: usize) -> Self {
        let content = match value {
            Value::String(text) => Content::Text(text.clone()),
            Value::Integer(number) => Content::Integer { digits: number.to_string(), number: Some(*number) },
            Value::Float(number) => Content::Float { digits: number.to_string(), number: Some(*number) },
            Value::Boolean(is_so) => Content::Boolean(*is_so),
            Value::Datetime(at) => Content::Datetime(*at),
            Value::Array(values) => {
                Content::Array(values.iter().enumerate().map(|(place, value)| Self::unwritten(value, place)).collect())
            }
            Value::Table(table) => Content::Table(entries(table)),
        };
        Self::new(place..place, &value.to_string(), content)
    }
}

/// Returns the keys of a table without a text, in the order of TOML: subtables are last.
pub(super) fn entries(table: &Table) -> Vec<LocatedEntry> {
    let is_subtable = |value: &Value| match value {
        Value::Table(_) => true,
        Value::Array(values) => !values.is_empty() && values.iter().all(Value::is_table),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => false,
    };
    let (last, first): (Vec<_>, Vec<_>) = table.iter().partition(|(_, value)| is_subtable(value));
    let entry = |(key, value): (&String, &Value)| LocatedEntry {
        key: key.clone(),
        at: 0..0,
        value: Located::unwritten(value, 0),
    };
    first.into_iter().chain(last).map(entry).collect()
}
