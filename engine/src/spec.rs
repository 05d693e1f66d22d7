//! What a session is asked to do, and what no session may be asked.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::LeadId;
use crate::reason::Refusal;

/// The most leads that a session takes.
pub const MAX_LEADS: usize = 10_000;

/// The most lines that a session rings at once.
pub const MAX_LINES: u8 = 10;

/// What was asked for when a session was started.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SessionSpec {
    /// Who dials.
    pub agent: Box<str>,
    /// Whom, in this order; each lead once.
    pub leads: Box<[LeadId]>,
    /// How many lines may ring at once, 1 to [`MAX_LINES`].
    pub lines: u8,
}

impl SessionSpec {
    /// Returns what is wrong with the list or the lines, whatever the world is like.
    ///
    /// # Errors
    ///
    /// The refusal that a session of this kind meets.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.leads.is_empty() {
            return Err(Refusal::NoLeads);
        }
        if self.leads.len() > MAX_LEADS {
            return Err(Refusal::TooManyLeads);
        }
        if !(1..=MAX_LINES).contains(&self.lines) {
            return Err(Refusal::LinesOutOfRange(self.lines));
        }
        self.repeated().map_or(Ok(()), |lead| Err(Refusal::RepeatedLead(lead)))
    }

    /// Returns a lead that stands twice in the list. A rising list, the usual case, is seen through at once.
    fn repeated(&self) -> Option<LeadId> {
        if self.leads.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut seen = BTreeSet::new();
        self.leads.iter().copied().find(|lead| !seen.insert(*lead))
    }
}
