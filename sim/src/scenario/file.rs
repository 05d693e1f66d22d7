//! The file form of a scenario: TOML in, a checked [`Scenario`] out, mistakes with their line.

use std::ops::Range;

use redial_engine::{Config, MAX_LEADS, MAX_LINES};
use serde::Deserialize;
use toml::Spanned;

use super::{
    CarrierFaults, CarrierScenario, CrmScenario, Outcomes, Percent, RingByOutcome, Scenario, SessionScenario, Span,
    WordFaults,
};

/// The longest time that a scenario may name, in milliseconds: an hour.
const LONGEST_MS: u32 = 3_600_000;

/// A mistake in a scenario file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct ScenarioError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub mistake: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    session: SessionFile,
    dialer: Option<Spanned<Config>>,
    carrier: CarrierFile,
    crm: CrmFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SessionFile {
    agent: Option<Spanned<String>>,
    lines: Option<Spanned<i64>>,
    take: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CarrierFile {
    outcomes: Spanned<OutcomesFile>,
    ring_ms: SpanFile,
    #[serde(default)]
    ring_ms_by: RingByOutcomeFile,
    cancel_ms: SpanFile,
    #[serde(default)]
    faults: CarrierFaultsFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomesFile {
    answered: PercentFile,
    no_answer: PercentFile,
    busy: PercentFile,
    voicemail: PercentFile,
    failed: Option<PercentFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RingByOutcomeFile {
    answered: Option<SpanFile>,
    no_answer: Option<SpanFile>,
    busy: Option<SpanFile>,
    voicemail: Option<SpanFile>,
    failed: Option<SpanFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CarrierFaultsFile {
    lost: Option<PercentFile>,
    doubled: Option<PercentFile>,
    late: Option<PercentFile>,
    reordered: Option<PercentFile>,
    late_ms: Option<SpanFile>,
    stray: Option<PercentFile>,
    hang_up_lost: Option<PercentFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrmFile {
    contact_ms: SpanFile,
    activity_ms: SpanFile,
    failed: Option<PercentFile>,
    lost_replies: Option<PercentFile>,
    #[serde(default)]
    down_ms: Vec<Spanned<[i64; 2]>>,
}

type SpanFile = Spanned<[i64; 2]>;
type PercentFile = Spanned<toml::Value>;

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    ///
    /// The first mistake, with its line: TOML that does not parse, an unknown or missing key, a value that cannot be.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        let reading = Reading { text };
        let file: File = toml::from_str(text)
            .map_err(|error| reading.mistake(error.span().unwrap_or(0..0), error.message().trim().to_owned()))?;
        reading.scenario(&file)
    }
}

/// The text beside what was parsed from it: percentages are read from its digits, and mistakes point into it.
struct Reading<'a> {
    text: &'a str,
}

impl Reading<'_> {
    fn mistake(&self, span: Range<usize>, mistake: String) -> ScenarioError {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        ScenarioError { line: 1 + before.iter().filter(|byte| **byte == b'\n').count(), mistake }
    }

    /// Returns where the key stands in a table that was parsed as a whole.
    fn key_in(&self, table: Range<usize>, key: &str) -> Range<usize> {
        let place = self.text[table.start..].find(key).map_or(table.start, |offset| table.start + offset);
        place..place
    }

    fn scenario(&self, file: &File) -> Result<Scenario, ScenarioError> {
        Ok(Scenario {
            name: self.words("name", &file.name)?,
            session: self.session(&file.session)?,
            dialer: file.dialer.as_ref().map_or(Ok(Config::default()), |dialer| self.dialer(dialer))?,
            carrier: self.carrier(&file.carrier)?,
            crm: self.crm(&file.crm)?,
        })
    }

    fn session(&self, file: &SessionFile) -> Result<SessionScenario, ScenarioError> {
        let whole = |name, given: &Option<Spanned<i64>>, default, most| match given {
            None => Ok(default),
            Some(value) => match u32::try_from(*value.get_ref()) {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                Ok(_) | Err(_) => {
                    Err(self.mistake(value.span(), format!("{name} is {}; it takes 1 to {most}", value.get_ref())))
                }
            },
        };
        let lines = whole("lines", &file.lines, 2, u32::from(MAX_LINES))?;
        Ok(SessionScenario {
            agent: file.agent.as_ref().map_or(Ok("agent-1".into()), |agent| self.words("agent", agent))?,
            lines: u8::try_from(lines).expect("at most MAX_LINES, which is a u8"),
            take: whole("take", &file.take, 6, MAX_LEADS as u32)?,
        })
    }

    fn dialer(&self, file: &Spanned<Config>) -> Result<Config, ScenarioError> {
        let config = *file.get_ref();
        let times = [
            ("ring_timeout_ms", config.ring_timeout_ms),
            ("release_timeout_ms", config.release_timeout_ms),
            ("crm_answer_timeout_ms", config.crm_answer_timeout_ms),
            ("crm_first_wait_ms", config.crm_first_wait_ms),
            ("crm_longest_wait_ms", config.crm_longest_wait_ms),
        ];
        if let Some((name, ms)) = times.into_iter().find(|(_, ms)| !(1..=LONGEST_MS).contains(ms)) {
            let mistake = format!("{name} is {ms}; it takes 1 to {LONGEST_MS}");
            return Err(self.mistake(self.key_in(file.span(), name), mistake));
        }
        if config.crm_attempts == 0 {
            let mistake = "crm_attempts is 0; it takes 1 to 255".to_owned();
            return Err(self.mistake(self.key_in(file.span(), "crm_attempts"), mistake));
        }
        Ok(config)
    }

    fn carrier(&self, file: &CarrierFile) -> Result<CarrierScenario, ScenarioError> {
        let by = &file.ring_ms_by;
        Ok(CarrierScenario {
            outcomes: self.outcomes(&file.outcomes)?,
            ring_ms: self.times("ring_ms", &file.ring_ms)?,
            ring_ms_by: RingByOutcome {
                answered: self.maybe_times("answered", by.answered.as_ref())?,
                no_answer: self.maybe_times("no_answer", by.no_answer.as_ref())?,
                busy: self.maybe_times("busy", by.busy.as_ref())?,
                voicemail: self.maybe_times("voicemail", by.voicemail.as_ref())?,
                failed: self.maybe_times("failed", by.failed.as_ref())?,
            },
            cancel_ms: self.times("cancel_ms", &file.cancel_ms)?,
            faults: self.carrier_faults(&file.faults)?,
        })
    }

    fn outcomes(&self, file: &Spanned<OutcomesFile>) -> Result<Outcomes, ScenarioError> {
        let shares = file.get_ref();
        let outcomes = Outcomes {
            answered: self.percent("answered", Some(&shares.answered))?,
            no_answer: self.percent("no_answer", Some(&shares.no_answer))?,
            busy: self.percent("busy", Some(&shares.busy))?,
            voicemail: self.percent("voicemail", Some(&shares.voicemail))?,
            failed: self.percent("failed", shares.failed.as_ref())?,
        };
        let sum: u32 = outcomes.shares().iter().map(|(percent, _)| percent.hundredths()).sum();
        if sum == Percent::WHOLE {
            return Ok(outcomes);
        }
        let sum = format!("the outcomes add up to {}.{:02} %; they must add up to 100", sum / 100, sum % 100);
        Err(self.mistake(file.span(), sum))
    }

    fn carrier_faults(&self, file: &CarrierFaultsFile) -> Result<CarrierFaults, ScenarioError> {
        let words = WordFaults {
            lost: self.percent("lost", file.lost.as_ref())?,
            doubled: self.percent("doubled", file.doubled.as_ref())?,
            late: self.percent("late", file.late.as_ref())?,
            reordered: self.percent("reordered", file.reordered.as_ref())?,
        };
        let given = [&file.lost, &file.doubled, &file.late, &file.reordered];
        self.together(&given, [words.lost, words.doubled, words.late, words.reordered])?;
        Ok(CarrierFaults {
            words,
            late_ms: self.maybe_times("late_ms", file.late_ms.as_ref())?.unwrap_or_default(),
            stray: self.percent("stray", file.stray.as_ref())?,
            hang_up_lost: self.percent("hang_up_lost", file.hang_up_lost.as_ref())?,
        })
    }

    fn crm(&self, file: &CrmFile) -> Result<CrmScenario, ScenarioError> {
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
            contact_ms: self.times("contact_ms", &file.contact_ms)?,
            activity_ms: self.times("activity_ms", &file.activity_ms)?,
            failed,
            lost_replies,
            down_ms: file.down_ms.iter().map(down).collect::<Result<_, _>>()?,
        })
    }

    fn words(&self, name: &str, value: &Spanned<String>) -> Result<Box<str>, ScenarioError> {
        let text = value.get_ref();
        if text.trim().is_empty() || text.chars().count() > 200 {
            return Err(self.mistake(value.span(), format!("{name} takes 1 to 200 characters that are not all blank")));
        }
        Ok(text.as_str().into())
    }

    fn times(&self, name: &str, value: &SpanFile) -> Result<Span, ScenarioError> {
        let [from, to] = *value.get_ref();
        match (u32::try_from(from), u32::try_from(to)) {
            (Ok(from), Ok(to)) if 1 <= from && from <= to && to <= LONGEST_MS => Ok(Span(from, to)),
            _ => {
                let mistake =
                    format!("{name} is [{from}, {to}]; it takes 1 <= from <= to <= {LONGEST_MS} milliseconds");
                Err(self.mistake(value.span(), mistake))
            }
        }
    }

    fn maybe_times(&self, name: &str, value: Option<&SpanFile>) -> Result<Option<Span>, ScenarioError> {
        value.map(|value| self.times(name, value)).transpose()
    }

    /// Reads a percentage from its digits in the file, because a float would not be exact; absent is none.
    fn percent(&self, name: &str, value: Option<&PercentFile>) -> Result<Percent, ScenarioError> {
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
    ) -> Result<(), ScenarioError> {
        if shares.iter().map(|share| share.hundredths()).sum::<u32>() <= Percent::WHOLE {
            return Ok(());
        }
        let last = given.iter().rev().find_map(|value| value.as_ref()).map_or(0..0, Spanned::span);
        Err(self.mistake(last, "these faults exclude one another; together they must not exceed 100 %".to_owned()))
    }
}
