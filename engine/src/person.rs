//! People: who is on which line, and who waits for them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::id::{CallId, SessionId};

/// Somebody with a phone, who can be on one line at a time.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// The call whose line rings them, or is being released from them.
    pub line: Option<CallId>,
    /// The running sessions that passed over them, in the order in which they did.
    pub waiting: Vec<SessionId>,
}
