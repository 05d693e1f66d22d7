//! Long or blocking work, off the threads that serve requests.

use crate::error::Problem;

/// Runs the work on a thread for blocking tasks. A panic in it resumes in the caller.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Problem::unavailable("the server is shutting down"),
    })
}
