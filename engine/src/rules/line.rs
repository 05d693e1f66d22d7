//! Carrier events, and the deadlines that apply without them.

use crate::call::{Line, Outcome};
use crate::id::CallId;
use crate::input::CarrierEvent;
use crate::reason::CarrierIgnore;
use crate::rules::{crm, dialing};
use crate::transition::{ReleasedBy, Transition};
use crate::turn::Turn;

/// Handles a carrier's event. Events may arrive twice, late, out of order, or for an unknown call.
#[inline]
pub(crate) fn heard(turn: &mut Turn<'_>, call: CallId, event: CarrierEvent) {
    let ignored = |reason| Transition::CarrierEventIgnored { call, event, reason };
    let Some(known) = turn.state().call(call) else {
        return turn.emit(ignored(CarrierIgnore::UnknownCall));
    };
    match known.line {
        Line::Ringing { .. } => match event {
            CarrierEvent::Answered => dialing::win(turn, call),
            CarrierEvent::NoAnswer => dialing::end(turn, call, Outcome::NoAnswer),
            CarrierEvent::Busy => dialing::end(turn, call, Outcome::Busy),
            CarrierEvent::Voicemail => dialing::end(turn, call, Outcome::Voicemail),
            // A release without an outcome is a fault of the carrier.
            CarrierEvent::Failed | CarrierEvent::Released => dialing::end(turn, call, Outcome::Failed),
        },
        Line::Releasing { .. } => match event {
            CarrierEvent::Answered if known.abandoned => turn.emit(ignored(CarrierIgnore::AlreadyAbandoned)),
            CarrierEvent::Answered => turn.emit(Transition::AnswerAbandoned { call }),
            CarrierEvent::NoAnswer
            | CarrierEvent::Busy
            | CarrierEvent::Voicemail
            | CarrierEvent::Failed
            | CarrierEvent::Released => release(turn, call, ReleasedBy::Carrier),
        },
        Line::Ended { .. } => turn.emit(ignored(CarrierIgnore::LineEnded)),
    }
}

/// Handles a deadline: a ringing call ends as NO_ANSWER and is hung up; a releasing line counts as free.
pub(crate) fn expired(turn: &mut Turn<'_>, call: CallId) {
    if turn.state().call(call).is_some_and(|call| call.is_ringing()) {
        let release_by = turn.at().after_ms(u64::from(turn.state().config().release_timeout_ms));
        turn.emit(Transition::CallEnded { call, outcome: Outcome::NoAnswer, release_by: Some(release_by) });
        crm::begin(turn, call);
        dialing::refill(turn, call.session);
    } else {
        release(turn, call, ReleasedBy::Deadline);
    }
}

fn release(turn: &mut Turn<'_>, call: CallId, by: ReleasedBy) {
    turn.emit(Transition::LineReleased { call, by });
    dialing::freed(turn, call);
}
