//! Recovery: folds the records of a stored journal into a state, line by line, from the first record or from a
//! snapshot.

use std::sync::Arc;

use redial_engine::{State, Transition};
use redial_replay::{Damage, Header, JournalLine, JournalPlace};
use redial_store::snapshot::{BadSnapshot, Snapshot};

use crate::archive::{Archive, IndexEntry};

/// The state and the index after the records so far.
pub(super) struct Recovery {
    pub(super) state: State,
    pub(super) archive: Arc<Archive>,
    transitions: Vec<Transition>,
}

impl Recovery {
    /// Begins after the first header, which has `bytes` bytes.
    pub(super) fn new(header: &Header, bytes: u64, archive: Arc<Archive>) -> Self {
        archive.note_header(bytes);
        Self { state: State::new(header.config), archive, transitions: Vec::new() }
    }

    /// Begins at a snapshot; returns its place.
    pub(super) fn from(snapshot: Snapshot, archive: Arc<Archive>) -> Result<(Self, JournalPlace), BadSnapshot> {
        let Snapshot { place, state, index } = snapshot;
        if !archive.restore_index(&index, &place) {
            let file = format!("the index of record {}", place.seq);
            return Err(BadSnapshot { file, what: "it does not fit its snapshot".to_owned() });
        }
        Ok((Self { state, archive, transitions: Vec::new() }, place))
    }

    /// Folds the next line.
    pub(super) fn take(&mut self, line: &JournalLine<'_>) -> Result<(), Damage> {
        match line {
            JournalLine::Header { bytes, .. } => self.archive.note_header(bytes.len() as u64),
            JournalLine::Record(record) => {
                record.transitions_into(&mut self.transitions)?;
                record.fold_into(&mut self.state, &self.transitions)?;
                self.archive.note([IndexEntry::new(record.bytes.len() as u64, &self.transitions)]);
            }
        }
        Ok(())
    }
}
