//! The topics that readers follow.

use redial_engine::SessionId;

/// The records that a reader follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Topic {
    /// Every record.
    All,
    /// The records that concern one session.
    Session(SessionId),
}
