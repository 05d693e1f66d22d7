//! The HTTP API. Handlers parse requests, ask the desk, and show its answers as JSON; they decide nothing.

mod api;
mod app;
mod blocking;
mod body;
mod error;
mod guard;
mod headers;
mod idempotent_body;
mod limit;
mod limits;
mod list;
mod metrics;
pub mod net;
mod once;
mod openapi;
mod permits;
mod push;
mod query;
mod repeat;
mod routes;
mod session_id;
mod state;
#[cfg(test)]
mod tests;
mod trace;
pub mod wire;

pub use self::api::document_text;
pub use self::app::app;
pub use self::guard::HostName;
pub use self::limit::RateLimit;
pub use self::state::ServerState;
