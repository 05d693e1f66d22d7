//! Sessions as the API shows them.

use std::sync::Arc;

use redial_engine::{CallId, LeadDetails, LeadId, Session, SessionId, State, Status, StopReason};
use serde::Serialize;

use super::{CallView, Id, Lens, Time};

/// How the calls of a session are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CallsShown {
    /// Their ids, as in the seed's DialerSession.
    Ids,
    /// Whole, each with its lead.
    Whole,
}

/// What is shown of a session.
#[derive(Clone, Debug)]
pub(crate) struct SessionSnapshot {
    id: SessionId,
    seq: u64,
    session: Session,
    /// Whom each call rings, if the calls are shown whole.
    people: Option<Vec<Arc<LeadDetails>>>,
    waiting_for: Vec<(LeadId, Arc<LeadDetails>)>,
}

impl SessionSnapshot {
    /// Copies out what is shown of a session as it is now, if there is such a one.
    pub(crate) fn present(state: &State, id: SessionId, shown: CallsShown) -> Option<Self> {
        let who = |lead: LeadId| Arc::clone(&state.leads()[lead.index()].details);
        state.session(id).map(|session| Self::take(id, session, state.seq(), shown, who))
    }

    /// Copies out what is shown of a session as it is after the record `seq`. `who` knows every lead of the session.
    pub(crate) fn take(
        id: SessionId,
        session: &Session,
        seq: u64,
        shown: CallsShown,
        who: impl Fn(LeadId) -> Arc<LeadDetails>,
    ) -> Self {
        let people = match shown {
            CallsShown::Ids => None,
            CallsShown::Whole => Some(session.calls().iter().map(|call| who(call.lead)).collect()),
        };
        let waiting_for = match session.status() {
            Status::Running => session.passed_over().map(|lead| (lead, who(lead))).collect(),
            Status::Stopped { .. } => Vec::new(),
        };
        Self { id, seq, session: session.clone(), people, waiting_for }
    }

    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> SessionView<'_> {
        let (session, metrics) = (&self.session, self.session.metrics());
        let ids = || (0..).map(|n| CallId::new(self.id, n));
        let named = |id| Id(lens.names.call(id));
        let active = ids().zip(session.calls()).filter(|(_, call)| call.is_ringing());
        let (stopped_at, reason) = match session.status() {
            Status::Running => (None, None),
            Status::Stopped { at, reason } => (Some(lens.time(at)), Some(stop_reason(reason))),
        };
        SessionView {
            id: Id(lens.names.session(self.id)),
            agent_id: &session.spec().agent,
            lead_queue: session.queue().map(|lead| Id(lens.names.lead(lead))).collect(),
            concurrency: session.spec().lines,
            active_call_ids: active.map(|(id, _)| named(id)).collect(),
            winner_call_id: session.winner().map(|n| named(CallId::new(self.id, n))),
            status: if session.is_running() { "RUNNING" } else { "STOPPED" },
            calls: match &self.people {
                None => Calls::Ids(ids().zip(session.calls()).map(|(id, _)| named(id)).collect()),
                Some(people) => {
                    let calls = ids().zip(session.calls()).zip(people);
                    Calls::Whole(calls.map(|((id, call), person)| CallView::new(id, call, person, lens)).collect())
                }
            },
            metrics: Metrics {
                attempted: metrics.attempted,
                connected: metrics.connected,
                failed: metrics.failed,
                canceled: metrics.canceled,
                abandoned: metrics.abandoned,
            },
            lines: session.spec().lines,
            started_at: lens.time(session.started_at()),
            stopped_at,
            stop_reason: reason,
            settled: session.is_settled(),
            number: self.id.0,
            seq: self.seq,
            waiting_for: self
                .waiting_for
                .iter()
                .map(|(lead, person)| Waited { lead_id: Id(lens.names.lead(*lead)), name: &person.name })
                .collect(),
        }
    }
}

/// The seed's DialerSession, and what the seed does not know of.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionView<'a> {
    id: Id,
    agent_id: &'a str,
    lead_queue: Vec<Id>,
    concurrency: u8,
    active_call_ids: Vec<Id>,
    winner_call_id: Option<Id>,
    status: &'static str,
    calls: Calls<'a>,
    metrics: Metrics,
    lines: u8,
    started_at: Time,
    stopped_at: Option<Time>,
    stop_reason: Option<&'static str>,
    settled: bool,
    number: u32,
    seq: u64,
    waiting_for: Vec<Waited<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Calls<'a> {
    Ids(Vec<Id>),
    Whole(Vec<CallView<'a>>),
}

#[derive(Debug, Serialize)]
struct Metrics {
    attempted: u16,
    connected: u16,
    failed: u16,
    canceled: u16,
    abandoned: u16,
}

/// A person who is on a line elsewhere, and for whom the session waits.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Waited<'a> {
    lead_id: Id,
    name: &'a str,
}

const fn stop_reason(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Winner => "WINNER",
        StopReason::Exhausted => "EXHAUSTED",
        StopReason::Manual => "MANUAL",
        StopReason::Interrupted => "INTERRUPTED",
    }
}
