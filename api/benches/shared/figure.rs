//! Figures: medians with their spread and their goals, as a table for people or as JSON lines for machines.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::json;

/// What was measured, once a round.
pub(crate) struct Figure {
    what: &'static str,
    unit: &'static str,
    rounds: Vec<f64>,
    goal: Option<Goal>,
}

/// What a figure has to be, and what it should be.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    bound: Bound,
    must: f64,
    aim: f64,
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast,
    AtMost,
}

impl Goal {
    /// More is better.
    pub(crate) const fn at_least(must: f64, aim: f64) -> Self {
        Self { bound: Bound::AtLeast, must, aim }
    }

    /// Less is better.
    pub(crate) const fn at_most(must: f64) -> Self {
        Self { bound: Bound::AtMost, must, aim: must }
    }

    fn is_met(self, median: f64) -> bool {
        match self.bound {
            Bound::AtLeast => median >= self.must,
            Bound::AtMost => median <= self.must,
        }
    }

    fn text(self) -> String {
        let sign = match self.bound {
            Bound::AtLeast => ">=",
            Bound::AtMost => "<=",
        };
        let aim = if self.aim == self.must { String::new() } else { format!(", aim {}", self.aim) };
        format!("{sign} {}{aim}", self.must)
    }
}

impl Figure {
    pub(crate) fn new(what: &'static str, unit: &'static str, rounds: Vec<f64>) -> Self {
        Self { what, unit, rounds, goal: None }
    }

    pub(crate) fn with(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
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

/// Divides round by round: only what was measured in the same round is compared.
pub(crate) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}

/// Prints figures.
pub(crate) fn print(figures: &[Figure], as_json: bool) {
    let figures = figures.iter().filter(|figure| !figure.rounds.is_empty());
    if as_json {
        figures.for_each(print_json);
        return;
    }
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(["figure", "median", "min", "max", "unit", "goal", "met"]);
    for figure in figures {
        let (median, min, max) = figure.spread();
        let (goal, met) = figure.goal.map_or((String::new(), ""), |goal| {
            (goal.text(), if goal.is_met(median) { "yes" } else { "NO" })
        });
        table.add_row([figure.what, &short(median), &short(min), &short(max), figure.unit, &goal, met]);
    }
    for column in 1..=3 {
        table.column_mut(column).expect("the header has seven columns").set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}");
}

fn print_json(figure: &Figure) {
    let (median, min, max) = figure.spread();
    let goal = figure.goal.map(|goal| json!({ "must": goal.must, "aim": goal.aim, "met": goal.is_met(median) }));
    let rounds = &figure.rounds;
    println!(
        "{}",
        json!({
            "figure": figure.what, "unit": figure.unit, "median": median, "min": min, "max": max, "rounds": rounds,
            "goal": goal,
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
