//! The request that starts a session, and its limits.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::LeadId;
use crate::reason::Refusal;

/// The maximum number of leads of a session.
pub const MAX_LEADS: usize = 10_000;

/// The maximum number of lines of a session.
pub const MAX_LINES: u8 = 10;

/// The request that starts a session.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SessionSpec {
    /// The agent who dials.
    pub agent: Box<str>,
    /// The leads, in the order of dialing; each lead once.
    pub leads: Box<[LeadId]>,
    /// How many lines may ring at once, 1 to [`MAX_LINES`].
    pub lines: u8,
}

impl SessionSpec {
    /// Checks the list and the lines, as far as that needs no state.
    ///
    /// # Errors
    ///
    /// The refusal of such a session.
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

    /// Returns a lead that occurs twice in the list. A rising list, the usual case, takes one comparison a lead.
    fn repeated(&self) -> Option<LeadId> {
        if self.leads.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut seen = BTreeSet::new();
        self.leads.iter().copied().find(|lead| !seen.insert(*lead))
    }
}
