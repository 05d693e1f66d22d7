//! The whole state of a dialer, and the one function that changes it.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::call::Call;
use crate::config::Config;
use crate::due::{Due, DueIndex, Wait};
use crate::id::{CallId, LeadId, PersonId, SessionId};
use crate::key::{KeyUse, Keys};
use crate::lead::{Lead, LeadDetails, Linked};
use crate::list;
use crate::person::Person;
use crate::session::Session;
use crate::time::Instant;
use crate::transition::Transition;

/// Leads, people and sessions after a number of records.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct State {
    pub(crate) config: Config,
    pub(crate) now: Option<Instant>,
    pub(crate) seq: u64,
    pub(crate) leads: Vec<Lead>,
    pub(crate) people: Vec<Person>,
    pub(crate) phones: BTreeMap<Box<str>, PersonId>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) due: DueIndex,
    pub(crate) keys: Keys,
    /// The deadlines of the open requests to the enrichment service: they are few, so leads have no field for them.
    pub(crate) enrichments: BTreeMap<LeadId, Instant>,
    /// The memory of a session's calls, for the next session of a rewound world; always empty.
    spare: Vec<Call>,
}

/// A point before the first session, to which a dialer can be rewound.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    now: Option<Instant>,
    seq: u64,
}

impl State {
    /// Returns the state before the first record.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config, ..Self::default() }
    }

    /// Returns the settings in force.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the time of the last record; the epoch before the first.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now.unwrap_or(Instant::EPOCH)
    }

    /// Returns the seq of the last record: the number of records so far.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// Returns all leads, in the order in which they were added.
    #[must_use]
    pub fn leads(&self) -> &[Lead] {
        &self.leads
    }

    /// Returns one lead, if it exists.
    #[must_use]
    pub fn lead(&self, lead: LeadId) -> Option<&Lead> {
        self.leads.get(lead.index())
    }

    /// Returns all people.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Returns all sessions, oldest first.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Returns all sessions with their ids, oldest first.
    pub fn numbered_sessions(&self) -> impl Iterator<Item = (SessionId, &Session)> {
        (0..).map(SessionId).zip(&self.sessions)
    }

    /// Returns one session, if it exists.
    #[must_use]
    pub fn session(&self, session: SessionId) -> Option<&Session> {
        self.sessions.get(session.index())
    }

    /// Returns one call, if it was ever placed.
    #[must_use]
    pub fn call(&self, call: CallId) -> Option<&Call> {
        self.session(call.session)?.calls().get(usize::from(call.n))
    }

    pub(crate) const fn keys(&self) -> &Keys {
        &self.keys
    }

    fn person_of_mut(&mut self, lead: LeadId) -> &mut Person {
        &mut self.people[self.leads[lead.index()].person.index()]
    }

    /// Returns the next deadline.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.due.first().map(|due| due.at)
    }

    /// Returns every wait, soonest first; ties by call, the line before the sync, and then by lead.
    pub fn dues(&self) -> impl Iterator<Item = Due> + '_ {
        self.due.iter()
    }

    /// Begins the next record at `now`, or at the last record's time if that is later, and returns its time.
    pub(crate) fn advance(&mut self, now: Instant) -> Instant {
        let at = self.now().max(now);
        self.now = Some(at);
        self.seq += 1;
        at
    }

    /// Returns the soonest wait that ends at or before `at`. The index caches a lower bound, which never affects the
    /// result.
    #[inline(always)]
    pub(crate) fn due_by(&mut self, at: Instant) -> Option<Due> {
        self.due.first_by(at)
    }

    /// Applies one transition: the only mutation of a state.
    #[inline(always)]
    pub(crate) fn apply(&mut self, at: Instant, transition: &Transition) {
        match transition {
            Transition::Resumed(resumption) => self.config = resumption.config,
            Transition::KeyUsed(by) => self.keys.note(KeyUse { by: Arc::clone(by), seq: self.seq, at }),
            Transition::LeadAdded { details, .. } => self.add_lead(at, details),
            Transition::LeadEnriched { lead, data } => {
                self.close_enrichment(*lead);
                self.leads[lead.index()].enrichment = Some(Arc::clone(data));
            }
            Transition::EnrichmentRequested { lead, deadline } => {
                self.enrichments.insert(*lead, *deadline);
                self.due.change(Wait::Enrichment(*lead), None, Some(*deadline));
            }
            Transition::EnrichmentFailed { lead, .. } => self.close_enrichment(*lead),
            Transition::SessionStarted { spec, .. } => {
                let calls = core::mem::take(&mut self.spare);
                self.sessions.push(Session::begin(at, Arc::clone(spec), calls));
            }
            Transition::LeadPassedOver { session, lead } => self.pass_over(at, *session, *lead, transition),
            Transition::CallPlaced { call, lead, deadline } => {
                self.sessions[call.session.index()].apply(at, transition);
                self.due.change(Wait::Line(*call), None, Some(*deadline));
                let lead = &mut self.leads[lead.index()];
                list::push(&mut lead.calls, *call);
                let who = lead.person;
                let person = &mut self.people[who.index()];
                person.line = Some(*call);
                if !person.waiting.is_empty() {
                    self.settle_waiting(call.session, who);
                }
            }
            Transition::CallEnded { call, .. } | Transition::LineReleased { call, .. } => {
                self.change_line(at, *call, transition);
            }
            Transition::SessionStopped { session, .. } => {
                self.sessions[session.index()].apply(at, transition);
                self.forget_waiting(*session);
            }
            Transition::CrmSyncStarted { call, .. }
            | Transition::CrmSyncDeferred { call, .. }
            | Transition::CrmSynced { call, .. }
            | Transition::CrmSyncFailed { call } => self.change_sync(at, *call, transition),
            Transition::ContactLinked { call, contact, .. } => {
                self.change_sync(at, *call, transition);
                let lead = self.sessions[call.session.index()].calls()[usize::from(call.n)].lead;
                self.leads[lead.index()].contact = Some(Linked { contact: *contact, at });
            }
            Transition::SessionWon { call } | Transition::AnswerAbandoned { call } => {
                self.sessions[call.session.index()].apply(at, transition);
            }
            Transition::CarrierEventIgnored { call, .. } | Transition::CrmReplyIgnored { call, .. } => {
                if let Some(session) = self.sessions.get_mut(call.session.index()) {
                    session.apply(at, transition);
                }
            }
            Transition::EnrichmentIgnored { .. } | Transition::Refused(_) => {}
        }
    }

    fn add_lead(&mut self, at: Instant, details: &Arc<LeadDetails>) {
        let new = PersonId(u32::try_from(self.people.len()).expect("no more people than leads, and those are counted"));
        let person = match &details.phone_e164 {
            Some(phone) => *self.phones.entry(phone.clone()).or_insert(new),
            None => new,
        };
        if person == new {
            self.people.push(Person::default());
        }
        let details = Arc::clone(details);
        self.leads.push(Lead { details, person, added_at: at, enrichment: None, contact: None, calls: Vec::new() });
    }

    /// Closes the open request about a lead, if there is one.
    fn close_enrichment(&mut self, lead: LeadId) {
        if let Some(deadline) = self.enrichments.remove(&lead) {
            self.due.change(Wait::Enrichment(lead), Some(deadline), None);
        }
    }

    /// Applies a transition that changes the wait of a line.
    #[inline(always)]
    fn change_line(&mut self, at: Instant, id: CallId, transition: &Transition) {
        let session = &mut self.sessions[id.session.index()];
        let before = session.calls()[usize::from(id.n)].line.deadline();
        session.apply(at, transition);
        let call = &session.calls()[usize::from(id.n)];
        let (lead, after) = (call.lead, call.line.deadline());
        self.due.change(Wait::Line(id), before, after);
        if after.is_none() {
            self.person_of_mut(lead).line = None;
        }
    }

    /// Applies a transition that changes the wait of a sync.
    #[inline(always)]
    fn change_sync(&mut self, at: Instant, id: CallId, transition: &Transition) {
        let session = &mut self.sessions[id.session.index()];
        let before = session.calls()[usize::from(id.n)].crm.deadline();
        session.apply(at, transition);
        let after = session.calls()[usize::from(id.n)].crm.deadline();
        self.due.change(Wait::Crm(id), before, after);
    }

    fn pass_over(&mut self, at: Instant, session: SessionId, lead: LeadId, transition: &Transition) {
        self.sessions[session.index()].apply(at, transition);
        let waiting = &mut self.person_of_mut(lead).waiting;
        if !waiting.contains(&session) {
            waiting.push(session);
        }
    }

    /// Removes the session from the person's list, unless it waits for another lead of the same person.
    #[cold]
    fn settle_waiting(&mut self, session: SessionId, person: PersonId) {
        let waits = self.sessions[session.index()].passed_over().any(|lead| self.leads[lead.index()].person == person);
        if !waits {
            self.people[person.index()].waiting.retain(|other| *other != session);
        }
    }

    /// Removes a stopped session from every list.
    #[inline]
    fn forget_waiting(&mut self, session: SessionId) {
        for lead in self.sessions[session.index()].passed_over() {
            self.people[self.leads[lead.index()].person.index()].waiting.retain(|other| *other != session);
        }
    }

    /// Returns a mark of the present. There must be no session yet.
    pub(crate) fn mark(&self) -> Mark {
        assert!(self.sessions.is_empty(), "a mark is set before the first session");
        Mark { now: self.now, seq: self.seq }
    }

    /// Rewinds to the mark: leads return to their state when added; sessions are dropped.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        if let Some(session) = self.sessions.pop() {
            self.spare = session.into_calls();
        }
        self.sessions.clear();
        self.due.clear();
        self.enrichments.clear();
        self.keys.forget_after(mark.seq);
        for lead in &mut self.leads {
            lead.contact = None;
            lead.enrichment = None;
            lead.calls.clear();
        }
        for person in &mut self.people {
            person.line = None;
            person.waiting.clear();
        }
        (self.now, self.seq) = (mark.now, mark.seq);
    }
}
