//! A plan: a study file with its scenario and leads, and every setting checked.

use std::sync::Arc;

use redial_engine::LeadDetails;
use toml::{Table, Value};

use super::file::StudyFile;
use super::goal::PrecisionGoal;
use super::grid::{Axis, SETTINGS_MAX, full, put, shown};
use super::spec::StudySpec;
use redial_sim::Scenario;
use redial_sim::{FileError, FileErrors};

/// The most leads that all runs of a study may dial: some days of work on one core.
const DIALED_MAX: u128 = 1_000_000_000_000;

/// The most records of one run; a run that ends needs far fewer.
const RECORDS_MAX: u64 = 50_000_000;

/// The fewest runs before the first look: an interval from fewer is unreliable.
const FIRST_LOOK_RUNS: u64 = 10_000;

/// The most leads, and the most runs over all settings, of a block: some hundredths of a second of work, and some
/// megabytes.
const BLOCK_LEADS: u64 = 65_536;
const BLOCK_RUNS: u64 = 40_960;

/// A study that is ready to be played.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The study's name.
    pub name: String,
    /// The seed of all luck, the same in every setting.
    pub seed: u64,
    /// The number of runs of each setting; with goals, the most.
    pub runs: u64,
    /// The precision goals. Without goals, the study stops after all runs.
    pub goals: Vec<PrecisionGoal>,
    /// The settings that are compared.
    pub settings: Vec<Setting>,
    /// The place of the setting that the others are compared with.
    pub baseline: usize,
    /// The leads that each run dials, from the top of the list.
    pub leads: Vec<Arc<LeadDetails>>,
    /// The number of records after which a run is given up.
    pub records_max: u64,
    /// The fewest runs before the first look.
    pub first_look_runs: u64,
    /// True if the file names the runs, false if it names only a precision.
    pub(super) names_runs: bool,
    /// The number of runs of a block.
    pub block: u64,
}

/// One setting of a study.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name, made from its values: `lines=3`.
    pub name: String,
    /// The values of the grid, by their keys.
    pub values: Vec<(String, Value)>,
    /// Its scenario.
    pub scenario: Scenario,
    /// The scenario as the text of a file.
    pub text: String,
}

impl Plan {
    /// Makes the plan of a study. `scenario` is the text of the scenario that the study names. `people` returns the
    /// first leads of its list, at most as many as the argument.
    ///
    /// # Errors
    ///
    /// All mistakes in the study, with their lines. The scenario itself must be valid.
    pub fn new(
        file: &StudyFile,
        scenario: &str,
        people: impl FnOnce(u32) -> Vec<Arc<LeadDetails>>,
    ) -> Result<Self, FileErrors> {
        let base: Table = toml::from_str(scenario).map_err(|error| {
            file.scenario_mistake(format!("the scenario {:?} is no TOML: {}", file.scenario, error.message()))
        })?;
        Self::of(&file.spec, &base, people)
    }

    /// Makes a plan from a study's values. `people` returns the first leads of the list, as [`Plan::new`] says.
    ///
    /// # Errors
    ///
    /// All mistakes. The scenario must have been read without one.
    pub fn of(
        spec: &StudySpec,
        scenario: &Table,
        people: impl FnOnce(u32) -> Vec<Arc<LeadDetails>>,
    ) -> Result<Self, FileErrors> {
        let settings = settings(spec, scenario)?;
        let take = settings.iter().map(|setting| setting.scenario.session.take).max().unwrap_or(1);
        let baseline = baseline(spec, &settings);
        let mistakes = [baseline.as_ref().err().cloned(), too_much(spec, settings.len(), take)];
        if let Some(mistakes) = FileErrors::of(mistakes.into_iter().flatten().collect()) {
            return Err(mistakes);
        }
        let baseline = baseline?;
        Ok(Self {
            name: spec.name.clone(),
            seed: spec.seed,
            runs: spec.runs,
            goals: spec.goals.clone(),
            records_max: RECORDS_MAX,
            first_look_runs: FIRST_LOOK_RUNS,
            names_runs: spec.runs_at.is_some(),
            block: (BLOCK_LEADS / u64::from(take)).min(BLOCK_RUNS / settings.len() as u64).clamp(16, 4_096),
            leads: people(take),
            baseline,
            settings,
        })
    }

    /// Returns the number of blocks of all runs.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.runs.div_ceil(self.block)
    }

    /// Returns the runs of a block, by their numbers.
    #[must_use]
    pub fn runs_of(&self, block: u64) -> std::ops::Range<u64> {
        block * self.block..self.runs.min((block + 1) * self.block)
    }
}

