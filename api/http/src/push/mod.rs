//! Push: every durable record, sent to each reader that follows it, with the session's view as of that record.
//!
//! The stored journal is the only queue. One task, the *source*, reads each record once, folds and renders it, and
//! appends the text to the recent messages of every topic that a reader follows. A *reader* takes from them at its own
//! pace; one that joins late, or falls behind, reads the stored journal until it has caught up. So no reader delays
//! another, and a message has the same bytes whichever way it took.
//!
//! The bytes held for all readers together are bounded for sessions of any size and readers at any pace:
//! the recent messages, the sessions that stay folded (the *session cache*), and the messages queued for a socket (the
//! *send budget*). At most a few readers render messages of the past at once.

mod budget;
mod cache;
mod catch_up;
mod hub;
mod leads;
mod present;
mod reader;
mod recent;
mod renderer;
pub(crate) mod server;
mod source;
mod topic;

pub(crate) use budget::{Evicted, QueuedMessage, ReaderMessage};
pub(crate) use present::SnapshotMessage;
pub(crate) use reader::PushReader;
pub(crate) use renderer::RecordMessage;
pub(crate) use server::{Push, PushError, PushMemory, ReaderPermit};
pub(crate) use topic::Topic;
