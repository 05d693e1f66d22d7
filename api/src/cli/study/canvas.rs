//! The canvas of a plot: its size, its axes, its letters.

use std::error::Error;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Width and height, in pixels.
pub(super) const SIZE: (u32, u32) = (720, 400);

/// The font size, in pixels.
const FONT: u32 = 15;

/// The colour of letters and axes.
pub(super) const INK: RGBColor = RGBColor(70, 75, 85);
const GRID: RGBColor = RGBColor(225, 228, 233);

/// A plot as SVG, or the error of its drawing.
pub(super) type Drawn = Result<String, Box<dyn Error>>;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Begins a canvas, draws on it, and returns the SVG.
pub(super) fn svg(size: (u32, u32), draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn Error>>) -> Drawn {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    Ok(text)
}

/// Draws the axes with their names; `across` and `up` are their ranges. An axis without a name has no numbers.
pub(super) fn chart<'a, 'b>(
    area: &'a Area<'b>,
    across: (f64, f64),
    up: (f64, f64),
    across_name: &str,
    up_name: &str,
) -> Result<Chart<'a, 'b>, Box<dyn Error>>
where
    'b: 'a,
{
    area.fill(&WHITE)?;
    let left = if up_name.is_empty() { 12 } else { 64 };
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .x_label_area_size(52)
        .y_label_area_size(left)
        .build_cartesian_2d(across.0..across.1, up.0..up.1)?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(across_name).y_desc(up_name).axis_style(INK).label_style(("sans-serif", FONT).into_font().color(&INK));
    mesh.x_label_formatter(&tick).y_label_formatter(&tick).x_labels(8).y_labels(8);
    mesh.bold_line_style(GRID).light_line_style(TRANSPARENT);
    if up_name.is_empty() {
        mesh.disable_y_mesh().disable_y_axis();
    }
    mesh.draw()?;
    drop(mesh);
    Ok(chart)
}

/// Returns a label whose left end is at a position.
pub(super) fn name_at(at: (f64, f64), name: &str) -> Text<'static, (f64, f64), String> {
    let style = ("sans-serif", FONT).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    Text::new(name.to_owned(), at, style)
}

/// Writes a number below or beside a plot, without trailing zeros.
fn tick(number: &f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_has_no_trailing_zeros() {
        assert_eq!([0.0, 200.0, 0.25, 1.5].map(|number| tick(&number)), ["0", "200", "0.25", "1.5"]);
    }
}
