//! The entries of the mock CRM whose cause the journal lost: an outside system keeps them, although the dialer lost its
//! records.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

/// The entries of the CRM log whose lead or call is missing from the journal, by their position in the log. The dialer
/// never asks for them again.
#[derive(Debug, Default)]
pub struct Lost {
    contacts: BTreeMap<usize, Arc<LostContact>>,
    activities: BTreeMap<usize, LostActivity>,
}

/// The lead for which a contact was made.
#[derive(Debug)]
pub struct LostContact {
    /// The id that the lead had.
    pub lead: Uuid,
    /// The person's name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their phone number.
    pub phone: String,
    /// The company that they work for.
    pub company: String,
}

/// The call for which an activity was made.
#[derive(Clone, Copy, Debug)]
pub struct LostActivity {
    /// The id that the call had.
    pub call: Uuid,
    /// The id that the lead has or had.
    pub lead: Uuid,
    /// The id that the app's own activity had, which is the key.
    pub source: Uuid,
}

impl Lost {
    /// Returns the lead of a contact, if the journal lost it.
    #[must_use]
    pub fn contact(&self, place: usize) -> Option<&Arc<LostContact>> {
        self.contacts.get(&place)
    }

    /// Returns the call of an activity, if the journal lost it.
    #[must_use]
    pub fn activity(&self, place: usize) -> Option<LostActivity> {
        self.activities.get(&place).copied()
    }

    /// Returns the number of contacts and the number of activities.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.contacts.len(), self.activities.len())
    }

    pub(crate) fn keep_contact(&mut self, place: usize, contact: LostContact) {
        self.contacts.insert(place, Arc::new(contact));
    }

    pub(crate) fn keep_activity(&mut self, place: usize, activity: LostActivity) {
        self.activities.insert(place, activity);
    }
}
