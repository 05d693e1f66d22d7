//! A reference to a call in the dialer's state: the data that luck depends on, read on demand.

use redial_engine::{Call, CallId, ContactId, Industry, Instant, Lead, LeadId, Outcome, State};

/// A call that an effect names, and its lead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallRef<'a> {
    pub(crate) id: CallId,
    placed: &'a Call,
    lead: &'a Lead,
}

impl<'a> CallRef<'a> {
    /// Finds the call that an effect names. `state` is the state after the step that asked for it, or a later one.
    #[inline]
    pub(crate) fn of(call: CallId, state: &'a State) -> Self {
        let placed = state.call(call).expect("an effect names a call that was placed");
        Self { id: call, placed, lead: &state.leads()[placed.lead.index()] }
    }

    #[inline]
    pub(crate) fn lead(&self) -> LeadId {
        self.placed.lead
    }

    /// Returns its place among the lead's calls, from 0.
    #[inline]
    pub(crate) fn nth(&self) -> u16 {
        let nth = self.lead.calls.iter().rposition(|other| *other == self.id).expect("a lead knows its calls");
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

    /// Returns the data of the CRM's activity: the lead's contact and the call's outcome.
    #[inline]
    pub(crate) fn result(&self) -> (ContactId, Outcome) {
        let linked = self.lead.contact.expect("the dialer requests an activity after its contact");
        let (outcome, _) = self.placed.ending().expect("the dialer requests an activity after the call");
        (linked.contact, outcome)
    }
}
