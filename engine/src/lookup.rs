//! Questions to a state that span several of its parts.

use crate::id::LeadId;
use crate::key::KeyUse;
use crate::person::Person;
use crate::state::State;
use crate::time::Instant;

impl State {
    /// Returns the person behind a lead. The lead must exist.
    #[must_use]
    pub fn person_of(&self, lead: LeadId) -> &Person {
        &self.people()[self.leads()[lead.index()].person.index()]
    }

    /// Returns true if the lead's person is on no line. The lead must exist.
    #[must_use]
    pub fn is_free(&self, lead: LeadId) -> bool {
        self.person_of(lead).line.is_none()
    }

    /// Returns the use of a key within the 24 hours before `now`, or before the last record if that is later.
    #[must_use]
    pub fn key_use(&self, key: &str, now: Instant) -> Option<&KeyUse> {
        self.keys().find(key, self.now().max(now))
    }

    /// Returns every use of a key in memory, oldest first; the oldest may be over.
    pub fn key_uses(&self) -> impl ExactSizeIterator<Item = &KeyUse> {
        self.keys().uses()
    }

    /// Returns the leads about which the enrichment service was asked and has not answered, each with its deadline.
    pub fn open_enrichments(&self) -> impl Iterator<Item = (LeadId, Instant)> + '_ {
        self.enrichments.iter().map(|(lead, deadline)| (*lead, *deadline))
    }

    /// Returns true while the enrichment service owes an answer about the lead.
    #[must_use]
    pub fn has_open_enrichment(&self, lead: LeadId) -> bool {
        self.enrichments.contains_key(&lead)
    }
}
