//! Figures: medians with their spread and their goals, as a table for people or as JSON lines for machines.

use std::ops::RangeInclusive;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::json;

/// One measurement of every round.
pub(crate) struct BenchFigure {
    what: String,
    unit: &'static str,
    rounds: Vec<f64>,
    goal: Option<FigureGoal>,
}

/// The range that a figure must be in, and the value that is wanted.
struct FigureGoal {
    must: RangeInclusive<f64>,
    aim: f64,
}

impl FigureGoal {
    fn text(&self) -> String {
        let (least, most) = (*self.must.start(), *self.must.end());
        let must = if most.is_finite() { format!("<= {most}") } else { format!(">= {least}") };
        let is_all = self.aim == least || self.aim == most;
        if is_all { must } else { format!("{must}, aim {}", self.aim) }
    }
}

impl BenchFigure {
    pub(crate) fn new(what: impl Into<String>, unit: &'static str, rounds: Vec<f64>) -> Self {
        Self { what: what.into(), unit, rounds, goal: None }
    }

    /// Sets the range of the median, and the wanted value; one side of the range is open.
    pub(crate) fn with(self, must: RangeInclusive<f64>, aim: f64) -> Self {
        Self { goal: Some(FigureGoal { must, aim }), ..self }
    }

    fn is_met(&self) -> Option<bool> {
        self.goal.as_ref().map(|goal| goal.must.contains(&self.spread().0))
    }

    /// The median, the least and the greatest of the rounds.
    fn spread(&self) -> (f64, f64, f64) {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median =
            if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) };
        (median, sorted[0], sorted[sorted.len() - 1])
    }
}

/// Prints figures.
pub(crate) fn print(figures: &[BenchFigure], as_json: bool) {
    let figures = figures.iter().filter(|figure| !figure.rounds.is_empty());
    if as_json {
        figures.for_each(print_json);
        return;
    }
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["figure", "median", "min", "max", "unit", "goal", "met"]);
    for figure in figures {
        let (median, min, max) = figure.spread();
        let goal = figure.goal.as_ref().map(FigureGoal::text).unwrap_or_default();
        let met = figure.is_met().map_or("", |met| if met { "yes" } else { "NO" });
        table.add_row([&*figure.what, &short(median), &short(min), &short(max), figure.unit, &goal, met]);
    }
    for column in 1..=3 {
        table.column_mut(column).expect("the header has seven columns").set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}");
}

fn print_json(figure: &BenchFigure) {
    let (median, min, max) = figure.spread();
    let goal = figure.goal.as_ref().map(FigureGoal::text);
    println!(
        "{}",
        json!({
            "figure": figure.what, "unit": figure.unit, "median": median, "min": min, "max": max,
            "rounds": figure.rounds, "goal": goal, "met": figure.is_met(),
        })
    );
}

/// Three digits that count; whole thousands are set apart.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => thousands(value.round() as i64),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn thousands(whole: i64) -> String {
    if whole < 1000 { whole.to_string() } else { format!("{},{:03}", thousands(whole / 1000), whole % 1000) }
}
