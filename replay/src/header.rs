//! The header: the first line of a journal, and the first line that each later process appended.

use redial_engine::{Config, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::chain::Chain;

/// The major version of the journal's format. A reader rejects every other major version.
pub const SCHEMA_MAJOR: u32 = 1;

/// The writer, its rules and its settings. The line has the fields in this order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The major version of the format: [`SCHEMA_MAJOR`].
    pub redial: u32,
    /// The journal's id, equal in all headers of the journal.
    pub journal: Uuid,
    /// The instant from which the journal's times count: ISO 8601 in UTC, kept exactly as it was written.
    pub epoch: String,
    /// The version of the engine that wrote the records.
    pub engine: String,
    /// The version of the engine's rules.
    pub rules: u32,
    /// The settings in force.
    pub config: Config,
    /// The simulated scenario, opaque to this crate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Box<RawValue>>,
    /// The seed of the simulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The number of the run with that seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u64>,
    /// Present if the file is an extract: the records of one session only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extract: Option<Excerpt>,
    /// Every fork so far, oldest first. A fork is a place where the sound part of a damaged journal was continued in
    /// another directory. Ordinals assigned after a fork have other public ids than the lost ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forks: Vec<Fork>,
    /// The chain of the line before this one; zeros in the first line of a journal.
    pub prev: Chain,
}

/// The scope of an extract.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excerpt {
    /// The session whose records the extract holds.
    pub session: SessionId,
}

/// A place where a journal lost its tail and was continued. The lost public ids may be known outside, so they are never
/// assigned a second time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fork {
    /// The fork's id, from which the public ids of later ordinals are derived.
    pub id: Uuid,
    /// The seq of the last sound record.
    pub at: u64,
    /// The number of leads at the fork.
    pub leads: u32,
    /// The number of sessions at the fork.
    pub sessions: u32,
}

impl Header {
    /// Returns the header of a new journal that this engine writes.
    #[must_use]
    pub fn new(journal: Uuid, epoch: impl Into<String>, config: Config) -> Self {
        Self {
            redial: SCHEMA_MAJOR,
            journal,
            epoch: epoch.into(),
            engine: redial_engine::VERSION.to_owned(),
            rules: redial_engine::RULES,
            config,
            scenario: None,
            seed: None,
            run: None,
            extract: None,
            forks: Vec::new(),
            prev: Chain::ZERO,
        }
    }

    /// Returns true if the journal was forked at `tip`, the seq of its last record, and no server has started on it
    /// since: a start appends a record.
    #[must_use]
    pub fn is_forked_at(&self, tip: u64) -> bool {
        self.forks.last().is_some_and(|fork| fork.at == tip)
    }
}
