//! The limit of open files and connections.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Raises the soft limit, usually 1,024, to the hard limit.
pub fn raise_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current == limit.maximum {
        return;
    }
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!("the limit of open files could not be raised: {error}");
    }
}
