//! Views: the things of the API as JSON, made from the engine's state.
//!
//! What a view needs is first copied out of the state as a *snapshot* (a few pointers and numbers), so that the task that owns the
//! dialer is busy for a moment only; the snapshot becomes JSON elsewhere. The names of
//! things on the wire live here; pages and requests stand beside their handler in `http`.

mod call;
mod crm;
mod film;
mod lead;
mod name;
mod run;
mod session;
mod study;
mod summary;
mod verdict;

use chrono::{DateTime, TimeDelta, Utc};
use redial_engine::Instant;
use redial_replay::PublicIds;

pub(crate) use self::call::{CallSnapshot, CallView, SyncStatus, call_status, sync_status};
pub(crate) use self::crm::{
    ActivityView, ContactSnapshot, ContactView, CrmActivitySnapshot, CrmActivityView, SyncSnapshot, SyncView, Whose,
};
pub(crate) use self::film::{Film, FilmView, Reel};
pub(crate) use self::lead::{LeadSnapshot, LeadView};
pub(crate) use self::name::{CrmName, HeadcountWord, Id, IndustryWord, Time};
pub(crate) use self::run::RunCounts;
pub(crate) use self::session::{CallsShown, SessionSnapshot, SessionView, SessionWithCalls};
pub(crate) use self::study::{StudyProgress, StudyView};
pub(crate) use self::verdict::{VerdictView, unopened, verdict};

/// The last date that has a year of four digits.
const LAST: DateTime<Utc> = DateTime::from_timestamp_millis(253_402_300_799_999).expect("it is a date");

/// How ordinals become ids, and moments become dates.
#[derive(Clone, Debug)]
pub(crate) struct Lens {
    /// The ids of this journal.
    pub(crate) names: PublicIds,
    /// What the journal's times count from.
    pub(crate) epoch: DateTime<Utc>,
}

impl Lens {
    /// Returns the date of a moment; the end of the year 9999, after which RFC 3339 has no dates, where the moment is beyond it.
    pub(crate) fn time(&self, at: Instant) -> Time {
        let since = i64::try_from(at.ms()).ok().and_then(TimeDelta::try_milliseconds);
        let date = since.and_then(|since| self.epoch.checked_add_signed(since)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Time(date.min(LAST))
    }
}
