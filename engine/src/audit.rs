//! The invariants, checked. Tests call these after every step; a rule that breaks one is wrong.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::call::{Call, CrmSync, Line, Outcome};
use crate::due::{Due, Wait};
use crate::id::{CallId, LeadId, PersonId, SessionId};
use crate::key::KEY_LIFE_MS;
use crate::reason::StopReason;
use crate::session::{Metrics, Session, Status};
use crate::state::State;

/// A violated invariant, by its number in ARCHITECTURE.md.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// Its number.
    pub invariant: u8,
    /// The place and the kind of the violation.
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invariant {}: {}", self.invariant, self.what)
    }
}

macro_rules! hold {
    ($invariant:literal, $holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(Breach { invariant: $invariant, what: format!($($what)+) });
        }
    };
}

impl State {
    /// Checks every invariant that one state can show.
    ///
    /// # Errors
    ///
    /// The first breach.
    pub fn audit(&self) -> Result<(), Breach> {
        for (id, session) in self.numbered_sessions() {
            audit_lines(id, session)?;
            audit_metrics(id, session)?;
            audit_ending(id, session)?;
            self.audit_queue(id, session)?;
            self.audit_syncs(id, session)?;
        }
        self.audit_people()?;
        self.audit_deadlines()?;
        self.audit_leads()?;
        let fault = self.keys().fault();
        hold!(21, fault.is_none(), "{}", fault.unwrap_or_default());
        Ok(())
    }

    /// Checks every invariant that takes two states: `before`, and this one after one or more records.
    ///
    /// # Errors
    ///
    /// The first breach.
    pub fn audit_since(&self, before: &Self) -> Result<(), Breach> {
        hold!(15, self.seq() >= before.seq() && self.now() >= before.now(), "time or seq fell");
        hold!(8, self.sessions().len() >= before.sessions().len(), "a session vanished");
        for ((id, now), then) in self.numbered_sessions().zip(before.sessions()) {
            hold!(3, now.calls().len() >= then.calls().len(), "session {id} lost a call");
            let stopped = !then.is_running();
            hold!(6, !stopped || now.status() == then.status(), "session {id} changed after its stop");
            hold!(5, !stopped || now.calls().len() == then.calls().len(), "session {id} dialed after its stop");
            hold!(4, then.winner().is_none() || now.winner() == then.winner(), "session {id} changed its winner");
            for ((n, now), then) in (0..).zip(now.calls()).zip(then.calls()) {
                audit_call_since(CallId::new(id, n), now, then)?;
            }
            for (n, now) in ended_since(now, then) {
                let asked = now.crm != CrmSync::None;
                hold!(12, asked == self.config().crm_sync, "call {id}.{n}: an ending and a sync come together");
            }
        }
        for (now, then) in self.leads().iter().zip(before.leads()) {
            hold!(12, then.contact.is_none() || now.contact == then.contact, "a lead changed its contact");
        }
        for then in before.key_uses().filter(|then| self.now().ms_since(then.at) < KEY_LIFE_MS) {
            // A key that made room for others may be used again.
            let is_same =
                self.key_use(&then.by.key, self.now()).is_none_or(|now| now == then || now.seq > before.seq());
            hold!(21, is_same, "the key {} changed its request", then.by.key);
        }
        Ok(())
    }

    fn person_id(&self, lead: LeadId) -> PersonId {
        self.leads()[lead.index()].person
    }

    /// 7 and 8: no lead is dialable while a line is free; the queue and the dialed leads together are the list.
    fn audit_queue(&self, id: SessionId, session: &Session) -> Result<(), Breach> {
        if session.is_running() {
            hold!(7, session.metrics().active > 0 || !session.is_queue_empty(), "session {id} runs without work");
        }
        if session.has_free_line() {
            let dialable = session.queue().find(|lead| self.is_free(*lead));
            hold!(7, dialable.is_none(), "session {id} has a free line and could dial {dialable:?}");
            hold!(7, session.untouched().is_empty(), "session {id} has a free line and has not reached every lead");
        }
        let dialed: BTreeSet<LeadId> = session.calls().iter().map(|call| call.lead).collect();
        let queued: BTreeSet<LeadId> = session.queue().collect();
        let given: BTreeSet<LeadId> = session.spec().leads.iter().copied().collect();
        hold!(8, dialed.len() == session.calls().len(), "session {id} dialed a lead twice");
        hold!(8, dialed.is_disjoint(&queued), "session {id} keeps a dialed lead in its queue");
        hold!(8, dialed.union(&queued).copied().eq(given), "session {id} lost or gained a lead");
        Ok(())
    }

