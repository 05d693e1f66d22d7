//! Leads that are there already: the same phone number, or the same e-mail address.

use std::collections::HashMap;
use std::fmt;

use redial_engine::{LeadDetails, LeadId};

use super::Place;
use super::shown::quoted;

/// Whom a number or an address was seen at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A lead of the dialer.
    Lead(LeadId),
    /// An earlier row of the same file.
    Row(Place),
}

/// What two leads have in common.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Twin {
    field: &'static str,
    value: String,
    /// Who had it first.
    pub(crate) whose: Whose,
}

impl fmt::Display for Twin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.value)
    }
}

/// The numbers and addresses that were seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    phones: HashMap<Box<str>, Whose>,
    emails: HashMap<String, Whose>,
}

impl Seen {
    /// Takes note of a lead; what was seen before stays with whom it was seen at first.
    pub(crate) fn note(&mut self, lead: &LeadDetails, whose: Whose) {
        if let Some(phone) = &lead.phone_e164 {
            self.phones.entry(phone.clone()).or_insert(whose);
        }
        if let Some(email) = address(lead) {
            self.emails.entry(email).or_insert(whose);
        }
    }

    /// Returns what the lead has in common with one that was seen. A number that does not parse equals none.
    pub(crate) fn twin(&self, lead: &LeadDetails) -> Option<Twin> {
        let phone = lead.phone_e164.as_ref().and_then(|phone| self.phones.get(phone));
        let twin = |field, value, whose: &Whose| Twin { field, value: quoted(value), whose: *whose };
        phone.map(|whose| twin("phone_number", &lead.phone_number, whose)).or_else(|| {
            let whose = self.emails.get(&address(lead)?)?;
            Some(twin("email", &lead.email, whose))
        })
    }
}

/// Returns what is compared of an e-mail address; lists are full of "n/a", which is nobody's.
fn address(lead: &LeadDetails) -> Option<String> {
    let email = lead.email.trim();
    email.contains('@').then(|| email.to_lowercase())
}
