//! The cost of more lines for one agent: a published simulation's table, reproduced.
//!
//! The table ("of 10 % who answer in person, decision 2 s, release 0.5 s") is about one agent who dials for hours: ring
//! on all lines until a person is on the line, hang up the others, talk (90 s on average), wrap up (20 s), and repeat.
//! A session here ends with its first conversation, so it is one such turn. The wait for a conversation is the
//! session's duration, and an hour has `3600 / (wait + 110)` turns. Shares of dials and of live answers are the same in
//! both.
//!
//! The source gives neither the spread of ring times nor the duration of an unanswered call. It gives the median of
//! 7.5 s, a mean call of 17.6 s, and 19.1 s between two dials on one line (191 s of wait for ten). The values here
//! reproduce these: sigma 0.6, voicemail after 14 to 21.6 s, no answer after 26 s, busy after 1 to 4 s and failure
//! after
//! 0.5 to 3 s. They were chosen from a few candidates by comparison with the table. So the test shows that the model
//! can reproduce the whole table with five such numbers; it does not show that none was fitted.
//!
//! *Canceled* in the table has the carriers' meaning: ended while it rang. It excludes a machine that has picked up and
//! an abandoned person. redial's own `canceled` counts every call that the dialer ended, so both are subtracted here.
//!
//! **Idle lines.** Two dials 19.1 s apart, with calls of 17.6 s, leave a line idle for 1.5 s after each call; nothing
//! can be canceled then. A line of redial dials at once. So every call here begins with 1.5 s that stand for the idle
//! time: a call that is canceled within them was never dialed, and a turn begins 1.5 s later. The second test shows
//! that the idle time explains the canceled calls. Without it, and with calls that ring for the whole 19.1 s, the
//! canceled exceed the table by 5 to 10 % on two, three and five lines; with it, they differ by less than 2 %. Counting
//! machines as canceled is no explanation: it adds 5 % with idle lines. Sigma from 0.45 to 0.65 changes the abandoned
//! by 20 % and the canceled by 2 %. Voicemail spread over 8 to 27 s changes those canceled early by 12 % and the others
//! by less than 3 %.
//!
//! The rest is unexplained: ten lines place 4 % fewer dials here, abandon 6 % fewer and cancel 5 % more; those canceled
//! early are 3 to 8 % too many. The source's own formula differs from its simulation by 6 % (1.40 against 1.49).

use std::sync::Arc;

use redial_engine::{LeadDetails, LeadId, Outcome};
use redial_sim::{Dice, Percent, Purpose, RingByOutcome, Scenario, SessionWorld, Span, Times, below, leads};

/// Lines; then dials and conversations an hour, the wait in seconds, and in percent: the abandoned of live answers, the
/// canceled of dials, and of dials those canceled before they had rung for 15 s.
const TABLE: [(u8, [f64; 6]); 5] = [
    (1, [120.0, 11.9, 191.0, 0.0, 0.0, 0.0]),
    (2, [188.0, 17.6, 95.0, 1.5, 8.3, 6.6]),
    (3, [236.0, 20.7, 63.0, 3.0, 15.8, 12.7]),
    (5, [310.0, 24.2, 38.0, 6.8, 28.3, 23.6]),
    (10, [471.0, 27.6, 20.0, 15.8, 48.8, 43.4]),
];
const NAMES: [&str; 6] = ["dials/h", "conversations/h", "wait", "abandoned", "canceled", "canceled early"];

const SCENARIO: &str = r#"
name = "glare"
[session]
take = 150
[dialer]
ring_timeout_ms = 60000
crm_sync = false
[carrier]
ring_ms = [1, 1]
decide_ms = [2000, 2000]
cancel_ms = [500, 500]
[carrier.outcomes]
answered = 10
voicemail = 63
no_answer = 13.5
busy = 4.5
failed = 9
[crm]
contact_ms = [1, 1]
activity_ms = [1, 1]
"#;

/// The values that the source does not give.
#[derive(Clone, Copy)]
struct GlareCase {
    /// The time that a line is idle before a call.
    idle_ms: u32,
    /// The time until a machine picks up, from and to.
    voicemail_ms: (u32, u32),
    /// The time that an unanswered call rings.
    no_answer_ms: u32,
}

const IDLE: GlareCase = GlareCase { idle_ms: 1_500, voicemail_ms: (14_000, 21_600), no_answer_ms: 26_000 };

/// The same time between two dials, all of it rung.
const BUSY: GlareCase = GlareCase { idle_ms: 0, voicemail_ms: (15_900, 23_500), no_answer_ms: 28_000 };

/// Quantiles of the standard normal distribution: shares in hundredths of a percent, and deviations from the mean.
const DEVIATES: [(u32, f64); 27] = [
    (0, -3.2905),
    (50, -2.5758),
    (100, -2.3263),
    (250, -1.9600),
    (500, -1.6449),
    (1000, -1.2816),
    (1500, -1.0364),
    (2000, -0.8416),
    (2500, -0.6745),
    (3000, -0.5244),
    (3500, -0.3853),
    (4000, -0.2533),
    (4500, -0.1257),
    (5000, 0.0000),
    (5500, 0.1257),
    (6000, 0.2533),
    (6500, 0.3853),
    (7000, 0.5244),
    (7500, 0.6745),
    (8000, 0.8416),
    (8500, 1.0364),
    (9000, 1.2816),
    (9500, 1.6449),
    (9750, 1.9600),
    (9900, 2.3263),
    (9950, 2.5758),
    (10000, 3.2905),
];

