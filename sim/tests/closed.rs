//! The simulator against closed forms, for various mixes, ring times and glare.
//!
//! The outcome and the ring time of a call are independent. So each ending is an answer with the same probability `p`,
//! in any order of the endings; `q = 1 - p`. With `L` leads and `C` lines:
//!
//! **Counts**, for any ring times. The session is won by the k-th ending with probability `q^(k-1) p`, `k` from 1 to
//! `L`, and by none with `q^L`. By the k-th ending `min(L, C + k - 1)` calls were placed, because each failed one was
//! followed by the next lead while there was one. So at a win `attempted = min(L, C + k - 1)`, `failed = k - 1`,
//! `canceled = attempted - k`; else `attempted = failed = L`. Mean and deviation are sums over `k`.
//!
//! **Duration on one line**, ring times by outcome. With `F` failures before the end, the duration is `F` ring times of
//! calls that fail and, at a win, one of a call that is answered, all independent of `F`. So (Wald) its mean is
//! `E[F] m + W a`, with `W` the chance to win, `m` and `a` the mean ring times. Its variance, by conditioning on `F`
//! and the win, is `E[F] v + W u + Var(F m + 1[win] a)`, with `v` and `u` the variances of the ring times.
//!
//! **Duration with a line for each lead**. Let `G(t)` be the share of ring times of at most `t`. The session still runs
//! after `t` unless an answered call has ended by then or all calls have: `P(D > t) = (1 - p G(t))^L - (q G(t))^L`,
//! since no answer by `t` and all ended by `t` is "all ended, none answered". Then `E[D] = sum of P(D > t)` and
//! `E[D^2] = sum of (2 t + 1) P(D > t)`.
//!
//! **Glare**, two leads on two lines, ring times uniform over `n` whole milliseconds, decision after `d` ms, release
//! after `w` ms. The earlier answer, picked up at `s`, wins at `s + d`; the other line is released at `s + d + w`. A
//! person is abandoned exactly when both calls are answered and the other was picked up before that: `p^2` times the
//! share of pairs of ring times that differ by less than `d + w`, which is
//! `(n + 2 * sum over e = 1 .. d + w - 1 of (n - e)) / n^2`.
//!
//! **Mixes by the hour and the industry**, one line, every ring half an hour long. The k-th lead is rung at `k` half
//! hours after the start, unless an earlier call was answered, which is independent of how this call ends. So each
//! ending has, among the times that the lead is rung, the share that the scenario's file sets for that hour and
//! industry.

use std::sync::Arc;

use redial_engine::{Industry, LeadDetails, Outcome};
use redial_sim::{
    Lognormal, Moments, Outcomes, Percent, RingByOutcome, Scenario, SessionWorld, Span, Times, batch, leads,
};

const RUNS: u64 = 40_000;

fn scenario(answered_hundredths: u32, (take, lines): (u32, u8), ring_ms: Times) -> Scenario {
    let percent = |hundredths| Percent::from_hundredths(hundredths).expect("at most all");
    let mut scenario = Scenario::seed();
    (scenario.session.take, scenario.session.lines) = (take, lines);
    let (answered, voicemail) = (percent(answered_hundredths), percent(Percent::WHOLE - answered_hundredths));
    let none = Percent::default();
    scenario.carrier.outcomes = Outcomes { answered, voicemail, no_answer: none, busy: none, failed: none };
    scenario.carrier.ring_ms = ring_ms;
    scenario.dialer.ring_timeout_ms = 3_600_000;
    scenario
}

fn totals(scenario: &Scenario) -> redial_sim::Totals {
    // Some invented leads share a number. Without numbers, no lead is passed over.
    let own_number = |n| LeadDetails { phone_e164: None, ..leads::invent(1, n) };
    let people: Vec<_> = (0..scenario.session.take).map(|n| Arc::new(own_number(n))).collect();
    batch(scenario, &people, 77, RUNS, &|_| {})
}

/// Allows four standard errors: a correct simulator fails one comparison in 16,000, and the seed is fixed.
fn is_near(figure: &str, tally: Moments, mean: f64, sd: f64) {
    let (off, error) = ((tally.mean() - mean).abs(), sd / (RUNS as f64).sqrt());
    assert!(off <= 4.0 * error + 1e-9, "{figure} is {}, not {mean} (standard error {error})", tally.mean());
}