    /// 12: only an ended call has a sync; a SYNCED call has a contact.
    fn audit_syncs(&self, id: SessionId, session: &Session) -> Result<(), Breach> {
        for (n, call) in session.calls().iter().enumerate() {
            let asked = call.crm != CrmSync::None;
            hold!(12, !asked || call.ending().is_some(), "call {id}.{n}: a sync comes with the ending");
            let linked = self.leads()[call.lead.index()].contact;
            let synced = matches!(call.crm, CrmSync::Synced { .. });
            hold!(12, !synced || linked.is_some(), "call {id}.{n} is synced without a contact");
        }
        Ok(())
    }

    /// 9: a person is on one line at most, and each person's list holds exactly the sessions that wait for them.
    fn audit_people(&self) -> Result<(), Breach> {
        let mut lines: BTreeMap<PersonId, CallId> = BTreeMap::new();
        let mut waiting: BTreeSet<(PersonId, SessionId)> = BTreeSet::new();
        for (id, session) in self.numbered_sessions() {
            for (n, call) in (0..).zip(session.calls()) {
                if !matches!(call.line, Line::Ended { .. }) {
                    let this = CallId::new(id, n);
                    let other = lines.insert(self.person_id(call.lead), this);
                    hold!(9, other.is_none(), "calls {other:?} and {this} ring one person");
                }
            }
            if session.is_running() {
                waiting.extend(session.passed_over().map(|lead| (self.person_id(lead), id)));
            }
        }
        for (person, known) in (0..).map(PersonId).zip(self.people()) {
            hold!(
                9,
                known.line == lines.get(&person).copied(),
                "person {person} has another line than the one that rings"
            );
            let listed: BTreeSet<_> = known.waiting.iter().map(|session| (person, *session)).collect();
            hold!(9, listed.len() == known.waiting.len(), "a session waits twice for person {person}");
            let expected = waiting.range((person, SessionId(0))..=(person, SessionId(u32::MAX)));
            hold!(9, expected.eq(&listed), "person {person} has a wrong list of waiting sessions");
        }
        Ok(())
    }

    /// 10: the index holds the deadline of every wait, and no other.
    fn audit_deadlines(&self) -> Result<(), Breach> {
        let mut expected = BTreeSet::new();
        for (id, session) in self.numbered_sessions() {
            for (n, call) in (0..).zip(session.calls()) {
                let call_id = CallId::new(id, n);
                expected.extend(call.line.deadline().map(|at| Due { at, wait: Wait::Line(call_id) }));
                expected.extend(call.crm.deadline().map(|at| Due { at, wait: Wait::Crm(call_id) }));
            }
        }
        for (lead, at) in self.open_enrichments() {
            let unenriched = self.lead(lead).is_some_and(|known| known.enrichment.is_none());
            hold!(10, unenriched, "the enrichment service is asked about lead {lead}, which needs no answer");
            expected.insert(Due { at, wait: Wait::Enrichment(lead) });
        }
        hold!(10, self.dues().eq(expected), "the index of deadlines differs from the calls' waits");
        let overdue = self.dues().next().filter(|due| due.at <= self.now());
        hold!(10, overdue.is_none(), "{overdue:?} was left behind");
        Ok(())
    }

