//! Keys: a command under a key is obeyed once.

use alloc::sync::Arc;

use crate::key::RequestKey;
use crate::reason::Refusal;
use crate::transition::Transition;
use crate::turn::Turn;

/// Records the key and returns true. Refuses the command and returns false if the key was used or is invalid.
pub(crate) fn admit(turn: &mut Turn<'_>, by: &Arc<RequestKey>) -> bool {
    let refusal = if !RequestKey::is_sound(&by.key) {
        Refusal::KeyUnsound
    } else if turn.state().key_use(&by.key, turn.at()).is_some() {
        Refusal::KeyUsed
    } else {
        turn.emit(Transition::KeyUsed(Arc::clone(by)));
        return true;
    };
    turn.emit(Transition::Refused(refusal));
    false
}
