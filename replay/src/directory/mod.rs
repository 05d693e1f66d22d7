//! The data directory: the journal on disk, in segments, with a `HEAD` that says what was acknowledged.
//!
//! A [`Writer`] makes lines durable before it says so; [`scan()`] judges what an earlier process left behind, and refuses whatever
//! cannot be vouched for. All but the lock goes through [`Disk`], so that tests can cut the power of a disk in memory.

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
pub use replace::{give_back, renew, replace};
pub use salvage::{SalvageError, Salvaged, bring, salvage};
pub use scan::{Ending, Scan, scan, scan_from};
pub use segment::{OLD_JOURNAL, Segment};
pub use stream::Stream;
pub use takeover::take_over;
pub use tear::{Torn, keep};
pub use vouch::vouch;
pub use writer::{Commit, Durability, Writer};
