//! Recovery: the state of a journal, folded from its transitions alone.

use std::io::BufRead;

use redial_engine::State;

use crate::chain::Chain;
use crate::damage::{DamageKind, ReadError};
use crate::header::Header;
use crate::reader::{LineKind, Reader, Tail};

/// The fold of a whole journal.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The state after the last whole record.
    pub state: State,
    /// The first header.
    pub header: Header,
    /// The chain of the last whole line: the fingerprint of the journal.
    pub chain: Chain,
    /// The number of records.
    pub records: u64,
    /// The end of the journal: clean, or torn.
    pub tail: Tail,
}

/// Folds a journal. No rule runs and no input is parsed, so journals written under older rules recover as well.
///
/// # Errors
///
/// The source cannot be read, or a line is damaged, or a transition cannot follow the ones before it.
pub fn recover<R: BufRead>(mut reader: Reader<R>) -> Result<Recovered, ReadError> {
    if reader.header().extract.is_some() {
        return Err(reader.damage(DamageKind::Extract).into());
    }
    let mut state = State::new(reader.header().config);
    let mut transitions = Vec::new();
    while let Some(kind) = reader.read()? {
        match kind {
            LineKind::Header => {}
            LineKind::Record => {
                reader.check()?;
                let record = reader.stored();
                record.transitions_into(&mut transitions)?;
                record.fold_into(&mut state, &transitions)?;
            }
        }
    }
    Ok(Recovered {
        state,
        header: reader.header().clone(),
        chain: reader.chain(),
        records: reader.seq(),
        tail: reader.tail(),
    })
}
