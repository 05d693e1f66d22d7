//! A call, as the weather knows it: what luck depends on, read from the dialer's state when it is asked for.

use redial_engine::{Call, CallId, ContactId, Industry, Instant, Lead, LeadId, Outcome, State};

/// A call that the dialer speaks of, and whom it rings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring<'a> {
    pub(crate) call: CallId,
    placed: &'a Call,
    lead: &'a Lead,
}

impl<'a> Ring<'a> {
    /// Finds a call that an effect speaks of; `state` is the one in which the effect is owed, or was.
    #[inline]
    pub(crate) fn of(call: CallId, state: &'a State) -> Self {
        let placed = state.call(call).expect("an effect speaks of a call that was placed");
        Self { call, placed, lead: &state.leads()[placed.lead.index()] }
    }

    #[inline]
    pub(crate) fn lead(&self) -> LeadId {
        self.placed.lead
    }

    /// Returns which call of the lead it is, from 0.
    #[inline]
    pub(crate) fn nth(&self) -> u16 {
        let nth = self.lead.calls.iter().rposition(|other| *other == self.call).expect("a lead knows its calls");
        u16::try_from(nth).unwrap_or(u16::MAX)
    }

    #[inline]
    pub(crate) fn placed_at(&self) -> Instant {
        self.placed.started_at
    }

    #[inline]
    pub(crate) fn industry(&self) -> Industry {
        self.lead.details.industry
    }

    /// Returns what the CRM is told: the lead's contact, and how the call ended.
    #[inline]
    pub(crate) fn result(&self) -> (ContactId, Outcome) {
        let linked = self.lead.contact.expect("an activity is asked for after its contact");
        let (outcome, _) = self.placed.ending().expect("an activity is asked for after the call");
        (linked.contact, outcome)
    }
}
