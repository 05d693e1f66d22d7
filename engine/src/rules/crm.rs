//! The outbox: each call's result reaches the CRM, exactly once where the CRM honours keys.

use crate::call::CrmSync;
use crate::id::{ActivityId, CallId, ContactId, LeadId};
use crate::input::CrmReply;
use crate::reason::{CrmIgnore, Refusal};
use crate::transition::{CrmAsk, Transition};
use crate::turn::Turn;

/// Sends the result of a call that has just ended on its way, if results go to the CRM at all.
#[inline]
pub(crate) fn begin(turn: &mut Turn<'_>, call: CallId) {
    if turn.state().config().crm_sync {
        start(turn, call, 1);
    }
}

/// Offers a call's result to the CRM: asks for the contact while the lead has none, else for the activity.
#[inline]
fn start(turn: &mut Turn<'_>, call: CallId, attempt: u8) {
    let state = turn.state();
    let lead = state.sessions()[call.session.index()].calls()[usize::from(call.n)].lead;
    let ask = if state.leads()[lead.index()].contact.is_some() { CrmAsk::Activity } else { CrmAsk::Contact };
    turn.emit(Transition::CrmSyncStarted { call, attempt, ask, deadline: answer_by(turn) });
}

/// Takes the CRM's answer. A success counts however late it comes; a failure only while it is waited for.
#[inline]
pub(crate) fn answered(turn: &mut Turn<'_>, call: CallId, attempt: u8, reply: CrmReply) {
    let verdict = judge(turn, call, attempt, reply);
    match verdict {
        Verdict::Link(lead, contact) => link(turn, call, lead, contact),
        Verdict::Done(activity) => turn.emit(Transition::CrmSynced { call, activity }),
        Verdict::Again => defer(turn, call, attempt),
        Verdict::Ignore(reason) => turn.emit(Transition::CrmReplyIgnored { call, attempt, reply, reason }),
    }
}

/// What an answer means.
enum Verdict {
    Link(LeadId, ContactId),
    Done(ActivityId),
    Again,
    Ignore(CrmIgnore),
}

#[inline]
fn judge(turn: &Turn<'_>, call: CallId, attempt: u8, reply: CrmReply) -> Verdict {
    let Some(known) = turn.state().call(call) else { return Verdict::Ignore(CrmIgnore::UnknownCall) };
    let linked = turn.state().leads()[known.lead.index()].contact.is_some();
    let awaited = matches!(known.crm, CrmSync::Pending { attempt: current, .. } if current == attempt);
    match reply {
        _ if known.crm == CrmSync::None => Verdict::Ignore(CrmIgnore::NotAsked),
        CrmReply::ContactUpserted(_) if linked => Verdict::Ignore(CrmIgnore::AlreadyLinked),
        CrmReply::ContactUpserted(contact) => Verdict::Link(known.lead, contact),
        CrmReply::ActivityCreated(_) if !linked => Verdict::Ignore(CrmIgnore::NotAsked),
        CrmReply::ActivityCreated(_) if matches!(known.crm, CrmSync::Synced { .. }) => {
            Verdict::Ignore(CrmIgnore::AlreadySynced)
        }
        CrmReply::ActivityCreated(activity) => Verdict::Done(activity),
        CrmReply::ContactFailed if awaited && !linked => Verdict::Again,
        CrmReply::ActivityFailed if awaited && linked => Verdict::Again,
        CrmReply::ContactFailed | CrmReply::ActivityFailed => Verdict::Ignore(CrmIgnore::Stale),
    }
}

/// Links the lead, and moves on every call of theirs that waits: the asking one by the link itself, the others by asking anew.
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

/// The CRM was silent for too long, or a wait between two attempts is over.
pub(crate) fn expired(turn: &mut Turn<'_>, call: CallId) {
    match turn.state().call(call).map(|call| call.crm) {
        Some(CrmSync::Pending { attempt, .. }) => defer(turn, call, attempt),
        Some(CrmSync::Deferred { attempt, .. }) => start(turn, call, attempt.saturating_add(1)),
        Some(CrmSync::None | CrmSync::Synced { .. } | CrmSync::Failed) | None => {
            unreachable!("only a sync that waits has a deadline")
        }
    }
}

/// An attempt failed: the next one waits, or there is none.
fn defer(turn: &mut Turn<'_>, call: CallId, attempt: u8) {
    let config = turn.state().config();
    turn.emit(if attempt < config.crm_attempts {
        let retry_at = turn.at().after_ms(config.crm_wait_ms(attempt));
        Transition::CrmSyncDeferred { call, attempt, retry_at }
    } else {
        Transition::CrmSyncFailed { call }
    });
}

/// Offers a FAILED result again, because somebody asked; attempts count from 1.
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
