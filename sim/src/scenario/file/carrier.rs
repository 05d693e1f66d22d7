//! The carrier in a scenario file.

use toml::Spanned;

use super::form::{CarrierFaultsFile, CarrierFile, OutcomesFile, OutcomesWhenFile};
use super::{Percent, ScenarioReader};
use crate::scenario::{CarrierFaults, CarrierScenario, EventFaults, Outcomes, OutcomesWhen, RingByOutcome};

/// The most mixes of a scenario, apart from the general one.
const MOST_MIXES: usize = 256;

impl ScenarioReader<'_> {
    pub(super) fn carrier(&mut self, file: &CarrierFile) -> CarrierScenario {
        let by = &file.ring_ms_by;
        if let Some(first_too_many) = file.outcomes_when.get(MOST_MIXES) {
            let mistake = format!("there are {}; at most {MOST_MIXES} are taken", file.outcomes_when.len());
            self.wrong(first_too_many.span(), format!("outcomes_when: {mistake}"));
        }
        CarrierScenario {
            outcomes: self.outcomes(&file.outcomes),
            outcomes_when: file.outcomes_when.iter().take(MOST_MIXES).map(|when| self.when(when)).collect(),
            start_hour: file.start_hour.as_ref().map(|hour| self.hour("start_hour", hour)),
            ring_ms: self.times("ring_ms", &file.ring_ms),
            ring_ms_by: RingByOutcome {
                answered: self.maybe_times("answered", by.answered.as_ref()),
                no_answer: self.maybe_times("no_answer", by.no_answer.as_ref()),
                busy: self.maybe_times("busy", by.busy.as_ref()),
                voicemail: self.maybe_times("voicemail", by.voicemail.as_ref()),
                failed: self.maybe_times("failed", by.failed.as_ref()),
            },
            decide_ms: self.maybe_times("decide_ms", file.decide_ms.as_ref()),
            cancel_ms: self.times("cancel_ms", &file.cancel_ms),
            faults: self.carrier_faults(&file.faults),
        }
    }

    fn outcomes(&mut self, file: &Spanned<OutcomesFile>) -> Outcomes {
        let (shares, before) = (file.get_ref(), self.found());
        let outcomes = Outcomes {
            answered: self.percent("answered", Some(&shares.answered)),
            no_answer: self.percent("no_answer", Some(&shares.no_answer)),
            busy: self.percent("busy", Some(&shares.busy)),
            voicemail: self.percent("voicemail", Some(&shares.voicemail)),
            failed: self.percent("failed", shares.failed.as_ref()),
        };
        let sum: u32 = outcomes.shares().iter().map(|(percent, _)| percent.hundredths()).sum();
        if sum != Percent::WHOLE && self.found() == before {
            let sum = format!("the outcomes add up to {}.{:02} %; they must add up to 100", sum / 100, sum % 100);
            self.wrong(file.span(), sum);
        }
        outcomes
    }

    fn when(&mut self, file: &Spanned<OutcomesWhenFile>) -> OutcomesWhen {
        let when = file.get_ref();
        if when.hours.is_none() && when.industries.is_empty() {
            let mistake = "outcomes_when takes hours, industries or both; without them it would always hold".to_owned();
            self.wrong(file.span(), mistake);
        }
        OutcomesWhen {
            hours: when.hours.as_ref().map(|hours| self.hours(hours)),
            industries: when.industries.as_slice().into(),
            outcomes: self.outcomes(&when.outcomes),
        }
    }

    fn hour(&mut self, name: &str, value: &Spanned<i64>) -> u8 {
        u8::try_from(self.whole(name, value, 0..=23)).expect("at most 23")
    }

    fn hours(&mut self, value: &Spanned<[i64; 2]>) -> (u8, u8) {
        let [from, to] = *value.get_ref();
        match (u8::try_from(from), u8::try_from(to)) {
            (Ok(from), Ok(to)) if from < to && to <= 24 => (from, to),
            _ => {
                let mistake = format!("hours is [{from}, {to}]; it takes 0 <= from < to <= 24, to not included");
                self.wrong(value.span(), mistake);
                (0, 24)
            }
        }
    }

    fn carrier_faults(&mut self, file: &CarrierFaultsFile) -> CarrierFaults {
        let words = EventFaults {
            lost: self.percent("lost", file.lost.as_ref()),
            doubled: self.percent("doubled", file.doubled.as_ref()),
            late: self.percent("late", file.late.as_ref()),
            reordered: self.percent("reordered", file.reordered.as_ref()),
        };
        let given = [&file.lost, &file.doubled, &file.late, &file.reordered];
        self.together(&given, [words.lost, words.doubled, words.late, words.reordered]);
        let late_ms = file.late_ms.as_ref().map(|value| self.span("late_ms", value));
        CarrierFaults {
            words,
            late_ms: late_ms.unwrap_or_default(),
            stray: self.percent("stray", file.stray.as_ref()),
            hang_up_lost: self.percent("hang_up_lost", file.hang_up_lost.as_ref()),
        }
    }
}
