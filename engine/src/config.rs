//! The dialer's settings.

use serde::{Deserialize, Serialize};

/// The dialer's timeouts and retry limits. Part of every journal's header.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How long a call may ring before the dialer ends it as NO_ANSWER, in milliseconds.
    pub ring_timeout_ms: u32,
    /// How long the dialer waits for the carrier to release a line after a hang-up, in milliseconds.
    pub release_timeout_ms: u32,
    /// Whether the dialer syncs calls' results with the CRM. The default is true.
    #[serde(skip_serializing_if = "is_true")]
    pub crm_sync: bool,
    /// The number of attempts before a sync counts as FAILED.
    pub crm_attempts: u8,
    /// How long the CRM may take to answer one request, in milliseconds.
    pub crm_answer_timeout_ms: u32,
    /// The wait after the first failed attempt, in milliseconds; each further wait is twice as long.
    pub crm_first_wait_ms: u32,
    /// The longest wait between two attempts, in milliseconds.
    pub crm_longest_wait_ms: u32,
    /// A restart interrupts a session whose last record is older than this, in milliseconds.
    pub resume_within_ms: u64,
    /// How long the enrichment service may take to answer, in milliseconds. Journals omit the default.
    #[serde(skip_serializing_if = "is_usual_enrichment_timeout")]
    pub enrichment_timeout_ms: u32,
}

/// How long the enrichment service may take to answer unless the settings say otherwise, in milliseconds.
const ENRICHMENT_TIMEOUT_MS: u32 = 10_000;

impl Default for Config {
    fn default() -> Self {
        Self {
            ring_timeout_ms: 30_000,
            release_timeout_ms: 5_000,
            crm_sync: true,
            crm_attempts: 8,
            crm_answer_timeout_ms: 5_000,
            crm_first_wait_ms: 1_000,
            crm_longest_wait_ms: 60_000,
            resume_within_ms: 600_000,
            enrichment_timeout_ms: ENRICHMENT_TIMEOUT_MS,
        }
    }
}

impl Config {
    /// Returns the wait after `attempt` (from 1) failed, in milliseconds: doubling, capped, without jitter.
    #[must_use]
    pub fn crm_wait_ms(&self, attempt: u8) -> u64 {
        let doublings = u32::from(attempt.saturating_sub(1)).min(32);
        (u64::from(self.crm_first_wait_ms) << doublings).min(u64::from(self.crm_longest_wait_ms))
    }
}

/// The default is not serialized, so that headers from before this setting stay the same.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_true(crm_sync: &bool) -> bool {
    *crm_sync
}

/// Journals of rules 1 have no such setting, so its default is not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_usual_enrichment_timeout(timeout_ms: &u32) -> bool {
    *timeout_ms == ENRICHMENT_TIMEOUT_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_cap() {
        let config = Config::default();
        let waits = [1, 2, 3, 6, 7, 255].map(|attempt| config.crm_wait_ms(attempt));
        assert_eq!(waits, [1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
    }
}