    /// Every lead knows its calls.
    fn audit_leads(&self) -> Result<(), Breach> {
        let mut calls: BTreeSet<(LeadId, CallId)> = BTreeSet::new();
        for (id, session) in self.numbered_sessions() {
            calls.extend((0..).zip(session.calls()).map(|(n, call)| (call.lead, CallId::new(id, n))));
        }
        let listed: BTreeSet<_> = (0..)
            .map(LeadId)
            .zip(self.leads())
            .flat_map(|(id, lead)| lead.calls.iter().map(move |call| (id, *call)))
            .collect();
        hold!(12, listed == calls, "the calls listed by leads differ from the placed calls");
        Ok(())
    }
}

/// 1: a session rings at most as many lines as requested.
fn audit_lines(id: SessionId, session: &Session) -> Result<(), Breach> {
    let ringing = session.calls().iter().filter(|call| call.is_ringing()).count();
    hold!(1, ringing <= usize::from(session.spec().lines), "session {id} rings {ringing} lines");
    hold!(1, ringing == usize::from(session.metrics().active), "session {id} does not know how many lines ring");
    Ok(())
}

/// 2, 3 and 11: counters equal a recount.
fn audit_metrics(id: SessionId, session: &Session) -> Result<(), Breach> {
    let mut recount = Metrics::default();
    for (n, call) in session.calls().iter().enumerate() {
        recount.attempted += 1;
        match call.ending() {
            None => recount.active += 1,
            Some((outcome, at)) => {
                hold!(3, at >= call.started_at, "call {id}.{n} ended before it began");
                match outcome {
                    Outcome::Connected => recount.connected += 1,
                    Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Failed => recount.failed += 1,
                    Outcome::CanceledByDialer => recount.canceled += 1,
                }
                let hung_up = matches!(outcome, Outcome::CanceledByDialer | Outcome::NoAnswer);
                hold!(11, !call.abandoned || hung_up, "call {id}.{n} is abandoned, but the dialer did not end it");
            }
        }
        recount.abandoned += u16::from(call.abandoned);
    }
    let kept = session.metrics();
    hold!(2, recount == kept, "session {id} counts {kept:?}, but it is {recount:?}");
    Ok(())
}

/// 4, 5 and 6: one winner; no call rings after the session's end.
fn audit_ending(id: SessionId, session: &Session) -> Result<(), Breach> {
    let connected =
        session.calls().iter().position(|call| call.ending().is_some_and(|(outcome, _)| outcome == Outcome::Connected));
    hold!(4, session.metrics().connected <= 1, "session {id} has two winners");
    hold!(4, session.winner().map(usize::from) == connected, "session {id} does not know its winner");
    if let Status::Stopped { reason, .. } = session.status() {
        hold!(6, session.metrics().active == 0, "session {id} has stopped and still rings");
        hold!(4, (reason == StopReason::Winner) == connected.is_some(), "session {id} stopped for another reason");
    }
    hold!(5, connected.is_none() || !session.is_running(), "session {id} goes on after its winner");
    Ok(())
}

/// Returns the calls that ended between the two states, with their places.
fn ended_since<'a>(now: &'a Session, then: &'a Session) -> impl Iterator<Item = (usize, &'a Call)> {
    let rang = |n: usize| then.calls().get(n).is_none_or(|call| call.ending().is_none());
    now.calls().iter().enumerate().filter(move |(n, call)| call.ending().is_some() && rang(*n))
}

/// 3, 6, 10, 11 and 12: a call never goes back.
fn audit_call_since(id: CallId, now: &Call, then: &Call) -> Result<(), Breach> {
    hold!(8, now.lead == then.lead && now.started_at == then.started_at, "call {id} became another one");
    hold!(3, then.ending().is_none() || now.ending() == then.ending(), "call {id} changed its ending");
    let rank = |line: &Line| match line {
        Line::Ringing { .. } => 0,
        Line::Releasing { .. } => 1,
        Line::Ended { .. } => 2,
    };
    hold!(10, rank(&now.line) >= rank(&then.line), "the line of call {id} went back");
    hold!(11, now.abandoned || !then.abandoned, "call {id} took back an abandoned answer");
    let synced = matches!(then.crm, CrmSync::Synced { .. });
    hold!(12, !synced || now.crm == then.crm, "call {id} lost its activity");
    Ok(())
}
