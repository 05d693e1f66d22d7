//! The CRM log: the mock CRM's entries as lines of JSON. The mock stands for an outside system, so its log outlives the
//! dialer's records.

use std::borrow::Cow;
use std::io::{self, BufRead};

use redial_engine::{ActivityId, CallId, ContactId, CrmSync, Instant, LeadDetails, LeadId, Outcome, State};
use redial_replay::PublicIds;
use redial_sim::{Activity, Contact, MockCrm, StrangeId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lost::{Lost, LostActivity, LostContact};

/// The position up to which the CRM log is written, and the names in it.
#[derive(Debug)]
pub(crate) struct MockCrmLog {
    contacts: usize,
    activities: usize,
    names: PublicIds,
}

/// A CRM log cannot be restored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MockCrmLogError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is damaged, or lacks an entry that the journal names.
    #[error("{0}")]
    Unsound(String),
    /// It contains an entry whose cause is missing from the journal: the journal lost its tail.
    #[error("{0}")]
    Beyond(String),
}

/// A line of the CRM log. An entry numbered after a fork names that fork, because a fork assigns the lost ordinals a
/// second time; keys stay unique.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MockCrmEntry<'a> {
    Contact {
        id: ContactId,
        lead: LeadId,
        at: Instant,
        #[serde(borrow, default)]
        name: Cow<'a, str>,
        #[serde(borrow, default)]
        email: Cow<'a, str>,
        #[serde(borrow, default)]
        phone: Cow<'a, str>,
        #[serde(borrow, default)]
        company: Cow<'a, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fork: Option<Uuid>,
    },
    Activity {
        id: ActivityId,
        call: CallId,
        lead: LeadId,
        contact: ContactId,
        outcome: Outcome,
        at: Instant,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fork: Option<Uuid>,
        /// The fork after which the lead was numbered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lead_fork: Option<Uuid>,
    },
}

impl MockCrmLog {
    /// Begins an empty log.
    #[must_use]
    pub(crate) const fn new(names: PublicIds) -> Self {
        Self { contacts: 0, activities: 0, names }
    }

    /// Returns the entries that are new in the CRM, as lines.
    pub(crate) fn new_lines(&mut self, crm: &MockCrm, state: &State) -> Vec<u8> {
        let mut lines = Vec::new();
        for Contact { id, lead, at } in crm.contacts(self.contacts) {
            let details = state.lead(lead).map(|lead| &*lead.details);
            let text = |field: fn(&redial_engine::LeadDetails) -> &str| details.map_or("", field).into();
            let entry = MockCrmEntry::Contact {
                id,
                lead,
                at,
                name: text(|details| &details.name),
                email: text(|details| &details.email),
                phone: text(|details| &details.phone_number),
                company: text(|details| &details.company),
                fork: self.names.fork_of_lead(lead),
            };
            write(&entry, &mut lines);
        }
        for Activity { id, call, lead, contact, outcome, at } in crm.activities(self.activities) {
            let fork = self.names.fork_of_session(call.session);
            let lead_fork = self.names.fork_of_lead(lead);
            write(&MockCrmEntry::Activity { id, call, lead, contact, outcome, at, fork, lead_fork }, &mut lines);
        }
        (self.contacts, self.activities) = (crm.contact_count(), crm.activity_count());
        lines
    }
}

/// A CRM log that was read back.
#[derive(Debug)]
pub(crate) struct RestoredCrmLog {
    /// The log, ready to be appended to.
    pub crm_log: MockCrmLog,
    /// The entries whose cause is missing from the journal.
    pub lost: Lost,
    /// The length of the whole lines, in bytes.
    pub whole: u64,
}

/// Restores the mock CRM from the log of an earlier process, and judges each line by the dialer's state.
pub(crate) struct MockCrmLogReader<'a> {
    /// The CRM that is restored; it is empty.
    pub crm: &'a mut MockCrm,
    /// The state of the journal beside the log.
    pub state: &'a State,
    /// The UUIDs of the journal.
    pub names: &'a PublicIds,
}

