//! The machine: one input in, all that follows out.

use alloc::vec::Vec;

use crate::config::Config;
use crate::due::Wait;
use crate::input::{Command, Input};
use crate::rules::{crm, dialing, keys, leads, line, resume};
use crate::state::{Mark, State};
use crate::time::Instant;
use crate::transition::Transition;
use crate::turn::Turn;

/// The dialer. It holds the state and the memory for the transitions of one step.
#[derive(Clone, Debug)]
pub struct Dialer {
    state: State,
    transitions: Vec<Transition>,
}

/// One record: what was told, when, and all that followed from it.
#[derive(Clone, Copy, Debug)]
pub struct Stepped<'a> {
    /// The number of the record, from 1.
    pub seq: u64,
    /// Its time.
    pub at: Instant,
    /// What was told.
    pub input: &'a Input,
    /// What followed, in order.
    pub transitions: &'a [Transition],
    /// The state after it.
    pub state: &'a State,
}

impl Dialer {
    /// Makes a dialer that knows nobody.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::from(State::new(config))
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Returns when to step a [`Input::Tick`] unless something else comes before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.state.next_deadline()
    }

    /// Returns when to step a [`Input::Tick`] if that is at or before `at`. It is quicker than [`Dialer::next_deadline`] while nothing is due,
    /// because it notes before when nothing is: that is why it wants the dialer for itself, though it changes no answer.
    #[inline]
    pub fn deadline_by(&mut self, at: Instant) -> Option<Instant> {
        self.state.due_by(at).map(|due| due.at)
    }

    /// Takes one input at `now`, or at the last record's time if that is later.
    ///
    /// First everything expires that is due by then, soonest first, ties by call: a deadline wins a tie with an answer. Then
    /// the input is taken. Only [`Input::Resumed`] comes before that: it adopts its settings and stops what was silent for too
    /// long, so that nothing expires into a call that nobody wants. Every input is accepted; what cannot be done becomes a [`Transition::Refused`] or an ignore.
    #[inline(always)]
    pub fn step<'a>(&'a mut self, now: Instant, input: &'a Input) -> Stepped<'a> {
        let at = self.state.advance(now);
        self.transitions.clear();
        let mut turn = Turn::new(at, &mut self.state, &mut self.transitions);
        if let Input::Resumed(resumption) = input {
            resume::interrupt(&mut turn, resumption);
        }
        expire(&mut turn);
        take(&mut turn, input);
        Stepped { seq: self.state.seq(), at, input, transitions: &self.transitions, state: &self.state }
    }

    /// Returns the present as a mark for [`Dialer::rewind`].
    ///
    /// # Panics
    ///
    /// When a session was started already.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.state.mark()
    }

    /// Goes back to the mark: all leads are as they were when they were added, and there is no session. The memory stays.
    pub fn rewind(&mut self, mark: Mark) {
        self.state.rewind(mark);
    }
}

impl From<State> for Dialer {
    fn from(state: State) -> Self {
        Self { state, transitions: Vec::new() }
    }
}

#[inline(always)]
fn expire(turn: &mut Turn<'_>) {
    while let Some(due) = turn.expired() {
        match due.wait {
            Wait::Line => line::expired(turn, due.call),
            Wait::Crm => crm::expired(turn, due.call),
        }
    }
}

#[inline(always)]
fn take(turn: &mut Turn<'_>, input: &Input) {
    match input {
        Input::Tick | Input::Resumed(_) => {}
        Input::Carrier { call, event } => line::heard(turn, *call, *event),
        Input::Crm { call, attempt, reply } => crm::answered(turn, *call, *attempt, *reply),
        Input::Command(command) => obey(turn, command),
        Input::Keyed(keyed) => {
            if keys::admit(turn, &keyed.by)
                && let Some(command) = &keyed.command
            {
                obey(turn, command);
            }
        }
    }
}

#[inline]
fn obey(turn: &mut Turn<'_>, command: &Command) {
    match command {
        Command::AddLead(details) => leads::add(turn, details),
        Command::EnrichLead { lead, data } => leads::enrich(turn, *lead, data),
        Command::StartSession(spec) => dialing::start(turn, spec),
        Command::StopSession { session } => dialing::stop(turn, *session),
        Command::RetryCrmSync { call } => crm::retry(turn, *call),
    }
}
