//! The options of a live dialer: how it starts, and how its journal is stored.

use std::path::PathBuf;
use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_ports::{Scenario, Script};
use redial_store::Durability;

/// How a live dialer starts.
pub struct StartOptions {
    /// The world around the dialer.
    pub world: WorldOptions,
    /// The leads of a new journal; `None` takes the default ones. A journal that exists rejects them.
    pub leads: Option<Vec<Arc<LeadDetails>>>,
    /// The leads of a new journal for which none are given.
    pub default_leads: fn() -> Vec<Arc<LeadDetails>>,
}

/// The world around a live dialer.
pub enum WorldOptions {
    /// A simulated world.
    Simulated {
        /// Its scenario; `None` keeps the journal's scenario, or takes the built-in one.
        scenario: Option<Box<Scenario>>,
        /// The seed of its luck; `None` keeps the journal's seed, or draws one.
        seed: Option<u64>,
    },
    /// A world that answers by a script.
    Scripted(Script),
}

/// How the journal is stored.
pub struct StorageOptions {
    /// The data directory; `None` keeps everything in memory.
    pub data: Option<PathBuf>,
    /// The failure that an answer must survive before it leaves.
    pub durability: Durability,
    /// The size at which a segment is full, in bytes.
    pub segment_bytes: u64,
    /// The number of records between two snapshots; a clean stop takes one more.
    pub snapshot_every: u64,
}

impl StorageOptions {
    /// The default size of a segment, in bytes.
    pub const SEGMENT_BYTES: u64 = 64 << 20;

    /// The default number of records between two snapshots.
    pub const SNAPSHOT_EVERY: u64 = 1_000_000;

    /// Returns options that store nothing.
    pub fn memory() -> Self {
        let (segment_bytes, snapshot_every) = (Self::SEGMENT_BYTES, Self::SNAPSHOT_EVERY);
        Self { data: None, durability: Durability::Fsync, segment_bytes, snapshot_every }
    }
}