/// Mean and standard deviation of values with their probabilities.
fn moments(values: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, f64) {
    let mean: f64 = values.clone().map(|(value, chance)| value * chance).sum();
    let square: f64 = values.map(|(value, chance)| value * value * chance).sum();
    (mean, (square - mean * mean).max(0.0).sqrt())
}

/// Mean and variance of a whole number between two bounds.
fn uniform(Span(from, to): Span) -> (f64, f64) {
    let n = f64::from(to - from + 1);
    (f64::from(from + to) / 2.0, (n * n - 1.0) / 12.0)
}

#[test]
fn counts_are_a_walk_through_endings_for_any_ring_times() {
    let lognormal = Times::Lognormal { lognormal: Lognormal { median_ms: 7_500, sigma_thousandths: 540 } };
    let table = Times::Table {
        table: [(0, 900), (5_000, 7_000), (10_000, 26_000)]
            .map(|(share, ms)| (Percent::from_hundredths(share).expect("at most all"), ms))
            .into(),
    };
    let cases = [(540, (20, 3), lognormal), (1_330, (30, 10), table), (7_500, (4, 2), Span(1, 60_000).into())];
    for (answered, (leads, lines), ring) in cases {
        let (seen, p) = (totals(&scenario(answered, (leads, lines), ring)), f64::from(answered) / 1e4);
        let (q, all, lines) = (1.0 - p, f64::from(leads), f64::from(lines));
        let wins = (1..=leads).map(|k| (f64::from(k), q.powi(k as i32 - 1) * p));
        let lost = std::iter::once((all, q.powi(leads as i32)));
        let placed = move |k: f64| all.min(lines + k - 1.0);
        let near = |what, tally, (mean, sd)| is_near(&format!("{answered}/10000: {what}"), tally, mean, sd);
        near("won", seen.won, moments(wins.clone().map(|(_, chance)| (1.0, chance))));
        near("attempted", seen.attempted, moments(wins.clone().map(|(k, c)| (placed(k), c)).chain(lost.clone())));
        near("failed", seen.failed, moments(wins.clone().map(|(k, c)| (k - 1.0, c)).chain(lost)));
        near("canceled", seen.canceled, moments(wins.map(|(k, c)| (placed(k) - k, c))));
    }
}

#[test]
fn on_one_line_the_duration_is_a_sum_of_ring_times() {
    for (answered, leads, failing, answering) in
        [(1_330, 12, Span(20_000, 30_000), Span(2_000, 15_000)), (6_000, 3, Span(1, 9), Span(10_000, 10_000))]
    {
        let mut scenario = scenario(answered, (leads, 1), failing.into());
        scenario.carrier.ring_ms_by = RingByOutcome { answered: Some(answering.into()), ..RingByOutcome::default() };
        let p = f64::from(answered) / 1e4;
        let q = 1.0 - p;
        let ((m, v), (a, u)) = (uniform(failing), uniform(answering));
        let wins = (1..=leads).map(|k| (f64::from(k) - 1.0, q.powi(k as i32 - 1) * p));
        let lost = (f64::from(leads), q.powi(leads as i32));
        let failures: f64 = wins.clone().chain([lost]).map(|(failures, chance)| failures * chance).sum();
        let given = wins.map(|(failures, chance)| (failures * m + a, chance)).chain([(lost.0 * m, lost.1)]);
        let (mean, sd) = moments(given);
        let sd = (sd * sd + failures * v + (1.0 - lost.1) * u).sqrt();
        is_near(&format!("{answered}/10000: duration"), totals(&scenario).duration_ms, mean, sd);
    }
}

#[test]
fn with_a_line_for_each_lead_the_duration_is_the_first_answer_or_the_last_ending() {
    for (answered, leads, Span(from, to)) in [(2_000, 4, Span(500, 20_000)), (540, 10, Span(2_000, 30_000))] {
        let (p, n) = (f64::from(answered) / 1e4, f64::from(to - from + 1));
        let (mut mean, mut square) = (0.0, 0.0);
        for t in 0..to {
            let ended = if t < from { 0.0 } else { f64::from(t - from + 1) / n };
            let runs_on = (1.0 - p * ended).powi(leads) - ((1.0 - p) * ended).powi(leads);
            mean += runs_on;
            square += (2.0 * f64::from(t) + 1.0) * runs_on;
        }
        let lines = u8::try_from(leads).expect("at most ten");
        let seen = totals(&scenario(answered, (leads as u32, lines), Span(from, to).into()));
        is_near(&format!("{answered}/10000: duration"), seen.duration_ms, mean, (square - mean * mean).sqrt());
    }
}

