//! The phase of a connection, which its stream, its service and the accept loop share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::bounds::Bounds;

/// The phase of a connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Phase {
    /// It is new, and no byte has arrived.
    Silent,
    /// A part of a request's head has arrived.
    Head,
    /// Its last answer is sent.
    Idle,
    /// The answer is complete, but not all of it is sent.
    Leaving,
    /// A request is being served.
    Serving,
    /// It is a WebSocket.
    Upgraded,
}

impl Phase {
    /// Returns the timeout of the next byte, if the phase has one.
    pub(super) const fn patience(self, bounds: &Bounds) -> Option<Duration> {
        match self {
            Self::Silent => Some(bounds.first_byte),
            Self::Head => Some(bounds.head),
            Self::Idle => Some(bounds.idle),
            Self::Leaving | Self::Serving | Self::Upgraded => None,
        }
    }
}

/// The phase of one connection, shared.
#[derive(Debug)]
pub(super) struct SharedPhase {
    now: Mutex<PhaseSince>,
    /// Wakes the connection when it must close.
    pub(super) leave: Notify,
}

#[derive(Clone, Copy, Debug)]
struct PhaseSince {
    phase: Phase,
    /// The count of all changes of all connections at the last change: the lower, the longer ago.
    since: u64,
}

/// Counts changes of phases.
static CHANGES: AtomicU64 = AtomicU64::new(0);

fn tick() -> u64 {
    CHANGES.fetch_add(1, Ordering::Relaxed)
}

impl SharedPhase {
    /// Begins in the first phase.
    pub(super) fn new() -> Self {
        Self { now: Mutex::new(PhaseSince { phase: Phase::Silent, since: tick() }), leave: Notify::new() }
    }

    /// Returns the phase, and the number of the change to it.
    pub(super) fn now(&self) -> (Phase, u64) {
        let now = self.lock();
        (now.phase, now.since)
    }

    /// Changes the phase.
    pub(super) fn enter(&self, phase: Phase) {
        *self.lock() = PhaseSince { phase, since: tick() };
    }

    /// Changes the phase if it is `before`; returns true if it was.
    pub(super) fn follow(&self, before: Phase, phase: Phase) -> bool {
        let mut now = self.lock();
        let follows = now.phase == before;
        if follows {
            *now = PhaseSince { phase, since: tick() };
        }
        follows
    }

    /// Returns the rank of the connection among those that can be closed, lowest first; `None` while it is busy.
    pub(super) fn readiness_to_leave(&self) -> Option<(bool, u64)> {
        let now = *self.lock();
        match now.phase {
            // A connection without a complete request is closed first.
            Phase::Silent | Phase::Head => Some((false, now.since)),
            Phase::Idle => Some((true, now.since)),
            Phase::Leaving | Phase::Serving | Phase::Upgraded => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, PhaseSince> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
