//! Asks: effects with every detail that an adapter needs.

use std::sync::Arc;

use redial_engine::{CallId, ContactId, Effect, Instant, LeadDetails, LeadId, Outcome, State};

/// A request to the world. A repeat under the same key (the call or the lead) requests the same thing: an adapter that
/// has executed it answers again and does nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Ring the lead.
    Dial {
        /// The key.
        call: CallId,
        /// The lead.
        lead: LeadId,
        /// The number: in E.164 if it parses, else as it was given.
        number: Box<str>,
        /// The lead's details.
        details: Arc<LeadDetails>,
    },
    /// End the call, ringing or answered.
    HangUp {
        /// The key.
        call: CallId,
        /// The lead.
        lead: LeadId,
        /// The lead's details.
        details: Arc<LeadDetails>,
    },
    /// Make the lead's contact in the CRM, or find it.
    UpsertContact {
        /// The key.
        lead: LeadId,
        /// The call whose sync asks.
        call: CallId,
        /// The attempt of that sync, from 1.
        attempt: u8,
        /// The lead's details.
        details: Arc<LeadDetails>,
    },
    /// Make the call's activity in the CRM, or find it.
    CreateActivity {
        /// The key.
        call: CallId,
        /// The attempt of the call's sync, from 1.
        attempt: u8,
        /// The lead.
        lead: LeadId,
        /// The lead's details.
        details: Arc<LeadDetails>,
        /// The lead's contact.
        contact: ContactId,
        /// How the call ended.
        outcome: Outcome,
        /// When the call began.
        started_at: Instant,
        /// When the call ended.
        ended_at: Instant,
    },
    /// Look the lead up at the enrichment service.
    Enrich {
        /// The key.
        lead: LeadId,
        /// The lead's details.
        details: Arc<LeadDetails>,
    },
}

impl Ask {
    /// Adds to an effect the details that the dialer's state holds.
    ///
    /// # Panics
    ///
    /// The effect is of another dialer: the state lacks its call or its lead.
    #[must_use]
    pub fn of(effect: Effect, state: &State) -> Self {
        let details =
            |lead: LeadId| Arc::clone(&state.lead(lead).expect("an effect names a lead that was added").details);
        let placed = |call: CallId| state.call(call).expect("an effect names a call that was placed");
        match effect {
            Effect::Dial { call, lead } => {
                let details = details(lead);
                let number = details.phone_e164.as_ref().unwrap_or(&details.phone_number).clone();
                Self::Dial { call, lead, number, details }
            }
            Effect::HangUp { call } => {
                let lead = placed(call).lead;
                Self::HangUp { call, lead, details: details(lead) }
            }
            Effect::UpsertContact { lead, call, attempt } => {
                Self::UpsertContact { lead, call, attempt, details: details(lead) }
            }
            Effect::CreateActivity { call, attempt } => {
                let placed = placed(call);
                let (lead, started_at) = (placed.lead, placed.started_at);
                let (outcome, ended_at) = placed.ending().expect("an activity is requested after its call has ended");
                let linked = state.lead(lead).and_then(|known| known.contact);
                let contact = linked.expect("an activity is requested after its contact is linked").contact;
                let details = details(lead);
                Self::CreateActivity { call, attempt, lead, details, contact, outcome, started_at, ended_at }
            }
            Effect::Enrich { lead } => Self::Enrich { lead, details: details(lead) },
        }
    }
}
