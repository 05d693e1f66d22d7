//! Work that takes long, or waits for a disk, away from the threads that serve.

use super::error::Problem;

/// Does the work where it holds up nobody. A panic in it goes on in the caller.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Problem::unavailable("the server is shutting down"),
    })
}
