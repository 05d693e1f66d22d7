//! The routes: one file for each family of them.

pub(crate) mod crm;
pub(crate) mod dialer;
pub(crate) mod docs;
pub(crate) mod enrich;
pub(crate) mod events;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod journal;
pub(crate) mod leads;
pub(crate) mod meta;
pub(crate) mod replays;
pub(crate) mod socket;
pub(crate) mod start;
pub(crate) mod studies;
pub(crate) mod syncs;
pub(crate) mod web;
