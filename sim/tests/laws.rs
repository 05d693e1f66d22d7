//! Laws that compare two worlds.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::random::script;
use redial_engine::{
    CallId, CarrierEvent, Command, Dialer, Input, Instant, LeadDetails, LeadId, Outcome, SessionId, SessionSpec, State,
    Stepped, Transition,
};
use redial_sim::{Percent, Scenario, SimWorld, Span, leads};

fn ignore(_: &Stepped<'_>) {}

/// Plays a script in a scenario.
fn live_through(scenario: &Scenario, world: u64, steps: &[(Instant, Input)]) -> State {
    let mut simulated = SimWorld::new(scenario, world, 0);
    for (at, input) in steps {
        simulated.run_until(*at, &mut ignore);
        simulated.tell(*at, input, &mut ignore);
    }
    simulated.finish(&mut ignore);
    simulated.state().clone()
}

/// Keeps only the commands of people, without replies that no world would send.
fn asked_for(steps: Vec<(Instant, Input)>) -> Vec<(Instant, Input)> {
    let asked = |input: &Input| {
        let known = input.command();
        matches!(known, Some(Command::AddLead(_) | Command::StartSession(_) | Command::StopSession { .. }))
    };
    steps.into_iter().filter(|(_, input)| asked(input)).collect()
}

/// A call, its lead, its start, its outcome and end, and whether an answer was abandoned.
type Rung = (CallId, LeadId, Instant, Option<(Outcome, Instant)>, bool);

fn calls(state: &State) -> Vec<Rung> {
    let sessions = (0..).map(SessionId).zip(state.sessions());
    let calls = sessions.flat_map(|(id, session)| (0..).map(move |n| CallId::new(id, n)).zip(session.calls()));
    calls.map(|(id, call)| (id, call.lead, call.started_at, call.ending(), call.abandoned)).collect()
}

/// Invariant 14: the dialer places the same calls with a CRM that works, is silent, or is down all day.
#[test]
fn the_crm_never_changes_dialing() {
    for world in 0..200 {
        let script = script(world);
        let steps = asked_for(script.steps);
        let mut scenario = script.scenario;
        let all = Percent::from_hundredths(Percent::WHOLE).expect("at most all");
        (scenario.crm.failed, scenario.crm.lost_replies) = (Percent::default(), Percent::default());
        scenario.crm.down_ms = [].into();
        let well = calls(&live_through(&scenario, world, &steps));
        scenario.crm.lost_replies = all;
        assert_eq!(well, calls(&live_through(&scenario, world, &steps)), "world {world}: a silent CRM");
        scenario.crm.down_ms = [(0, u64::MAX)].into();
        assert_eq!(well, calls(&live_through(&scenario, world, &steps)), "world {world}: no CRM");
    }
}

/// Invariant 19: a carrier that reports every event twice changes nothing.
#[test]
fn doubled_events_change_nothing() {
    for world in 0..200 {
        let script = script(world);
        let mut inputs = Vec::new();
        let mut simulated = SimWorld::new(&script.scenario, world, 0);
        let mut keep = |stepped: &Stepped<'_>| inputs.push((stepped.at, stepped.input.clone()));
        for (at, input) in asked_for(script.steps) {
            simulated.run_until(at, &mut keep);
            simulated.tell(at, &input, &mut keep);
        }
        simulated.finish(&mut keep);
        let mut doubled = Dialer::new(script.scenario.dialer);
        for (at, input) in &inputs {
            doubled.step(*at, input);
            if matches!(input, Input::Carrier { .. }) {
                let again = doubled.step(*at, input);
                let ignored = |fact: &Transition| matches!(fact, Transition::CarrierEventIgnored { .. });
                // A repeated release finds the line free, and a repeated answer is counted already.
                assert!(again.transitions.iter().all(ignored), "world {world}: {:?}", again.transitions);
            }
        }
        assert_eq!(calls(doubled.state()), calls(simulated.state()), "world {world}");
    }
}

/// Invariant 19: a world in which every time is three times as long has the same outcomes.
#[test]
fn slower_worlds_have_the_same_outcomes() {
    for world in 0..200 {
        let script = script(world);
        let mut quick = Scenario::seed();
        quick.carrier.ring_ms = Span(2_000, 2_000).into();
        quick.carrier.cancel_ms = Span(70, 70).into();
        let mut slow = quick.clone();
        slow.carrier.ring_ms = Span(6_000, 6_000).into();
        slow.carrier.cancel_ms = Span(210, 210).into();
        (slow.crm.contact_ms, slow.crm.activity_ms) = (Span(120, 120), Span(180, 180));
        slow.dialer.ring_timeout_ms *= 3;
        slow.dialer.release_timeout_ms *= 3;
        let steps = asked_for(script.steps);
        let slower: Vec<_> = steps.iter().map(|(at, input)| (Instant::from_ms(at.ms() * 3), input.clone())).collect();
        let (quick, slow) = (live_through(&quick, world, &steps), live_through(&slow, world, &slower));
        let outcomes = |state: &State, by: u64| -> BTreeMap<CallId, (LeadId, u64, Option<Outcome>)> {
            let ended = |ending: Option<(Outcome, Instant)>| ending.map(|(outcome, _)| outcome);
            calls(state)
                .into_iter()
                .map(|(id, lead, at, ending, _)| (id, (lead, at.ms() * by, ended(ending))))
                .collect()
        };
        assert_eq!(outcomes(&quick, 3), outcomes(&slow, 1), "world {world}");
    }
}

/// Invariant 19: events of two sessions without common people commute.
#[test]
fn unrelated_sessions_commute() {
    let start = |leads: [u32; 3]| {
        let leads = leads.into_iter().map(LeadId).collect();
        let spec = SessionSpec { agent: "ada".into(), leads, lines: 2 };
        Input::Command(Command::StartSession(Arc::new(spec)))
    };
    let mut dialer = Dialer::new(Scenario::seed().dialer);
    for n in 0..6 {
        let lead = LeadDetails { phone_e164: None, ..leads::invent(1, n) };
        dialer.step(Instant::EPOCH, &Input::Command(Command::AddLead(Arc::new(lead))));
    }
    dialer.step(Instant::EPOCH, &start([0, 1, 2]));
    dialer.step(Instant::EPOCH, &start([3, 4, 5]));
    let at = Instant::from_ms(4_000);
    let said = |session, event| Input::Carrier { call: CallId::new(SessionId(session), 1), event };
    for one in CarrierEvent::ALL {
        for other in CarrierEvent::ALL {
            let (mut there, mut back) = (dialer.clone(), dialer.clone());
            there.step(at, &said(0, one));
            there.step(at, &said(1, other));
            back.step(at, &said(1, other));
            back.step(at, &said(0, one));
            assert_eq!(there.state(), back.state(), "{one:?} and {other:?}");
        }
    }
}
