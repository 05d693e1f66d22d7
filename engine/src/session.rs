//! Sessions: one agent's list of leads, dialed on several lines until a person answers.

use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::call::{Call, CrmSync, Line, Outcome};
use crate::id::{CallId, LeadId};
use crate::list;
use crate::reason::StopReason;
use crate::spec::SessionSpec;
use crate::time::Instant;
use crate::transition::Transition;

/// A session. It folds from its own transitions alone, so an extract of a journal needs no other state.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Session {
    spec: Arc<SessionSpec>,
    started_at: Instant,
    touched_at: Instant,
    status: Status,
    winner: Option<u16>,
    /// The next place in the list; all leads before it were dialed or passed over.
    cursor: u16,
    /// The places before the cursor that still wait after being passed over, in order.
    passed_over: Vec<u16>,
    #[serde(deserialize_with = "list::read")]
    calls: Vec<Call>,
    metrics: Metrics,
}

/// Whether a session still dials.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It dials, or waits for a person who is on another line.
    Running,
    /// It has stopped.
    Stopped {
        /// Since when.
        at: Instant,
        /// Why.
        reason: StopReason,
    },
}

/// The counts of a session's calls. Always: attempted = connected + failed + canceled + active.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Metrics {
    /// Calls placed.
    pub attempted: u16,
    /// Calls that won: 0 or 1.
    pub connected: u16,
    /// Calls that ended as NO_ANSWER, BUSY, VOICEMAIL or FAILED.
    pub failed: u16,
    /// Calls that the dialer canceled.
    pub canceled: u16,
    /// Calls that ring.
    pub active: u16,
    /// Persons who answered a line that was being released.
    pub abandoned: u16,
}

impl Session {
    /// Begins a session; `calls` provides the memory and must be empty.
    pub(crate) fn begin(at: Instant, spec: Arc<SessionSpec>, calls: Vec<Call>) -> Self {
        debug_assert!(calls.is_empty(), "a session begins without calls");
        Self {
            spec,
            started_at: at,
            touched_at: at,
            status: Status::Running,
            winner: None,
            cursor: 0,
            passed_over: Vec::new(),
            calls,
            metrics: Metrics::default(),
        }
    }

    /// Begins a session outside of a state, to fold an extract.
    #[must_use]
    pub fn started(at: Instant, spec: Arc<SessionSpec>) -> Self {
        Self::begin(at, spec, Vec::new())
    }

    /// Returns the request that started it.
    #[must_use]
    pub fn spec(&self) -> &SessionSpec {
        &self.spec
    }

    /// Returns when it began.
    #[must_use]
    pub const fn started_at(&self) -> Instant {
        self.started_at
    }

    /// Returns the time of its last transition.
    #[must_use]
    pub const fn touched_at(&self) -> Instant {
        self.touched_at
    }

