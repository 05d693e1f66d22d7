//! How large a study may be: it shares a machine with a dialer, so its work and its memory are bounded before it
//! begins.

use redial_sim::Scenario;
use redial_study::Plan;

/// The most runs of one setting.
pub const RUNS_MAX: u64 = 1_000_000;

/// The most settings.
pub const SETTINGS_MAX: usize = 40;

/// The most leads of all settings together: they stay in memory, once for each thread.
pub const LEADS_MAX: u64 = 100_000;

/// The most records of a study in the worst case: some minutes of work in the usual one.
pub const RECORDS_MAX: u64 = 7_000_000_000;

/// The records that a lead can cost beside those of its CRM sync: the carrier may send every event twice and late.
const RECORDS_OF_LEAD: u64 = 11;

/// The records that an attempt to reach the CRM can cost: the timeout, the late reply, and the end of the wait.
const RECORDS_OF_ATTEMPT: u64 = 3;

/// A study that is too large.
#[derive(Debug, thiserror::Error)]
pub enum TooLarge {
    /// Too many settings.
    #[error("these are {0} settings: at most {SETTINGS_MAX} are compared here; `redial study` compares more")]
    Settings(usize),
    /// Too many leads.
    #[error(
        "{settings} settings have {leads} leads to dial: at most {LEADS_MAX} are kept ready here; take fewer leads or \
         settings"
    )]
    Leads {
        /// How many settings.
        settings: usize,
        /// How many leads they have together.
        leads: u64,
    },
    /// Too much work.
    #[error(
        "{runs} runs of {settings} settings can come to {records} records: at most {RECORDS_MAX} are made here; ask \
         for fewer runs, \
         settings or leads, for a lower crm_attempts, or ask `redial study`"
    )]
    Records {
        /// How many runs of each setting.
        runs: u64,
        /// How many settings.
        settings: usize,
        /// How many records that can be.
        records: u128,
    },
}

/// Returns the most records of a run.
pub(crate) fn records_of(scenario: &Scenario) -> u64 {
    let attempts = if scenario.dialer.crm_sync { u64::from(scenario.dialer.crm_attempts) } else { 0 };
    u64::from(scenario.session.take) * (RECORDS_OF_LEAD + RECORDS_OF_ATTEMPT * attempts)
}

/// Returns the most runs that a plan can have within [`RECORDS_MAX`].
pub(super) fn most_runs(plan: &Plan) -> u64 {
    (RECORDS_MAX / records_of_all(plan)).clamp(1, RUNS_MAX)
}

/// Judges the size of a plan.
pub(super) fn judge(plan: &Plan) -> Result<(), TooLarge> {
    let settings = plan.settings.len();
    if settings > SETTINGS_MAX {
        return Err(TooLarge::Settings(settings));
    }
    let leads = plan.settings.iter().map(|setting| u64::from(setting.scenario.session.take)).sum();
    if leads > LEADS_MAX {
        return Err(TooLarge::Leads { settings, leads });
    }
    let (runs, records) = (plan.runs, u128::from(plan.runs) * u128::from(records_of_all(plan)));
    if records > u128::from(RECORDS_MAX) {
        return Err(TooLarge::Records { runs, settings, records });
    }
    Ok(())
}

fn records_of_all(plan: &Plan) -> u64 {
    plan.settings.iter().map(|setting| records_of(&setting.scenario)).sum::<u64>().max(1)
}

#[cfg(test)]
mod tests {
    use redial_sim::{EventFaults, PRESETS, Percent, SessionWorld, Span};

    use super::super::people;
    use super::*;

    fn percent(percent: u32) -> Percent {
        Percent::from_hundredths(percent * 100).expect("at most all of it")
    }

    /// Every fault of a carrier's event, each always.
    fn fates() -> [EventFaults; 5] {
        let (all, none) = (percent(100), EventFaults::default());
        [
            none,
            EventFaults { lost: all, ..none },
            EventFaults { doubled: all, ..none },
            EventFaults { late: all, ..none },
            EventFaults { reordered: all, ..none },
        ]
    }

    fn records(scenario: &Scenario, run: u64) -> u64 {
        let (leads, mut records) = (people(scenario.session.take), 0);
        let mut stage = SessionWorld::set(scenario, &leads, 1, run, &mut |_| {});
        stage.play(&mut |_| records += 1);
        records
    }

    /// The work is bounded only if no run exceeds its estimate: these worlds have every fault, for as long as possible.
    #[test]
    fn no_run_makes_more_records_than_it_is_judged_by() {
        let mut closest = 0.0_f64;
        for preset in PRESETS {
            let mut scenario = preset.scenario();
            (scenario.session.take, scenario.dialer.crm_answer_timeout_ms) = (12, 300);
            (scenario.carrier.faults.stray, scenario.carrier.faults.late_ms) = (percent(100), Span(1, 9_000));
            for words in fates() {
                scenario.carrier.faults.words = words;
                for (failed, lost, answer_ms, attempts) in
                    [(100, 0, 1, 9), (0, 100, 1, 9), (50, 50, 400, 255), (0, 0, 400, 255), (100, 0, 400, 255)]
                {
                    (scenario.crm.failed, scenario.crm.lost_replies) = (percent(failed), percent(lost));
                    scenario.crm.contact_ms = Span(answer_ms, answer_ms);
                    scenario.crm.activity_ms = Span(answer_ms, answer_ms);
                    scenario.dialer.crm_attempts = attempts;
                    let most = records_of(&scenario);
                    for run in 0..2 {
                        let records = records(&scenario, run);
                        assert!(records <= most, "{words:?} {failed} {lost} {attempts}: {records} of {most}");
                        closest = closest.max(records as f64 / most as f64);
                    }
                }
            }
        }
        assert!(closest > 0.9, "the bound is far from the worst run: {closest}");
    }
}
