//! The simulated carrier: it rings people, and releases lines that the dialer hangs up.

use redial_engine::{CallId, CarrierEvent, Instant, LeadId, SessionId};

use crate::dice::{Purpose, below};
use crate::per_call::PerCall;
use crate::queue::{Queue, Word};
use crate::scenario::{CarrierScenario, Percent, WordFaults};
use crate::sky::Sky;

/// The simulated carrier. It remembers when it releases the lines that were hung up; all else is a matter of luck.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    scenario: CarrierScenario,
    released_at: PerCall<Option<Instant>>,
}

/// A call, as luck knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    pub(crate) call: CallId,
    pub(crate) lead: LeadId,
    /// Which call of the lead it is, from 0.
    pub(crate) nth: u16,
}

impl Carrier {
    pub(crate) fn new(scenario: CarrierScenario) -> Self {
        Self { scenario, released_at: PerCall::default() }
    }

    /// Rings a lead. The call was placed at `placed_at`; no word arrives before `soonest`.
    #[inline]
    pub(crate) fn dial(&self, ring: Ring, placed_at: Instant, soonest: Instant, sky: &mut Sky) {
        let (scenario, Sky { dice, queue }) = (&self.scenario, sky);
        let event = scenario.outcomes.pick(dice.call(ring.lead, ring.nth, Purpose::Outcome));
        let ring_ms = scenario.ring_ms(event).pick(|| dice.call(ring.lead, ring.nth, Purpose::Ring));
        let at = placed_at.after_ms(u64::from(ring_ms)).max(soonest);
        if scenario.faults.words.is_none() {
            queue.push(at, Word::Planned(ring.call, event));
        } else {
            let fate = scenario.faults.words.pick(dice.call(ring.lead, ring.nth, Purpose::WordFault));
            let late = || scenario.faults.late_ms.pick(|| dice.call(ring.lead, ring.nth, Purpose::WordDelay));
            speak(fate, at, Word::Planned(ring.call, event), late, queue);
        }
        if scenario.faults.stray.hits(|| dice.call(ring.lead, ring.nth, Purpose::Stray)) {
            // No session has so many calls, and this one may not have begun.
            let never = CallId::new(SessionId(ring.call.session.0.wrapping_add(7)), u16::MAX - ring.call.n);
            queue.push(at, Word::Carrier(never, event));
        }
    }

    /// Ends a call, ringing or answered; the line is free a moment later. A person may answer in that moment.
    #[inline]
    pub(crate) fn hang_up(&mut self, ring: Ring, now: Instant, sky: &mut Sky) {
        let (scenario, Sky { dice, queue }) = (&self.scenario, sky);
        let faults = &scenario.faults;
        let mut fate = Fate::Arrives;
        if !faults.words.is_none() || !faults.hang_up_lost.is_zero() {
            let word = dice.call(ring.lead, ring.nth, Purpose::ReleaseFault);
            // One draw decides both: its halves are as good as two.
            if faults.hang_up_lost.hits(|| word.rotate_left(16)) {
                return;
            }
            fate = faults.words.pick(word);
        }
        let cancel_ms = scenario.cancel_ms.pick(|| dice.call(ring.lead, ring.nth, Purpose::Cancel));
        let at = now.after_ms(u64::from(cancel_ms));
        *self.released_at.row(ring.call) = Some(at);
        let late = || faults.late_ms.pick(|| dice.call(ring.lead, ring.nth, Purpose::ReleaseDelay));
        speak(fate, at, Word::Carrier(ring.call, CarrierEvent::Released), late, queue);
    }

    /// Says whether a planned ending still comes true at `at`: it does not once the line has been released.
    #[inline]
    pub(crate) fn comes_true(&mut self, call: CallId, at: Instant) -> bool {
        self.released_at.row(call).is_none_or(|released_at| at < released_at)
    }

    pub(crate) fn clear(&mut self) {
        self.released_at.clear();
    }
}

/// What happens to a carrier's word on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// It arrives as it should.
    Arrives,
    /// It never arrives.
    Lost,
    /// It arrives, and arrives again.
    Doubled,
    /// It arrives late.
    Late,
    /// The word that the line is free overtakes it.
    Reordered,
}

fn speak(fate: Fate, at: Instant, word: Word, late_ms: impl FnOnce() -> u32, queue: &mut Queue) {
    let (Word::Planned(call, event) | Word::Carrier(call, event)) = word else { return };
    match fate {
        Fate::Arrives => queue.push(at, word),
        Fate::Lost => {}
        Fate::Doubled => {
            queue.push(at, word);
            queue.push(at.after_ms(u64::from(late_ms())), Word::Carrier(call, event));
        }
        Fate::Late => queue.push(at.after_ms(u64::from(late_ms())), word),
        Fate::Reordered => {
            queue.push(at, Word::Carrier(call, CarrierEvent::Released));
            queue.push(at.after_ms(u64::from(late_ms())), Word::Carrier(call, event));
        }
    }
}

impl WordFaults {
    /// Decides what happens to a word.
    fn pick(&self, word: u32) -> Fate {
        let mut share = below(word, Percent::WHOLE);
        let fates = [
            (self.lost, Fate::Lost),
            (self.doubled, Fate::Doubled),
            (self.late, Fate::Late),
            (self.reordered, Fate::Reordered),
        ];
        for (percent, fate) in fates {
            if share < percent.hundredths() {
                return fate;
            }
            share -= percent.hundredths();
        }
        Fate::Arrives
    }
}
