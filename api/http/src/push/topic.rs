//! What a reader follows.

use redial_engine::SessionId;

/// What a reader follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Topic {
    /// Every record.
    All,
    /// The records that concern one session.
    Session(SessionId),
}
