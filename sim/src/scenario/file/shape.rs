//! Reads the form of a scenario file to its end: reports each wrong key, removes it and continues.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::form::ScenarioFile;
use crate::file_error::{FileError, FileErrors};

/// The most mistakes after which the reader continues.
const MISTAKES_MAX: u32 = 100;

/// Reads a file, and returns its valid part beside the mistakes.
pub(super) fn read(text: &str) -> Result<(ScenarioFile, Vec<FileError>), FileErrors> {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| FileError::toml(text, error)).collect();
    if let Some(errors) = FileErrors::of(errors) {
        return Err(errors);
    }
    let (mut mistakes, mut removed) = (Vec::new(), Vec::new());
    for _ in 0..MISTAKES_MAX {
        let error = match ScenarioFile::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => return Ok((file, mistakes)),
            Err(error) => error,
        };
        let mistake = FileError::toml(text, &error);
        // A removed key is reported as missing then, which is no mistake of the file.
        let missing = mistake.mistake.strip_prefix("missing field `").map(|rest| rest.trim_end_matches('`').to_owned());
        if !missing.is_some_and(|key| removed.contains(&key)) {
            mistakes.push(mistake);
        }
        match error.span().and_then(|at| remove_key(table.get_mut(), &at)) {
            Some(key) => removed.push(key),
            None => break,
        }
    }
    Err(FileErrors::of(mistakes).expect("the first one was recorded"))
}

/// Removes the key at a place with its value, and returns it. If only the value is wrong, a valid stand-in may replace
/// it.
fn remove_key(table: &mut DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let is_here = |span: Range<usize>| span.start <= at.start && at.start < span.end.max(span.start + 1);
    let Some((key, _)) = table.iter().find(|(key, value)| is_here(key.span()) || is_here(value.span())) else {
        return table.iter_mut().find_map(|(_, value)| remove_below(value, at));
    };
    let (key, name, has_place) = (key.clone(), key.get_ref().to_string(), !is_here(key.span()));
    table.remove(&key)?;
    if let Some(value) = stand_in(&name).filter(|_| has_place) {
        let place = key.span();
        table.insert(key, Spanned::new(place, value));
    }
    Some(name)
}

/// Does the same in a nested table, or in an array of tables.
fn remove_below(value: &mut Spanned<DeValue<'_>>, at: &Range<usize>) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => remove_key(table, at),
        DeValue::Array(values) => values.iter_mut().find_map(|value| remove_below(value, at)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    }
}

/// Returns a valid value for a required key.
fn stand_in(name: &str) -> Option<DeValue<'static>> {
    let text = match name {
        "name" => "'x'",
        "ring_ms" | "cancel_ms" | "contact_ms" | "activity_ms" => "[1, 1]",
        "hours" => "[0, 24]",
        "industries" => "['Finance']",
        _ => return None,
    };
    Some(DeValue::parse(text).expect("it is TOML").into_inner())
}
