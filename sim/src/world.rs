//! A dialer in simulated weather, under a virtual clock.

use std::sync::Arc;

use redial_engine::{Command, Dialer, Effect, Input, Instant, LeadDetails, LeadId, Mark, SessionSpec, State, Stepped};

use crate::scenario::Scenario;
use crate::weather::Weather;

/// A simulated world. Time passes only in [`SimWorld::run_until`] and [`SimWorld::finish`].
#[derive(Clone, Debug)]
pub struct SimWorld {
    dialer: Dialer,
    weather: Weather,
}

impl SimWorld {
    /// Makes a world without leads.
    #[must_use]
    pub fn new(scenario: &Scenario, seed: u64, run: u64) -> Self {
        Self { dialer: Dialer::new(scenario.dialer), weather: Weather::new(scenario, seed, run) }
    }

    /// Returns the dialer's state.
    #[must_use]
    pub const fn state(&self) -> &State {
        self.dialer.state()
    }

    /// Returns the weather around the dialer.
    #[must_use]
    pub const fn weather(&self) -> &Weather {
        &self.weather
    }

    /// Steps the dialer with an input at `now`, passes the record to `sink`, and performs its effects.
    #[inline]
    pub fn tell(&mut self, now: Instant, input: &Input, sink: &mut impl FnMut(&Stepped<'_>)) {
        let stepped = self.dialer.step(now, input);
        sink(&stepped);
        for transition in stepped.transitions {
            if let Some(effect) = Effect::of(transition, stepped.state) {
                self.weather.perform(stepped.at, effect, stepped.state);
            }
        }
    }

    /// Returns the time of the next deadline or arrival.
    #[inline]
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        [self.dialer.next_deadline(), self.weather.next_at()].into_iter().flatten().min()
    }

    /// Lets time pass to the next deadline or arrival, if that is by `end`. A deadline wins a tie with an arrival.
    /// Returns false if neither is due by then.
    #[inline]
    fn pass(&mut self, end: Instant, sink: &mut impl FnMut(&Stepped<'_>)) -> bool {
        let arrival = self.weather.next_at().filter(|arrival| *arrival <= end);
        if let Some(deadline) = self.dialer.deadline_by(arrival.unwrap_or(end)) {
            self.tell(deadline, &Input::Tick, sink);
        } else if let Some(arrival) = arrival {
            if let Some(input) = self.weather.arrived(arrival) {
                self.tell(arrival, &input, sink);
            }
        } else {
            return false;
        }
        true
    }

    /// Lets time pass until `end`, inclusive.
    pub fn run_until(&mut self, end: Instant, sink: &mut impl FnMut(&Stepped<'_>)) {
        while self.pass(end, sink) {}
    }

    /// Lets time pass until no deadline and no arrival is left.
    pub fn finish(&mut self, sink: &mut impl FnMut(&Stepped<'_>)) {
        self.run_until(Instant::MAX, sink);
    }
}

/// A world with its leads, in which one session is dialed, once a run.
#[derive(Clone, Debug)]
pub struct SessionWorld {
    world: SimWorld,
    mark: Mark,
    start: Input,
}

impl SessionWorld {
    /// Makes the world: the first `take` leads of the list, and the session that the scenario describes.
    ///
    /// `sink` receives the records that add the leads.
    pub fn set(
        scenario: &Scenario,
        leads: &[Arc<LeadDetails>],
        seed: u64,
        run: u64,
        sink: &mut impl FnMut(&Stepped<'_>),
    ) -> Self {
        let mut world = SimWorld::new(scenario, seed, run);
        let taken = &leads[..leads.len().min(scenario.session.take as usize)];
        for lead in taken {
            world.tell(Instant::EPOCH, &Input::Command(Command::AddLead(Arc::clone(lead))), sink);
        }
        let spec = SessionSpec {
            agent: scenario.session.agent.clone(),
            leads: (0..taken.len() as u32).map(LeadId).collect(),
            lines: scenario.session.lines,
        };
        let start = Input::Command(Command::StartSession(Arc::new(spec)));
        let mark = world.dialer.mark();
        Self { world, mark, start }
    }

    /// Dials the session until it is settled: every line is free, every sync has succeeded or failed.
    #[inline]
    pub fn play(&mut self, sink: &mut impl FnMut(&Stepped<'_>)) -> &State {
        self.world.tell(Instant::EPOCH, &self.start, sink);
        self.world.finish(sink);
        self.world.state()
    }

    /// Dials the session as [`SessionWorld::play`] does. Returns `None` if it takes more than `records` records.
    #[inline]
    pub fn play_within(&mut self, records: u64, sink: &mut impl FnMut(&Stepped<'_>)) -> Option<&State> {
        self.world.tell(Instant::EPOCH, &self.start, sink);
        let last = self.world.state().seq() + records;
        while self.world.pass(Instant::MAX, sink) {
            if self.world.state().seq() >= last {
                return None;
            }
        }
        Some(self.world.state())
    }

    /// Rewinds the world to another run of the same seed.
    #[inline]
    pub fn rewind(&mut self, run: u64) {
        self.world.dialer.rewind(self.mark);
        self.world.weather.rewind(run);
    }
}
