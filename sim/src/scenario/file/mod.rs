//! The file form of a scenario: TOML in, a checked [`Scenario`] out, mistakes with their line.

mod carrier;
mod dialer;
mod form;
mod shape;
#[cfg(test)]
mod tests;
mod times;
mod times_form;

use std::ops::{Range, RangeInclusive};

use redial_engine::{Config, MAX_LEADS, MAX_LINES};
use toml::Spanned;

use super::times::LONGEST_MS;
use super::{CrmScenario, Percent, Scenario, SessionScenario, Span};
use crate::file_error::{FileError, FileErrors, NAME_MAX, is_plain};
use form::{CrmFile, PercentFile, ScenarioFile, SessionFile, SpanFile};

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    ///
    /// All mistakes, with their lines: invalid TOML; else unknown and missing keys; and, if no key is missing, invalid
    /// values.
    pub fn read(text: &str) -> Result<Self, FileErrors> {
        let (file, mistakes) = shape::read(text)?;
        let mut reader = ScenarioReader { text, mistakes };
        let scenario = reader.scenario(&file);
        FileErrors::of(reader.mistakes).map_or(Ok(scenario), Err)
    }
}

/// A reader of scenario files. It keeps the text, because percentages are read from its digits and mistakes name its
/// lines. After a mistake it continues with a valid stand-in, so that it reports all mistakes at once.
struct ScenarioReader<'a> {
    text: &'a str,
    mistakes: Vec<FileError>,
}

impl ScenarioReader<'_> {
    /// Records a mistake.
    fn wrong(&mut self, span: Range<usize>, mistake: String) {
        self.mistakes.push(FileError::at(self.text, span, mistake));
    }

    /// Returns the number of mistakes so far.
    fn found(&self) -> usize {
        self.mistakes.len()
    }

    fn scenario(&mut self, file: &ScenarioFile) -> Scenario {
        Scenario {
            name: self.words("name", &file.name),
            session: self.session(&file.session),
            dialer: file.dialer.as_ref().map_or_else(Config::default, |dialer| self.dialer(dialer)),
            carrier: self.carrier(&file.carrier),
            crm: self.crm(&file.crm),
        }
    }

    fn session(&mut self, file: &SessionFile) -> SessionScenario {
        let mut whole = |name, given: &Option<Spanned<i64>>, default, most| match given {
            None => default,
            Some(value) => self.whole(name, value, 1..=most),
        };
        let lines = whole("lines", &file.lines, 2, u32::from(MAX_LINES));
        let take = whole("take", &file.take, 6, MAX_LEADS as u32);
        SessionScenario {
            agent: file.agent.as_ref().map_or_else(|| "agent-1".into(), |agent| self.words("agent", agent)),
            lines: u8::try_from(lines).expect("at most MAX_LINES, which is a u8"),
            take,
        }
    }

    fn crm(&mut self, file: &CrmFile) -> CrmScenario {
        let failed = self.percent("failed", file.failed.as_ref());
        let lost_replies = self.percent("lost_replies", file.lost_replies.as_ref());
        self.together(&[&file.failed, &file.lost_replies], [failed, lost_replies]);
        let down = |interval: &Spanned<[i64; 2]>| match *interval.get_ref() {
            [from, to] if 0 <= from && from < to => Some((from.unsigned_abs(), to.unsigned_abs())),
            [from, to] => {
                let mistake = format!("the CRM is down from {from} to {to}; it takes 0 <= from < to, in milliseconds");
                self.wrong(interval.span(), mistake);
                None
            }
        };
        let down_ms = file.down_ms.iter().filter_map(down).collect();
        CrmScenario {
            contact_ms: self.span("contact_ms", &file.contact_ms),
            activity_ms: self.span("activity_ms", &file.activity_ms),
            failed,
            lost_replies,
            down_ms,
        }
    }

    fn words(&mut self, name: &str, value: &Spanned<String>) -> Box<str> {
        let text = value.get_ref();
        if !is_plain(text) {
            let mistake =
                format!("{name} takes 1 to {NAME_MAX} characters, not all blank and none of them a control character");
            self.wrong(value.span(), mistake);
        }
        text.as_str().into()
    }

    fn whole(&mut self, name: &str, value: &Spanned<i64>, range: RangeInclusive<u32>) -> u32 {
        let given = *value.get_ref();
        u32::try_from(given).ok().filter(|number| range.contains(number)).unwrap_or_else(|| {
            self.wrong(value.span(), format!("{name} is {given}; it takes {} to {}", range.start(), range.end()));
            *range.start()
        })
    }

    fn span(&mut self, name: &str, value: &SpanFile) -> Span {
        self.range(name, value.span(), *value.get_ref())
    }

    fn range(&mut self, name: &str, place: Range<usize>, [from, to]: [i64; 2]) -> Span {
        match (u32::try_from(from), u32::try_from(to)) {
            (Ok(from), Ok(to)) if 1 <= from && from <= to && to <= LONGEST_MS => Span(from, to),
            _ => {
                let mistake =
                    format!("{name} is [{from}, {to}]; it takes 1 <= from <= to <= {LONGEST_MS} milliseconds");
                self.wrong(place, mistake);
                Span(1, 1)
            }
        }
    }

    /// Reads a percentage from its digits in the file, because a float would not be exact; absent is 0 %.
    fn percent(&mut self, name: &str, value: Option<&PercentFile>) -> Percent {
        let Some(value) = value else { return Percent::default() };
        let digits = &self.text[value.span()];
        Percent::read(digits).unwrap_or_else(|| {
            let mistake = format!("{name} is {digits}; it takes 0 to 100 percent with at most two decimals");
            self.wrong(value.span(), mistake);
            Percent::default()
        })
    }

    /// Checks that the shares of faults that exclude one another add up to at most 100 %.
    fn together<const N: usize>(&mut self, given: &[&Option<PercentFile>; N], shares: [Percent; N]) {
        if shares.iter().map(|share| share.hundredths()).sum::<u32>() <= Percent::WHOLE {
            return;
        }
        let last = given.iter().rev().find_map(|value| value.as_ref()).map_or(0..0, Spanned::span);
        self.wrong(last, "these faults exclude one another; together they must not exceed 100 %".to_owned());
    }
}
