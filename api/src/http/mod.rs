//! The HTTP API. Handlers parse requests, ask the desk, and show its answers as JSON; they decide nothing.

mod api;
mod app;
mod blocking;
mod body;
mod crm;
mod dialer;
mod docs;
mod enrich;
mod error;
mod events;
mod guard;
mod headers;
mod history;
mod idempotent_body;
mod import;
mod journal;
mod leads;
mod limit;
mod limits;
mod list;
mod meta;
mod metrics;
mod once;
mod openapi;
mod permits;
mod query;
mod repeat;
mod replays;
mod session_id;
mod socket;
mod start;
mod state;
mod studies;
mod syncs;
#[cfg(test)]
mod tests;
mod trace;
mod web;

pub(crate) use self::api::document_text;
pub(crate) use self::app::app;
pub(crate) use self::guard::HostName;
pub(crate) use self::limit::RateLimit;
pub(crate) use self::state::ServerState;
