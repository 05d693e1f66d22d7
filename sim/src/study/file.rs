//! A study file: TOML in, what is asked out, mistakes with their line.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::grid::Axis;
use super::measure::{MEASURES, Measure};
use crate::file_error::FileError;

/// The most runs that a setting may ask for.
const RUNS_MAX: u64 = 1_000_000_000;

/// How many runs a setting gets at most, where the file names a precision and no number.
const RUNS_UNLESS_NAMED: u64 = 10_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    name: Spanned<String>,
    scenario: Spanned<String>,
    leads: Option<Spanned<String>>,
    seed: Option<Spanned<i64>>,
    runs: Option<Spanned<i64>>,
    #[serde(default)]
    grid: Keys,
    #[serde(default)]
    baseline: Keys,
    #[serde(default)]
    precision: Keys,
}

type Keys = BTreeMap<Spanned<String>, Spanned<Value>>;

/// What a study asks, as it was written.
#[derive(Clone, PartialEq, Debug)]
pub struct StudyFile {
    text: String,
    /// What the study is called.
    pub name: String,
    /// Which scenario: the name of one that is built in, or a path.
    pub scenario: String,
    scenario_at: Range<usize>,
    /// Where the leads are, if they are not invented.
    pub leads: Option<String>,
    leads_at: Range<usize>,
    pub(super) seed: u64,
    pub(super) runs: u64,
    pub(super) goals: Vec<Goal>,
    pub(super) grid: Vec<Axis>,
    pub(super) baseline: Vec<Pick>,
}

/// How precise a measure must be in every setting before a study may stop.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Goal {
    /// What is measured.
    pub measure: &'static Measure,
    /// Half of the widest interval that will do, in the measure's unit.
    pub half_width: f64,
}

/// A value of the grid by which the baseline is named.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Pick {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) at: Range<usize>,
}

impl StudyFile {
    /// Reads a study file.
    ///
    /// # Errors
    ///
    /// The first mistake, with its line: TOML that does not parse, an unknown or missing key, a value that cannot be. Values of the
    /// grid are judged when a [`super::Plan`] is made of it.
    pub fn read(text: &str) -> Result<Self, FileError> {
        let reading = Reading { text };
        let form: Form = toml::from_str(text).map_err(|error| FileError::toml(text, &error))?;
        let goals = reading.goals(&form.precision)?;
        Ok(Self {
            text: text.to_owned(),
            name: reading.words("name", &form.name)?,
            scenario: reading.words("scenario", &form.scenario)?,
            scenario_at: form.scenario.span(),
            leads_at: form.leads.as_ref().map_or(0..0, Spanned::span),
            leads: form.leads.as_ref().map(|leads| reading.words("leads", leads)).transpose()?,
            seed: reading.whole("seed", form.seed.as_ref(), 0..=u64::MAX)?.unwrap_or(1),
            runs: reading.runs(form.runs.as_ref(), &goals)?,
            goals,
            grid: reading.grid(&form.grid)?,
            baseline: reading.baseline(&form.baseline),
        })
    }

    /// Returns the same file with other names for the scenario and the leads; both must be plain, without quotes. Leads are named
    /// only where they are named already.
    #[must_use]
    pub fn renamed(&self, scenario: &str, leads: &str) -> String {
        let mut places = vec![(self.scenario_at.clone(), scenario)];
        if self.leads.is_some() {
            places.push((self.leads_at.clone(), leads));
        }
        places.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
        let mut text = self.text.clone();
        for (at, name) in places {
            text.replace_range(at, &format!("\"{name}\""));
        }
        text
    }

    /// Names a mistake on the line of the scenario's name.
    #[must_use]
    pub fn scenario_mistake(&self, mistake: String) -> FileError {
        self.mistake(self.scenario_at.clone(), mistake)
    }

    /// Names a mistake on the line where the leads are named.
    #[must_use]
    pub fn leads_mistake(&self, mistake: String) -> FileError {
        self.mistake(self.leads_at.clone(), mistake)
    }

    pub(super) fn mistake(&self, at: Range<usize>, mistake: String) -> FileError {
        FileError::at(&self.text, at, mistake)
    }
}

struct Reading<'a> {
    text: &'a str,
}

impl Reading<'_> {
    fn mistake(&self, at: Range<usize>, mistake: String) -> FileError {
        FileError::at(self.text, at, mistake)
    }

    fn words(&self, name: &str, value: &Spanned<String>) -> Result<String, FileError> {
        let text = value.get_ref().trim();
        if text.is_empty() || text.chars().count() > 200 {
            return Err(self.mistake(value.span(), format!("{name} takes 1 to 200 characters that are not all blank")));
        }
        Ok(text.to_owned())
    }

    fn whole(
        &self,
        name: &str,
        value: Option<&Spanned<i64>>,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, FileError> {
        let Some(value) = value else { return Ok(None) };
        let number = u64::try_from(*value.get_ref()).ok().filter(|number| range.contains(number));
        number.map(Some).ok_or_else(|| {
            let most = (*range.end()).min(i64::MAX.unsigned_abs());
            let mistake = format!("{name} is {}; it takes {} to {most}", value.get_ref(), range.start());
            self.mistake(value.span(), mistake)
        })
    }

    fn runs(&self, value: Option<&Spanned<i64>>, goals: &[Goal]) -> Result<u64, FileError> {
        match self.whole("runs", value, 1..=RUNS_MAX)? {
            Some(runs) => Ok(runs),
            None if goals.is_empty() => {
                let mistake = "runs is missing: name how many runs each setting gets, or a [precision] to reach";
                Err(self.mistake(0..0, mistake.to_owned()))
            }
            None => Ok(RUNS_UNLESS_NAMED),
        }
    }

    fn goals(&self, precision: &Keys) -> Result<Vec<Goal>, FileError> {
        in_order(precision).into_iter().map(|(key, value)| self.goal(key, value)).collect()
    }

    fn goal(&self, key: &Spanned<String>, value: &Spanned<Value>) -> Result<Goal, FileError> {
        let name = key.get_ref();
        let measure = Measure::named(name).ok_or_else(|| {
            let known = MEASURES.map(|measure| measure.name).join(", ");
            self.mistake(key.span(), format!("precision: {name} is not measured; these are: {known}"))
        })?;
        let half_width = match *value.get_ref() {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            Value::String(_) | Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => f64::NAN,
        };
        if !(half_width.is_finite() && half_width > 0.0) {
            let given = &self.text[value.span()];
            let mistake = format!(
                "precision: {name} is {given}; it takes a number above 0, half of the widest interval that will do"
            );
            return Err(self.mistake(value.span(), mistake));
        }
        Ok(Goal { measure, half_width })
    }

    fn grid(&self, grid: &Keys) -> Result<Vec<Axis>, FileError> {
        let mut axes = Vec::new();
        for (key, value) in in_order(grid) {
            let at = key.span().start..value.span().end;
            Axis::read(key.get_ref(), value.get_ref(), &at, &mut axes).map_err(|mistake| self.mistake(at, mistake))?;
        }
        Ok(axes)
    }

    fn baseline(&self, baseline: &Keys) -> Vec<Pick> {
        let pick = |(key, value): (&Spanned<String>, &Spanned<Value>)| Pick {
            key: key.get_ref().clone(),
            value: value.get_ref().clone(),
            at: key.span(),
        };
        in_order(baseline).into_iter().map(pick).collect()
    }
}

/// Returns the keys in the order of the file.
fn in_order(keys: &Keys) -> Vec<(&Spanned<String>, &Spanned<Value>)> {
    let mut pairs: Vec<_> = keys.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}
