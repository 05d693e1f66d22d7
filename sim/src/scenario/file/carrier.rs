//! The carrier in a scenario file.

use toml::Spanned;

use super::form::{CarrierFaultsFile, CarrierFile, OutcomesFile, OutcomesWhenFile};
use super::{FileError, Percent, Reading};
use crate::scenario::{CarrierFaults, CarrierScenario, Outcomes, OutcomesWhen, RingByOutcome, WordFaults};

/// How many mixes beside the general one a scenario may have.
const MOST_MIXES: usize = 256;

impl Reading<'_> {
    pub(super) fn carrier(&self, file: &CarrierFile) -> Result<CarrierScenario, FileError> {
        let by = &file.ring_ms_by;
        if let Some(first_too_many) = file.outcomes_when.get(MOST_MIXES) {
            let mistake = format!("there are {}; at most {MOST_MIXES} are taken", file.outcomes_when.len());
            return Err(self.mistake(first_too_many.span(), format!("outcomes_when: {mistake}")));
        }
        Ok(CarrierScenario {
            outcomes: self.outcomes(&file.outcomes)?,
            outcomes_when: file.outcomes_when.iter().map(|when| self.when(when)).collect::<Result<_, _>>()?,
            start_hour: file.start_hour.as_ref().map(|hour| self.hour("start_hour", hour)).transpose()?,
            ring_ms: self.times("ring_ms", &file.ring_ms)?,
            ring_ms_by: RingByOutcome {
                answered: self.maybe_times("answered", by.answered.as_ref())?,
                no_answer: self.maybe_times("no_answer", by.no_answer.as_ref())?,
                busy: self.maybe_times("busy", by.busy.as_ref())?,
                voicemail: self.maybe_times("voicemail", by.voicemail.as_ref())?,
                failed: self.maybe_times("failed", by.failed.as_ref())?,
            },
            decide_ms: self.maybe_times("decide_ms", file.decide_ms.as_ref())?,
            cancel_ms: self.times("cancel_ms", &file.cancel_ms)?,
            faults: self.carrier_faults(&file.faults)?,
        })
    }

    fn outcomes(&self, file: &Spanned<OutcomesFile>) -> Result<Outcomes, FileError> {
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

    fn when(&self, file: &Spanned<OutcomesWhenFile>) -> Result<OutcomesWhen, FileError> {
        let when = file.get_ref();
        if when.hours.is_none() && when.industries.is_empty() {
            let mistake = "outcomes_when takes hours, industries or both; without them it would always hold".to_owned();
            return Err(self.mistake(file.span(), mistake));
        }
        Ok(OutcomesWhen {
            hours: when.hours.as_ref().map(|hours| self.hours(hours)).transpose()?,
            industries: when.industries.as_slice().into(),
            outcomes: self.outcomes(&when.outcomes)?,
        })
    }

    fn hour(&self, name: &str, value: &Spanned<i64>) -> Result<u8, FileError> {
        self.whole(name, value, 0..=23).map(|hour| u8::try_from(hour).expect("at most 23"))
    }

    fn hours(&self, value: &Spanned<[i64; 2]>) -> Result<(u8, u8), FileError> {
        let [from, to] = *value.get_ref();
        match (u8::try_from(from), u8::try_from(to)) {
            (Ok(from), Ok(to)) if from < to && to <= 24 => Ok((from, to)),
            _ => {
                let mistake = format!("hours is [{from}, {to}]; it takes 0 <= from < to <= 24, to not included");
                Err(self.mistake(value.span(), mistake))
            }
        }
    }

    fn carrier_faults(&self, file: &CarrierFaultsFile) -> Result<CarrierFaults, FileError> {
        let words = WordFaults {
            lost: self.percent("lost", file.lost.as_ref())?,
            doubled: self.percent("doubled", file.doubled.as_ref())?,
            late: self.percent("late", file.late.as_ref())?,
            reordered: self.percent("reordered", file.reordered.as_ref())?,
        };
        let given = [&file.lost, &file.doubled, &file.late, &file.reordered];
        self.together(&given, [words.lost, words.doubled, words.late, words.reordered])?;
        let late_ms = file.late_ms.as_ref().map(|value| self.span("late_ms", value)).transpose()?;
        Ok(CarrierFaults {
            words,
            late_ms: late_ms.unwrap_or_default(),
            stray: self.percent("stray", file.stray.as_ref())?,
            hang_up_lost: self.percent("hang_up_lost", file.hang_up_lost.as_ref())?,
        })
    }
}
