//! Plots of a study, as SVG.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;
use redial_sim::study::{Estimate, Plan, Results, Summary};

use super::answer::{ABANDONED_MOST, estimate};

/// Width and height, in pixels.
const SIZE: (u32, u32) = (720, 400);

/// The most settings that are drawn as lines: more cannot be told apart.
const LINES_MAX: usize = 10;

/// How many steps a line has.
const STEPS: usize = 200;

/// Colours that are told apart by most people, after Okabe and Ito (2008), and then again with their darker kin.
const COLOURS: [RGBColor; LINES_MAX] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(160, 110, 0),
    RGBColor(60, 60, 60),
    RGBColor(120, 60, 160),
    RGBColor(160, 40, 40),
    RGBColor(90, 120, 30),
];

const INK: RGBColor = RGBColor(70, 75, 85);
const GRID: RGBColor = RGBColor(225, 228, 233);

type Drawn = Result<String, Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn svg(draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn Error>>) -> Drawn {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    Ok(text)
}

/// Draws the abandoned share against conversations per hour, a point for each setting.
pub(super) fn trade(summary: &Summary) -> Drawn {
    let points: Vec<_> = summary
        .settings
        .iter()
        .filter_map(|setting| {
            let abandoned = estimate(setting, "abandoned_share")?;
            Some((setting.name.as_str(), estimate(setting, "conversations_per_hour")?, abandoned))
        })
        .collect();
    let right = points.iter().map(|(_, rate, _)| rate.high).fold(1.0, f64::max) * 1.12;
    let top = points.iter().map(|(_, _, share)| share.high * 100.0).fold(ABANDONED_MOST * 130.0, f64::max) * 1.08;
    svg(|area| {
        let mut chart = chart(
            area,
            (0.0, right),
            (0.0, top),
            "conversations in an hour of dialing",
            "abandoned, % of live answers",
        )?;
        let limit = ABANDONED_MOST * 100.0;
        chart.draw_series(DashedLineSeries::new([(0.0, limit), (right, limit)], 6, 4, RED.mix(0.7).stroke_width(1)))?;
        for (place, (name, rate, share)) in points.iter().enumerate() {
            let (x, y, colour) = (rate.value, share.value * 100.0, COLOURS[place % LINES_MAX]);
            chart.draw_series([
                PathElement::new([(rate.low, y), (rate.high, y)], colour),
                PathElement::new([(x, share.low * 100.0), (x, share.high * 100.0)], colour),
            ])?;
            chart.draw_series([Circle::new((x, y), 4, colour.filled())])?;
            chart.draw_series([Text::new(
                (*name).to_owned(),
                (x + right * 0.012, y + top * 0.01),
                ("sans-serif", 12).into_font().color(&INK),
            )])?;
        }
        Ok(())
    })
}

/// Draws how many runs, or calls, came to at most how much: one line for each setting.
pub(super) fn ecdf(plan: &Plan, results: &Results, measure: &str, scale: f64, name: &str) -> Drawn {
    let spreads: Vec<_> = plan
        .settings
        .iter()
        .zip(results.settings())
        .take(LINES_MAX)
        .filter_map(|(setting, tallied)| Some((setting.name.clone(), tallied.spread(measure)?)))
        .filter(|(_, spread)| spread.count() > 0)
        .collect();
    let right = spreads.iter().map(|(_, spread)| spread.quantile(0.995) as f64 * scale).fold(0.001, f64::max) * 1.02;
    svg(|area| {
        let mut chart = chart(area, (0.0, right), (0.0, 100.0), name, "at most so much, %")?;
        for ((name, spread), colour) in spreads.iter().zip(COLOURS) {
            let mut below = 0;
            let line: Vec<_> = std::iter::once((0.0, 0.0))
                .chain(spread.counted().map(|(number, times)| {
                    below += times;
                    (number as f64 * scale, below as f64 * 100.0 / spread.count() as f64)
                }))
                .take_while(|(x, _)| *x <= right)
                .collect();
            let thin = line.len().div_ceil(STEPS).max(1);
            let drawn = LineSeries::new(line.into_iter().step_by(thin), colour.stroke_width(2));
            legend(chart.draw_series(drawn)?, name, colour);
        }
        key(&mut chart)
    })
}

/// Draws by how much a measure differs from the baseline's, with its intervals.
pub(super) fn differences(summary: &Summary, measure: &str, scale: f64, name: &str) -> Drawn {
    let found = |estimate: &Estimate| (estimate.value * scale, estimate.low * scale, estimate.high * scale);
    let bars: Vec<_> = summary
        .settings
        .iter()
        .filter_map(|setting| {
            let comparison = setting.differences.iter().find(|comparison| comparison.measure == measure)?;
            Some((setting.name.as_str(), found(comparison.estimate.as_ref()?)))
        })
        .collect();
    let (left, right) = bars
        .iter()
        .fold((0.0, 0.0), |(left, right), (_, (_, low, high))| (f64::min(left, *low), f64::max(right, *high)));
    let room = (right - left).max(1e-9) * 0.12;
    svg(|area| {
        let mut chart = chart(area, (left - room, right + room * 2.5), (0.0, bars.len().max(1) as f64), name, "")?;
        chart.draw_series([PathElement::new([(0.0, 0.0), (0.0, bars.len() as f64)], INK)])?;
        for (place, (name, (value, low, high))) in bars.iter().enumerate() {
            let (y, colour) = (place as f64 + 0.5, COLOURS[0]);
            chart.draw_series([PathElement::new([(*low, y), (*high, y)], colour.stroke_width(2))])?;
            chart.draw_series([Circle::new((*value, y), 4, colour.filled())])?;
            chart.draw_series([Text::new(
                (*name).to_owned(),
                (high + room * 0.1, y + 0.1),
                ("sans-serif", 12).into_font().color(&INK),
            )])?;
        }
        Ok(())
    })
}

type Chart<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

fn chart<'a, 'b>(
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
    let left = if up_name.is_empty() { 12 } else { 60 };
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(left)
        .build_cartesian_2d(across.0..across.1, up.0..up.1)?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(across_name).y_desc(up_name).axis_style(INK).label_style(("sans-serif", 12).into_font().color(&INK));
    mesh.bold_line_style(GRID).light_line_style(TRANSPARENT);
    if up_name.is_empty() {
        mesh.disable_y_mesh().disable_y_axis();
    }
    mesh.draw()?;
    drop(mesh);
    Ok(chart)
}

fn legend(series: &mut plotters::chart::SeriesAnno<'_, SVGBackend<'_>>, name: &str, colour: RGBColor) {
    series.label(name).legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
}

fn key<'a, 'b: 'a>(chart: &mut Chart<'a, 'b>) -> Result<(), Box<dyn Error>> {
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.85))
        .label_font(("sans-serif", 12).into_font().color(&INK))
        .draw()?;
    Ok(())
}
