//! The weather: everything outside the dialer, simulated. It takes effects and gives inputs, each at its time.

use redial_engine::{Effect, Input, Instant, State};

use crate::carrier::Carrier;
use crate::crm::MockCrm;
use crate::dice::Dice;
use crate::queue::{Queue, Word};
use crate::ring::Ring;
use crate::scenario::Scenario;
use crate::sky::Sky;

/// The simulated carrier and CRM, and the words of theirs that are on their way.
#[derive(Clone, Debug)]
pub struct Weather {
    carrier: Carrier,
    crm: MockCrm,
    sky: Sky,
}

impl Weather {
    /// Makes the weather of one run of a seed.
    #[must_use]
    pub fn new(scenario: &Scenario, seed: u64, run: u64) -> Self {
        Self {
            carrier: Carrier::new(&scenario.carrier),
            crm: MockCrm::new(scenario.crm.clone()),
            sky: Sky { dice: Dice::new(seed, run), queue: Queue::default() },
        }
    }

    /// Returns the mock CRM.
    #[must_use]
    pub const fn crm(&self) -> &MockCrm {
        &self.crm
    }

    /// Returns the mock CRM, to give it back books that were kept.
    pub const fn crm_mut(&mut self) -> &mut MockCrm {
        &mut self.crm
    }

    /// Returns when the next word may arrive. It may turn out that there is nothing to say any more.
    #[inline]
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.sky.queue.next_at()
    }

    /// Takes the next word that arrives at or before `now`.
    #[inline]
    pub fn arrived(&mut self, now: Instant) -> Option<Input> {
        while self.sky.queue.next_at()? <= now {
            let (at, word) = self.sky.queue.pop()?;
            match word {
                Word::Planned(call, event) if self.carrier.comes_true(call, at) => {
                    return Some(Input::Carrier { call, event });
                }
                Word::Planned(..) => {}
                Word::Carrier(call, event) => return Some(Input::Carrier { call, event }),
                Word::Crm(call, attempt, reply) => return Some(Input::Crm { call, attempt, reply }),
            }
        }
        None
    }

    /// Does what the dialer asks, at `now`. `state` is the dialer's, in which the effect is owed or was.
    #[inline(always)]
    pub fn perform(&mut self, now: Instant, effect: Effect, state: &State) {
        match effect {
            Effect::Dial { call, .. } => self.carrier.dial(Ring::of(call, state), now.after_ms(1), &mut self.sky),
            Effect::HangUp { call } => self.carrier.hang_up(Ring::of(call, state), now, &mut self.sky),
            Effect::UpsertContact { call, attempt, .. } => {
                self.crm.upsert_contact(Ring::of(call, state), attempt, now, &mut self.sky);
            }
            Effect::CreateActivity { call, attempt } => {
                self.crm.create_activity(Ring::of(call, state), attempt, now, &mut self.sky);
            }
        }
    }

    /// Goes back to a quiet beginning, for another run.
    #[inline]
    pub(crate) fn rewind(&mut self, run: u64) {
        self.carrier.clear();
        self.crm.clear();
        self.sky.queue.clear();
        self.sky.dice.select(run);
    }
}
