//! The machine: takes one input, returns all transitions that follow.

use alloc::vec::Vec;

use crate::config::Config;
use crate::due::Wait;
use crate::input::{Command, Input};
use crate::rules::{crm, dialing, keys, leads, line, resume};
use crate::state::{Mark, State};
use crate::time::Instant;
use crate::transition::Transition;
use crate::turn::Turn;

/// The dialer: its state, and the buffer for the transitions of one step.
#[derive(Clone, Debug)]
pub struct Dialer {
    state: State,
    transitions: Vec<Transition>,
}

/// One record: an input, its time, and all transitions that followed.
#[derive(Clone, Copy, Debug)]
pub struct Stepped<'a> {
    /// The number of the record, from 1.
    pub seq: u64,
    /// Its time.
    pub at: Instant,
    /// The input.
    pub input: &'a Input,
    /// The transitions, in order.
    pub transitions: &'a [Transition],
    /// The state after the step.
    pub state: &'a State,
}

impl Dialer {
    /// Makes a dialer without leads.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::from(State::new(config))
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Returns when to step an [`Input::Tick`], unless another input arrives before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.state.next_deadline()
    }

    /// Returns when to step an [`Input::Tick`], if that is at or before `at`.
    ///
    /// Faster than [`Dialer::next_deadline`] when nothing is due: it caches a lower bound on the next deadline, hence
    /// `&mut self`. The cache never affects the result.
    #[inline]
    pub fn deadline_by(&mut self, at: Instant) -> Option<Instant> {
        self.state.due_by(at).map(|due| due.at)
    }

    /// Takes one input at `now`, or at the last record's time if that is later.
    ///
    /// Due waits expire first, soonest first, ties by call: a deadline wins a tie with an answer. Then the input takes
    /// effect. Only [`Input::Resumed`] precedes the expiries: it adopts its settings and stops the sessions that were
    /// silent for too long, so that no expiry dials for a stale session. Every input is accepted: an impossible command
    /// becomes a [`Transition::Refused`], an irrelevant answer an ignore.
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

    /// Returns a mark of the present for [`Dialer::rewind`].
    ///
    /// # Panics
    ///
    /// If a session was started already.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.state.mark()
    }

    /// Rewinds to the mark: leads return to their state when added; sessions are dropped. The allocated memory stays.
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
            Wait::Line(call) => line::expired(turn, call),
            Wait::Crm(call) => crm::expired(turn, call),
            Wait::Enrichment(lead) => leads::enrichment_expired(turn, lead),
        }
    }
}

#[inline(always)]
fn take(turn: &mut Turn<'_>, input: &Input) {
    match input {
        Input::Tick | Input::Resumed(_) => {}
        Input::Carrier { call, event } => line::heard(turn, *call, *event),
        Input::Crm { call, attempt, reply } => crm::answered(turn, *call, *attempt, *reply),
        Input::Enrichment { lead, reply } => leads::enrichment_answered(turn, *lead, reply),
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
        Command::RequestEnrichment { lead } => leads::request_enrichment(turn, *lead),
        Command::StartSession(spec) => dialing::start(turn, spec),
        Command::StopSession { session } => dialing::stop(turn, *session),
        Command::RetryCrmSync { call } => crm::retry(turn, *call),
    }
}
