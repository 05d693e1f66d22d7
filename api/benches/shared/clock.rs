//! The wall clock.

use rustix::time::{ClockId, clock_gettime};

/// Seconds of a clock that never falls.
pub(crate) fn wall() -> f64 {
    seconds(ClockId::Monotonic)
}

/// Seconds of any clock.
pub(crate) fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
