//! Places in a journal, from which a reader can resume.

use redial_engine::Instant;
use serde::{Deserialize, Serialize};

use crate::chain::Chain;
use crate::header::Header;

/// The place directly after a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JournalPlace {
    /// The journal's first header.
    pub first: Header,
    /// The last header before the place.
    pub last: Header,
    /// The seq of the record before the place.
    pub seq: u64,
    /// That record's time.
    pub at: Instant,
    /// That record's chain.
    pub chain: Chain,
    /// The offset of the place, in bytes from the start of the journal.
    pub end: u64,
}
