//! The mock CRM of a live dialer as a system of its own: it keeps its log on disk, and syncs an entry before it
//! replies.

mod file;
mod log;
mod lost;
mod restore;
mod store;
mod view;

pub use file::CRM_LOG;
pub(crate) use log::{MockCrmLog, MockCrmLogReader, RestoredCrmLog};
pub use lost::{Lost, LostActivity, LostContact};
pub use restore::{MockCrmError, judge_crm_log};
pub(crate) use restore::{begin_crm_log, restore_crm_log, settle_crm_log};
pub(crate) use store::MockCrmStore;
pub(crate) use view::EntryCounts;
pub use view::MockCrmView;
