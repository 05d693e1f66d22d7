//! The shape of a scenario file, read to its end: what has no place in it is told, and left out.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::form::ScenarioFile;
use crate::file_error::{FileError, FileErrors};

/// The most mistakes after which it goes on.
const MISTAKES_MAX: u32 = 100;

/// Reads a file, and returns all that is sound of it beside the mistakes.
pub(super) fn read(text: &str) -> Result<(ScenarioFile, Vec<FileError>), FileErrors> {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| FileError::toml(text, error)).collect();
    if let Some(errors) = FileErrors::of(errors) {
        return Err(errors);
    }
    let (mut mistakes, mut left_out) = (Vec::new(), Vec::new());
    for _ in 0..MISTAKES_MAX {
        let error = match ScenarioFile::deserialize(Deserializer::from(table.clone())) {
            Ok(file) => return Ok((file, mistakes)),
            Err(error) => error,
        };
        let mistake = FileError::toml(text, &error);
        // What was left out is missed, and that is no mistake of the file's.
        let missing = mistake.mistake.strip_prefix("missing field `").map(|rest| rest.trim_end_matches('`').to_owned());
        if !missing.is_some_and(|key| left_out.contains(&key)) {
            mistakes.push(mistake);
        }
        match error.span().and_then(|at| leave_out(table.get_mut(), &at)) {
            Some(key) => left_out.push(key),
            None => break,
        }
    }
    Err(FileErrors::of(mistakes).expect("the first one was taken down"))
}

/// Leaves out the key at a place with all that is written behind it; returns it. Where the key has its place and only
/// its value is wrong, something may stand in for that.
fn leave_out(table: &mut DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let is_here = |span: Range<usize>| span.start <= at.start && at.start < span.end.max(span.start + 1);
    let Some((key, _)) = table.iter().find(|(key, value)| is_here(key.span()) || is_here(value.span())) else {
        return table.iter_mut().find_map(|(_, value)| leave_out_below(value, at));
    };
    let (key, name, has_place) = (key.clone(), key.get_ref().to_string(), !is_here(key.span()));
    table.remove(&key)?;
    if let Some(value) = stand_in(&name).filter(|_| has_place) {
        let place = key.span();
        table.insert(key, Spanned::new(place, value));
    }
    Some(name)
}

/// Does the same in a table that has a line of its own, or in a list of such tables.
fn leave_out_below(value: &mut Spanned<DeValue<'_>>, at: &Range<usize>) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => leave_out(table, at),
        DeValue::Array(values) => values.iter_mut().find_map(|value| leave_out_below(value, at)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    }
}

/// Returns something that could be under a key which must be there.
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
