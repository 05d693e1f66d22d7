//! The simulated carrier: it rings people, and releases lines that the dialer hangs up.

use redial_engine::{CallId, CarrierEvent, Instant, SessionId};

use crate::dice::{Dice, Purpose, below};
use crate::draw::Draw;
use crate::mix::{ENDINGS, Mix};
use crate::per_call::PerCall;
use crate::queue::{Queue, Word};
use crate::ring::Ring;
use crate::scenario::{CarrierFaults, CarrierScenario, Percent, WordFaults};
use crate::sky::Sky;

/// The simulated carrier. It remembers when it releases the lines that were hung up; all else is a matter of luck.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    mix: Mix,
    ring: [Draw; ENDINGS.len()],
    decide: Option<Draw>,
    cancel: Draw,
    /// `None` where nothing ever goes wrong.
    faults: Option<CarrierFaults>,
    released_at: PerCall<Option<Instant>>,
}

/// How a call goes if nobody hangs up.
struct Plan {
    event: CarrierEvent,
    /// When the ringing ends.
    picked_up_at: Instant,
    /// When the carrier says how: after it has made out whether that is a person.
    said_at: Instant,
}

impl Carrier {
    pub(crate) fn new(scenario: &CarrierScenario) -> Self {
        let ring = |event| Draw::from(scenario.ring_ms_by.of(event).unwrap_or(&scenario.ring_ms));
        Self {
            mix: Mix::new(scenario),
            ring: ENDINGS.map(ring),
            decide: scenario.decide_ms.as_ref().map(Draw::from),
            cancel: Draw::from(&scenario.cancel_ms),
            faults: Some(scenario.faults.clone()).filter(|faults| !faults.is_none()),
            released_at: PerCall::default(),
        }
    }

    /// Rings a lead. No word arrives before `soonest`.
    #[inline]
    pub(crate) fn dial(&self, ring: Ring<'_>, soonest: Instant, sky: &mut Sky) {
        let Plan { event, said_at, .. } = self.plan(ring, &mut sky.dice);
        let at = said_at.max(soonest);
        match &self.faults {
            None => sky.queue.push(at, Word::Planned(ring.call, event)),
            Some(faults) => faults.plan(ring, at, event, sky),
        }
    }

    #[inline]
    fn plan(&self, ring: Ring<'_>, dice: &mut Dice) -> Plan {
        let (lead, nth) = (ring.lead(), ring.nth());
        let mix = self.mix.at(ring.placed_at(), || ring.industry());
        let ending = mix.pick(dice.call(lead, nth, Purpose::Outcome));
        let event = ENDINGS[ending];
        let ring_ms = self.ring[ending].pick(|| dice.call(lead, nth, Purpose::Ring));
        let picked_up_at = ring.placed_at().after_ms(u64::from(ring_ms));
        let said_at = match &self.decide {
            Some(decide) if matches!(event, CarrierEvent::Answered | CarrierEvent::Voicemail) => {
                let decide_ms = decide.pick(|| dice.call(lead, nth, Purpose::Decide));
                picked_up_at.after_ms(u64::from(decide_ms))
            }
            Some(_) | None => picked_up_at,
        };
        Plan { event, picked_up_at, said_at }
    }

    /// Ends a call, ringing or answered; the line is free a moment later. A person may answer in that moment.
    #[inline]
    pub(crate) fn hang_up(&mut self, ring: Ring<'_>, now: Instant, sky: &mut Sky) {
        if self.faults.as_ref().is_some_and(|faults| faults.loses_hang_up(ring, &mut sky.dice)) {
            return;
        }
        let cancel_ms = self.cancel.pick(|| sky.dice.call(ring.lead(), ring.nth(), Purpose::Cancel));
        let at = now.after_ms(u64::from(cancel_ms));
        *self.released_at.row(ring.call) = Some(at);
        if self.decide.is_some() {
            self.tell_of_undecided(ring, at, sky);
        }
        match &self.faults {
            None => sky.queue.push(at, Word::Carrier(ring.call, CarrierEvent::Released)),
            Some(faults) => faults.release(ring, at, sky),
        }
    }

    /// A person has picked up, and the line is released before the carrier knew who it was: it says so now.
    fn tell_of_undecided(&self, ring: Ring<'_>, released_at: Instant, sky: &mut Sky) {
        let Plan { event, picked_up_at, said_at } = self.plan(ring, &mut sky.dice);
        if event == CarrierEvent::Answered && picked_up_at < released_at && released_at <= said_at {
            sky.queue.push(released_at, Word::Carrier(ring.call, event));
        }
    }

    /// Says whether a planned ending still comes true at `at`: it does not once the line has been released.
    #[inline]
    pub(crate) fn comes_true(&self, call: CallId, at: Instant) -> bool {
        self.released_at.get(call).copied().flatten().is_none_or(|released_at| at < released_at)
    }

    pub(crate) fn clear(&mut self) {
        self.released_at.clear();
    }
}

impl CarrierFaults {
    /// Sends the word on how a call was to end on its way, or what becomes of it.
    #[cold]
    fn plan(&self, ring: Ring<'_>, at: Instant, event: CarrierEvent, Sky { dice, queue }: &mut Sky) {
        let fate = self.words.pick(dice.call(ring.lead(), ring.nth(), Purpose::WordFault));
        let late = || self.late_ms.pick(|| dice.call(ring.lead(), ring.nth(), Purpose::WordDelay));
        speak(fate, at, Word::Planned(ring.call, event), late, queue);
        if self.stray.hits(|| dice.call(ring.lead(), ring.nth(), Purpose::Stray)) {
            // No session has so many calls, and this one may not have begun.
            let never = CallId::new(SessionId(ring.call.session.0.wrapping_add(7)), u16::MAX - ring.call.n);
            queue.push(at, Word::Carrier(never, event));
        }
    }

    /// Decides whether a hang-up never reaches the carrier. One draw decides this and what becomes of the word that the line is free:
    /// its halves are as good as two.
    #[cold]
    fn loses_hang_up(&self, ring: Ring<'_>, dice: &mut Dice) -> bool {
        self.hang_up_lost.hits(|| dice.call(ring.lead(), ring.nth(), Purpose::ReleaseFault).rotate_left(16))
    }

    /// Sends the word that the line is free on its way, or what becomes of it.
    #[cold]
    fn release(&self, ring: Ring<'_>, at: Instant, Sky { dice, queue }: &mut Sky) {
        let fate = self.words.pick(dice.call(ring.lead(), ring.nth(), Purpose::ReleaseFault));
        let late = || self.late_ms.pick(|| dice.call(ring.lead(), ring.nth(), Purpose::ReleaseDelay));
        speak(fate, at, Word::Carrier(ring.call, CarrierEvent::Released), late, queue);
    }
}

/// What happens to a carrier's word on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
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
