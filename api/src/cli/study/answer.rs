//! The findings of a study, for a terminal; and the answer to the question of planners: how many lines?

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, Table};
use redial_study::{Estimate, Interval, Plan, Results, SettingSummary, Summary};

/// The most of all live answers that may be abandoned, in campaigns under the Telemarketing Sales Rule: 16 CFR
/// 310.4(b)(4)(i).
pub(super) const ABANDONED_MOST: f64 = 0.03;

/// The measures of the table, each with its head, its factor, and its number of decimals.
const COLUMNS: [(&str, &str, f64, usize); 8] = [
    ("won", "won %", 100.0, 2),
    ("conversations_per_hour", "conversations/h", 1.0, 2),
    ("dials_per_hour", "dials/h", 1.0, 1),
    ("wait_ms", "wait s", 0.001, 2),
    ("abandoned_share", "abandoned %", 100.0, 2),
    ("canceled", "canceled", 1.0, 3),
    ("cut_short", "cut < 15 s", 1.0, 3),
    ("line_use", "line use %", 100.0, 2),
];

/// Prints the findings of a study.
pub(super) fn print(plan: &Plan, results: &Results, json: bool) -> io::Result<()> {
    let summary = Summary::of(plan, results);
    let mut out = io::stdout().lock();
    if json {
        let mut line = serde_json::to_vec(&summary)?;
        line.push(b'\n');
        return out.write_all(&line);
    }
    writeln!(
        out,
        "study {}: scenario {}, seed {}, {} runs of each setting",
        summary.study, summary.scenario, summary.seed, summary.runs
    )?;
    writeln!(out, "{}", table(&summary))?;
    writeln!(out, "{}", answer(&summary))?;
    if let Some(goals) = &summary.goals {
        writeln!(out, "Precision: {goals}.")?;
    }
    writeln!(
        out,
        "Intervals are at 95 %: both ends for won and abandoned (Wilson), half the width after ± for others (normal)."
    )
}

fn table(summary: &Summary) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(std::iter::once("").chain(COLUMNS.map(|(_, head, ..)| head)));
    for setting in &summary.settings {
        let cells = COLUMNS.map(|(measure, _, scale, digits)| {
            estimate(setting, measure).map_or_else(|| "-".to_owned(), |estimate| shown(estimate, scale, digits))
        });
        table.add_row(std::iter::once(setting.name.clone()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Shows an estimate: with both ends of an asymmetric interval, with half the width of a symmetric one.
fn shown(estimate: &Estimate, scale: f64, digits: usize) -> String {
    let Estimate { value, low, high, interval } = estimate;
    match interval {
        Interval::Wilson | Interval::WilsonEffective | Interval::Newcombe => {
            format!("{:.digits$} ({:.digits$} to {:.digits$})", value * scale, low * scale, high * scale)
        }
        Interval::Normal | Interval::Ratio => {
            format!("{:.digits$} ± {:.digits$}", value * scale, estimate.half_width() * scale)
        }
    }
}

/// Returns the estimate of a measure, if there are observations.
pub(super) fn estimate<'a>(setting: &'a SettingSummary, measure: &str) -> Option<&'a Estimate> {
    setting.figures.iter().find(|figure| figure.measure == measure)?.estimate.as_ref()
}

/// Returns the index of the setting that answers the question: the one with the most conversations among those whose
/// interval of the abandoned share does not exceed the limit.
pub(super) fn best(summary: &Summary) -> Option<usize> {
    let is_lawful = |place: &usize| {
        estimate(&summary.settings[*place], "abandoned_share").is_some_and(|share| share.high <= ABANDONED_MOST)
    };
    let by_rate = |one: &usize, other: &usize| {
        rate(&summary.settings[*one]).total_cmp(&rate(&summary.settings[*other])).then(other.cmp(one))
    };
    (0..summary.settings.len()).filter(is_lawful).max_by(by_rate)
}

fn rate(setting: &SettingSummary) -> f64 {
    estimate(setting, "conversations_per_hour").map_or(0.0, |rate| rate.value)
}

/// Answers the question.
pub(super) fn answer(summary: &Summary) -> String {
    let limit = ABANDONED_MOST * 100.0;
    match best(summary).map(|place| &summary.settings[place]) {
        Some(best) => format!(
            "Most conversations with at most {limit:.0} % of live answers abandoned: {}, {:.1} in an hour of dialing.",
            best.name,
            rate(best)
        ),
        None => format!("No setting surely keeps abandoned calls at {limit:.0} % of live answers or below."),
    }
}
