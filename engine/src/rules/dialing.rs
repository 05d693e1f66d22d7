//! Dialing: sessions start, fill their lines and stop.

use alloc::sync::Arc;

use crate::call::Outcome;
use crate::id::{CallId, LeadId, SessionId};
use crate::reason::{Refusal, StopReason};
use crate::rules::crm;
use crate::session::Session;
use crate::spec::SessionSpec;
use crate::state::State;
use crate::transition::Transition;
use crate::turn::Turn;

/// Starts a session and dials its first leads.
pub(crate) fn start(turn: &mut Turn<'_>, spec: &Arc<SessionSpec>) {
    match admit(turn.state(), spec) {
        Err(refusal) => turn.emit(Transition::Refused(refusal)),
        Ok(session) => {
            turn.emit(Transition::SessionStarted { session, spec: Arc::clone(spec) });
            refill(turn, session);
        }
    }
}

/// Validates a new session; returns its id.
fn admit(state: &State, spec: &SessionSpec) -> Result<SessionId, Refusal> {
    spec.check()?;
    if let Some(&lead) = spec.leads.iter().find(|lead| state.lead(**lead).is_none()) {
        return Err(Refusal::UnknownLead(lead));
    }
    u32::try_from(state.sessions().len()).map(SessionId).map_err(|_| Refusal::Full)
}

/// Stops a session on command.
pub(crate) fn stop(turn: &mut Turn<'_>, session: SessionId) {
    match turn.state().session(session) {
        None => turn.emit(Transition::Refused(Refusal::UnknownSession(session))),
        Some(known) if !known.is_running() => turn.emit(Transition::Refused(Refusal::AlreadyStopped(session))),
        Some(_) => give_up(turn, session, StopReason::Manual),
    }
}

/// Cancels the ringing calls, stops the session, and begins the syncs of the canceled calls.
pub(crate) fn give_up(turn: &mut Turn<'_>, session: SessionId, reason: StopReason) {
    let first = first_ringing(turn.state(), session);
    cancel_ringing(turn, session);
    turn.emit(Transition::SessionStopped { session, reason });
    sync_canceled(turn, session, first);
}

/// Declares the answered call the winner, and stops its session.
#[inline]
pub(crate) fn win(turn: &mut Turn<'_>, call: CallId) {
    turn.emit(Transition::CallEnded { call, outcome: Outcome::Connected, release_by: None });
    turn.emit(Transition::SessionWon { call });
    let first = first_ringing(turn.state(), call.session);
    cancel_ringing(turn, call.session);
    turn.emit(Transition::SessionStopped { session: call.session, reason: StopReason::Winner });
    crm::begin(turn, call);
    sync_canceled(turn, call.session, first);
    freed(turn, call);
}

/// Ends a call that did not win, begins its sync, and refills its session.
#[inline]
pub(crate) fn end(turn: &mut Turn<'_>, call: CallId, outcome: Outcome) {
    turn.emit(Transition::CallEnded { call, outcome, release_by: None });
    crm::begin(turn, call);
    freed(turn, call);
    refill(turn, call.session);
}

/// Dials the next free leads on the free lines; stops the session if no lead is left.
#[inline]
pub(crate) fn refill(turn: &mut Turn<'_>, session: SessionId) {
    while known(turn.state(), session).has_free_line() {
        match next(turn.state(), session) {
            NextLead::Free(lead) => place(turn, session, lead),
            NextLead::PassOver(lead) => turn.emit(Transition::LeadPassedOver { session, lead }),
            NextLead::None => break,
        }
    }
    let state = known(turn.state(), session);
    if state.is_running() && state.metrics().active == 0 && state.is_queue_empty() {
        turn.emit(Transition::SessionStopped { session, reason: StopReason::Exhausted });
    }
}

/// Handles a free line, whose person is free as well: the sessions that wait for the person dial, in the order in which
/// they passed over.
#[inline]
pub(crate) fn freed(turn: &mut Turn<'_>, call: CallId) {
    let state = turn.state();
    let person = state.leads()[state.sessions()[call.session.index()].calls()[usize::from(call.n)].lead.index()].person;
    if !state.people()[person.index()].waiting.is_empty() {
        wake(turn, person);
    }
}

#[cold]
fn wake(turn: &mut Turn<'_>, person: crate::id::PersonId) {
    loop {
        let state = turn.state();
        let person = &state.people()[person.index()];
        if person.line.is_some() {
            return;
        }
        let Some(&session) = person.waiting.iter().find(|waiting| known(state, **waiting).has_free_line()) else {
            return;
        };
        refill(turn, session);
    }
}

/// The next lead of a session with a free line.
enum NextLead {
    Free(LeadId),
    PassOver(LeadId),
    None,
}

#[inline]
fn next(state: &State, session: SessionId) -> NextLead {
    let session = known(state, session);
    if let Some(lead) = session.passed_over().find(|lead| state.is_free(*lead)) {
        return NextLead::Free(lead);
    }
    match session.untouched().first() {
        Some(&lead) if state.is_free(lead) => NextLead::Free(lead),
        Some(&lead) => NextLead::PassOver(lead),
        None => NextLead::None,
    }
}

#[inline]
fn place(turn: &mut Turn<'_>, session: SessionId, lead: LeadId) {
    let n = known(turn.state(), session).metrics().attempted;
    let deadline = turn.at().after_ms(u64::from(turn.state().config().ring_timeout_ms));
    turn.emit(Transition::CallPlaced { call: CallId::new(session, n), lead, deadline });
}

fn known(state: &State, session: SessionId) -> &Session {
    &state.sessions()[session.index()]
}

/// Returns the place of the first ringing call, or the number of calls if none rings.
#[inline]
fn first_ringing(state: &State, session: SessionId) -> u16 {
    let session = known(state, session);
    let mut left = session.metrics().active;
    let mut first = session.metrics().attempted;
    for (call, n) in session.calls().iter().rev().zip((0..first).rev()) {
        if left == 0 {
            break;
        }
        if call.is_ringing() {
            left -= 1;
            first = n;
        }
    }
    first
}

#[inline]
fn cancel_ringing(turn: &mut Turn<'_>, session: SessionId) {
    let release_by = turn.at().after_ms(u64::from(turn.state().config().release_timeout_ms));
    let outcome = Outcome::CanceledByDialer;
    for n in first_ringing(turn.state(), session)..known(turn.state(), session).metrics().attempted {
        if known(turn.state(), session).calls()[usize::from(n)].is_ringing() {
            turn.emit(Transition::CallEnded { call: CallId::new(session, n), outcome, release_by: Some(release_by) });
        }
    }
}

/// Begins the sync of every canceled call from the place `first` on.
#[inline]
fn sync_canceled(turn: &mut Turn<'_>, session: SessionId, first: u16) {
    for n in first..known(turn.state(), session).metrics().attempted {
        let call = known(turn.state(), session).calls()[usize::from(n)];
        if call.ending().is_some_and(|(outcome, _)| outcome == Outcome::CanceledByDialer) {
            crm::begin(turn, CallId::new(session, n));
        }
    }
}