/// Returns a mistake if a study would dial too many leads, on the line of `runs`, else of `take`.
fn too_much(spec: &StudySpec, settings: usize, take: u32) -> Option<FileError> {
    let dialed = u128::from(spec.runs) * settings as u128 * u128::from(take);
    if dialed <= DIALED_MAX {
        return None;
    }
    let taken = || spec.grid.iter().find(|axis| axis.path == full("take")).map(|axis| axis.at.clone());
    let at = spec.runs_at.clone().or_else(taken).unwrap_or(0..0);
    let mistake = format!(
        "{settings} settings of {} runs of {take} leads: at most {DIALED_MAX} leads are dialed in one study; \
         take fewer runs or leads",
        spec.runs
    );
    Some(spec.mistake(at, mistake))
}

/// Makes every combination of the grid's values. The values of the last key change fastest.
fn settings(spec: &StudySpec, base: &Table) -> Result<Vec<Setting>, FileErrors> {
    let count = spec.grid.iter().fold(1_usize, |count, axis| count.saturating_mul(axis.values.len()));
    if count > SETTINGS_MAX {
        let at = spec.grid.last().map_or(0..0, |axis| axis.at.clone());
        return Err(spec.mistake(at, format!("grid: these are {count} settings; a study takes {SETTINGS_MAX}")).into());
    }
    (0..count).map(|place| setting(spec, base, place)).collect()
}

fn setting(spec: &StudySpec, base: &Table, place: usize) -> Result<Setting, FileErrors> {
    let (mut table, mut names, mut values, mut rest) = (base.clone(), Vec::new(), Vec::new(), place);
    for axis in spec.grid.iter().rev() {
        let nth = rest % axis.values.len();
        rest /= axis.values.len();
        let value = &axis.values[nth];
        put(&mut table, &axis.path, value.clone()).map_err(|mistake| blame(spec, base, &axis.path, &mistake))?;
        let label = axis.label(&spec.grid);
        names.push(format!("{label}={}", shown(value, nth)));
        values.push((label.to_owned(), value.clone()));
    }
    names.reverse();
    values.reverse();
    let name = if names.is_empty() { "as written".to_owned() } else { names.join(" ") };
    let text = toml::to_string(&table).expect("a parsed table is valid TOML");
    let scenario = Scenario::read(&text).map_err(|error| blame(spec, base, &name, &error.without_lines()))?;
    Ok(Setting { name, values, scenario, text })
}

/// Names the values of the grid that make the scenario invalid: all that do so alone, else those of one setting
/// together.
fn blame(spec: &StudySpec, base: &Table, name: &str, together: &str) -> FileErrors {
    let alone = spec.grid.iter().flat_map(|axis| invalid_alone(spec, base, axis)).collect();
    FileErrors::of(alone).unwrap_or_else(|| {
        let at = spec.grid.first().map_or(0..0, |axis| axis.at.clone());
        spec.mistake(at, format!("grid: {name}: {together}")).into()
    })
}

/// Returns a mistake for each value of a key that alone makes the scenario invalid. A range is written in one place, so
/// its first invalid value is enough.
fn invalid_alone(spec: &StudySpec, base: &Table, axis: &Axis) -> Vec<FileError> {
    let (mut found, mut last) = (Vec::new(), None);
    for (value, at) in axis.values.iter().zip(&axis.places) {
        let mut table = base.clone();
        if let Err(mistake) = put(&mut table, &axis.path, value.clone()) {
            return vec![spec.mistake(axis.at.clone(), format!("grid: {mistake}"))];
        }
        let text = toml::to_string(&table).expect("a parsed table is valid TOML");
        if let (Err(error), true) = (Scenario::read(&text), last != Some(at)) {
            found.push(spec.mistake(at.clone(), format!("grid: {} = {value}: {}", axis.path, error.without_lines())));
            last = Some(at);
        }
    }
    found
}

/// Finds the setting that the others are compared with: the one that the file names, else the first.
fn baseline(spec: &StudySpec, settings: &[Setting]) -> Result<usize, FileError> {
    let Some(first) = spec.baseline.first() else { return Ok(0) };
    let is_picked = |setting: &Setting| {
        spec.baseline.iter().all(|pick| {
            let place = spec.grid.iter().position(|axis| axis.path == pick.path);
            place.is_some_and(|place| setting.values[place].1 == pick.value)
        })
    };
    let mut picked = settings.iter().enumerate().filter(|(_, setting)| is_picked(setting));
    match (picked.next(), picked.next()) {
        (Some((place, _)), None) => Ok(place),
        _ => {
            let mistake = "baseline: more than one setting has these values; name one of every key of the grid";
            Err(spec.mistake(first.at.clone(), mistake.to_owned()))
        }
    }
}
