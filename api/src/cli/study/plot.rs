//! Plots of a study, as SVG.

use plotters::prelude::*;
use redial_study::{Estimate, Plan, Results, Summary};

use super::answer::{ABANDONED_MOST, estimate};
use super::canvas::{Drawn, INK, SIZE, chart, name_at, svg};

/// The most settings that are drawn as lines: a reader cannot distinguish more.
const LINES_MAX: usize = 10;

/// The number of steps of a line.
const STEPS: usize = 200;

/// The number of bins of a histogram.
const BINS: f64 = 40.0;

/// The height of a setting's row, in pixels.
const ROW: u32 = 22;

/// Colours that most people can distinguish, after Okabe and Ito (2008), and then darker shades of them.
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

/// Returns the indices of the settings that are drawn as lines: all, or as many as a reader can distinguish, evenly
/// from first to last.
pub(super) fn drawn(settings: usize) -> Vec<usize> {
    let lines = settings.min(LINES_MAX);
    (0..lines).map(|line| if lines < 2 { 0 } else { line * (settings - 1) / (lines - 1) }).collect()
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
    svg(SIZE, |area| {
        let mut chart = chart(
            area,
            (0.0, right),
            (0.0, top),
            "conversations in an hour of dialing",
            "abandoned, % of live answers",
        )?;
        let limit = ABANDONED_MOST * 100.0;
        chart.draw_series(DashedLineSeries::new([(0.0, limit), (right, limit)], 6, 4, RED.mix(0.7).stroke_width(1)))?;
        for (place, (_, rate, share)) in points.iter().enumerate() {
            let (x, y, colour) = (rate.value, share.value * 100.0, COLOURS[place % LINES_MAX]);
            chart.draw_series([
                PathElement::new([(rate.low, y), (rate.high, y)], colour),
                PathElement::new([(x, share.low * 100.0), (x, share.high * 100.0)], colour),
            ])?;
            chart.draw_series([Circle::new((x, y), 4, colour.filled())])?;
        }
        let at: Vec<_> =
            points.iter().map(|(name, rate, share)| (*name, rate.value / right, share.value * 100.0 / top)).collect();
        for ((name, ..), (x, y)) in at.iter().zip(label_places(&at)) {
            chart.draw_series([name_at((x * right, y * top), name)])?;
        }
        Ok(())
    })
}

/// Returns the positions of the points' names: beside the points, or above or below that if another name is in the
/// way. All positions are fractions of the plot's width and height.
fn label_places(points: &[(&str, f64, f64)]) -> Vec<(f64, f64)> {
    // The width of a letter and the height of a line, as fractions of the plot.
    const LETTER: f64 = 0.0118;
    const LINE: f64 = 0.05;
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (name, x, y) in points {
        let wide = name.chars().count() as f64 * LETTER;
        let left = (x + 0.015).min(1.0 - wide).max(0.0);
        let is_free = |y: &f64| {
            let meets = |(other, other_wide, other_y): &(f64, f64, f64)| {
                (y - other_y).abs() < LINE && left < other + other_wide && *other < left + wide
            };
            (0.0..1.0).contains(y) && !taken.iter().any(meets)
        };
        let rows = (0..20).flat_map(|row| [y + LINE * (f64::from(row) + 0.6), y - LINE * (f64::from(row) + 0.6)]);
        let free = rows.into_iter().find(is_free).unwrap_or(*y);
        taken.push((left, wide, free));
    }
    taken.into_iter().map(|(left, _, y)| (left, y)).collect()
}

/// Returns the colour of the n-th line, as a style sheet spells it.
pub(super) fn colour(line: usize) -> String {
    let RGBColor(red, green, blue) = COLOURS[line % LINES_MAX];
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The measure of a drawn distribution.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) measure: &'a str,
    /// The factor from the measure's unit to the plot's.
    pub(super) scale: f64,
    /// The text below the plot.
    pub(super) name: &'a str,
}

/// A setting's distribution: its colour, each number with how often it was counted, and how many numbers there are.
struct Curve {
    colour: RGBColor,
    counted: Vec<(f64, f64)>,
    count: f64,
}

/// Returns the distributions that are drawn, and a bound below which nearly all of each lies.
fn lines(plan: &Plan, results: &Results, of: Drawing<'_>) -> (Vec<Curve>, f64) {
    let (mut lines, mut right) = (Vec::new(), 0.001);
    for (place, colour) in drawn(plan.settings.len()).into_iter().zip(COLOURS) {
        let Some((spread, scale)) = results.settings()[place].distribution(of.measure) else { continue };
        if spread.count() == 0 {
            continue;
        }
        let scale = scale * of.scale;
        right = f64::max(right, spread.quantile(0.995) as f64 * scale * 1.02);
        let counted = spread.counted().map(|(number, times)| (number as f64 * scale, times as f64)).collect();
        lines.push(Curve { colour, counted, count: spread.count() as f64 });
    }
    (lines, right)
}

