//! The bounds of connections.

use std::time::Duration;

/// The limits of connections, in time and space.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most connections.
    pub connections: usize,
    /// The time to the first byte of a new connection.
    pub first_byte: Duration,
    /// The time for the head of a request, from its first byte.
    pub head: Duration,
    /// The longest head of a request, in bytes; at least 8,192.
    pub head_bytes: usize,
    /// The time for the body of a request; see [`Bounds::BODY_RATE`].
    pub body: Duration,
    /// The idle time between two requests.
    pub idle: Duration,
    /// The time in which a client must read a part of its answer.
    pub stall: Duration,
    /// The time for requests under way when the server stops.
    pub drain: Duration,
}

impl Bounds {
    /// Each multiple of these bytes extends the deadline of a body by a second, for long lists over slow lines.
    pub const BODY_RATE: u64 = 64 * 1024;
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
