//! The routes: requests in, JSON out. Nothing is decided here; handlers ask the desk and show what it says.

mod again;
mod app;
mod aside;
mod body;
mod crm;
mod dialer;
mod error;
mod events;
mod guard;
mod history;
mod import;
mod journal;
mod leads;
mod limit;
mod list;
mod meta;
mod metrics;
mod openapi;
mod posted;
mod query;
mod reel;
mod replays;
mod socket;
mod start;
mod studies;
mod syncs;
#[cfg(test)]
mod tests;
mod trace;
mod turns;
mod web;

pub(crate) use self::app::{Known, app};
pub(crate) use self::guard::HostName;
pub(crate) use self::limit::RateLimit;
pub(crate) use self::openapi::document_text;
