//! The parts of the OpenAPI document beside the handlers' own annotations, and a page to try the API.

mod bodies;
mod common;
mod page;
mod params;

pub(super) use self::bodies::{NewLead, NewSession, NewStudy};
pub(super) use self::common::complete;
pub(super) use self::page::page;
pub(super) use self::params::{
    After, At, AtOrNow, Duplicates, JournalPage, LeadFilters, LogPage, OfJournal, OfSetting, Page, PageOf50, PageOf100,
    PageOf1000, Resume, SettingOrLines, SyncFilters,
};
