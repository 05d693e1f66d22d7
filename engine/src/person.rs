//! People: who is on which line, and who waits for them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::id::{CallId, LeadId, SessionId};
use crate::state::State;

/// Somebody with a phone, who can be on one line at a time.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// The call whose line rings them, or is being released from them.
    pub line: Option<CallId>,
    /// The running sessions that passed over them, in the order in which they did.
    pub waiting: Vec<SessionId>,
}

impl State {
    /// Returns the person behind a lead. The lead must exist.
    #[must_use]
    pub fn person_of(&self, lead: LeadId) -> &Person {
        &self.people()[self.leads()[lead.index()].person.index()]
    }

    /// Returns true when the lead's person is on no line. The lead must exist.
    #[must_use]
    pub fn is_free(&self, lead: LeadId) -> bool {
        self.person_of(lead).line.is_none()
    }
}
