//! The simulated world of a live dialer: the weather, and the mock CRM's own store.

use std::collections::VecDeque;

use redial_engine::{Effect, Input, Instant, State};
use redial_sim::{MockCrm, Weather};

use crate::disk_reserve::ReserveWatch;
use crate::mock_crm::{MockCrmLog, MockCrmStore};
use crate::world_error::WorldError;

/// The weather, with the mock CRM as a system of its own: it stores an entry before it replies.
pub struct SimulatedWorld {
    weather: Weather,
    log: MockCrmLog,
    /// `None` in memory.
    store: Option<MockCrmStore>,
    /// Replies of the CRM that wait for its store, oldest first.
    held: VecDeque<HeldReply>,
}

/// A reply that waits until the entries before it are durable.
struct HeldReply {
    at: Instant,
    /// The number of writes that the store must have finished.
    writes: u64,
    input: Input,
}

impl SimulatedWorld {
    /// Joins the weather and the log of its CRM. Without a store, everything stays in memory.
    pub(crate) const fn new(weather: Weather, log: MockCrmLog, store: Option<MockCrmStore>) -> Self {
        Self { weather, log, store, held: VecDeque::new() }
    }

    pub(crate) const fn mock_crm(&self) -> &MockCrm {
        self.weather.crm()
    }

    pub(crate) fn reserve(&self) -> Option<ReserveWatch> {
        self.store.as_ref().map(MockCrmStore::reserve)
    }

    pub(crate) fn next_at(&self) -> Option<Instant> {
        let held = self.held.front().filter(|reply| self.has_written(reply.writes)).map(|reply| reply.at);
        held.or_else(|| self.weather.next_at())
    }

    pub(crate) fn arrived(&mut self, at: Instant) -> Option<Input> {
        if let Some(reply) = self.held.front()
            && self.has_written(reply.writes)
        {
            return self.held.pop_front().map(|reply| reply.input);
        }
        while let Some(input) = self.weather.arrived(at) {
            let writes = self.store.as_ref().map_or(0, MockCrmStore::begun);
            let is_reply = matches!(input, Input::Crm { .. });
            if !is_reply || (self.held.is_empty() && self.has_written(writes)) {
                return Some(input);
            }
            self.held.push_back(HeldReply { at, writes, input });
        }
        None
    }

    fn has_written(&self, writes: u64) -> bool {
        self.store.as_ref().is_none_or(|store| store.done() >= writes)
    }

    pub(crate) fn perform(
        &mut self,
        now: Instant,
        effects: impl IntoIterator<Item = Effect>,
        state: &State,
    ) -> Result<(), WorldError> {
        for effect in effects {
            self.weather.perform(now, effect, state);
        }
        let Some(store) = &mut self.store else { return Ok(()) };
        let lines = self.log.new_lines(self.weather.crm(), state);
        if lines.is_empty() { Ok(()) } else { store.begin(lines) }
    }

    /// Waits until the store has finished a write.
    pub(crate) async fn changed(&mut self) -> Result<(), WorldError> {
        match &mut self.store {
            Some(store) => store.changed().await,
            None => std::future::pending().await,
        }
    }

    pub(crate) async fn close(self) -> Result<(), WorldError> {
        match self.store {
            Some(store) => store.close().await,
            None => Ok(()),
        }
    }
}
