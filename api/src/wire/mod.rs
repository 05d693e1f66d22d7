//! Views: the things of the API as JSON, made from the engine's state.
//!
//! What a view needs is first copied out of the state as a *snapshot* (a few pointers and numbers), so that the task that owns the
//! dialer is busy for a moment only; the snapshot becomes JSON elsewhere. The names of
//! things on the wire live here; pages and requests stand beside their handler in `http`.

mod call;
mod crm;
mod film;
mod lead;
mod lens;
mod name;
mod run;
mod session;
mod study;
mod summary;
mod verdict;

pub(crate) use self::call::{CallSnapshot, CallView, SyncStatus, call_status, sync_status};
pub(crate) use self::crm::{
    ActivityView, ContactOwner, ContactSnapshot, ContactView, CrmActivitySnapshot, CrmActivityView, SyncSnapshot,
    SyncView,
};
pub(crate) use self::film::{Film, FilmRange, FilmView};
pub(crate) use self::lead::{LeadSnapshot, LeadView};
pub(crate) use self::lens::Lens;
pub(crate) use self::name::{CrmName, HeadcountWord, Id, IndustryWord, Time};
pub(crate) use self::run::RunCounts;
pub(crate) use self::session::{CallsShown, SessionSnapshot, SessionView, SessionWithCalls};
pub(crate) use self::study::{StudyProgress, StudyView};
pub(crate) use self::verdict::{VerdictView, unopened, verdict};
