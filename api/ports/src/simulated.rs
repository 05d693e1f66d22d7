//! The simulated world of a live dialer: the weather, and the mock CRM's own store.

use std::collections::VecDeque;

use redial_engine::{Effect, Input, Instant, State};
use redial_sim::Weather;

use crate::disk_reserve::ReserveWatch;
use crate::mock_crm::{EntryCounts, MockCrmLog, MockCrmStore, MockCrmView};
use crate::world_error::WorldError;

/// The weather, with the mock CRM as a system of its own: it stores an entry before it replies.
pub struct SimulatedWorld {
    weather: Weather,
    log: MockCrmLog,
    /// `None` in memory.
    store: Option<MockCrmStore>,
    /// Replies of the CRM that wait for its store, oldest first.
    held: VecDeque<HeldReply>,
    /// The entries of the CRM that are durable for certain.
    durable: EntryCounts,
    /// The writes that may not be finished, oldest first, and the entries that are durable after each.
    writing: VecDeque<(u64, EntryCounts)>,
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
    pub(crate) fn new(weather: Weather, log: MockCrmLog, store: Option<MockCrmStore>) -> Self {
        let durable = EntryCounts::of(weather.crm());
        Self { weather, log, store, held: VecDeque::new(), durable, writing: VecDeque::new() }
    }

    pub(crate) fn mock_crm(&self) -> MockCrmView<'_> {
        let crm = self.weather.crm();
        let Some(store) = &self.store else { return MockCrmView::new(crm, EntryCounts::of(crm)) };
        let done = store.done();
        let finished = self.writing.iter().take_while(|(write, _)| *write <= done).last();
        MockCrmView::new(crm, finished.map_or(self.durable, |(_, entries)| *entries))
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
        if lines.is_empty() {
            return Ok(());
        }
        store.begin(lines)?;
        let done = store.done();
        while let Some((_, entries)) = self.writing.pop_front_if(|(write, _)| *write <= done) {
            self.durable = entries;
        }
        self.writing.push_back((store.begun(), EntryCounts::of(self.weather.crm())));
        Ok(())
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use redial_engine::{CallId, CarrierEvent, Command, Dialer, LeadId, SessionId, SessionSpec};
    use redial_replay::PublicIds;
    use redial_sim::Scenario;
    use redial_sim::leads::invent;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_entry_that_is_not_durable_is_not_shown() {
        let scenario = Scenario::seed();
        let (store, done, _lines) = MockCrmStore::stuck();
        let names = PublicIds::new(Uuid::nil());
        let mut world = SimulatedWorld::new(Weather::new(&scenario, 1, 0), MockCrmLog::new(names), Some(store));
        let mut dialer = Dialer::new(scenario.dialer);
        let start = SessionSpec { agent: "ada".into(), leads: [LeadId(0)].into(), lines: 1 };
        let call = CallId::new(SessionId(0), 0);
        let now = Instant::from_ms(10);
        for input in [
            Input::Command(Command::AddLead(Arc::new(invent(1, 0)))),
            Input::Command(Command::StartSession(Arc::new(start))),
            Input::Carrier { call, event: CarrierEvent::Busy },
        ] {
            dialer.step(now, &input);
        }
        let counts = |world: &SimulatedWorld| {
            let crm = world.mock_crm();
            assert_eq!(crm.contacts(0).count(), crm.contact_count());
            assert_eq!(crm.activities(0).count(), usize::from(crm.activity(call).is_some()));
            (crm.contact_count(), crm.activity_count())
        };
        world
            .perform(now, [Effect::UpsertContact { lead: LeadId(0), call, attempt: 1 }], dialer.state())
            .expect("the store is open");
        assert_eq!(counts(&world), (0, 0));
        assert_eq!(world.arrived(Instant::from_ms(60_000)), None, "its reply waits as well");
        done.send_replace(1);
        assert_eq!(counts(&world), (1, 0));
        let reply = world.arrived(Instant::from_ms(60_000)).expect("its entry is durable");
        dialer.step(Instant::from_ms(60), &reply);
        world.perform(now, [Effect::CreateActivity { call, attempt: 1 }], dialer.state()).expect("the store is open");
        assert_eq!(counts(&world), (1, 0));
        done.send_replace(2);
        assert_eq!(counts(&world), (1, 1));
    }
}
