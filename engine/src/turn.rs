//! The narrow bridge between rules and state.

use alloc::vec::Vec;

use crate::state::State;
use crate::time::Instant;
use crate::transition::Transition;

/// One step in the making. Rules read the state and emit transitions; nothing else changes anything.
pub(crate) struct Turn<'a> {
    at: Instant,
    state: &'a mut State,
    transitions: &'a mut Vec<Transition>,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(at: Instant, state: &'a mut State, transitions: &'a mut Vec<Transition>) -> Self {
        Self { at, state, transitions }
    }

    /// The time of the record that is being made.
    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    pub(crate) fn state(&self) -> &State {
        self.state
    }

    /// States a fact: it is applied at once, and recorded.
    #[inline(always)]
    pub(crate) fn emit(&mut self, transition: Transition) {
        debug_assert_eq!(self.state.fits(&transition), Ok(()), "a rule stated something impossible");
        self.state.apply(self.at, &transition);
        self.transitions.push(transition);
    }

    /// Returns the soonest wait that has ended.
    #[inline]
    pub(crate) fn expired(&mut self) -> Option<crate::due::Due> {
        self.state.due_by(self.at)
    }
}
