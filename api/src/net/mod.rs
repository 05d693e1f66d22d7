//! Connections: taken in, held to bounds, served, and let go. Whoever says nothing, dribbles, or never reads costs nobody else.
//!
//! A connection is always in one *phase*: silent, sending the head of a request, being served, idle until the next request, or
//! upgraded. Stream, service and accept loop share it; each phase has its own patience. When all places are taken, the connection that
//! has waited longest for a request of its own gives its place to the newcomer; only when all are being served is one turned away,
//! with 503.

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

pub(crate) use self::accept::serve;
pub(crate) use self::body::TooSlow;
pub(crate) use self::bounds::Bounds;
pub(crate) use self::connection::Peer;
pub(crate) use self::files::raise_limit;
pub(crate) use self::metrics::ConnectionMetrics;
