//! Connections: accepted, bounded, served, and closed. A client that is silent, slow, or does not read affects no other
//! client.
//!
//! A connection is always in one *phase*: silent, sending the head of a request, being served, idle until the next
//! request, or upgraded. Stream, service and accept loop share it, and each phase has its own timeout. At the limit,
//! the connection that has been idle longest is closed for a new one. If all are busy, the new one is rejected with
//! 503.

mod accept;
mod body;
mod bounds;
mod connection;
mod document;
mod files;
mod metrics;
mod phase;
mod stream;
#[cfg(test)]
mod tests;

pub use self::accept::serve;
pub use self::body::TooSlow;
pub use self::bounds::Bounds;
pub use self::connection::Peer;
pub use self::files::raise_limit;
pub use self::metrics::ConnectionMetrics;
