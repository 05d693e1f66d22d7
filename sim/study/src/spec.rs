//! What a study asks, as values: of a study file, or of a request.

use std::ops::{Range, RangeInclusive};

use redial_sim::{FileError, FileErrors};
use toml::Table;

use super::goal::PrecisionGoal;
use super::grid::{Axis, Pick};
use super::judge::Judge;
use super::located::entries;

/// How many runs a setting may ask for.
pub(super) const RUNS: RangeInclusive<u64> = 1..=1_000_000_000;

/// The most runs of a setting, where only a precision is named.
pub(super) const RUNS_UNLESS_NAMED: u64 = 10_000_000;

/// The seed of a study that names none.
pub(super) const SEED: u64 = 1;

/// The mistake of a study without an end.
pub(super) const ENDLESS: &str = "runs is missing: name how many runs each setting gets, or a [precision] to reach";

/// What a study asks of a scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct StudySpec {
    /// The study's name.
    pub name: String,
    pub(super) seed: u64,
    pub(super) runs: u64,
    /// The place of the runs, if they are named.
    pub(super) runs_at: Option<Range<usize>>,
    pub(super) goals: Vec<PrecisionGoal>,
    pub(super) grid: Vec<Axis>,
    pub(super) baseline: Vec<Pick>,
    /// The text that all places count in; empty where the study was never written down.
    pub(super) text: String,
}

/// The values of a study that was never written down. Keys and values are those of a study file.
#[derive(Clone, Copy, Debug)]
pub struct StudyValues<'a> {
    /// The study's name.
    pub name: &'a str,
    /// The seed of every run; `None` for the usual one.
    pub seed: Option<u64>,
    /// How many runs each setting gets; `None` where only a precision is named.
    pub runs: Option<u64>,
    /// Which keys of the scenario take which values.
    pub grid: &'a Table,
    /// Half of the widest interval that will do, by measure.
    pub precision: &'a Table,
    /// A value of every key of the grid.
    pub baseline: &'a Table,
}

impl StudySpec {
    /// Judges values as those of a study file are judged. Whether values of the grid make sense in the scenario is
    /// judged when a [`super::Plan`] is made.
    ///
    /// # Errors
    ///
    /// All mistakes; each names its field, and none has a line.
    pub fn of(values: &StudyValues<'_>) -> Result<Self, FileErrors> {
        let mut judge = Judge::default();
        let name = judge.words("name", values.name, 0..0);
        let goals = judge.goals(&entries(values.precision));
        if let Some(runs) = values.runs.filter(|runs| !RUNS.contains(runs)) {
            let (from, to) = (RUNS.start(), RUNS.end());
            judge.wrong(0..0, format!("runs is {runs}; it takes a whole number from {from} to {to}"));
        }
        if values.runs.is_none() && values.precision.is_empty() {
            judge.wrong(0..0, ENDLESS.to_owned());
        }
        let grid = judge.grid(&entries(values.grid));
        let baseline = judge.baseline(&entries(values.baseline), &grid);
        let mistakes = judge.into_mistakes().into_iter().map(|(at, mistake)| FileError::at("", at, mistake));
        if let Some(mistakes) = FileErrors::of(mistakes.collect()) {
            return Err(mistakes);
        }
        Ok(Self {
            name: name.unwrap_or_default(),
            seed: values.seed.unwrap_or(SEED),
            runs: values.runs.unwrap_or(RUNS_UNLESS_NAMED),
            runs_at: values.runs.map(|_| 0..0),
            goals,
            grid,
            baseline,
            text: String::new(),
        })
    }

    /// Names a mistake on the line of its place.
    pub(super) fn mistake(&self, at: Range<usize>, mistake: String) -> FileError {
        FileError::at(&self.text, at, mistake)
    }
}
