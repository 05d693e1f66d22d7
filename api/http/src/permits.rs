//! Permits: bounds the requests that work on uploaded journals, or play runs of a study, at the same time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Problem;

/// The number of permits.
const AT_ONCE: usize = 2;

/// The number of requests that may wait for a permit.
const WAITING_MAX: usize = 32;

/// A few permits, and a short queue of requests that wait for one. Clones share them.
#[derive(Clone)]
pub struct Permits {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// A permit; dropping it returns it.
pub struct Permit {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Default for Permits {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING_MAX)), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Permits {
    /// Waits for a permit.
    pub async fn take(&self) -> Result<Permit, Problem> {
        let busy = |_| Problem::unavailable("too many journals and runs are being read already; try again in a moment");
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(busy)?;
        let closed = |_| Problem::unavailable("the server is shutting down");
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(closed)?;
        Ok(Permit { _place: place, _turn: turn })
    }
}
