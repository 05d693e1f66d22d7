//! The judgment of a study's values: it continues after a mistake, so that all of them are reported at once.

use std::ops::Range;

use redial_sim::{NAME_MAX, is_plain};
use toml::{Table, Value};

use super::goal::PrecisionGoal;
use super::grid::{Axis, Pick, SETTINGS_MAX, full, range};
use super::located::{Content, Located, LocatedEntry};
use super::measure::{MEASURES, Measure};

/// A mistake, and its place in the text.
pub(super) type LocatedMistake = (Range<usize>, String);

/// The mistakes that were found so far.
#[derive(Default)]
pub(super) struct Judge {
    mistakes: Vec<LocatedMistake>,
    /// True once the grid has a mistake.
    is_grid_spoiled: bool,
}

impl Judge {
    pub(super) fn into_mistakes(self) -> Vec<LocatedMistake> {
        self.mistakes
    }

    /// Records a mistake.
    pub(super) fn wrong(&mut self, at: Range<usize>, mistake: String) {
        self.mistakes.push((at, mistake));
    }

    /// Judges a text that has to fit in a line.
    pub(super) fn words(&mut self, name: &str, text: &str, at: Range<usize>) -> Option<String> {
        let words = text.trim();
        if !is_plain(words) {
            let mistake = format!(
                "{name} takes a text of 1 to {NAME_MAX} characters, not all blank and none of them a control character"
            );
            self.wrong(at, mistake);
            return None;
        }
        Some(words.to_owned())
    }

    /// Judges the goals of precision.
    pub(super) fn goals(&mut self, precision: &[LocatedEntry]) -> Vec<PrecisionGoal> {
        precision.iter().filter_map(|entry| self.goal(entry)).collect()
    }

    fn goal(&mut self, LocatedEntry { key: name, at, value }: &LocatedEntry) -> Option<PrecisionGoal> {
        let measure = Measure::named(name);
        if measure.is_none() {
            let known = MEASURES.map(|measure| measure.name).join(", ");
            self.wrong(at.clone(), format!("precision: {name} is not measured; these are: {known}"));
        }
        let digits = match &value.content {
            Content::Integer { digits, .. } | Content::Float { digits, .. } => digits,
            Content::Text(_) | Content::Boolean(_) | Content::Datetime(_) | Content::Array(_) | Content::Table(_) => "",
        };
        let half_width = digits.parse().ok().filter(|width: &f64| width.is_finite() && *width > 0.0);
        if half_width.is_none() {
            let takes = "it takes a number above 0, half the width of the widest sufficient interval";
            self.wrong(value.at.clone(), format!("precision: {name} is {}; {takes}", value.given));
        }
        Some(PrecisionGoal { measure: measure?, half_width: half_width? })
    }

    /// Judges the grid.
    pub(super) fn grid(&mut self, grid: &[LocatedEntry]) -> Vec<Axis> {
        let (mut axes, before) = (Vec::new(), self.mistakes.len());
        for entry in grid {
            self.axis(&entry.key, entry, &mut axes);
        }
        self.is_grid_spoiled = self.mistakes.len() > before;
        axes
    }

    /// Judges a key of the grid; a table is judged key by key.
    fn axis(&mut self, name: &str, LocatedEntry { at, value, .. }: &LocatedEntry, axes: &mut Vec<Axis>) {
        let values: Vec<Option<(Value, Range<usize>)>> = match &value.content {
            Content::Table(entries) => {
                for inner in entries {
                    self.axis(&format!("{name}.{}", inner.key), inner, axes);
                }
                return;
            }
            Content::Array(values) => {
                values.iter().map(|value| self.value(value).map(|read| (read, value.at.clone()))).collect()
            }
            Content::Text(text) if range(text).is_some() => range(text)
                .into_iter()
                .flatten()
                .map(|number| Some((Value::Integer(number), value.at.clone())))
                .collect(),
            Content::Text(_)
            | Content::Integer { .. }
            | Content::Float { .. }
            | Content::Boolean(_)
            | Content::Datetime(_) => {
                let takes = "it takes an array of values, or a range like \"1..=10\"";
                return self.wrong(value.at.clone(), format!("grid: {name} is {}; {takes}", value.given));
            }
        };
        if values.is_empty() || values.len() > SETTINGS_MAX {
            let mistake = format!("grid: {name} has {} values; it takes 1 to {SETTINGS_MAX}", values.len());
            return self.wrong(value.at.clone(), mistake);
        }
        let Some(values) = values.into_iter().collect::<Option<Vec<_>>>() else { return };
        for (place, (twice, at)) in values.iter().enumerate() {
            if values[..place].iter().any(|(value, _)| value == twice) {
                self.wrong(at.clone(), format!("grid: {name} has {twice} twice"));
            }
        }
        let path = full(name).to_owned();
        if path == "name" {
            let mistake = "grid: name is only the scenario's name; it does not change any run";
            return self.wrong(at.clone(), mistake.to_owned());
        }
        if axes.iter().any(|axis| axis.path == path) {
            return self.wrong(at.clone(), format!("grid: {path} is there twice"));
        }
        let (values, places) = values.into_iter().unzip();
        axes.push(Axis { path, values, places, at: at.clone() });
    }

    /// Judges the values that name the baseline; a value outside the grid is a mistake.
    pub(super) fn baseline(&mut self, baseline: &[LocatedEntry], grid: &[Axis]) -> Vec<Pick> {
        let mut picks = Vec::new();
        for entry in baseline {
            self.pick(&entry.key, entry, (grid, &mut picks));
        }
        picks
    }

    fn pick(
        &mut self,
        name: &str,
        LocatedEntry { at, value, .. }: &LocatedEntry,
        (grid, picks): (&[Axis], &mut Vec<Pick>),
    ) {
        let path = full(name).to_owned();
        match (grid.iter().find(|axis| axis.path == path), &value.content) {
            (Some(axis), _) => {
                let Some(picked) = self.value(value) else { return };
                if !axis.values.contains(&picked) {
                    self.wrong(at.clone(), format!("baseline: {name} = {picked} is not in the grid"));
                }
                picks.push(Pick { path, value: picked, at: at.clone() });
            }
            (None, Content::Table(entries)) => {
                for inner in entries {
                    self.pick(&format!("{name}.{}", inner.key), inner, (grid, picks));
                }
            }
            // The grid's mistakes are reported already, and may be the reason why its key is missing.
            (None, _) if self.is_grid_spoiled => {}
            (None, _) => self.wrong(at.clone(), format!("baseline: {name} is no key of the grid")),
        }
    }

    /// Returns the value without its place.
    fn value(&mut self, located: &Located) -> Option<Value> {
        Some(match &located.content {
            Content::Text(text) => Value::String(text.clone()),
            Content::Integer { number, .. } => {
                if number.is_none() {
                    self.wrong(located.at.clone(), format!("grid: {} is too large a number", located.given));
                }
                Value::Integer((*number)?)
            }
            Content::Float { number, .. } => Value::Float((*number)?),
            Content::Boolean(is_so) => Value::Boolean(*is_so),
            Content::Datetime(at) => Value::Datetime(*at),
            Content::Array(values) => {
                Value::Array(values.iter().map(|value| self.value(value)).collect::<Option<_>>()?)
            }
            Content::Table(entries) => {
                let pairs = entries.iter().map(|entry| Some((entry.key.clone(), self.value(&entry.value)?)));
                Value::Table(pairs.collect::<Option<Table>>()?)
            }
        })
    }
}
