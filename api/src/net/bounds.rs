//! The bounds of connections.

use std::time::Duration;

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
