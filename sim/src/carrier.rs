//! The simulated carrier: rings people, and releases the lines that the dialer hangs up.

use redial_engine::{CallId, CarrierEvent, Instant, SessionId};

use crate::call_ref::CallRef;
use crate::context::SimContext;
use crate::dice::{Dice, Purpose, below};
use crate::draw::Draw;
use crate::mix::{ENDINGS, Mix};
use crate::per_call::PerCall;
use crate::queue::{Queue, WorldEvent};
use crate::scenario::{CarrierFaults, CarrierScenario, EventFaults, Percent};

/// The simulated carrier. Its only state is the release time of each hung-up line; the rest is luck.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    mix: Mix,
    ring: [Draw; ENDINGS.len()],
    decide: Option<Draw>,
    cancel: Draw,
    /// `None` if the scenario has no faults.
    faults: Option<CarrierFaults>,
    released_at: PerCall<Option<Instant>>,
}

/// The end of a call, unless the dialer hangs up before.
struct PlannedEnd {
    event: CarrierEvent,
    /// The end of the ringing.
    picked_up_at: Instant,
    /// The time of the carrier's report: it first decides whether a person answered.
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

    /// Rings a lead. No event arrives before `soonest`.
    #[inline]
    pub(crate) fn dial(&self, call: CallRef<'_>, soonest: Instant, context: &mut SimContext) {
        let PlannedEnd { event, said_at, .. } = self.plan(call, &mut context.dice);
        let at = said_at.max(soonest);
        match &self.faults {
            None => context.queue.push(at, WorldEvent::Planned(call.id, event)),
            Some(faults) => faults.plan(call, at, event, context),
        }
    }

    #[inline]
    fn plan(&self, call: CallRef<'_>, dice: &mut Dice) -> PlannedEnd {
        let (lead, nth) = (call.lead(), call.nth());
        let mix = self.mix.at(call.placed_at(), || call.industry());
        let ending = mix.pick(dice.call(lead, nth, Purpose::Outcome));
        let event = ENDINGS[ending];
        let ring_ms = self.ring[ending].pick(|| dice.call(lead, nth, Purpose::Ring));
        let picked_up_at = call.placed_at().after_ms(u64::from(ring_ms));
        let said_at = match &self.decide {
            Some(decide) if matches!(event, CarrierEvent::Answered | CarrierEvent::Voicemail) => {
                let decide_ms = decide.pick(|| dice.call(lead, nth, Purpose::Decide));
                picked_up_at.after_ms(u64::from(decide_ms))
            }
            Some(_) | None => picked_up_at,
        };
        PlannedEnd { event, picked_up_at, said_at }
    }

    /// Ends a call, ringing or answered. The line is free a moment later, and a person may answer until then.
    #[inline]
    pub(crate) fn hang_up(&mut self, call: CallRef<'_>, now: Instant, context: &mut SimContext) {
        if self.faults.as_ref().is_some_and(|faults| faults.loses_hang_up(call, &mut context.dice)) {
            return;
        }
        let cancel_ms = self.cancel.pick(|| context.dice.call(call.lead(), call.nth(), Purpose::Cancel));
        let at = now.after_ms(u64::from(cancel_ms));
        *self.released_at.row(call.id) = Some(at);
        if self.decide.is_some() {
            self.report_undecided(call, at, context);
        }
        match &self.faults {
            None => context.queue.push(at, WorldEvent::Carrier(call.id, CarrierEvent::Released)),
            Some(faults) => faults.release(call, at, context),
        }
    }

    /// Reports an answer now, if a person picked up and the release precedes the carrier's decision.
    fn report_undecided(&self, call: CallRef<'_>, released_at: Instant, context: &mut SimContext) {
        let PlannedEnd { event, picked_up_at, said_at } = self.plan(call, &mut context.dice);
        if event == CarrierEvent::Answered && picked_up_at < released_at && released_at <= said_at {
            context.queue.push(released_at, WorldEvent::Carrier(call.id, event));
        }
    }

