//! The form of a scenario file: its tables and keys, before their values are checked.

use redial_engine::Industry;
use serde::Deserialize;
use toml::Spanned;

use super::times_form::TimesFile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioFile {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) session: SessionFile,
    pub(super) dialer: Option<DialerFile>,
    pub(super) carrier: CarrierFile,
    pub(super) crm: CrmFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionFile {
    pub(super) agent: Option<Spanned<String>>,
    pub(super) lines: Option<Spanned<i64>>,
    pub(super) take: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DialerFile {
    pub(super) ring_timeout_ms: Option<Spanned<i64>>,
    pub(super) release_timeout_ms: Option<Spanned<i64>>,
    pub(super) crm_sync: Option<bool>,
    pub(super) crm_attempts: Option<Spanned<i64>>,
    pub(super) crm_answer_timeout_ms: Option<Spanned<i64>>,
    pub(super) crm_first_wait_ms: Option<Spanned<i64>>,
    pub(super) crm_longest_wait_ms: Option<Spanned<i64>>,
    pub(super) resume_within_ms: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CarrierFile {
    pub(super) outcomes: Spanned<OutcomesFile>,
    #[serde(default)]
    pub(super) outcomes_when: Vec<Spanned<OutcomesWhenFile>>,
    pub(super) start_hour: Option<Spanned<i64>>,
    pub(super) ring_ms: Spanned<TimesFile>,
    #[serde(default)]
    pub(super) ring_ms_by: RingByOutcomeFile,
    pub(super) decide_ms: Option<Spanned<TimesFile>>,
    pub(super) cancel_ms: Spanned<TimesFile>,
    #[serde(default)]
    pub(super) faults: CarrierFaultsFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomesFile {
    pub(super) answered: PercentFile,
    pub(super) no_answer: PercentFile,
    pub(super) busy: PercentFile,
    pub(super) voicemail: PercentFile,
    pub(super) failed: Option<PercentFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomesWhenFile {
    pub(super) hours: Option<Spanned<[i64; 2]>>,
    #[serde(default)]
    pub(super) industries: Vec<Industry>,
    pub(super) outcomes: Spanned<OutcomesFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RingByOutcomeFile {
    pub(super) answered: Option<Spanned<TimesFile>>,
    pub(super) no_answer: Option<Spanned<TimesFile>>,
    pub(super) busy: Option<Spanned<TimesFile>>,
    pub(super) voicemail: Option<Spanned<TimesFile>>,
    pub(super) failed: Option<Spanned<TimesFile>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CarrierFaultsFile {
    pub(super) lost: Option<PercentFile>,
    pub(super) doubled: Option<PercentFile>,
    pub(super) late: Option<PercentFile>,
    pub(super) reordered: Option<PercentFile>,
    pub(super) late_ms: Option<SpanFile>,
    pub(super) stray: Option<PercentFile>,
    pub(super) hang_up_lost: Option<PercentFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CrmFile {
    pub(super) contact_ms: SpanFile,
    pub(super) activity_ms: SpanFile,
    pub(super) failed: Option<PercentFile>,
    pub(super) lost_replies: Option<PercentFile>,
    #[serde(default)]
    pub(super) down_ms: Vec<Spanned<[i64; 2]>>,
}

pub(super) type SpanFile = Spanned<[i64; 2]>;
pub(super) type PercentFile = Spanned<toml::Value>;
