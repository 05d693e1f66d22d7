//! People: the line that each one is on, and the sessions that wait for them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::id::{CallId, SessionId};

/// A person with a phone, who can be on one line at a time.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// The call whose line rings them, or is being released from them.
    pub line: Option<CallId>,
    /// The running sessions that passed over them, in that order.
    pub waiting: Vec<SessionId>,
}
