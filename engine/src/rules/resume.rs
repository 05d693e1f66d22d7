//! Resumption: a process continues the journal of an earlier one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::input::Resumption;
use crate::reason::StopReason;
use crate::rules::dialing;
use crate::transition::Transition;
use crate::turn::Turn;

/// Adopts the new settings, and stops the sessions that were silent for too long. It runs before any expiry, so that
/// these sessions dial no further lead.
pub(crate) fn interrupt(turn: &mut Turn<'_>, resumption: &Resumption) {
    turn.emit(Transition::Resumed(Box::new(resumption.clone())));
    let now = turn.at();
    let stale = turn.state().numbered_sessions().filter(|(_, session)| {
        session.is_running() && now.ms_since(session.touched_at()) > resumption.config.resume_within_ms
    });
    for session in stale.map(|(id, _)| id).collect::<Vec<_>>() {
        dialing::give_up(turn, session, StopReason::Interrupted);
    }
}
