//! A table with a row for each call.

use redial_engine::CallId;

/// Rows by session and call, dense because calls have consecutive numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct PerCall<T> {
    sessions: Vec<Vec<T>>,
}

impl<T: Default> PerCall<T> {
    /// Returns the row of a call; a new row has the default value.
    #[inline]
    pub(crate) fn row(&mut self, call: CallId) -> &mut T {
        let (session, n) = (call.session.index(), usize::from(call.n));
        if session >= self.sessions.len() {
            self.sessions.resize_with(session + 1, Vec::new);
        }
        let calls = &mut self.sessions[session];
        if calls.len() <= n {
            if calls.capacity() <= n {
                // Very many sessions have few calls each, so the capacity grows by an eighth instead of doubling.
                calls.reserve_exact(n + 1 - calls.len() + n / 8);
            }
            calls.resize_with(n + 1, T::default);
        }
        &mut calls[n]
    }

    /// Returns the row of a call, if it has one.
    #[inline]
    pub(crate) fn get(&self, call: CallId) -> Option<&T> {
        self.sessions.get(call.session.index())?.get(usize::from(call.n))
    }

    /// Removes every row, but keeps the first session's memory for the next run.
    pub(crate) fn clear(&mut self) {
        self.sessions.truncate(1);
        if let Some(calls) = self.sessions.first_mut() {
            calls.clear();
        }
    }
}
