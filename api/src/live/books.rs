//! The mock CRM's own books on disk: a system outside, which remembers what it accepted whatever becomes of the dialer.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use redial_engine::{ActivityId, CallId, ContactId, CrmSync, Instant, LeadId, Outcome, State};
use redial_sim::{Activity, Contact, MockCrm};
use serde::{Deserialize, Serialize};

/// How far the books are written.
#[derive(Debug, Default)]
pub(crate) struct Books {
    contacts: usize,
    activities: usize,
}

/// A line of the books.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry<'a> {
    Contact {
        id: ContactId,
        lead: LeadId,
        at: Instant,
        #[serde(borrow, default)]
        name: std::borrow::Cow<'a, str>,
        #[serde(borrow, default)]
        email: std::borrow::Cow<'a, str>,
        #[serde(borrow, default)]
        phone: std::borrow::Cow<'a, str>,
        #[serde(borrow, default)]
        company: std::borrow::Cow<'a, str>,
    },
    Activity {
        id: ActivityId,
        call: CallId,
        lead: LeadId,
        contact: ContactId,
        outcome: Outcome,
        at: Instant,
    },
}

impl Books {
    /// Gives the books of an earlier process back to the CRM; returns how many bytes of them are whole lines.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or a whole line is no entry; the error names the line.
    pub(crate) fn restore(mut source: impl BufRead, crm: &mut MockCrm) -> io::Result<(Self, u64)> {
        let (mut line, mut number, mut whole) = (Vec::new(), 0_u64, 0);
        loop {
            line.clear();
            source.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                return Ok((Self { contacts: crm.contacts().len(), activities: crm.activities().len() }, whole));
            }
            number += 1;
            whole += line.len() as u64;
            match serde_json::from_slice(&line) {
                Ok(Entry::Contact { id, lead, at, .. }) => crm.restore_contact(Contact { id, lead, at }),
                Ok(Entry::Activity { id, call, lead, contact, outcome, at }) => {
                    crm.restore_activity(Activity { id, call, lead, contact, outcome, at });
                }
                Err(error) => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, format!("line {number}: {error}")));
                }
            }
        }
    }

    /// Writes down what is new in the CRM.
    pub(crate) fn note(&mut self, crm: &MockCrm, state: &State, out: &mut Vec<u8>) {
        for contact in &crm.contacts()[self.contacts..] {
            let details = state.lead(contact.lead).map(|lead| &*lead.details);
            let text = |field: fn(&redial_engine::LeadDetails) -> &str| details.map_or("", field).into();
            let entry = Entry::Contact {
                id: contact.id,
                lead: contact.lead,
                at: contact.at,
                name: text(|details| &details.name),
                email: text(|details| &details.email),
                phone: text(|details| &details.phone_number),
                company: text(|details| &details.company),
            };
            write(&entry, out);
        }
        for &Activity { id, call, lead, contact, outcome, at } in &crm.activities()[self.activities..] {
            write(&Entry::Activity { id, call, lead, contact, outcome, at }, out);
        }
        (self.contacts, self.activities) = (crm.contacts().len(), crm.activities().len());
    }
}

/// Compares the CRM's books with what the dialer knows of them: whatever it was told must be there.
pub(crate) fn check(state: &State, crm: &MockCrm) -> Result<(), String> {
    let contacts: BTreeMap<_, _> = crm.contacts().iter().map(|contact| (contact.lead, contact.id)).collect();
    let activities: BTreeMap<_, _> = crm.activities().iter().map(|activity| (activity.call, activity.id)).collect();
    for (lead, known) in (0..).map(LeadId).zip(state.leads()) {
        if known.contact.is_some_and(|linked| contacts.get(&lead) != Some(&linked.contact)) {
            return Err(format!("the contact of lead {lead} is missing"));
        }
    }
    for (session, known) in state.numbered_sessions() {
        for (n, call) in (0..).zip(known.calls()) {
            let id = CallId::new(session, n);
            if matches!(call.crm, CrmSync::Synced { activity } if activities.get(&id) != Some(&activity)) {
                return Err(format!("the activity of call {id} is missing"));
            }
        }
    }
    Ok(())
}

fn write(entry: &Entry<'_>, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, entry).expect("plain data can be written to memory");
    out.push(b'\n');
}
