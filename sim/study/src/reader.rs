//! A study file, read value by value: after a mistake it goes on, so that all of them are told at once.

use std::ops::{Range, RangeInclusive};

use toml::de::{DeInteger, DeString, DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::goal::PrecisionGoal;
use super::grid::{Axis, Pick, SETTINGS_MAX, full, range};
use super::measure::{MEASURES, Measure};
use redial_sim::{FileError, NAME_MAX, is_plain};

/// A table of the file, and the mistakes that were found.
pub(super) struct StudyReader<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    mistakes: Vec<FileError>,
    /// True once something was wrong in the grid.
    is_grid_spoiled: bool,
}

/// How many characters of a wrong value are shown.
const GIVEN_MAX: usize = 60;

type TomlKey<'a> = Spanned<DeString<'a>>;

impl<'a> StudyReader<'a> {
    pub(super) fn new(text: &'a str, table: &'a DeTable<'a>) -> Self {
        Self { text, table, mistakes: Vec::new(), is_grid_spoiled: false }
    }

    pub(super) fn into_mistakes(self) -> Vec<FileError> {
        self.mistakes
    }

    /// Takes down a mistake.
    pub(super) fn wrong(&mut self, at: Range<usize>, mistake: String) {
        self.mistakes.push(FileError::at(self.text, at, mistake));
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Names every key that is none of these.
    pub(super) fn knows(&mut self, whose: &str, names: &[&str]) {
        for key in self.table.keys().filter(|key| !names.contains(&key.get_ref().as_ref())) {
            self.wrong(key.span(), format!("{} is no key of {whose}; these are: {}", key.get_ref(), names.join(", ")));
        }
    }

    /// Reads a text that must be there.
    pub(super) fn needed_words(&mut self, name: &str) -> Option<(String, Range<usize>)> {
        if !self.has(name) {
            self.wrong(0..0, format!("{name} is missing"));
        }
        self.words(name)
    }

    pub(super) fn words(&mut self, name: &str) -> Option<(String, Range<usize>)> {
        let value = self.table.get(name)?;
        let words = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => "",
        };
        if !is_plain(words) {
            let mistake = format!(
                "{name} takes a text of 1 to {NAME_MAX} characters, not all blank and none of them a control character"
            );
            self.wrong(value.span(), mistake);
            return None;
        }
        Some((words.to_owned(), value.span()))
    }

