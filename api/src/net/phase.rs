//! In which phase a connection is: shared by its stream, its service and the accept loop.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::bounds::Bounds;

/// Where a connection is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Phase {
    /// It is new, and nothing has come.
    Silent,
    /// A part of a request's head has come.
    Head,
    /// Its last answer has left.
    Idle,
    /// An answer has come to its end, but has not all left.
    Leaving,
    /// A request is being served, its answer not yet at its end.
    Serving,
    /// It is no HTTP any more.
    Upgraded,
}

impl Phase {
    /// Returns how long the next byte may take.
    pub(super) const fn patience(self, bounds: &Bounds) -> Option<Duration> {
        match self {
            Self::Silent => Some(bounds.first_byte),
            Self::Head => Some(bounds.head),
            Self::Idle => Some(bounds.idle),
            Self::Leaving | Self::Serving | Self::Upgraded => None,
        }
    }
}

/// The phase of one connection.
#[derive(Debug)]
pub(super) struct SharedPhase {
    now: Mutex<PhaseSince>,
    /// Wakes the connection that has to go.
    pub(super) leave: Notify,
}

#[derive(Clone, Copy, Debug)]
struct PhaseSince {
    phase: Phase,
    /// Counts the changes, over all connections: what is lower has been so for longer.
    since: u64,
}

/// Counts changes of phases.
static CHANGES: AtomicU64 = AtomicU64::new(0);

fn tick() -> u64 {
    CHANGES.fetch_add(1, Ordering::Relaxed)
}

impl SharedPhase {
    /// Begins with silence.
    pub(super) fn new() -> Self {
        Self { now: Mutex::new(PhaseSince { phase: Phase::Silent, since: tick() }), leave: Notify::new() }
    }

    /// Returns the phase, and a number that no other stay in any phase has.
    pub(super) fn now(&self) -> (Phase, u64) {
        let now = self.lock();
        (now.phase, now.since)
    }

    /// Changes the phase.
    pub(super) fn enter(&self, phase: Phase) {
        *self.lock() = PhaseSince { phase, since: tick() };
    }

    /// Changes the phase, if it is the one that goes before; returns whether it was.
    pub(super) fn follow(&self, before: Phase, phase: Phase) -> bool {
        let mut now = self.lock();
        let follows = now.phase == before;
        if follows {
            *now = PhaseSince { phase, since: tick() };
        }
        follows
    }

    /// Says how readily the connection gives up its place, lowest first; `None` while somebody is being served.
    pub(super) fn readiness_to_leave(&self) -> Option<(bool, u64)> {
        let now = *self.lock();
        match now.phase {
            // Who has not asked for anything yet has nothing to lose.
            Phase::Silent | Phase::Head => Some((false, now.since)),
            Phase::Idle => Some((true, now.since)),
            Phase::Leaving | Phase::Serving | Phase::Upgraded => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, PhaseSince> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
