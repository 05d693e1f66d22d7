//! The simulated carrier: it rings people, and releases lines that the dialer hangs up.

use redial_engine::{CallId, CarrierEvent, Industry, Instant, LeadId, SessionId};

use crate::dice::{Dice, Purpose, below};
use crate::draw::Draw;
use crate::mix::Mix;
use crate::per_call::PerCall;
use crate::queue::{Queue, Word};
use crate::scenario::{CarrierFaults, CarrierScenario, Percent, WordFaults};
use crate::sky::Sky;

/// The simulated carrier. It remembers when it releases the lines that were hung up; all else is a matter of luck.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    mix: Mix,
    ring: [Draw; 5],
    decide: Option<Draw>,
    cancel: Draw,
    faults: CarrierFaults,
    released_at: PerCall<Option<Instant>>,
}

/// A call, as luck knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    pub(crate) call: CallId,
    pub(crate) lead: LeadId,
    /// Which call of the lead it is, from 0.
    pub(crate) nth: u16,
    pub(crate) placed_at: Instant,
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
            faults: scenario.faults.clone(),
            released_at: PerCall::default(),
        }
    }

    /// Rings a lead. No word arrives before `soonest`.
    #[inline]
    pub(crate) fn dial(&self, ring: Ring, industry: impl FnOnce() -> Industry, soonest: Instant, sky: &mut Sky) {
        let Plan { event, said_at, .. } = self.plan(ring, industry, &mut sky.dice);
        let (faults, Sky { dice, queue }) = (&self.faults, sky);
        let at = said_at.max(soonest);
        if faults.words.is_none() {
            queue.push(at, Word::Planned(ring.call, event));
        } else {
            let fate = faults.words.pick(dice.call(ring.lead, ring.nth, Purpose::WordFault));
            let late = || faults.late_ms.pick(|| dice.call(ring.lead, ring.nth, Purpose::WordDelay));
            speak(fate, at, Word::Planned(ring.call, event), late, queue);
        }
        if faults.stray.hits(|| dice.call(ring.lead, ring.nth, Purpose::Stray)) {
            // No session has so many calls, and this one may not have begun.
            let never = CallId::new(SessionId(ring.call.session.0.wrapping_add(7)), u16::MAX - ring.call.n);
            queue.push(at, Word::Carrier(never, event));
        }
    }

    #[inline]
    fn plan(&self, ring: Ring, industry: impl FnOnce() -> Industry, dice: &mut Dice) -> Plan {
        let mix = self.mix.at(ring.placed_at, industry);
        let event = mix.pick(dice.call(ring.lead, ring.nth, Purpose::Outcome));
        let ring_ms = self.ring_of(event).pick(|| dice.call(ring.lead, ring.nth, Purpose::Ring));
        let picked_up_at = ring.placed_at.after_ms(u64::from(ring_ms));
        let said_at = match &self.decide {
            Some(decide) if matches!(event, CarrierEvent::Answered | CarrierEvent::Voicemail) => {
                let decide_ms = decide.pick(|| dice.call(ring.lead, ring.nth, Purpose::Decide));
                picked_up_at.after_ms(u64::from(decide_ms))
            }
            Some(_) | None => picked_up_at,
        };
        Plan { event, picked_up_at, said_at }
    }

    #[inline]
    fn ring_of(&self, event: CarrierEvent) -> &Draw {
        let [answered, no_answer, busy, voicemail, failed] = &self.ring;
        match event {
            CarrierEvent::Answered => answered,
            CarrierEvent::NoAnswer => no_answer,
            CarrierEvent::Busy => busy,
            CarrierEvent::Voicemail => voicemail,
            // No plan ends in a release.
            CarrierEvent::Failed | CarrierEvent::Released => failed,
        }
    }

    /// Ends a call, ringing or answered; the line is free a moment later. A person may answer in that moment.
    #[inline]
    pub(crate) fn hang_up(&mut self, ring: Ring, industry: impl FnOnce() -> Industry, now: Instant, sky: &mut Sky) {
        let faults = &self.faults;
        let mut fate = Fate::Arrives;
        if !faults.words.is_none() || !faults.hang_up_lost.is_zero() {
            let word = sky.dice.call(ring.lead, ring.nth, Purpose::ReleaseFault);
            // One draw decides both: its halves are as good as two.
            if faults.hang_up_lost.hits(|| word.rotate_left(16)) {
                return;
            }
            fate = faults.words.pick(word);
        }
        let cancel_ms = self.cancel.pick(|| sky.dice.call(ring.lead, ring.nth, Purpose::Cancel));
        let at = now.after_ms(u64::from(cancel_ms));
        *self.released_at.row(ring.call) = Some(at);
        if self.decide.is_some() {
            self.tell_of_undecided(ring, industry, at, sky);
        }
        let Sky { dice, queue } = sky;
        let late = || self.faults.late_ms.pick(|| dice.call(ring.lead, ring.nth, Purpose::ReleaseDelay));
        speak(fate, at, Word::Carrier(ring.call, CarrierEvent::Released), late, queue);
    }

    /// A person has picked up, and the line is released before the carrier knew who it was: it says so now.
    fn tell_of_undecided(&self, ring: Ring, industry: impl FnOnce() -> Industry, released_at: Instant, sky: &mut Sky) {
        let Plan { event, picked_up_at, said_at } = self.plan(ring, industry, &mut sky.dice);
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

/// How calls end, in the order of the times to ring.
const ENDINGS: [CarrierEvent; 5] =
    [CarrierEvent::Answered, CarrierEvent::NoAnswer, CarrierEvent::Busy, CarrierEvent::Voicemail, CarrierEvent::Failed];

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
