//! Times in a scenario file: checks their values.

use toml::Spanned;

use super::times_form::{LognormalFile, PointFile, Shaped, TimesFile};
use super::{LONGEST_MS, Percent, ScenarioReader, Span};
use crate::scenario::{Lognormal, Times};

/// The most points of a table.
const MOST_POINTS: usize = 1_000;
/// The widest lognormal: e^2 is sevenfold, either way, within one deviation.
const WIDEST: u32 = 2_000;

impl ScenarioReader<'_> {
    pub(super) fn times(&mut self, name: &str, value: &Spanned<TimesFile>) -> Times {
        match value.get_ref() {
            TimesFile::Range(range) => Times::Uniform(self.range(name, value.span(), *range)),
            TimesFile::Shaped(Shaped { lognormal: Some(lognormal), table: None }) => self.lognormal(name, lognormal),
            TimesFile::Shaped(Shaped { lognormal: None, table: Some(points) }) => {
                let before = self.found();
                let table: Box<[_]> = points.iter().map(|point| self.point(name, point)).collect();
                if self.found() == before {
                    self.rises(name, value, points, &table);
                }
                Times::Table { table }
            }
            TimesFile::Shaped(_) => {
                self.wrong(value.span(), format!("{name} takes a lognormal or a table, one of the two"));
                Times::Uniform(Span(1, 1))
            }
        }
    }

    pub(super) fn maybe_times(&mut self, name: &str, value: Option<&Spanned<TimesFile>>) -> Option<Times> {
        value.map(|value| self.times(name, value))
    }

    fn lognormal(&mut self, name: &str, file: &LognormalFile) -> Times {
        let median_ms = self.whole(&format!("{name}: median"), &file.median, 1..=LONGEST_MS);
        let digits = &self.text[file.sigma.span()];
        let sigma = thousandths(digits).filter(|sigma| (1..=WIDEST).contains(sigma)).unwrap_or_else(|| {
            let mistake = format!("{name}: sigma is {digits}; it takes 0.001 to 2 with at most three decimals");
            self.wrong(file.sigma.span(), mistake);
            1
        });
        Times::Lognormal { lognormal: Lognormal { median_ms, sigma_thousandths: sigma } }
    }

    fn point(&mut self, name: &str, point: &PointFile) -> (Percent, u32) {
        let (percent, ms) = point.get_ref();
        let percent = self.percent(&format!("{name}: the share"), Some(percent));
        let ms = u32::try_from(*ms).ok().filter(|ms| (1..=LONGEST_MS).contains(ms)).unwrap_or_else(|| {
            self.wrong(point.span(), format!("{name}: a time is {ms}; it takes 1 to {LONGEST_MS} milliseconds"));
            1
        });
        (percent, ms)
    }

    /// Checks that the shares of a table rise from 0 to 100 percent, and that its times do not fall.
    fn rises(&mut self, name: &str, whole: &Spanned<TimesFile>, points: &[PointFile], table: &[(Percent, u32)]) {
        let ends = table.first().zip(table.last()).map(|(first, last)| (first.0.hundredths(), last.0.hundredths()));
        if ends != Some((0, Percent::WHOLE)) || table.len() > MOST_POINTS {
            let mistake = format!("{name}: a table goes from 0 to 100 percent, in at most {MOST_POINTS} points");
            return self.wrong(whole.span(), mistake);
        }
        if let Some(place) = table.windows(2).position(|pair| pair[0].0 >= pair[1].0 || pair[0].1 > pair[1].1) {
            let mistake = format!("{name}: shares must rise from point to point, and times must not fall");
            self.wrong(points[place + 1].span(), mistake);
        }
    }
}

/// Reads digits with at most three decimals as thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > 3 || decimals.len() > 3 {
        return None;
    }
    let scale = 10_u32.pow(3 - u32::try_from(decimals.len()).ok()?);
    Some(whole.parse::<u32>().ok()? * 1_000 + decimals.parse::<u32>().ok()? * scale)
}
