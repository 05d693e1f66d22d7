//! Planted bugs: a rule with a bug emits other transitions, so each bug here falsifies the transitions of a correct
//! dialer, and the audit must detect it.

#![expect(clippy::wildcard_enum_match_arm, reason = "a bug looks for the one fact that it falsifies")]

use crate::random::{WorldScript, script};
use redial_engine::{
    ActivityId, Breach, CallId, ContactId, CrmAsk, Dialer, Effect, EnrichmentFailure, Input, Instant, LeadId, Outcome,
    State, StopReason, Transition,
};
use redial_sim::Weather;

/// Falsifies the transitions of a step.
type Falsify = fn(&State, &mut Vec<Transition>);

/// Each bug, how it falsifies the facts, and the invariant (by its number in ARCHITECTURE.md) that must catch it.
const BUGS: [(&str, Falsify, u8); 22] = [
    ("one line too many is rung", ring_one_more, 1),
    ("an abandoned answer is counted twice", |_, t| double(t, |t| matches!(t, Transition::AnswerAbandoned { .. })), 2),
    ("the winner is not declared", |_, t| drop_all(t, |t| matches!(t, Transition::SessionWon { .. })), 4),
    ("another call is declared the winner", another_winner, 4),
    ("a winner does not stop the session", |_, t| drop_all(t, is_stopped_by_winner), 5),
    ("the other lines are not canceled", |_, t| drop_all(t, is_canceled), 6),
    ("a free line is not filled", |_, t| drop_all(t, is_placed), 7),
    ("a session that is exhausted runs on", |_, t| drop_all(t, is_exhausted), 7),
    ("a lead who is free is passed over", pass_over_the_free, 7),
    ("the wrong lead is rung", ring_the_wrong_lead, 8),
    ("a person who is on a line is rung", |_, t| ring_the_busy(t), 9),
    ("a call gets the number after the next", misnumber, 9),
    ("a line that should be released stays", |_, t| drop_all(t, |t| matches!(t, Transition::LineReleased { .. })), 10),
    ("a retry is set for the past", retry_in_the_past, 10),
    ("an enrichment is requested twice", |_, t| double(t, is_requested), 10),
    ("an enrichment waits for ever", |_, t| drop_all(t, is_unanswered), 10),
    ("an enrichment is requested of the past", request_of_the_past, 10),
    ("a result is not offered to the CRM", |_, t| drop_all(t, |t| matches!(t, Transition::CrmSyncStarted { .. })), 12),
    ("a result is offered though the CRM sync is off", offer_unasked, 12),
    ("a sync is done before the contact is known", sync_without_contact, 12),
    ("a lead is linked to a second contact", link_again, 12),
    ("a key is noted twice", |_, t| double(t, |t| matches!(t, Transition::KeyUsed(_))), 21),
];

#[test]
fn every_planted_bug_is_found() {
    for (bug, falsify, invariant) in BUGS {
        let breach = (0..400).find_map(|world| live_with(falsify, world));
        let breach = breach.unwrap_or_else(|| panic!("not detected: {bug}"));
        assert_eq!(breach.invariant, invariant, "{bug}: {breach}");
    }
}

/// Without a bug, the audit finds nothing.
#[test]
fn no_bug_is_found_where_there_is_none() {
    assert_eq!((0..100).find_map(|world| live_with(|_, _| {}, world)), None);
}

/// Plays a world with a bug until the audit detects it or no event is left.
fn live_with(falsify: Falsify, world: u64) -> Option<Breach> {
    let WorldScript { scenario, steps } = script(world);
    let mut state = State::new(scenario.dialer);
    let mut weather = Weather::new(&scenario, world, 0);
    let mut steps = steps.into_iter().peekable();
    for _ in 0..2_000 {
        let due = state.next_deadline();
        let arrival = weather.next_at();
        let told = steps.peek().map(|(at, _)| *at);
        let at = [due, arrival, told].into_iter().flatten().min()?;
        let input = if due == Some(at) {
            Input::Tick
        } else if arrival == Some(at) {
            let Some(input) = weather.arrived(at) else { continue };
            input
        } else {
            steps.next()?.1
        };
        let (before, facts) = falsified(&state, at, &input, falsify);
        state.fold_unchecked(at, &facts);
        if let Err(breach) = state.audit().and_then(|()| state.audit_since(&before)) {
            return Some(breach);
        }
        for fact in &facts {
            if let Some(effect) = Effect::of(fact, &state) {
                weather.perform(at, effect, &state);
            }
        }
    }
    None
}

fn falsified(state: &State, at: Instant, input: &Input, falsify: Falsify) -> (State, Vec<Transition>) {
    let mut dialer = Dialer::from(state.clone());
    let mut facts = dialer.step(at, input).transitions.to_vec();
    falsify(state, &mut facts);
    (state.clone(), facts)
}

