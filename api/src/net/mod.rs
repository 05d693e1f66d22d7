//! Connections: taken in, held to bounds, served, and let go. Whoever says nothing, dribbles, or never reads costs nobody else.
//!
//! A connection is always in one *phase*: silent, sending the head of a request, being served, idle until the next request, or
//! upgraded. Stream, service and accept loop share it; each phase has its own patience. When all places are taken, the connection that
//! has waited longest for a request of its own gives its place to the newcomer; only when all are being served is one turned away,
//! with 503.

mod accept;
mod body;
mod connection;
mod document;
mod figures;
mod files;
mod phase;
mod stream;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use self::accept::serve;
pub(crate) use self::body::TooSlow;
pub(crate) use self::connection::Peer;
pub(crate) use self::figures::Figures;
pub(crate) use self::files::raise_limit;

/// What a connection may take, of time and of room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How many connections there may be.
    pub(crate) connections: usize,
    /// How long a new connection may say nothing.
    pub(crate) first_byte: Duration,
    /// How long the head of a request may take from its first byte on.
    pub(crate) head: Duration,
    /// The longest head of a request, in bytes; at least 8,192.
    pub(crate) head_bytes: usize,
    /// How long the body of a request may take; see [`Bounds::BODY_RATE`].
    pub(crate) body: Duration,
    /// How long a connection may be idle between two requests.
    pub(crate) idle: Duration,
    /// How long a client may take nothing of what is there for it.
    pub(crate) stall: Duration,
    /// How long requests that are under way may take when the server is told to stop.
    pub(crate) drain: Duration,
}

impl Bounds {
    /// How many bytes of a body earn it another second: a long list over a slow line is no attack.
    pub(crate) const BODY_RATE: u64 = 64 * 1024;
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 4_096,
            first_byte: Duration::from_secs(5),
            head: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            body: Duration::from_secs(15),
            idle: Duration::from_secs(75),
            stall: Duration::from_secs(30),
            drain: Duration::from_secs(10),
        }
    }
}
