//! How many files and connections the system lets the process have.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Takes as many as the system allows: the usual soft limit of 1,024 is there for programs that know no better.
pub(crate) fn raise_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current == limit.maximum {
        return;
    }
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!("the limit of open files could not be raised: {error}");
    }
}
