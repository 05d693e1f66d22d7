//! Recovery: the state that a journal leads to, from its transitions alone.

use std::io::BufRead;

use redial_engine::State;

use crate::chain::Chain;
use crate::damage::{DamageKind, ReadError};
use crate::header::Header;
use crate::reader::{LineKind, Reader, Tail};

/// What a journal came to.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The state after the last whole record.
    pub state: State,
    /// The first header.
    pub header: Header,
    /// The chain of the last whole line: the fingerprint of the journal.
    pub chain: Chain,
    /// How many records there are.
    pub records: u64,
    /// How the journal ends.
    pub tail: Tail,
}

/// Folds a journal. No rule runs, so journals of older rules recover as well; the inputs are not even parsed.
///
/// # Errors
///
/// The source cannot be read, or a line is damaged, or holds a transition that cannot follow.
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
