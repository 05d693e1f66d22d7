//! CRM sync: each call's result reaches the CRM, exactly once if the CRM honours keys.

use crate::call::CrmSync;
use crate::id::{ActivityId, CallId, ContactId, LeadId};
use crate::input::CrmReply;
use crate::reason::{CrmIgnore, Refusal};
use crate::transition::{CrmAsk, Transition};
use crate::turn::Turn;

/// Begins the sync of a call that has just ended, unless CRM sync is off.
#[inline]
pub(crate) fn begin(turn: &mut Turn<'_>, call: CallId) {
    if turn.state().config().crm_sync {
        start(turn, call, 1);
    }
}

/// Starts an attempt: it asks the CRM for the contact if the lead has none, else for the activity.
#[inline]
fn start(turn: &mut Turn<'_>, call: CallId, attempt: u8) {
    let state = turn.state();
    let lead = state.sessions()[call.session.index()].calls()[usize::from(call.n)].lead;
    let ask = if state.leads()[lead.index()].contact.is_some() { CrmAsk::Activity } else { CrmAsk::Contact };
    turn.emit(Transition::CrmSyncStarted { call, attempt, ask, deadline: answer_by(turn) });
}

/// Handles the CRM's reply. A success counts even if it is late; a failure counts only while its attempt is pending.
#[inline]
pub(crate) fn answered(turn: &mut Turn<'_>, call: CallId, attempt: u8, reply: CrmReply) {
    let verdict = judge(turn, call, attempt, reply);
    match verdict {
        ReplyVerdict::Link(lead, contact) => link(turn, call, lead, contact),
        ReplyVerdict::Done(activity) => turn.emit(Transition::CrmSynced { call, activity }),
        ReplyVerdict::Retry => defer(turn, call, attempt),
        ReplyVerdict::Ignore(reason) => turn.emit(Transition::CrmReplyIgnored { call, attempt, reply, reason }),
    }
}

/// The meaning of a reply.
enum ReplyVerdict {
    Link(LeadId, ContactId),
    Done(ActivityId),
    Retry,
    Ignore(CrmIgnore),
}

#[inline]
fn judge(turn: &Turn<'_>, call: CallId, attempt: u8, reply: CrmReply) -> ReplyVerdict {
    let Some(known) = turn.state().call(call) else { return ReplyVerdict::Ignore(CrmIgnore::UnknownCall) };
    let linked = turn.state().leads()[known.lead.index()].contact.is_some();
    let awaited = matches!(known.crm, CrmSync::Pending { attempt: current, .. } if current == attempt);
    match reply {
        _ if known.crm == CrmSync::None => ReplyVerdict::Ignore(CrmIgnore::NotAsked),
        CrmReply::ContactUpserted(_) if linked => ReplyVerdict::Ignore(CrmIgnore::AlreadyLinked),
        CrmReply::ContactUpserted(contact) => ReplyVerdict::Link(known.lead, contact),
        CrmReply::ActivityCreated(_) if !linked => ReplyVerdict::Ignore(CrmIgnore::NotAsked),
        CrmReply::ActivityCreated(_) if matches!(known.crm, CrmSync::Synced { .. }) => {
            ReplyVerdict::Ignore(CrmIgnore::AlreadySynced)
        }
        CrmReply::ActivityCreated(activity) => ReplyVerdict::Done(activity),
        CrmReply::ContactFailed if awaited && !linked => ReplyVerdict::Retry,
        CrmReply::ActivityFailed if awaited && linked => ReplyVerdict::Retry,
        CrmReply::ContactFailed | CrmReply::ActivityFailed => ReplyVerdict::Ignore(CrmIgnore::Stale),
    }
}

/// Links the lead, and moves every pending sync of their calls on to the activity: the asking sync by the link itself,
/// the others by a new request.
#[inline]
fn link(turn: &mut Turn<'_>, call: CallId, lead: LeadId, contact: ContactId) {
    turn.emit(Transition::ContactLinked { call, contact, deadline: answer_by(turn) });
    let calls = turn.state().leads()[lead.index()].calls.len();
    if calls > 1 {
        move_on_others(turn, call, lead, calls);
    }
}

#[cold]
fn move_on_others(turn: &mut Turn<'_>, asking: CallId, lead: LeadId, calls: usize) {
    for place in 0..calls {
        let other = turn.state().leads()[lead.index()].calls[place];
        if let Some(CrmSync::Pending { attempt, .. }) = turn.state().call(other).map(|call| call.crm)
            && other != asking
        {
            start(turn, other, attempt);
        }
    }
}

/// Handles a deadline: the CRM's answer timed out, or the wait before the next attempt is over.
pub(crate) fn expired(turn: &mut Turn<'_>, call: CallId) {
    match turn.state().call(call).map(|call| call.crm) {
        Some(CrmSync::Pending { attempt, .. }) => defer(turn, call, attempt),
        Some(CrmSync::Deferred { attempt, .. }) => start(turn, call, attempt.saturating_add(1)),
        Some(CrmSync::None | CrmSync::Synced { .. } | CrmSync::Failed) | None => {
            unreachable!("only a sync that waits has a deadline")
        }
    }
}

/// Handles a failed attempt: schedules the next one, or fails the sync after the last.
fn defer(turn: &mut Turn<'_>, call: CallId, attempt: u8) {
    let config = turn.state().config();
    turn.emit(if attempt < config.crm_attempts {
        let retry_at = turn.at().after_ms(config.crm_wait_ms(attempt));
        Transition::CrmSyncDeferred { call, attempt, retry_at }
    } else {
        Transition::CrmSyncFailed { call }
    });
}

/// Restarts a FAILED sync on command; attempts count from 1 again.
pub(crate) fn retry(turn: &mut Turn<'_>, call: CallId) {
    match turn.state().call(call).map(|call| call.crm) {
        None => turn.emit(Transition::Refused(Refusal::UnknownCall(call))),
        Some(CrmSync::Failed) => start(turn, call, 1),
        Some(CrmSync::None | CrmSync::Pending { .. } | CrmSync::Deferred { .. } | CrmSync::Synced { .. }) => {
            turn.emit(Transition::Refused(Refusal::SyncNotFailed(call)));
        }
    }
}

#[inline]
fn answer_by(turn: &Turn<'_>) -> crate::time::Instant {
    turn.at().after_ms(u64::from(turn.state().config().crm_answer_timeout_ms))
}
