//! The file form of a scenario: TOML in, a checked [`Scenario`] out, mistakes with their line.

mod carrier;
mod dialer;
mod form;
#[cfg(test)]
mod tests;
mod times;

use std::ops::Range;

use redial_engine::{Config, MAX_LEADS, MAX_LINES};
use toml::Spanned;

use super::times::LONGEST_MS;
use super::{CrmScenario, Percent, Scenario, SessionScenario, Span};
use crate::file_error::FileError;
use form::{CrmFile, File, PercentFile, SessionFile, SpanFile};

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    ///
    /// The first mistake, with its line: TOML that does not parse, an unknown or missing key, a value that cannot be.
    pub fn read(text: &str) -> Result<Self, FileError> {
        let reading = Reading { text };
        let file: File = toml::from_str(text).map_err(|error| FileError::toml(text, &error))?;
        reading.scenario(&file)
    }
}

/// The text beside what was parsed from it: percentages are read from its digits, and mistakes point into it.
struct Reading<'a> {
    text: &'a str,
}

impl Reading<'_> {
    fn mistake(&self, span: Range<usize>, mistake: String) -> FileError {
        FileError::at(self.text, span, mistake)
    }

    fn scenario(&self, file: &File) -> Result<Scenario, FileError> {
        Ok(Scenario {
            name: self.words("name", &file.name)?,
            session: self.session(&file.session)?,
            dialer: file.dialer.as_ref().map_or(Ok(Config::default()), |dialer| self.dialer(dialer))?,
            carrier: self.carrier(&file.carrier)?,
            crm: self.crm(&file.crm)?,
        })
    }

    fn session(&self, file: &SessionFile) -> Result<SessionScenario, FileError> {
        let whole = |name, given: &Option<Spanned<i64>>, default, most| match given {
            None => Ok(default),
            Some(value) => self.whole(name, value, 1..=most),
        };
        let lines = whole("lines", &file.lines, 2, u32::from(MAX_LINES))?;
        Ok(SessionScenario {
            agent: file.agent.as_ref().map_or(Ok("agent-1".into()), |agent| self.words("agent", agent))?,
            lines: u8::try_from(lines).expect("at most MAX_LINES, which is a u8"),
            take: whole("take", &file.take, 6, MAX_LEADS as u32)?,
        })
    }

    fn crm(&self, file: &CrmFile) -> Result<CrmScenario, FileError> {
        let failed = self.percent("failed", file.failed.as_ref())?;
        let lost_replies = self.percent("lost_replies", file.lost_replies.as_ref())?;
        self.together(&[&file.failed, &file.lost_replies], [failed, lost_replies])?;
        let down = |interval: &Spanned<[i64; 2]>| match *interval.get_ref() {
            [from, to] if 0 <= from && from < to => Ok((from.unsigned_abs(), to.unsigned_abs())),
            [from, to] => {
                let mistake = format!("the CRM is down from {from} to {to}; it takes 0 <= from < to, in milliseconds");
                Err(self.mistake(interval.span(), mistake))
            }
        };
        Ok(CrmScenario {
            contact_ms: self.span("contact_ms", &file.contact_ms)?,
            activity_ms: self.span("activity_ms", &file.activity_ms)?,
            failed,
            lost_replies,
            down_ms: file.down_ms.iter().map(down).collect::<Result<_, _>>()?,
        })
    }

    fn words(&self, name: &str, value: &Spanned<String>) -> Result<Box<str>, FileError> {
        let text = value.get_ref();
        if text.trim().is_empty() || text.chars().count() > 200 {
            return Err(self.mistake(value.span(), format!("{name} takes 1 to 200 characters that are not all blank")));
        }
        Ok(text.as_str().into())
    }

    fn whole(&self, name: &str, value: &Spanned<i64>, range: std::ops::RangeInclusive<u32>) -> Result<u32, FileError> {
        let given = *value.get_ref();
        u32::try_from(given).ok().filter(|number| range.contains(number)).ok_or_else(|| {
            self.mistake(value.span(), format!("{name} is {given}; it takes {} to {}", range.start(), range.end()))
        })
    }

    fn span(&self, name: &str, value: &SpanFile) -> Result<Span, FileError> {
        self.range(name, value.span(), *value.get_ref())
    }

    fn range(&self, name: &str, place: Range<usize>, [from, to]: [i64; 2]) -> Result<Span, FileError> {
        match (u32::try_from(from), u32::try_from(to)) {
            (Ok(from), Ok(to)) if 1 <= from && from <= to && to <= LONGEST_MS => Ok(Span(from, to)),
            _ => {
                let mistake =
                    format!("{name} is [{from}, {to}]; it takes 1 <= from <= to <= {LONGEST_MS} milliseconds");
                Err(self.mistake(place, mistake))
            }
        }
    }

    /// Reads a percentage from its digits in the file, because a float would not be exact; absent is none.
    fn percent(&self, name: &str, value: Option<&PercentFile>) -> Result<Percent, FileError> {
        let Some(value) = value else { return Ok(Percent::default()) };
        let digits = &self.text[value.span()];
        Percent::read(digits).ok_or_else(|| {
            let mistake = format!("{name} is {digits}; it takes 0 to 100 percent with at most two decimals");
            self.mistake(value.span(), mistake)
        })
    }

    /// Checks that faults which exclude one another leave room for each other.
    fn together<const N: usize>(
        &self,
        given: &[&Option<PercentFile>; N],
        shares: [Percent; N],
    ) -> Result<(), FileError> {
        if shares.iter().map(|share| share.hundredths()).sum::<u32>() <= Percent::WHOLE {
            return Ok(());
        }
        let last = given.iter().rev().find_map(|value| value.as_ref()).map_or(0..0, Spanned::span);
        Err(self.mistake(last, "these faults exclude one another; together they must not exceed 100 %".to_owned()))
    }
}
