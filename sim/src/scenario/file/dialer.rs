//! The dialer's settings in a scenario file: whole numbers, each with its bounds.

use redial_engine::Config;
use toml::Spanned;

use super::form::DialerFile;
use super::{LONGEST_MS, ScenarioReader};

impl ScenarioReader<'_> {
    pub(super) fn dialer(&mut self, file: &DialerFile) -> Config {
        let mut config = Config::default();
        let times = [
            ("ring_timeout_ms", &file.ring_timeout_ms, &mut config.ring_timeout_ms),
            ("release_timeout_ms", &file.release_timeout_ms, &mut config.release_timeout_ms),
            ("crm_answer_timeout_ms", &file.crm_answer_timeout_ms, &mut config.crm_answer_timeout_ms),
            ("crm_first_wait_ms", &file.crm_first_wait_ms, &mut config.crm_first_wait_ms),
            ("crm_longest_wait_ms", &file.crm_longest_wait_ms, &mut config.crm_longest_wait_ms),
        ];
        for (name, given, setting) in times {
            if let Some(value) = given {
                *setting = self.whole(name, value, 1..=LONGEST_MS);
            }
        }
        if let Some(value) = &file.crm_attempts {
            let attempts = self.whole("crm_attempts", value, 1..=u32::from(u8::MAX));
            config.crm_attempts = u8::try_from(attempts).expect("at most 255");
        }
        if let Some(value) = &file.resume_within_ms {
            config.resume_within_ms = self.resume_within(value);
        }
        config.crm_sync = file.crm_sync.unwrap_or(config.crm_sync);
        config
    }

    fn resume_within(&mut self, value: &Spanned<i64>) -> u64 {
        u64::try_from(*value.get_ref()).unwrap_or_else(|_| {
            self.wrong(value.span(), format!("resume_within_ms is {}; it takes 0 or more", value.get_ref()));
            0
        })
    }
}
