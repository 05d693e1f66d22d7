//! The weather: the simulated world outside the dialer. It takes effects and returns inputs, each at its time.

use redial_engine::{Effect, Input, Instant, State};

use crate::call_ref::CallRef;
use crate::carrier::Carrier;
use crate::context::SimContext;
use crate::crm::MockCrm;
use crate::dice::Dice;
use crate::enrichment::EnrichmentService;
use crate::queue::{Queue, WorldEvent};
use crate::scenario::Scenario;

/// The simulated carrier, CRM and enrichment service, and their events on the way.
#[derive(Clone, Debug)]
pub struct Weather {
    carrier: Carrier,
    crm: MockCrm,
    enrichment: EnrichmentService,
    context: SimContext,
}

impl Weather {
    /// Makes the weather of one run of a seed.
    #[must_use]
    pub fn new(scenario: &Scenario, seed: u64, run: u64) -> Self {
        Self {
            carrier: Carrier::new(&scenario.carrier),
            crm: MockCrm::new(scenario.crm.clone()),
            enrichment: EnrichmentService::new(seed),
            context: SimContext { dice: Dice::new(seed, run), queue: Queue::default() },
        }
    }

    /// Returns the mock CRM.
    #[must_use]
    pub const fn crm(&self) -> &MockCrm {
        &self.crm
    }

    /// Returns the mock CRM, to restore its contacts and activities.
    pub const fn crm_mut(&mut self) -> &mut MockCrm {
        &mut self.crm
    }

    /// Returns the time of the next event, which may be a planned end that is void by then.
    #[inline]
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.context.queue.next_at()
    }

    /// Takes the next event that arrives at or before `now`.
    #[inline]
    pub fn arrived(&mut self, now: Instant) -> Option<Input> {
        while self.context.queue.next_at()? <= now {
            let (at, event) = self.context.queue.pop()?;
            match event {
                WorldEvent::Planned(call, event) if self.carrier.comes_true(call, at) => {
                    return Some(Input::Carrier { call, event });
                }
                WorldEvent::Planned(..) => {}
                WorldEvent::Carrier(call, event) => return Some(Input::Carrier { call, event }),
                WorldEvent::Crm(call, attempt, reply) => return Some(Input::Crm { call, attempt, reply }),
                WorldEvent::Enrichment(lead) => {
                    if let Some(reply) = self.enrichment.answer(lead) {
                        return Some(Input::Enrichment { lead, reply });
                    }
                }
            }
        }
        None
    }

    /// Performs an effect at `now`. `state` is the dialer's state after the step that requested it, or a later one.
    #[inline(always)]
    pub fn perform(&mut self, now: Instant, effect: Effect, state: &State) {
        match effect {
            Effect::Dial { call, .. } => {
                self.carrier.dial(CallRef::of(call, state), now.after_ms(1), &mut self.context)
            }
            Effect::HangUp { call } => self.carrier.hang_up(CallRef::of(call, state), now, &mut self.context),
            Effect::UpsertContact { call, attempt, .. } => {
                self.crm.upsert_contact(CallRef::of(call, state), attempt, now, &mut self.context);
            }
            Effect::CreateActivity { call, attempt } => {
                self.crm.create_activity(CallRef::of(call, state), attempt, now, &mut self.context);
            }
            Effect::Enrich { lead } => self.enrichment.ask(lead, state, now, &mut self.context),
        }
    }

    /// Rewinds to the beginning of another run.
    #[inline]
    pub(crate) fn rewind(&mut self, run: u64) {
        self.carrier.clear();
        self.crm.clear();
        self.enrichment.clear();
        self.context.queue.clear();
        self.context.dice.select(run);
    }
}
