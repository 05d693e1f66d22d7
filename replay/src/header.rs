//! The first line of a journal, and of every stretch that another process appended to it.

use redial_engine::{Config, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::chain::Chain;

/// The major version of the journal's form. A reader refuses any other.
pub const SCHEMA_MAJOR: u32 = 1;

/// Who writes, by which rules, with which settings. The fields stand in this order in the line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The major version of the form: [`SCHEMA_MAJOR`].
    pub redial: u32,
    /// The journal's own id; every header of one journal has the same.
    pub journal: Uuid,
    /// What the journal's times count from: ISO 8601 in UTC, kept exactly as it was written.
    pub epoch: String,
    /// The version of the engine that wrote.
    pub engine: String,
    /// The version of the engine's rules.
    pub rules: u32,
    /// The settings in force.
    pub config: Config,
    /// The world that was simulated, as its owner wrote it; this crate does not look inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Box<RawValue>>,
    /// The seed of the simulated world.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Which of many runs with that seed this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u64>,
    /// Present when the file holds the records of one session only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extract: Option<Excerpt>,
    /// Every fork so far, oldest first: where what was sound of a damaged journal went on in a directory of its own. What is numbered
    /// after one has names of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forks: Vec<Fork>,
    /// The chain of the line before this one; zeros in the first line of a journal.
    pub prev: Chain,
}

/// What an extract was narrowed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excerpt {
    /// The session whose records it holds.
    pub session: SessionId,
}

/// A place where a journal lost its end and went on. Whatever was lost may be known outside, so its names are never given again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fork {
    /// The fork's own id; names are derived from it.
    pub id: Uuid,
    /// The last record that was sound.
    pub at: u64,
    /// How many leads there were.
    pub leads: u32,
    /// How many sessions there were.
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

    /// Returns true when the journal was forked at this record, its last one, and was not begun again since: a start adds a record.
    #[must_use]
    pub fn is_forked_at(&self, tip: u64) -> bool {
        self.forks.last().is_some_and(|fork| fork.at == tip)
    }
}
