//! The one file where time enters: the wall clock is read once, and the monotonic clock counts from there, suspends
//! included. No other crate reads a clock; each gets a [`Clock`], an [`Instant`] or a [`Stopwatch`].
//!
//! ```
//! use redial_clock::Clock;
//! use redial_engine::Instant;
//!
//! let clock = Clock::starting_at(Instant::from_ms(1_000));
//! assert!(clock.now() >= Instant::from_ms(1_000));
//! ```
#![expect(clippy::disallowed_methods, reason = "this file alone may read the clocks")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use redial_engine::Instant;
use rustix::time::{ClockId, clock_gettime};
use tokio::time::Instant as Monotonic;

/// The longest sleep of a timer. Timers do not run while the machine is suspended, so a deadline that passed meanwhile
/// is late by at most this much.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// The time after which a timer looks whether a held clock runs again.
const HELD_SLEEP: Duration = Duration::from_millis(100);

/// The shortest suspend that counts: two clocks are never read in the same moment, so a smaller difference is noise.
const SUSPEND_MS: u64 = 50;

/// Engine time: it never goes back, even if the wall clock does. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock {
    began: Monotonic,
    began_at: Instant,
    /// The total suspend time of the machine at the start, in milliseconds.
    slept_before: u64,
    shared: Arc<ClockState>,
}

#[derive(Debug, Default)]
struct ClockState {
    /// The suspend time since the start, in milliseconds.
    slept: AtomicU64,
    /// The time at which the clock is held, plus one, in milliseconds; 0 while it runs.
    held: AtomicU64,
}

impl Clock {
    /// Starts at `at`.
    pub fn starting_at(at: Instant) -> Self {
        Self { began: Monotonic::now(), began_at: at, slept_before: slept_ms(), shared: Arc::default() }
    }

    /// Returns the present.
    pub fn now(&self) -> Instant {
        match self.shared.held.load(Ordering::Relaxed).checked_sub(1) {
            Some(held) => Instant::from_ms(held),
            None => self.running(),
        }
    }

    fn running(&self) -> Instant {
        self.note_sleep(slept_ms().saturating_sub(self.slept_before));
        let elapsed = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.began_at.after_ms(elapsed.saturating_add(self.shared.slept.load(Ordering::Relaxed)))
    }

    /// Records the suspend time since the start.
    fn note_sleep(&self, ms: u64) {
        if ms >= self.shared.slept.load(Ordering::Relaxed) + SUSPEND_MS {
            self.shared.slept.fetch_max(ms, Ordering::Relaxed);
        }
    }

    /// Holds the clock at the present time.
    pub fn hold(&self) {
        self.shared.held.store(self.now().ms().saturating_add(1), Ordering::Relaxed);
    }

    /// Lets the clock run again, from the present time.
    pub fn go_on(&self) {
        self.shared.held.store(0, Ordering::Relaxed);
    }

    /// Returns true while the clock is held.
    pub fn is_held(&self) -> bool {
        self.shared.held.load(Ordering::Relaxed) > 0
    }

    /// Returns how far the wall clock is ahead, in milliseconds; negative if it was set back.
    pub fn drift_ms(&self, epoch: DateTime<Utc>) -> i64 {
        let engine = i64::try_from(self.now().ms()).unwrap_or(i64::MAX);
        (wall() - epoch).num_milliseconds().saturating_sub(engine)
    }

    /// Returns the timer's moment of `at`, if the machine is not suspended before.
    pub fn when(&self, at: Instant) -> Monotonic {
        let slept = self.shared.slept.load(Ordering::Relaxed);
        self.began + Duration::from_millis(at.ms_since(self.began_at).saturating_sub(slept))
    }

    /// Returns the moment at which a timer must read the clock in order not to miss `at`. While the clock is held it
    /// lies ahead, so that a timer does not spin.
    pub fn wake(&self, at: Instant) -> Monotonic {
        if self.is_held() {
            return Monotonic::now() + HELD_SLEEP;
        }
        self.when(at).min(Monotonic::now() + LONGEST_SLEEP)
    }
}

/// Returns the total suspend time of the machine, in milliseconds.
fn slept_ms() -> u64 {
    let ms = |clock| {
        let time = clock_gettime(clock);
        u64::try_from(time.tv_sec).unwrap_or(0) * 1_000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000
    };
    // A thread that is preempted between the two reads has not slept. That does not happen twice in a row.
    let look = || {
        let monotonic = ms(ClockId::Monotonic);
        ms(ClockId::Boottime).saturating_sub(monotonic)
    };
    look().min(look())
}

/// Reads the wall clock, to the millisecond.
pub fn wall() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

/// Returns the engine time at a wall time: the time since the epoch, or zero before it.
pub fn since(epoch: DateTime<Utc>, wall: DateTime<Utc>) -> Instant {
    let elapsed = (wall - epoch).max(TimeDelta::zero());
    Instant::from_ms(u64::try_from(elapsed.num_milliseconds()).unwrap_or(0))
}

/// Measures a duration, for metrics and messages.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Monotonic);

impl Stopwatch {
    /// Starts the stopwatch.
    pub fn start() -> Self {
        Self(Monotonic::now())
    }

    /// Returns the seconds since the start.
    pub fn elapsed_seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// Returns the milliseconds since the start.
    pub fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_suspend_counts_and_a_few_milliseconds_between_two_reads_do_not() {
        let clock = Clock::starting_at(Instant::from_ms(1_000));
        let due = Instant::from_ms(3_600_000);
        let timer = clock.when(due);
        clock.note_sleep(SUSPEND_MS - 1);
        assert_eq!(clock.now(), Instant::from_ms(1_000));
        clock.note_sleep(3_590_000);
        assert_eq!(clock.now(), Instant::from_ms(3_591_000));
        assert_eq!(timer - clock.when(due), Duration::from_millis(3_590_000));
        assert_eq!(clock.wake(due), Monotonic::now() + LONGEST_SLEEP);
        tokio::time::sleep_until(clock.when(due)).await;
        assert_eq!(clock.now(), due);
        // A timer that the suspend made late reads the clock at once.
        clock.note_sleep(7_200_000);
        assert!(clock.wake(due) < Monotonic::now());
    }

    #[tokio::test(start_paused = true)]
    async fn a_held_clock_stands_still_and_goes_on_at_the_present() {
        let clock = Clock::starting_at(Instant::EPOCH);
        tokio::time::sleep(Duration::from_millis(20)).await;
        clock.hold();
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(clock.now(), Instant::from_ms(20));
        clock.hold();
        assert_eq!((clock.now(), clock.is_held()), (Instant::from_ms(20), true));
        // Its time would have come, but it stands still.
        assert_eq!(clock.wake(Instant::from_ms(30)), Monotonic::now() + HELD_SLEEP);
        clock.go_on();
        assert_eq!((clock.now(), clock.is_held()), (Instant::from_ms(520), false));
    }
}