/// Draws cumulative distributions over runs or calls: one line for each setting.
pub(super) fn ecdf(plan: &Plan, results: &Results, of: Drawing<'_>) -> Drawn {
    let (lines, right) = lines(plan, results, of);
    svg(SIZE, |area| {
        let mut chart = chart(area, (0.0, right), (0.0, 100.0), of.name, "at most so much, %")?;
        for Curve { colour, counted, count } in &lines {
            let (mut below, mut height) = (0.0, 0.0);
            let mut steps = vec![(0.0, 0.0)];
            for (number, times) in counted.iter().take_while(|(number, _)| *number <= right) {
                below += times;
                // A step is a step where there are few, and is not seen where there are many.
                steps.extend([(*number, height), (*number, below * 100.0 / count)]);
                height = below * 100.0 / count;
            }
            let thin = (steps.len() / (2 * STEPS)).max(1);
            let kept = steps.chunks(2 * thin).flat_map(|steps| [steps[0], steps[steps.len() - 1]]);
            let line = LineSeries::new(kept.chain([(right, height)]), colour.stroke_width(2));
            chart.draw_series(line)?;
        }
        Ok(())
    })
}

/// Draws histograms over runs or calls: one outline for each setting, over bins of equal width.
pub(super) fn histogram(plan: &Plan, results: &Results, of: Drawing<'_>) -> Drawn {
    let (lines, right) = lines(plan, results, of);
    // Where numbers are counted by ones, a bin holds as many of them as any other.
    let width = if of.scale == 1.0 { (right / BINS).ceil().max(1.0) } else { right / BINS };
    let binned = |line: &Curve| {
        let mut bins = vec![0.0; (right / width) as usize + 1];
        for (number, times) in line.counted.iter().filter(|(number, _)| *number <= right) {
            bins[(number / width) as usize] += times * 100.0 / line.count;
        }
        bins
    };
    let bins: Vec<_> = lines.iter().map(binned).collect();
    let top = bins.iter().flatten().copied().fold(0.001, f64::max) * 1.05;
    svg(SIZE, |area| {
        let mut chart = chart(area, (0.0, right), (0.0, top), of.name, "so many, %")?;
        for (Curve { colour, .. }, bins) in lines.iter().zip(&bins) {
            let outline = bins.iter().enumerate().flat_map(|(place, share)| {
                let left = place as f64 * width;
                [(left.min(right), *share), ((left + width).min(right), *share)]
            });
            let outline = LineSeries::new(std::iter::once((0.0, 0.0)).chain(outline), colour.stroke_width(2));
            chart.draw_series(outline)?;
        }
        Ok(())
    })
}

/// Draws the differences of a measure from the baseline's, with their intervals, a row for each setting.
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
    let longest = bars.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) as f64;
    let room = (right - left).max(1e-9) * 0.04;
    // A letter takes about a hundredth of the width.
    let for_names = (right - left).max(1e-9) * (longest * 0.016).min(1.8);
    let height = SIZE.1.max(bars.len() as u32 * ROW + 80);
    svg((SIZE.0, height), |area| {
        let up = (0.0, bars.len().max(1) as f64);
        let mut chart = chart(area, (left - room, right + room + for_names), up, name, "")?;
        chart.draw_series([PathElement::new([(0.0, 0.0), (0.0, up.1)], INK)])?;
        for (place, (name, (value, low, high))) in bars.iter().rev().enumerate() {
            let (y, colour) = (place as f64 + 0.5, COLOURS[0]);
            chart.draw_series([PathElement::new([(*low, y), (*high, y)], colour.stroke_width(2))])?;
            chart.draw_series([Circle::new((*value, y), 4, colour.filled())])?;
            chart.draw_series([name_at((high + room * 0.5, y), name)])?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_points_do_not_lie_on_one_another() {
        let points: Vec<_> =
            (0..12).map(|n| ("lines=3 ring_timeout_ms=30000", 0.9, 0.3 + f64::from(n) * 0.01)).collect();
        let places = label_places(&points);
        for (n, (x, y)) in places.iter().enumerate() {
            assert!((0.0..0.7).contains(x) && (0.0..1.0).contains(y), "({x}, {y}) is outside");
            assert!(places[..n].iter().all(|(_, other)| (y - other).abs() > 0.04), "{places:?}");
        }
    }

    #[test]
    fn settings_that_are_drawn_lie_evenly_from_first_to_last() {
        assert_eq!(drawn(1), [0]);
        assert_eq!(drawn(10), (0..10).collect::<Vec<_>>());
        assert_eq!(drawn(256), [0, 28, 56, 85, 113, 141, 170, 198, 226, 255]);
    }
}
