//! The one place where time enters: the wall is read once, then the monotonic clock runs on.
#![expect(clippy::disallowed_methods, reason = "this is the one file that may ask what time it is")]

use chrono::{DateTime, TimeDelta, Utc};
use redial_engine::Instant;
use tokio::time::Instant as Monotonic;

/// Engine time. It never falls, whatever happens to the wall clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    began: Monotonic,
    began_at: Instant,
}

impl Clock {
    /// Starts at `at`.
    pub(crate) fn starting_at(at: Instant) -> Self {
        Self { began: Monotonic::now(), began_at: at }
    }

    /// Returns the present.
    pub(crate) fn now(&self) -> Instant {
        self.began_at.after_ms(u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// Returns by how many milliseconds the wall clock is ahead; less than none when it was set back.
    pub(crate) fn drift_ms(&self, epoch: DateTime<Utc>) -> i64 {
        let engine = i64::try_from(self.now().ms()).unwrap_or(i64::MAX);
        (wall() - epoch).num_milliseconds().saturating_sub(engine)
    }

    /// Returns when, for a timer, it will be `at`.
    pub(crate) fn when(&self, at: Instant) -> Monotonic {
        self.began + std::time::Duration::from_millis(at.ms_since(self.began_at))
    }
}

/// Reads the wall clock, to the millisecond.
pub(crate) fn wall() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

/// Returns how far the wall clock is beyond the epoch; the epoch itself if it is before.
pub(crate) fn since(epoch: DateTime<Utc>, wall: DateTime<Utc>) -> Instant {
    let elapsed = (wall - epoch).max(TimeDelta::zero());
    Instant::from_ms(u64::try_from(elapsed.num_milliseconds()).unwrap_or(0))
}

/// Measures how long something takes, for people to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Monotonic);

impl Stopwatch {
    /// Starts.
    pub(crate) fn start() -> Self {
        Self(Monotonic::now())
    }

    /// Returns the seconds since the start.
    pub(crate) fn elapsed_seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// Returns the milliseconds since the start.
    pub(crate) fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
