//! Places: how far a journal was read, so that reading can go on from there.

use redial_engine::Instant;
use serde::{Deserialize, Serialize};

use crate::chain::Chain;
use crate::header::Header;

/// A place right behind a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JournalPlace {
    /// The journal's first header.
    pub first: Header,
    /// The header of the stretch that the place is in.
    pub last: Header,
    /// The record before it.
    pub seq: u64,
    /// That record's time.
    pub at: Instant,
    /// That record's chain.
    pub chain: Chain,
    /// Where it is, in bytes from the start of the journal.
    pub end: u64,
}
