//! How a journal's ids and times are shown.

use chrono::{DateTime, ParseError, TimeDelta, Utc};
use redial_engine::Instant;
use redial_replay::{PublicIds, Report};

use super::name::Time;

/// The last date that has a year of four digits.
const LAST: DateTime<Utc> = DateTime::from_timestamp_millis(253_402_300_799_999).expect("it is a date");

/// The conversion of ordinals to ids, and of instants to dates.
#[derive(Clone, Debug)]
pub struct Lens {
    /// The ids of this journal.
    pub names: PublicIds,
    /// The start of the journal's time.
    pub epoch: DateTime<Utc>,
}

impl Lens {
    /// Returns the lens of a replayed journal.
    ///
    /// # Errors
    ///
    /// The journal's epoch is no time.
    pub fn of(report: &Report) -> Result<Self, ParseError> {
        let epoch = DateTime::parse_from_rfc3339(&report.header.epoch)?.to_utc();
        Ok(Self { names: report.names.clone(), epoch })
    }

    /// Returns the date of an instant, at most the end of the year 9999: RFC 3339 has no later dates.
    pub fn time(&self, at: Instant) -> Time {
        let since = i64::try_from(at.ms()).ok().and_then(TimeDelta::try_milliseconds);
        let date = since.and_then(|since| self.epoch.checked_add_signed(since)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Time(date.min(LAST))
    }
}
