//! The reader of a study file: it locates each value in the text, and hands it to the judge.

use std::ops::{Range, RangeInclusive};

use redial_sim::FileError;
use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

use super::goal::PrecisionGoal;
use super::grid::{Axis, Pick};
use super::judge::Judge;
use super::located::{Content, Located, LocatedEntry};

/// A table of the file, and the judge of its values.
pub(super) struct StudyReader<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    judge: Judge,
}

impl<'a> StudyReader<'a> {
    pub(super) fn new(text: &'a str, table: &'a DeTable<'a>) -> Self {
        Self { text, table, judge: Judge::default() }
    }

    pub(super) fn into_mistakes(self) -> Vec<FileError> {
        let mistakes = self.judge.into_mistakes().into_iter();
        mistakes.map(|(at, mistake)| FileError::at(self.text, at, mistake)).collect()
    }

    /// Records a mistake.
    pub(super) fn wrong(&mut self, at: Range<usize>, mistake: String) {
        self.judge.wrong(at, mistake);
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Records a mistake for every unknown key.
    pub(super) fn knows(&mut self, whose: &str, names: &[&str]) {
        for key in self.table.keys().filter(|key| !names.contains(&key.get_ref().as_ref())) {
            self.wrong(key.span(), format!("{} is no key of {whose}; these are: {}", key.get_ref(), names.join(", ")));
        }
    }

    /// Reads a required text.
    pub(super) fn needed_words(&mut self, name: &str) -> Option<(String, Range<usize>)> {
        if !self.has(name) {
            self.wrong(0..0, format!("{name} is missing"));
        }
        self.words(name)
    }

    pub(super) fn words(&mut self, name: &str) -> Option<(String, Range<usize>)> {
        let value = self.table.get(name)?;
        let words = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => "",
        };
        let words = self.judge.words(name, words, value.span())?;
        Some((words, value.span()))
    }

    /// Reads a whole number.
    pub(super) fn whole(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<(u64, Range<usize>)> {
        let value = self.table.get(name)?;
        let number = value.get_ref().as_integer().and_then(number);
        let number = number.and_then(|number| u64::try_from(number).ok()).filter(|number| range.contains(number));
        if number.is_none() {
            let (given, from, to) = (self.located(value).given, range.start(), range.end());
            self.wrong(value.span(), format!("{name} is {given}; it takes a whole number from {from} to {to}"));
        }
        Some((number?, value.span()))
    }

    /// Returns the keys of a table, in the order of the file.
    fn entries(&mut self, name: &str) -> Vec<LocatedEntry> {
        let Some(value) = self.table.get(name) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            let given = self.located(value).given;
            self.wrong(value.span(), format!("{name} is {given}; it is a table, [{name}]"));
            return Vec::new();
        };
        self.entries_of(table)
    }

    pub(super) fn goals(&mut self) -> Vec<PrecisionGoal> {
        let precision = self.entries("precision");
        self.judge.goals(&precision)
    }

    pub(super) fn grid(&mut self) -> Vec<Axis> {
        let grid = self.entries("grid");
        self.judge.grid(&grid)
    }

    /// Reads the values that select the baseline. A key or value outside the grid is a mistake.
    pub(super) fn baseline(&mut self, grid: &[Axis]) -> Vec<Pick> {
        let baseline = self.entries("baseline");
        self.judge.baseline(&baseline, grid)
    }

    /// Returns a value with its place.
    fn located(&self, given: &Spanned<DeValue<'_>>) -> Located {
        let content = match given.get_ref() {
            DeValue::String(text) => Content::Text(text.to_string()),
            DeValue::Integer(digits) => Content::Integer {
                digits: digits.to_string(),
                number: number(digits).and_then(|number| i64::try_from(number).ok()),
            },
            DeValue::Float(digits) => {
                Content::Float { digits: digits.to_string(), number: digits.as_str().parse().ok() }
            }
            DeValue::Boolean(is_so) => Content::Boolean(*is_so),
            DeValue::Datetime(at) => Content::Datetime(*at),
            DeValue::Array(values) => Content::Array(values.iter().map(|value| self.located(value)).collect()),
            DeValue::Table(table) => Content::Table(self.entries_of(table)),
        };
        Located::new(given.span(), self.text.get(given.span()).unwrap_or_default(), content)
    }

    /// Returns the keys of a table, in the order of the file.
    fn entries_of(&self, table: &DeTable<'_>) -> Vec<LocatedEntry> {
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| LocatedEntry {
            key: key.get_ref().to_string(),
            at: key.span(),
            value: self.located(value),
        };
        pairs.into_iter().map(entry).collect()
    }
}

fn number(digits: &DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(digits.as_str(), digits.radix()).ok()
}