    /// Reads a whole number.
    pub(super) fn whole(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<(u64, Range<usize>)> {
        let value = self.table.get(name)?;
        let number = value.get_ref().as_integer().and_then(number);
        let number = number.and_then(|number| u64::try_from(number).ok()).filter(|number| range.contains(number));
        if number.is_none() {
            let (given, from, to) = (self.given(value), range.start(), range.end());
            self.wrong(value.span(), format!("{name} is {given}; it takes a whole number from {from} to {to}"));
        }
        Some((number?, value.span()))
    }

    /// Reads a table: its keys in the order of the file.
    fn keys(&mut self, name: &str) -> Vec<(&'a TomlKey<'a>, &'a Spanned<DeValue<'a>>)> {
        let Some(value) = self.table.get(name) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value.span(), format!("{name} is {}; it is a table, [{name}]", self.given(value)));
            return Vec::new();
        };
        in_order(table)
    }

    pub(super) fn goals(&mut self) -> Vec<PrecisionGoal> {
        self.keys("precision").into_iter().filter_map(|(key, value)| self.goal(key, value)).collect()
    }

    fn goal(&mut self, key: &TomlKey<'_>, value: &Spanned<DeValue<'_>>) -> Option<PrecisionGoal> {
        let name = key.get_ref();
        let measure = Measure::named(name);
        if measure.is_none() {
            let known = MEASURES.map(|measure| measure.name).join(", ");
            self.wrong(key.span(), format!("precision: {name} is not measured; these are: {known}"));
        }
        let digits = value.get_ref().as_integer().map(ToString::to_string);
        let digits = digits.or_else(|| value.get_ref().as_float().map(ToString::to_string)).unwrap_or_default();
        let half_width = digits.parse().ok().filter(|width: &f64| width.is_finite() && *width > 0.0);
        if half_width.is_none() {
            let takes = "it takes a number above 0, half of the widest interval that will do";
            self.wrong(value.span(), format!("precision: {name} is {}; {takes}", self.given(value)));
        }
        Some(PrecisionGoal { measure: measure?, half_width: half_width? })
    }

    pub(super) fn grid(&mut self) -> Vec<Axis> {
        let (mut axes, before) = (Vec::new(), self.mistakes.len());
        for (key, value) in self.keys("grid") {
            self.axis(key.get_ref(), key, value, &mut axes);
        }
        self.is_grid_spoiled = self.mistakes.len() > before;
        axes
    }

    /// Reads a key of the grid; a table in the file stands for the keys in it.
    fn axis(&mut self, name: &str, key: &TomlKey<'_>, value: &Spanned<DeValue<'_>>, axes: &mut Vec<Axis>) {
        let values: Vec<Option<(Value, Range<usize>)>> = match value.get_ref() {
            DeValue::Table(table) => {
                for (inner, value) in in_order(table) {
                    self.axis(&format!("{name}.{}", inner.get_ref()), inner, value, axes);
                }
                return;
            }
            DeValue::Array(values) => {
                values.iter().map(|value| self.value(value).map(|read| (read, value.span()))).collect()
            }
            DeValue::String(text) if range(text).is_some() => {
                range(text).into_iter().flatten().map(|number| Some((Value::Integer(number), value.span()))).collect()
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {
                let takes = "it takes an array of values, or a range like \"1..=10\"";
                return self.wrong(value.span(), format!("grid: {name} is {}; {takes}", self.given(value)));
            }
        };
        if values.is_empty() || values.len() > SETTINGS_MAX {
            let mistake = format!("grid: {name} has {} values; it takes 1 to {SETTINGS_MAX}", values.len());
            return self.wrong(value.span(), mistake);
        }
        let Some(values) = values.into_iter().collect::<Option<Vec<_>>>() else { return };
        for (place, (twice, at)) in values.iter().enumerate() {
            if values[..place].iter().any(|(value, _)| value == twice) {
                self.wrong(at.clone(), format!("grid: {name} has {twice} twice"));
            }
        }
        let path = full(name).to_owned();
        if path == "name" {
            let mistake = "grid: name is what the scenario is called; no run goes another way for it";
            return self.wrong(key.span(), mistake.to_owned());
        }
        if axes.iter().any(|axis| axis.path == path) {
            return self.wrong(key.span(), format!("grid: {path} is there twice"));
        }
        let (values, places) = values.into_iter().unzip();
        axes.push(Axis { path, values, places, at: key.span() });
    }

    /// Reads the values that name the baseline; a key or value outside the grid is a mistake.
    pub(super) fn baseline(&mut self, grid: &[Axis]) -> Vec<Pick> {
        let mut picks = Vec::new();
        for (key, value) in self.keys("baseline") {
            self.pick(key.get_ref(), key, value, (grid, &mut picks));
        }
        picks
    }

    fn pick(
        &mut self,
        name: &str,
        key: &TomlKey<'_>,
        value: &Spanned<DeValue<'_>>,
        (grid, picks): (&[Axis], &mut Vec<Pick>),
    ) {
        let path = full(name).to_owned();
        match (grid.iter().find(|axis| axis.path == path), value.get_ref()) {
            (Some(axis), _) => {
                let Some(picked) = self.value(value) else { return };
                if !axis.values.contains(&picked) {
                    self.wrong(key.span(), format!("baseline: {name} = {picked} is not in the grid"));
                }
                picks.push(Pick { path, value: picked, at: key.span() });
            }
            (None, DeValue::Table(table)) => {
                for (inner, value) in in_order(table) {
                    self.pick(&format!("{name}.{}", inner.get_ref()), inner, value, (grid, picks));
                }
            }
            // What is wrong in the grid is told already, and its keys may be those that are missed here.
            (None, _) if self.is_grid_spoiled => {}
            (None, _) => self.wrong(key.span(), format!("baseline: {name} is no key of the grid")),
        }
    }

    /// Converts a parsed value.
    fn value(&mut self, given: &Spanned<DeValue<'_>>) -> Option<Value> {
        Some(match given.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(digits) => {
                let number = number(digits).and_then(|number| i64::try_from(number).ok());
                if number.is_none() {
                    let mistake = format!("grid: {} is too large a number", self.given(given));
                    self.wrong(given.span(), mistake);
                }
                Value::Integer(number?)
            }
            DeValue::Float(digits) => Value::Float(digits.as_str().parse().ok()?),
            DeValue::Boolean(is_so) => Value::Boolean(*is_so),
            DeValue::Datetime(at) => Value::Datetime(*at),
            DeValue::Array(values) => {
                Value::Array(values.iter().map(|value| self.value(value)).collect::<Option<_>>()?)
            }
            DeValue::Table(table) => {
                let pairs = table.iter().map(|(key, value)| Some((key.get_ref().to_string(), self.value(value)?)));
                Value::Table(pairs.collect::<Option<Table>>()?)
            }
        })
    }

    /// Returns the text of a value, truncated if it is long.
    fn given(&self, value: &Spanned<DeValue<'_>>) -> String {
        let given = self.text.get(value.span()).unwrap_or_default();
        let short: String = given.chars().take(GIVEN_MAX).collect();
        if short.len() < given.len() { format!("{short}…") } else { short }
    }
}

/// Returns the keys in the order of the file.
fn in_order<'t, 'a>(table: &'t DeTable<'a>) -> Vec<(&'t TomlKey<'a>, &'t Spanned<DeValue<'a>>)> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}

fn number(digits: &DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(digits.as_str(), digits.radix()).ok()
}
