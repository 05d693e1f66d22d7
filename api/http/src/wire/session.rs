//! Sessions as the API shows them.

use std::borrow::Cow;
use std::sync::Arc;

use redial_engine::{CallId, LeadDetails, LeadId, Session, SessionId, State, Status, StopReason};
use redial_replay::Extract;
use serde::Serialize;
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::{CallView, Id, Lens, Time};

/// The form of the calls in the view of a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallsShown {
    /// Their ids alone.
    Ids,
    /// Whole, each with its lead.
    Whole,
}

/// The state of a session that its view needs.
#[derive(Clone, Debug)]
pub struct SessionSnapshot {
    id: SessionId,
    seq: u64,
    session: Session,
    /// The lead of each call, if the calls are whole.
    people: Option<Vec<Arc<LeadDetails>>>,
    waiting_for: Vec<(LeadId, Arc<LeadDetails>)>,
}

impl SessionSnapshot {
    /// Copies a session out of the present state, which is as of the record `seq`; `None` if the id names none.
    pub fn present(state: &State, seq: u64, id: SessionId, shown: CallsShown) -> Option<Self> {
        let who = |lead: LeadId| Arc::clone(&state.leads()[lead.index()].details);
        state.session(id).map(|session| Self::take(id, session, seq, shown, who))
    }

    /// Copies the session of an extract as of the record `seq`; `None` before it has started, or if the extract lacks
    /// the details of one of its leads.
    pub fn of_extract(extract: &Extract, seq: u64, shown: CallsShown) -> Option<Self> {
        let session = extract.session()?;
        if session.spec().leads.iter().any(|lead| extract.lead(*lead).is_none()) {
            return None;
        }
        let who = |lead| Arc::clone(extract.lead(lead).expect("the extract has every lead of its session"));
        Some(Self::take(extract.id(), session, seq, shown, who))
    }

    /// Copies a session as of the record `seq`. `who` must know every lead of the session.
    pub fn take(
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

    /// Returns the rough size of the JSON in bytes: an id has 39, and a whole call 600.
    pub fn bytes(&self) -> usize {
        let call = if self.people.is_some() { 600 } else { 39 };
        let ids = self.session.untouched().len() + self.session.passed_over().count();
        1_000 + ids * 39 + self.session.calls().len() * call
    }

    /// Returns the number of leads of the session, with which its view grows.
    pub fn leads(&self) -> usize {
        self.session.spec().leads.len()
    }

    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> SessionView<'_> {
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
            status: if session.is_running() { SessionStatusWord::Running } else { SessionStatusWord::Stopped },
            calls: match &self.people {
                None => SessionCalls::Ids(ids().zip(session.calls()).map(|(id, _)| named(id)).collect()),
                Some(people) => {
                    let calls = ids().zip(session.calls()).zip(people);
                    let agent = &*session.spec().agent;
                    let calls = calls.map(|((id, call), person)| CallView::new(id, call, agent, person, lens));
                    SessionCalls::Whole(calls.collect())
                }
            },
            metrics: SessionMetrics {
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
                .map(|(lead, person)| WaitedFor { lead_id: Id(lens.names.lead(*lead)), name: &person.name })
                .collect(),
        }
    }
}

/// A session: one agent's list of leads, dialed on a few lines until a person answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
#[serde(rename_all = "camelCase")]
pub struct SessionView<'a> {
    /// The session's id.
    id: Id,
    /// The agent for whom it dials.
    agent_id: &'a str,
    /// The leads that were not called yet, in order.
    lead_queue: Vec<Id>,
    /// The number of lines that may ring at once.
    #[schema(minimum = 1, maximum = 10)]
    concurrency: u8,
    /// The ringing calls.
    active_call_ids: Vec<Id>,
    /// The call that a person answered first.
    #[schema(required)]
    winner_call_id: Option<Id>,
    /// Whether it runs.
    status: SessionStatusWord,
    /// Its calls, in the order of placement.
    #[schema(value_type = Vec<Id>)]
    calls: SessionCalls<'a>,
    /// The counts of its calls.
    metrics: SessionMetrics,
    /// The same as `concurrency`.
    #[schema(minimum = 1, maximum = 10)]
    lines: u8,
    /// When it began.
    started_at: Time,
    /// When it stopped; null while it runs.
    #[schema(required)]
    stopped_at: Option<Time>,
    /// Why it stopped; null while it runs.
    #[schema(required)]
    stop_reason: Option<StopReasonWord>,
    /// Whether it changes no more, unless a client asks for it.
    settled: bool,
    /// Its number: sessions count from 0.
    number: u32,
    /// The record as of which the session is shown.
    seq: u64,
    /// The people for whom it waits because another session is calling them.
    waiting_for: Vec<WaitedFor<'a>>,
}

/// Documents a [`SessionView`] with whole calls.
pub enum SessionWithCalls {}

impl PartialSchema for SessionWithCalls {
    fn schema() -> RefOr<Schema> {
        let mut schema = SessionView::schema();
        if let RefOr::T(Schema::Object(session)) = &mut schema {
            let calls = ArrayBuilder::new().items(Ref::from_schema_name(CallView::name()));
            let calls = calls.description(Some("Its calls, in the order of placement."));
            session.properties.insert("calls".into(), calls.into());
            session.description = Some("A session, with whole calls.".into());
        }
        schema
    }
}

impl ToSchema for SessionWithCalls {
    fn name() -> Cow<'static, str> {
        "SessionWithCalls".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((CallView::name().into(), CallView::schema()));
        CallView::schemas(schemas);
        SessionView::schemas(schemas);
    }
}

/// Whether a session runs.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SessionStatus)]
#[serde(rename_all = "UPPERCASE")]
enum SessionStatusWord {
    Running,
    Stopped,
}

/// Why a session stopped.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = StopReason)]
#[serde(rename_all = "UPPERCASE")]
enum StopReasonWord {
    /// A person answered.
    Winner,
    /// Every lead was called.
    Exhausted,
    /// A client stopped it.
    Manual,
    /// The server was down for too long.
    Interrupted,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum SessionCalls<'a> {
    Ids(Vec<Id>),
    Whole(Vec<CallView<'a>>),
}

/// The counts of a session's calls: each attempted call is connected, failed, canceled, or ringing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Metrics)]
struct SessionMetrics {
    /// Placed.
    attempted: u16,
    /// Answered by a person.
    connected: u16,
    /// Ended otherwise, but not by the dialer.
    failed: u16,
    /// Ended by the dialer.
    canceled: u16,
    /// Of the canceled ones, answered by a person too late, who heard silence.
    abandoned: u16,
}

/// A person for whom the session waits because another session is calling them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waited)]
#[serde(rename_all = "camelCase")]
struct WaitedFor<'a> {
    /// The lead.
    lead_id: Id,
    /// The person's name.
    name: &'a str,
}

const fn stop_reason(reason: StopReason) -> StopReasonWord {
    match reason {
        StopReason::Winner => StopReasonWord::Winner,
        StopReason::Exhausted => StopReasonWord::Exhausted,
        StopReason::Manual => StopReasonWord::Manual,
        StopReason::Interrupted => StopReasonWord::Interrupted,
    }
}