impl MockCrmLogReader<'_> {
    /// Reads to the last whole line, and checks that every CRM answer in the journal is in the log.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or the log does not fit the journal; the error names the line or the missing entry.
    pub(crate) fn read(mut self, mut source: impl BufRead) -> Result<RestoredCrmLog, MockCrmLogError> {
        let (mut line, mut number, mut whole, mut lost) = (Vec::new(), 0_u64, 0, Lost::default());
        loop {
            line.clear();
            source.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                break;
            }
            number += 1;
            whole += line.len() as u64;
            let entry = serde_json::from_slice(&line).map_err(|error| unsound(number, &error.to_string()))?;
            self.take(entry, number, &mut lost)?;
        }
        self.is_all_there().map_err(MockCrmLogError::Unsound)?;
        let (contacts, activities) = (self.crm.contact_count(), self.crm.activity_count());
        Ok(RestoredCrmLog { crm_log: MockCrmLog { contacts, activities, names: self.names.clone() }, lost, whole })
    }

    fn take(&mut self, entry: MockCrmEntry<'_>, number: u64, lost: &mut Lost) -> Result<(), MockCrmLogError> {
        let strange = |error: StrangeId| unsound(number, &error.to_string());
        match entry {
            MockCrmEntry::Contact { id, lead, at, name, email, phone, company, fork }
                if self.names.fork_of_lead(lead) == fork =>
            {
                let Some(known) = self.state.lead(lead) else {
                    return Err(MockCrmLogError::Beyond(format!("a contact of lead {lead} (line {number})")));
                };
                if known.contact.is_some_and(|linked| linked.contact != id) {
                    return Err(unsound(number, &format!("this is not the contact that lead {lead} has")));
                }
                let LeadDetails { name: was, email: at_email, phone_number, company: of, .. } = &*known.details;
                // MockCrmLog of earlier versions do not tell who it is.
                let texts = [(&name, was), (&email, at_email), (&phone, phone_number), (&company, of)];
                if !name.is_empty() && texts.iter().any(|(written, known)| **written != ***known) {
                    return Err(unsound(number, &format!("the contact is not as lead {lead} is")));
                }
                if self.crm.contact(lead).is_some() {
                    return Err(unsound(number, &format!("lead {lead} has a contact already")));
                }
                self.crm.restore_contact(Contact { id, lead, at }).map_err(strange)?;
            }
            MockCrmEntry::Contact { id, lead, at, name, email, phone, company, fork } => {
                let names = self.names.after(fork);
                let [name, email, phone, company] = [name, email, phone, company].map(Cow::into_owned);
                lost.keep_contact(
                    self.crm.contact_count(),
                    LostContact { lead: names.lead(lead), name, email, phone, company },
                );
                self.crm.keep_contact(Contact { id, lead, at }).map_err(strange)?;
            }
            MockCrmEntry::Activity { id, call, lead, contact, outcome, at, fork, .. }
                if self.may_be_asked(call, fork) =>
            {
                let activity = Activity { id, call, lead, contact, outcome, at };
                self.judge(&activity, number)?;
                if self.crm.contact(lead).is_some_and(|known| known != contact) {
                    return Err(unsound(number, &format!("the activity names another contact than lead {lead} has")));
                }
                self.crm.restore_activity(activity).map_err(strange)?;
            }
            MockCrmEntry::Activity { id, call, lead, contact, outcome, at, fork, lead_fork } => {
                let names = self.names.after(fork);
                let lead_name = self.names.after(lead_fork).lead(lead);
                let known = LostActivity { call: names.call(call), lead: lead_name, source: names.activity(call) };
                lost.keep_activity(self.crm.activity_count(), known);
                self.crm.keep_activity(Activity { id, call, lead, contact, outcome, at }).map_err(strange)?;
            }
        }
        Ok(())
    }

    /// Returns true if the dialer has used this key or may still use it. It never uses the key of a call that was
    /// numbered before a fork and lost there: the fork stopped the running sessions, so they place no call with that
    /// number again.
    fn may_be_asked(&self, call: CallId, fork: Option<Uuid>) -> bool {
        let is_known = self.state.call(call).is_some();
        self.names.fork_of_session(call.session) == fork && (is_known || !self.was_before_a_fork(call))
    }

    fn was_before_a_fork(&self, call: CallId) -> bool {
        self.names.forks().iter().any(|fork| call.session.0 < fork.sessions)
    }

    /// Judges an activity by the call of its key. A result is offered only when the record that ended the call is
    /// durable, so an activity of a call that has not ended shows that the journal lost its tail.
    fn judge(&self, activity: &Activity, number: u64) -> Result<(), MockCrmLogError> {
        let Activity { call, lead, outcome, .. } = *activity;
        if self.crm.activity(call).is_some() {
            return Err(unsound(number, &format!("call {call} has an activity already")));
        }
        let known = self.state.call(call);
        match known.and_then(|known| Some((known, known.ending()?.0))) {
            None if known.is_some() && self.is_forked_here() => Ok(()),
            None => Err(MockCrmLogError::Beyond(format!("the end of call {call} (line {number})"))),
            Some((known, _)) if matches!(known.crm, CrmSync::Synced { activity: made } if made != activity.id) => {
                Err(unsound(number, &format!("this is not the activity that call {call} has")))
            }
            Some((known, ended)) if (known.lead, ended) == (lead, outcome) => Ok(()),
            // The fork lost the call's real end and stopped the call; the CRM has the real outcome and rejects another
            // one.
            Some((known, _)) if known.lead == lead && self.was_cut_short(call) => Ok(()),
            Some(_) => Err(unsound(number, &format!("call {call} did not end like that"))),
        }
    }

    /// Returns true when no record follows the last fork.
    fn is_forked_here(&self) -> bool {
        self.names.forks().last().is_some_and(|fork| fork.at == self.state.seq())
    }

    /// Returns true for a call that may have been ringing at a fork: its session is older than the fork, and no sync of
    /// it is recorded.
    fn was_cut_short(&self, call: CallId) -> bool {
        let is_synced = self.state.call(call).is_some_and(|known| matches!(known.crm, CrmSync::Synced { .. }));
        self.was_before_a_fork(call) && !is_synced
    }

    /// Checks that the CRM has every contact and activity that the dialer's state names.
    fn is_all_there(&self) -> Result<(), String> {
        for (lead, known) in (0..).map(LeadId).zip(self.state.leads()) {
            if known.contact.is_some_and(|linked| self.crm.contact(lead) != Some(linked.contact)) {
                return Err(format!("the contact of lead {lead} is missing"));
            }
        }
        for (session, known) in self.state.numbered_sessions() {
            for (n, call) in (0..).zip(known.calls()) {
                let id = CallId::new(session, n);
                let CrmSync::Synced { activity } = call.crm else { continue };
                if self.crm.activity(id).map(|made| made.id) != Some(activity) {
                    return Err(format!("the activity of call {id} is missing"));
                }
            }
        }
        Ok(())
    }
}

fn unsound(line: u64, what: &str) -> MockCrmLogError {
    MockCrmLogError::Unsound(format!("line {line}: {what}"))
}

fn write(entry: &MockCrmEntry<'_>, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, entry).expect("plain data can be written to memory");
    out.push(b'\n');
}