#[test]
fn glare_is_the_share_of_answers_within_decision_and_release() {
    for (answered, ring, decide, cancel) in [
        (9_000, Span(3_000, 8_000), 0, 500),
        (5_000, Span(1, 10_000), 2_000, 500),
        (10_000, Span(5, 24), 3, 2),
        (10_000, Span(5, 24), 0, 1),
    ] {
        let mut scenario = scenario(answered, (2, 2), ring.into());
        scenario.carrier.decide_ms = (decide > 0).then(|| Span(decide, decide).into());
        scenario.carrier.cancel_ms = Span(cancel, cancel).into();
        let (p, n) = (f64::from(answered) / 1e4, f64::from(ring.1 - ring.0 + 1));
        let near: f64 = (1..decide + cancel).map(|apart| 2.0 * (n - f64::from(apart))).sum::<f64>() + n;
        let chance = p * p * near / (n * n);
        let seen = totals(&scenario).abandoned;
        is_near(&format!("{answered}/10000, {decide} ms: abandoned"), seen, chance, (chance * (1.0 - chance)).sqrt());
    }
}

const LUNCH_HOUR: &str = include_str!("../../fixtures/scenarios/lunch-hour.toml");

/// The shares in the file: answered, no answer, busy, voicemail, failed, in percent.
fn mix(hour: u32, industry: Industry) -> [f64; 5] {
    let is_early = matches!(industry, Industry::Construction | Industry::Manufacturing) && (6..9).contains(&hour);
    match (industry, hour) {
        (Industry::Healthcare, _) => [2.0, 4.0, 5.0, 85.0, 4.0],
        (_, _) if is_early => [14.0, 32.0, 5.0, 40.0, 9.0],
        (_, 12) => [2.5, 18.0, 2.5, 70.0, 7.0],
        (_, _) => [6.0, 15.0, 5.0, 65.0, 9.0],
    }
}

/// From five in the morning over lunch, and from nine in the evening into the morning.
#[test]
fn calls_end_with_the_scenarios_shares_for_hour_and_industry() {
    const LEADS: u32 = 24;
    const HALF_AN_HOUR_MS: u32 = 1_800_000;
    for start_hour in [5, 21] {
        let mut scenario = Scenario::read(LUNCH_HOUR).expect("it is sound");
        (scenario.session.take, scenario.session.lines) = (LEADS, 1);
        scenario.carrier.ring_ms = Span(HALF_AN_HOUR_MS, HALF_AN_HOUR_MS).into();
        (scenario.carrier.ring_ms_by, scenario.carrier.decide_ms) = (RingByOutcome::default(), None);
        scenario.carrier.start_hour = Some(start_hour);
        scenario.dialer.ring_timeout_ms = 3_600_000;
        let industry = |n: u32| Industry::ALL[n as usize % Industry::ALL.len()];
        let person = |n| LeadDetails { phone_e164: None, industry: industry(n), ..leads::invent(1, n) };
        let people: Vec<_> = (0..LEADS).map(|n| Arc::new(person(n))).collect();
        let mut stage = SessionWorld::set(&scenario, &people, 77, 0, &mut |_| {});
        let mut ended = vec![[0_u32; 5]; LEADS as usize];
        for run in 0..RUNS {
            stage.rewind(run);
            for call in stage.play(&mut |_| {}).sessions()[0].calls() {
                let (outcome, _) = call.ending().expect("every call has ended");
                let place = match outcome {
                    Outcome::Connected => 0,
                    Outcome::NoAnswer => 1,
                    Outcome::Busy => 2,
                    Outcome::Voicemail => 3,
                    Outcome::Failed => 4,
                    Outcome::CanceledByDialer => unreachable!("there is no other line"),
                };
                ended[call.lead.0 as usize][place] += 1;
            }
        }
        for (n, ended) in (0..).zip(ended) {
            let (hour, rung) = ((u32::from(start_hour) + n / 2) % 24, f64::from(ended.iter().sum::<u32>()));
            for (seen, percent) in ended.iter().zip(mix(hour, industry(n))) {
                let (share, error) = (percent / 100.0, (percent / 100.0 * (1.0 - percent / 100.0) / rung).sqrt());
                let off = (f64::from(*seen) / rung - share).abs();
                assert!(off <= 4.0 * error, "{hour} h, {}: {ended:?}, not {percent} %", industry(n).as_str());
            }
        }
    }
}
