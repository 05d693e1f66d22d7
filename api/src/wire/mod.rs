//! The wire: the API's entities as JSON, built from the engine's state.
//!
//! A *snapshot*, a few pointers and numbers, is copied out of the state in the task that owns the dialer. The snapshot
//! becomes a *view*, which is JSON, in another task. Entities and their JSON names are here; pages and requests are
//! beside their handlers in `http`.

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
