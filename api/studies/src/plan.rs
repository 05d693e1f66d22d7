//! The plan of a study: the fields of a request are judged by the rules of a study file.

use std::ops::RangeInclusive;
use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_leads::{Fields, quoted, shown};
use redial_sim::{FileErrors, Preset, Scenario};
use redial_study::{Plan, StudySpec, StudyValues};
use serde_json::Value;
use toml::Table;

use super::size::{RUNS_MAX, TooLarge, judge, most_runs};

/// The fields of a study: those of a study file, and `lines`, a short form of the grid's key.
const FIELDS: [&str; 8] = ["name", "scenario", "seed", "runs", "lines", "grid", "precision", "baseline"];

/// The default scenario.
pub const SCENARIO: &str = "seed";

/// The default number of runs, where no precision is named either.
pub const RUNS: u64 = 10_000;

/// The most keys of a grid, and the most letters of each.
pub const KEYS_MAX: usize = 16;
const KEY_MAX: usize = 100;

/// The mistake in a request for a study.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A field that no study has.
    #[error("{} is no field of a study; these are: {}", quoted(.0), FIELDS.join(", "))]
    Unknown(String),
    /// A field has a wrong value.
    #[error("{field} is {given}: {needed}")]
    Field {
        /// The field.
        field: &'static str,
        /// Its value.
        given: String,
        /// The values that it takes.
        needed: String,
    },
    /// The lines are named in two places.
    #[error("lines: the grid names the lines too; say it once")]
    LinesTwice,
    /// A scenario of that name does not come with the program.
    #[error("scenario is {}: no scenario that comes with the program is called so, and it is none in TOML; see GET \
    /scenarios", quoted(.0))]
    NoScenario(String),
    /// The scenario has a mistake.
    #[error("scenario: {}", .0.in_a_line())]
    Scenario(FileErrors),
    /// The study has a mistake. Its fields have no lines, so the message names none.
    #[error("{}", .0.without_lines())]
    Study(FileErrors),
    /// It is too large for a server.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// Plans a study. `people` returns the first leads of the list, as many as the scenario dials.
pub(super) fn plan(fields: &Fields, people: impl FnOnce(u32) -> Vec<Arc<LeadDetails>>) -> Result<Plan, PlanError> {
    if let Some(unknown) = fields.names().find(|name| !FIELDS.contains(name)) {
        return Err(PlanError::Unknown(unknown.to_owned()));
    }
    let toml = scenario(fields)?;
    let scenario = Scenario::read(toml).map_err(PlanError::Scenario)?;
    let spec = spec(fields, &scenario)?;
    let table: Table = toml.parse().expect("a scenario that was read is TOML");
    let mut plan = Plan::of(&spec, &table, people).map_err(PlanError::Study)?;
    if fields.field("runs").is_none() {
        plan.runs = plan.runs.min(most_runs(&plan));
    }
    judge(&plan)?;
    Ok(plan)
}

/// Returns the scenario's text: that of a built-in one, or the field itself.
fn scenario(fields: &Fields) -> Result<&str, PlanError> {
    let text = match fields.field("scenario") {
        None => SCENARIO,
        Some(Value::String(text)) => text,
        Some(other) => return Err(wrong("scenario", other, "a name, or a scenario in TOML, is needed")),
    };
    match Preset::named(text) {
        Some(preset) => Ok(preset.text),
        None if text.contains('=') => Ok(text),
        None => Err(PlanError::NoScenario(text.to_owned())),
    }
}

/// Returns the study that the fields ask for.
fn spec(fields: &Fields, scenario: &Scenario) -> Result<StudySpec, PlanError> {
    let (grid, precision, baseline) = (grid(fields)?, table(fields, "precision")?, table(fields, "baseline")?);
    let runs = whole(fields, "runs", 1..=RUNS_MAX)?.or_else(|| precision.is_empty().then_some(RUNS));
    let values = StudyValues {
        name: name(fields, scenario)?,
        seed: whole(fields, "seed", 0..=u64::MAX)?,
        runs,
        grid: &grid,
        precision: &precision,
        baseline: &baseline,
    };
    StudySpec::of(&values).map_err(PlanError::Study)
}

/// Returns the study's name; the scenario's is the default.
fn name<'a>(fields: &'a Fields, scenario: &'a Scenario) -> Result<&'a str, PlanError> {
    match fields.field("name") {
        None => Ok(&scenario.name),
        Some(Value::String(name)) => Ok(name),
        Some(other) => Err(wrong("name", other, "a string is needed")),
    }
}

fn whole(fields: &Fields, field: &'static str, allowed: RangeInclusive<u64>) -> Result<Option<u64>, PlanError> {
    let Some(value) = fields.field(field) else { return Ok(None) };
    let number = value.as_u64().filter(|number| allowed.contains(number));
    number.map(Some).ok_or_else(|| {
        let (from, to) = (allowed.start(), allowed.end());
        wrong(field, value, format!("a whole number from {from} to {to} is needed"))
    })
}

/// Returns the grid, with the field `lines` in it.
fn grid(fields: &Fields) -> Result<Table, PlanError> {
    let mut grid = table(fields, "grid")?;
    let Some(value) = fields.field("lines") else { return Ok(grid) };
    if grid.contains_key("lines") || grid.contains_key("session.lines") {
        return Err(PlanError::LinesTwice);
    }
    let lines = toml::Value::try_from(value);
    let lines = lines.ok().filter(|lines| lines.is_array() || lines.is_str());
    let lines =
        lines.ok_or_else(|| wrong("lines", value, "an array of numbers, or a range like \"1..=10\", is needed"))?;
    grid.insert("lines".into(), lines);
    Ok(grid)
}

/// Returns the object in a field; an empty one where the field is missing.
fn table(fields: &Fields, field: &'static str) -> Result<Table, PlanError> {
    let Some(value) = fields.field(field) else { return Ok(Table::new()) };
    let Value::Object(object) = value else { return Err(wrong(field, value, "an object is needed")) };
    if object.len() > KEYS_MAX || object.keys().any(|key| key.len() > KEY_MAX) {
        return Err(wrong(field, value, format!("at most {KEYS_MAX} keys of at most {KEY_MAX} letters are allowed")));
    }
    Table::try_from(object).map_err(|error| wrong(field, value, format!("no scenario has such a value ({error})")))
}

fn wrong(field: &'static str, given: &Value, needed: impl Into<String>) -> PlanError {
    PlanError::Field { field, given: shown(given), needed: needed.into() }
}
