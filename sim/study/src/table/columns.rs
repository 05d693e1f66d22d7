//! The columns of a table of runs.

use toml::Value;

use super::super::count::Count;

/// The counts that have a column, after the setting, its values and the run. The other counts are derived from these.
pub(in super::super) const COLUMNS: [Count; 12] = [
    Count::Won,
    Count::Attempted,
    Count::Failed,
    Count::Canceled,
    Count::Abandoned,
    Count::CutShort,
    Count::DurationMs,
    Count::WaitMs,
    Count::RingingMs,
    Count::LineMs,
    Count::Synced,
    Count::CrmLagMs,
];

/// Returns the text of a value of the grid in a table.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