    /// Returns whether it still dials.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Returns true while it dials, or waits to.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.status, Status::Running)
    }

    /// Returns the place of the call that won.
    #[must_use]
    pub const fn winner(&self) -> Option<u16> {
        self.winner
    }

    /// Returns all calls, oldest first.
    #[must_use]
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// Returns the counts of its calls.
    #[must_use]
    pub const fn metrics(&self) -> Metrics {
        self.metrics
    }

    /// Returns true if its places are within its list, and its winner is among its calls.
    pub(crate) fn is_closed(&self) -> bool {
        let is_before = |place: &u16| *place < self.cursor;
        usize::from(self.cursor) <= self.spec.leads.len()
            && self.passed_over.iter().all(is_before)
            && self.winner.is_none_or(|n| usize::from(n) < self.calls.len())
    }

    /// Returns true if it can ring one more lead.
    #[must_use]
    pub fn has_free_line(&self) -> bool {
        self.is_running() && self.metrics.active < u16::from(self.spec.lines)
    }

    /// Returns the leads that it passed over and will return to, in order.
    pub fn passed_over(&self) -> impl Iterator<Item = LeadId> + '_ {
        self.passed_over.iter().map(|&place| self.spec.leads[usize::from(place)])
    }

    /// Returns the leads that it has not reached yet, in order.
    #[must_use]
    pub fn untouched(&self) -> &[LeadId] {
        &self.spec.leads[usize::from(self.cursor)..]
    }

    /// Returns the leads that it has not dialed, in order.
    pub fn queue(&self) -> impl Iterator<Item = LeadId> + '_ {
        self.passed_over().chain(self.untouched().iter().copied())
    }

    /// Returns true if every lead was dialed.
    #[must_use]
    pub fn is_queue_empty(&self) -> bool {
        self.passed_over.is_empty() && self.untouched().is_empty()
    }

    /// Returns true if it has stopped, every line is free and every sync is at rest.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.is_running()
            && self.calls.iter().all(|call| matches!(call.line, Line::Ended { .. }) && call.crm.is_settled())
    }

    /// Applies a transition, which must be about this session. Part of `State::apply`.
    #[inline(always)]
    pub(crate) fn apply(&mut self, at: Instant, transition: &Transition) {
        self.touched_at = at;
        match *transition {
            Transition::LeadPassedOver { .. } => {
                self.passed_over.push(self.cursor);
                self.cursor += 1;
            }
            Transition::CallPlaced { lead, deadline, .. } => self.place(at, lead, deadline),
            Transition::CallEnded { call, outcome, release_by } => self.end(at, call, outcome, release_by),
            Transition::SessionWon { call } => self.winner = Some(call.n),
            Transition::SessionStopped { reason, .. } => self.status = Status::Stopped { at, reason },
            Transition::LineReleased { call, .. } => {
                let call = self.call_mut(call);
                if let Some((outcome, at)) = call.ending() {
                    call.line = Line::Ended { outcome, at };
                }
            }
            Transition::AnswerAbandoned { call } => {
                self.call_mut(call).abandoned = true;
                self.metrics.abandoned += 1;
            }
            Transition::CrmSyncStarted { call, attempt, deadline, .. } => {
                self.call_mut(call).crm = CrmSync::Pending { attempt, deadline };
            }
            Transition::ContactLinked { call, deadline: next, .. } => {
                if let CrmSync::Pending { deadline, .. } = &mut self.call_mut(call).crm {
                    *deadline = next;
                }
            }
            Transition::CrmSyncDeferred { call, attempt, retry_at } => {
                self.call_mut(call).crm = CrmSync::Deferred { attempt, retry_at };
            }
            Transition::CrmSynced { call, activity } => self.call_mut(call).crm = CrmSync::Synced { activity },
            Transition::CrmSyncFailed { call } => self.call_mut(call).crm = CrmSync::Failed,
            Transition::CarrierEventIgnored { .. } | Transition::CrmReplyIgnored { .. } => {}
            Transition::Resumed(_)
            | Transition::KeyUsed(_)
            | Transition::LeadAdded { .. }
            | Transition::LeadEnriched { .. }
            | Transition::EnrichmentRequested { .. }
            | Transition::EnrichmentFailed { .. }
            | Transition::EnrichmentIgnored { .. }
            | Transition::SessionStarted { .. }
            | Transition::Refused(_) => unreachable!("not a transition of a session"),
        }
    }

    fn call_mut(&mut self, call: CallId) -> &mut Call {
        &mut self.calls[usize::from(call.n)]
    }

    fn place(&mut self, at: Instant, lead: LeadId, deadline: Instant) {
        if self.untouched().first() == Some(&lead) {
            self.cursor += 1;
        } else {
            self.passed_over.retain(|&place| self.spec.leads[usize::from(place)] != lead);
        }
        let line = Line::Ringing { deadline };
        let call = Call { lead, abandoned: false, started_at: at, line, crm: CrmSync::None };
        list::push(&mut self.calls, call);
        self.metrics.attempted += 1;
        self.metrics.active += 1;
    }

    fn end(&mut self, at: Instant, call: CallId, outcome: Outcome, release_by: Option<Instant>) {
        self.call_mut(call).line = match release_by {
            Some(deadline) => Line::Releasing { outcome, at, deadline },
            None => Line::Ended { outcome, at },
        };
        self.metrics.active -= 1;
        match outcome {
            Outcome::Connected => self.metrics.connected += 1,
            Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Failed => self.metrics.failed += 1,
            Outcome::CanceledByDialer => self.metrics.canceled += 1,
        }
    }

    /// Gives its memory to the next session.
    pub(crate) fn into_calls(self) -> Vec<Call> {
        let mut calls = self.calls;
        calls.clear();
        calls
    }
}
