//! The layout of a study's folder: the names of its files.

use redial_study::Plan;

/// The study file; its scenario and leads are beside it.
pub(super) const STUDY: &str = "study.toml";
/// The scenario that the study names.
pub(super) const SCENARIO: &str = "scenario.toml";
/// The checkpoint of an unfinished study, or of a part.
pub(super) const PART: &str = "part.json";
/// The table of runs.
pub(super) const CSV: &str = "runs.csv";
/// The same table for programs that analyze columns.
pub(super) const PARQUET: &str = "runs.parquet";
/// Every measure of every setting.
pub(super) const SUMMARY: &str = "summary.json";
/// The summary as a page.
pub(super) const REPORT: &str = "report.html";
/// The subfolder with every setting's scenario.
pub(super) const SCENARIOS: &str = "scenarios";

/// Returns the path of a setting's scenario, relative to the study's folder.
pub(super) fn scenario_file(plan: &Plan, place: usize) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "=.-_".contains(letter);
    let name: String =
        plan.settings[place].name.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).collect();
    let name: String = name.chars().take(80).collect();
    format!("{SCENARIOS}/{:03}-{name}.toml", place + 1)
}
