//! The interface between rules and state.

use alloc::vec::Vec;

use crate::state::State;
use crate::time::Instant;
use crate::transition::Transition;

/// One step in progress. Rules read the state and emit transitions; there is no other way to change the state.
pub(crate) struct Turn<'a> {
    at: Instant,
    state: &'a mut State,
    transitions: &'a mut Vec<Transition>,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(at: Instant, state: &'a mut State, transitions: &'a mut Vec<Transition>) -> Self {
        Self { at, state, transitions }
    }

    /// Returns the time of the record in progress.
    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    pub(crate) fn state(&self) -> &State {
        self.state
    }

    /// Applies a transition at once, and records it.
    #[inline(always)]
    pub(crate) fn emit(&mut self, transition: Transition) {
        debug_assert_eq!(self.state.fits(&transition), Ok(()), "a rule emitted an impossible transition");
        self.state.apply(self.at, &transition);
        self.transitions.push(transition);
    }

    /// Returns the soonest wait that has ended.
    #[inline]
    pub(crate) fn expired(&mut self) -> Option<crate::due::Due> {
        self.state.due_by(self.at)
    }
}
