//! Duplicate leads: the same phone number or the same e-mail address.

use std::collections::HashMap;
use std::fmt;

use redial_engine::{LeadDetails, LeadId};

use super::FilePosition;
use super::quoted::quoted;

/// The lead that had a number or an address first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Original {
    /// A lead of the dialer.
    Lead(LeadId),
    /// An earlier row of the same file.
    Row(FilePosition),
}

/// A field that two leads share.
#[derive(Debug, PartialEq, Eq)]
pub struct Duplicate {
    field: &'static str,
    value: String,
    /// The lead that had it first.
    pub original: Original,
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.value)
    }
}

/// The numbers and addresses of the leads so far.
#[derive(Debug, Default)]
pub struct SeenLeads {
    phones: HashMap<Box<str>, Original>,
    emails: HashMap<String, Original>,
}

impl SeenLeads {
    /// Adds a lead; a number or an address that is already known stays with its original.
    pub fn note(&mut self, lead: &LeadDetails, original: Original) {
        if let Some(phone) = &lead.phone_e164 {
            self.phones.entry(phone.clone()).or_insert(original);
        }
        if let Some(email) = address(lead) {
            self.emails.entry(email).or_insert(original);
        }
    }

    /// Returns a field that the lead shares with an earlier one. A number that does not parse equals no other.
    pub fn duplicate(&self, lead: &LeadDetails) -> Option<Duplicate> {
        let phone = lead.phone_e164.as_ref().and_then(|phone| self.phones.get(phone));
        let duplicate =
            |field, value, original: &Original| Duplicate { field, value: quoted(value), original: *original };
        phone.map(|original| duplicate("phone_number", &lead.phone_number, original)).or_else(|| {
            let original = self.emails.get(&address(lead)?)?;
            Some(duplicate("email", &lead.email, original))
        })
    }
}

/// Returns the comparable form of an e-mail address. Real lists are full of "n/a", which is no address.
fn address(lead: &LeadDetails) -> Option<String> {
    let email = lead.email.trim();
    email.contains('@').then(|| email.to_lowercase())
}