impl GlareCase {
    fn scenario(self, lines: u8) -> Scenario {
        let mut scenario = Scenario::read(SCENARIO).expect("it is sound");
        scenario.session.lines = lines;
        let after = |(from, to): (u32, u32)| Some(Span(from + self.idle_ms, to + self.idle_ms).into());
        let point = |(share, deviations): (u32, f64)| {
            let ms = (7_500.0 * (0.6 * deviations).exp()) as u32 + self.idle_ms;
            (Percent::from_hundredths(share).expect("at most all"), ms)
        };
        scenario.carrier.ring_ms_by = RingByOutcome {
            answered: Some(Times::Table { table: DEVIATES.map(point).into() }),
            no_answer: after((self.no_answer_ms, self.no_answer_ms)),
            busy: after((1_000, 4_000)),
            voicemail: after(self.voicemail_ms),
            failed: after((500, 3_000)),
        };
        scenario
    }
}

const RUNS: u64 = 40_000;
const SEED: u64 = 5;

#[test]
fn the_published_table_of_lines_and_abandoned_answers_is_reproduced() {
    let mut off = Vec::new();
    for (lines, published) in TABLE {
        let made = row(IDLE, lines);
        eprintln!("{lines:>2} lines: {made:.1?}, published {published:?}");
        for (n, ((name, made), published)) in NAMES.iter().zip(made).zip(published).enumerate() {
            let share = [0.05, 0.05, 0.05, 0.07, 0.05, 0.09][n];
            let last_place = if published >= 30.0 && published.fract() == 0.0 { 0.5 } else { 0.05 };
            if (made - published).abs() > share * published + last_place {
                off.push(format!("{lines} lines: {name} is {made:.2}, not {published}"));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

/// Two, three and five lines, with the same time between two dials: the canceled calls match the table with idle lines
/// only.
#[test]
fn idle_lines_explain_how_many_calls_are_canceled() {
    const CANCELED: usize = 4;
    for (lines, published) in &TABLE[1..4] {
        let beyond = |world| row(world, *lines)[CANCELED] / published[CANCELED] - 1.0;
        let (idle, busy) = (beyond(IDLE), beyond(BUSY));
        assert!(idle.abs() < 0.02, "{lines} lines, idle: {idle:.3}");
        assert!((0.05..0.10).contains(&busy), "{lines} lines, busy: {busy:.3}");
    }
}

fn row(world: GlareCase, lines: u8) -> [f64; 6] {
    let scenario = world.scenario(lines);
    let own_number = |n| LeadDetails { phone_e164: None, ..leads::invent(1, n) };
    let people: Vec<_> = (0..scenario.session.take).map(|n| Arc::new(own_number(n))).collect();
    let mut stage = SessionWorld::set(&scenario, &people, SEED, 0, &mut |_| {});
    let mut dice = Dice::new(SEED, 0);
    let (mut dials, mut live, mut abandoned, mut canceled, mut early, mut wait) =
        (0_u32, 0_u32, 0_u32, 0_u32, 0_u32, 0);
    for run in 0..RUNS {
        stage.rewind(run);
        let session = &stage.play(&mut |_| {}).sessions()[0];
        let metrics = session.metrics();
        live += u32::from(metrics.connected + metrics.abandoned);
        abandoned += u32::from(metrics.abandoned);
        for call in session.calls() {
            let Some((outcome, at)) = call.ending() else { continue };
            let Some(rang_ms) = at.ms_since(call.started_at).checked_sub(world.idle_ms.into()) else { continue };
            dials += 1;
            match outcome {
                Outcome::Connected => wait += at.ms() - u64::from(world.idle_ms),
                Outcome::CanceledByDialer
                    if call.abandoned || rang_ms >= machine_after_ms(&mut dice, run, call.lead, world) => {}
                Outcome::CanceledByDialer => {
                    canceled += 1;
                    early += u32::from(rang_ms < 15_000);
                }
                Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Failed => {}
            }
        }
    }
    let turns = f64::from(live - abandoned);
    let (dials, wait) = (f64::from(dials), wait as f64 / 1e3 / turns);
    let an_hour = 3_600.0 / (wait + 110.0);
    let percent = |part: u32, of: f64| 100.0 * f64::from(part) / of;
    let (canceled, early) = (percent(canceled, dials), percent(early, dials));
    [dials / turns * an_hour, an_hour, wait, percent(abandoned, f64::from(live)), canceled, early]
}

/// Returns the milliseconds until a machine picks up; `u64::MAX` if a machine does not answer this call.
fn machine_after_ms(dice: &mut Dice, run: u64, lead: LeadId, world: GlareCase) -> u64 {
    dice.select(run);
    let (share, ring) = (below(dice.call(lead, 0, Purpose::Outcome), 10_000), dice.call(lead, 0, Purpose::Ring));
    // Answered, no answer and busy come before voicemail.
    let before = 1_000 + 1_350 + 450;
    let (from, to) = world.voicemail_ms;
    if (before..before + 6_300).contains(&share) { u64::from(from + below(ring, to - from + 1)) } else { u64::MAX }
}
