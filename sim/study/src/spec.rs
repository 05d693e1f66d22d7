//! The specification of a study, as values: from a study file, or from a request.

use std::ops::{Range, RangeInclusive};

use redial_sim::{FileError, FileErrors};
use toml::Table;

use super::goal::PrecisionGoal;
use super::grid::{Axis, Pick};
use super::judge::Judge;
use super::located::entries;

/// The numbers of runs that a setting may have.
pub(super) const RUNS: RangeInclusive<u64> = 1..=1_000_000_000;

/// The most runs of a setting if the study names only a precision.
pub(super) const RUNS_UNLESS_NAMED: u64 = 10_000_000;

/// The seed of a study that names none.
pub(super) const SEED: u64 = 1;

/// The mistake of a study with neither runs nor a precision.
pub(super) const ENDLESS: &str = "runs is missing: name how many runs each setting gets, or a [precision] to reach";

/// The specification of a study, apart from its scenario and leads.
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
    /// The text to which all places refer; empty for a study from a request.
    pub(super) text: String,
}

/// The values of a study from a request, with the keys of a study file.
#[derive(Clone, Copy, Debug)]
pub struct StudyValues<'a> {
    /// The study's name.
    pub name: &'a str,
    /// The seed of every run; `None` for the usual one.
    pub seed: Option<u64>,
    /// The number of runs of each setting; `None` if only a precision is named.
    pub runs: Option<u64>,
    /// The keys of the scenario, each with its values.
    pub grid: &'a Table,
    /// Half the width of the widest sufficient interval, by measure.
    pub precision: &'a Table,
    /// A value of every key of the grid.
    pub baseline: &'a Table,
}

impl StudySpec {
    /// Judges the values by the rules of a study file. [`super::Plan::new`] checks the values of the grid against the
    /// scenario.
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

    /// Makes a mistake on the line of its place.
    pub(super) fn mistake(&self, at: Range<usize>, mistake: String) -> FileError {
        FileError::at(&self.text, at, mistake)
    }
}
