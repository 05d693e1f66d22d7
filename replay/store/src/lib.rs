//! The store: keeps a journal in a data directory, and recovers it after a stop, a kill or a power cut.
//!
//! The journal is stored in segments, beside a `HEAD` that records the last acknowledged place. A [`Writer`] makes
//! lines durable before it acknowledges them. [`scan()`] checks the directory that an earlier process left, and rejects
//! a journal that differs from the acknowledged one. Except for the [`Lock`], every access goes through [`Disk`], so
//! that tests can cut the power of a disk in memory.
//!
//! `redial_replay` defines the format of the lines. This crate has no clock and no thread.

mod disk;
mod fault;
mod files;
mod head;
mod lock;
mod replace;
mod salvage;
mod scan;
mod segment;
pub mod snapshot;
mod stream;
mod takeover;
mod tear;
mod tidy;
mod vouch;
mod walk;
mod writer;

pub use disk::{Disk, DiskFile, is_full};
pub use fault::{DirectoryError, Fault, FaultKind};
pub use files::Files;
pub use head::{HEAD, Head, Tip};
pub use lock::{LOCK, Lock, LockError, is_held};
pub use replace::{free_reserved, renew, replace};
pub use salvage::{SalvageError, Salvaged, bring, salvage};
pub use scan::{Ending, Scan, scan, scan_from};
pub use segment::{OLD_JOURNAL, Segment};
pub use stream::Stream;
pub use takeover::take_over;
pub use tear::{Torn, keep};
pub use vouch::vouch;
pub use writer::{Commit, Durability, Writer};
