//! What the mock CRM knows of a past that the journal lost: a system outside forgets nothing because the dialer did.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

/// Entries of the CRM's books whose lead or call is not in the journal any more, by their place. Nobody is asked for them again.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    contacts: BTreeMap<usize, Arc<LostContact>>,
    activities: BTreeMap<usize, LostActivity>,
}

/// Whom a contact was made for.
#[derive(Debug)]
pub(crate) struct LostContact {
    /// The name that the lead had.
    pub(crate) lead: Uuid,
    /// The person's name.
    pub(crate) name: String,
    /// Their e-mail address.
    pub(crate) email: String,
    /// Their phone number.
    pub(crate) phone: String,
    /// Where they work.
    pub(crate) company: String,
}

/// What an activity was made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LostActivity {
    /// The name that the call had.
    pub(crate) call: Uuid,
    /// The name that the lead has, or had.
    pub(crate) lead: Uuid,
    /// The name that the app's own activity had: the key.
    pub(crate) source: Uuid,
}

impl Lost {
    /// Returns whom a contact was made for, if that was lost.
    pub(crate) fn contact(&self, place: usize) -> Option<&Arc<LostContact>> {
        self.contacts.get(&place)
    }

    /// Returns what an activity was made for, if that was lost.
    pub(crate) fn activity(&self, place: usize) -> Option<LostActivity> {
        self.activities.get(&place).copied()
    }

    /// Returns how many contacts and activities there are.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.contacts.len(), self.activities.len())
    }

    pub(super) fn keep_contact(&mut self, place: usize, contact: LostContact) {
        self.contacts.insert(place, Arc::new(contact));
    }

    pub(super) fn keep_activity(&mut self, place: usize, activity: LostActivity) {
        self.activities.insert(place, activity);
    }
}
