//! Permits: who looks at a journal from disk, or at a study's single runs, waits until few others do.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::Problem;

/// How many look at once.
const AT_ONCE: usize = 2;

/// How many more may wait.
const WAITING_MAX: usize = 32;

/// A few turns at once, and a short queue for the next ones; clones are the same.
#[derive(Clone)]
pub(crate) struct Permits {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// It is somebody's turn until this goes.
pub(super) struct Permit {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Default for Permits {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING_MAX)), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Permits {
    /// Waits for a turn.
    pub(super) async fn take(&self) -> Result<Permit, Problem> {
        let busy = |_| Problem::unavailable("too much is being looked at already; try again in a moment");
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(busy)?;
        let closed = |_| Problem::unavailable("the server is shutting down");
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(closed)?;
        Ok(Permit { _place: place, _turn: turn })
    }
}
