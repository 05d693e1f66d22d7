//! The wire: the API's entities as JSON, built from the engine's state.
//!
//! A *snapshot*, a few pointers and numbers, is copied out of the state in the task that owns the dialer. The snapshot
//! becomes a *view*, which is JSON, in another task. Entities and their JSON names are here; pages and requests are
//! beside their handlers in `routes`.

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

pub use self::call::{CallSnapshot, CallView, SyncStatus, call_status, sync_status};
pub use self::crm::{
    ActivityView, ContactOwner, ContactSnapshot, ContactView, CrmActivitySnapshot, CrmActivityView, SyncSnapshot,
    SyncView,
};
pub use self::film::{Film, FilmRange, FilmView};
pub use self::lead::{LeadSnapshot, LeadView};
pub use self::lens::Lens;
pub use self::name::{CrmName, HeadcountWord, Id, IndustryWord, Time};
pub use self::run::RunCounts;
pub use self::session::{CallsShown, SessionSnapshot, SessionView, SessionWithCalls};
pub use self::study::{StudyProgress, StudyView};
pub use self::verdict::{VerdictView, unopened, verdict};