fn drop_all(facts: &mut Vec<Transition>, is: impl Fn(&Transition) -> bool) {
    facts.retain(|fact| !is(fact));
}

fn double(facts: &mut Vec<Transition>, is: impl Fn(&Transition) -> bool) {
    if let Some(place) = facts.iter().position(is) {
        facts.insert(place, facts[place].clone());
    }
}

fn is_stopped_by_winner(fact: &Transition) -> bool {
    matches!(fact, Transition::SessionStopped { reason: StopReason::Winner, .. })
}

fn is_exhausted(fact: &Transition) -> bool {
    matches!(fact, Transition::SessionStopped { reason: StopReason::Exhausted, .. })
}

fn is_canceled(fact: &Transition) -> bool {
    matches!(fact, Transition::CallEnded { outcome: Outcome::CanceledByDialer, .. })
}

fn is_placed(fact: &Transition) -> bool {
    matches!(fact, Transition::CallPlaced { .. })
}

fn is_requested(fact: &Transition) -> bool {
    matches!(fact, Transition::EnrichmentRequested { .. })
}

fn is_unanswered(fact: &Transition) -> bool {
    matches!(fact, Transition::EnrichmentFailed { reason: EnrichmentFailure::Deadline, .. })
}

fn request_of_the_past(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::EnrichmentRequested { deadline, .. } = fact {
            *deadline = Instant::EPOCH;
        }
    }
}

fn ring_one_more(state: &State, facts: &mut Vec<Transition>) {
    let Some(&Transition::CallPlaced { call, deadline, .. }) = facts.iter().rev().find(|fact| is_placed(fact)) else {
        return;
    };
    let Some(session) = state.session(call.session) else { return };
    let rung: Vec<LeadId> = facts
        .iter()
        .filter_map(|fact| match fact {
            Transition::CallPlaced { lead, .. } => Some(*lead),
            _ => None,
        })
        .collect();
    let next = session.queue().find(|lead| state.is_free(*lead) && !rung.contains(lead));
    if let Some(lead) = next {
        facts.push(Transition::CallPlaced { call: CallId::new(call.session, call.n + 1), lead, deadline });
    }
}

fn another_winner(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::SessionWon { call } = fact
            && call.n > 0
        {
            call.n -= 1;
        }
    }
}

fn pass_over_the_free(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::CallPlaced { call, lead, .. } = *fact
            && call.n > 0
        {
            *fact = Transition::LeadPassedOver { session: call.session, lead };
        }
    }
}

fn ring_the_wrong_lead(state: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::CallPlaced { call, lead, .. } = fact
            && let Some(other) = state.call(CallId::new(call.session, 0)).map(|first| first.lead)
        {
            *lead = other;
        }
    }
}

fn ring_the_busy(facts: &mut [Transition]) {
    let mut next = None;
    for place in 0..facts.len() {
        match facts[place] {
            Transition::SessionStarted { session, .. } => next = Some(CallId::new(session, 0)),
            Transition::CallPlaced { call, .. } => next = Some(CallId::new(call.session, call.n + 1)),
            Transition::LeadPassedOver { lead, .. } => {
                // If another lead is rung on the line instead, this call would be one line too many.
                if !facts[place..].iter().any(is_placed)
                    && let Some(call) = next.take()
                {
                    facts[place] = Transition::CallPlaced { call, lead, deadline: Instant::from_ms(60_000) };
                }
            }
            _ => {}
        }
    }
}

fn misnumber(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::CallPlaced { call, .. } = fact {
            call.n += 1;
        }
    }
}

fn retry_in_the_past(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::CrmSyncDeferred { retry_at, .. } = fact {
            *retry_at = Instant::EPOCH;
        }
    }
}

fn offer_unasked(state: &State, facts: &mut Vec<Transition>) {
    if !state.config().crm_sync {
        let ended = facts.iter().filter_map(|fact| match *fact {
            Transition::CallEnded { call, .. } => Some(call),
            _ => None,
        });
        let offer =
            |call| Transition::CrmSyncStarted { call, attempt: 1, ask: CrmAsk::Contact, deadline: Instant::MAX };
        facts.extend(ended.map(offer).collect::<Vec<_>>());
    }
}

fn sync_without_contact(_: &State, facts: &mut Vec<Transition>) {
    for fact in facts {
        if let Transition::ContactLinked { call, .. } = *fact {
            *fact = Transition::CrmSynced { call, activity: ActivityId(7) };
        }
    }
}

fn link_again(state: &State, facts: &mut Vec<Transition>) {
    let asked = facts.iter().find_map(|fact| match *fact {
        Transition::CrmSyncStarted { call, deadline, .. } => Some((call, deadline)),
        _ => None,
    });
    if let Some((call, deadline)) = asked
        && state.call(call).is_some_and(|call| state.leads()[call.lead.index()].contact.is_some())
    {
        facts.push(Transition::ContactLinked { call, contact: ContactId(u32::MAX), deadline });
    }
}
