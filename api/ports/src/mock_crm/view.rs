//! What others see of the mock CRM: its durable entries.

use redial_engine::CallId;
use redial_sim::{Activity, Contact, MockCrm};

/// The mock CRM as others see it. An entry that its log may still lose is not shown: after a crash the CRM could give
/// its id to another one.
#[derive(Clone, Copy, Debug)]
pub struct MockCrmView<'a> {
    crm: &'a MockCrm,
    shown: EntryCounts,
}

/// The numbers of contacts and of activities.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct EntryCounts {
    contacts: usize,
    activities: usize,
}

impl EntryCounts {
    /// Counts every entry.
    pub(crate) fn of(crm: &MockCrm) -> Self {
        Self { contacts: crm.contact_count(), activities: crm.activity_count() }
    }
}

impl<'a> MockCrmView<'a> {
    /// Shows the first entries of each kind, so many.
    pub(crate) const fn new(crm: &'a MockCrm, shown: EntryCounts) -> Self {
        Self { crm, shown }
    }

    /// Returns the number of contacts.
    #[must_use]
    pub const fn contact_count(self) -> usize {
        self.shown.contacts
    }

    /// Returns the number of activities.
    #[must_use]
    pub const fn activity_count(self) -> usize {
        self.shown.activities
    }

    /// Returns the contacts from a place, oldest first.
    pub fn contacts(self, from: usize) -> impl Iterator<Item = Contact> + 'a {
        self.crm.contacts(from).take(self.shown.contacts.saturating_sub(from))
    }

    /// Returns the activities from a place, oldest first.
    pub fn activities(self, from: usize) -> impl Iterator<Item = Activity> + 'a {
        self.crm.activities(from).take(self.shown.activities.saturating_sub(from))
    }

    /// Returns the activity of a call, if there is one.
    #[must_use]
    pub fn activity(self, call: CallId) -> Option<Activity> {
        let mut hidden = self.crm.activities(self.shown.activities);
        self.crm.activity(call).filter(|made| hidden.all(|activity| activity.id != made.id))
    }
}