    /// Returns true if a planned end still happens at `at`: the line was not released before.
    #[inline]
    pub(crate) fn comes_true(&self, call: CallId, at: Instant) -> bool {
        self.released_at.get(call).copied().flatten().is_none_or(|released_at| at < released_at)
    }

    pub(crate) fn clear(&mut self) {
        self.released_at.clear();
    }
}

impl CarrierFaults {
    /// Sends the planned end of a call, subject to faults.
    #[cold]
    fn plan(&self, call: CallRef<'_>, at: Instant, event: CarrierEvent, SimContext { dice, queue }: &mut SimContext) {
        let delivery = self.words.pick(dice.call(call.lead(), call.nth(), Purpose::EventFault));
        let late = || self.late_ms.pick(|| dice.call(call.lead(), call.nth(), Purpose::EventDelay));
        send(delivery, at, WorldEvent::Planned(call.id, event), late, queue);
        if self.stray.hits(|| dice.call(call.lead(), call.nth(), Purpose::Stray)) {
            // No session reaches these call numbers, so the id is unknown to the dialer.
            let never = CallId::new(SessionId(call.id.session.0.wrapping_add(7)), u16::MAX - call.id.n);
            queue.push(at, WorldEvent::Carrier(never, event));
        }
    }

    /// Decides whether a hang-up never reaches the carrier. One draw decides this and the delivery of the release: its
    /// two halves are independent.
    #[cold]
    fn loses_hang_up(&self, call: CallRef<'_>, dice: &mut Dice) -> bool {
        self.hang_up_lost.hits(|| dice.call(call.lead(), call.nth(), Purpose::ReleaseFault).rotate_left(16))
    }

    /// Sends the release of the line, subject to faults.
    #[cold]
    fn release(&self, call: CallRef<'_>, at: Instant, SimContext { dice, queue }: &mut SimContext) {
        let delivery = self.words.pick(dice.call(call.lead(), call.nth(), Purpose::ReleaseFault));
        let late = || self.late_ms.pick(|| dice.call(call.lead(), call.nth(), Purpose::ReleaseDelay));
        send(delivery, at, WorldEvent::Carrier(call.id, CarrierEvent::Released), late, queue);
    }
}

/// How an event of the carrier is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Delivery {
    /// It arrives once, in time.
    Arrives,
    /// It never arrives.
    Lost,
    /// It arrives twice.
    Doubled,
    /// It arrives late.
    Late,
    /// The release of the line overtakes it.
    Reordered,
}

fn send(delivery: Delivery, at: Instant, planned: WorldEvent, late_ms: impl FnOnce() -> u32, queue: &mut Queue) {
    let (WorldEvent::Planned(call, event) | WorldEvent::Carrier(call, event)) = planned else { return };
    match delivery {
        Delivery::Arrives => queue.push(at, planned),
        Delivery::Lost => {}
        Delivery::Doubled => {
            queue.push(at, planned);
            queue.push(at.after_ms(u64::from(late_ms())), WorldEvent::Carrier(call, event));
        }
        Delivery::Late => queue.push(at.after_ms(u64::from(late_ms())), planned),
        Delivery::Reordered => {
            queue.push(at, WorldEvent::Carrier(call, CarrierEvent::Released));
            queue.push(at.after_ms(u64::from(late_ms())), WorldEvent::Carrier(call, event));
        }
    }
}

impl EventFaults {
    /// Decides how an event is delivered.
    fn pick(&self, word: u32) -> Delivery {
        let mut share = below(word, Percent::WHOLE);
        let deliveries = [
            (self.lost, Delivery::Lost),
            (self.doubled, Delivery::Doubled),
            (self.late, Delivery::Late),
            (self.reordered, Delivery::Reordered),
        ];
        for (percent, delivery) in deliveries {
            if share < percent.hundredths() {
                return delivery;
            }
            share -= percent.hundredths();
        }
        Delivery::Arrives
    }
}
