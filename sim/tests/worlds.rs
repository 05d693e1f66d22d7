//! Random worlds with every fault: the invariants hold after every record, and the records match the events.

#![expect(clippy::wildcard_enum_match_arm, reason = "a mark looks for the one fact that it names")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::random::{WorldScript, script};
use rayon::prelude::*;
use redial_engine::{
    CallId, CrmSync, Dialer, Input, Instant, Line, Outcome, SessionId, State, Stepped, StopReason, Transition,
};
use redial_sim::{Scenario, SimWorld};

/// Situations that the random worlds must reach, because the test is useless for one that none reaches.
const SOMETIMES: [&str; 23] = [
    "an answer crossed a cancel",
    "an answer crossed a ring timeout",
    "a session was stopped while it rang",
    "a session was interrupted",
    "a deadline and the answer met in one millisecond",
    "a lead was passed over",
    "a lead was passed over and taken again",
    "a line was given up by its deadline",
    "a contact moved another call on",
    "a sync was deferred",
    "a sync failed for good",
    "the CRM answered twice",
    "a carrier's event came too late",
    "a carrier reported an unknown call",
    "a person was hung up on before the carrier had decided",
    "an industry or an hour had a mix of its own",
    "results did not go to the CRM",
    "a key was used twice",
    "a lead was enriched",
    "an enrichment failed",
    "an enrichment had no answer by its deadline",
    "an enrichment's answer was not awaited",
    "an enrichment was requested twice",
];

/// More worlds: `REDIAL_WORLDS=1000000 cargo test --release -p redial-sim worlds::`. `REDIAL_WORLD=N` plays one world
/// alone.
#[test]
fn every_invariant_holds_in_every_world() {
    if let Ok(world) = std::env::var("REDIAL_WORLD") {
        live_through(world.parse().expect("REDIAL_WORLD is a number"));
        return;
    }
    let worlds =
        std::env::var("REDIAL_WORLDS").map_or(5_000, |worlds| worlds.parse().expect("REDIAL_WORLDS is a number"));
    let reached: Mutex<BTreeMap<&str, u64>> = Mutex::default();
    (0..worlds).into_par_iter().for_each(|world| {
        let seen = live_through(world);
        let mut reached = reached.lock().expect("no thread panics while it holds this");
        seen.into_iter().for_each(|place| *reached.entry(place).or_default() += 1);
    });
    let reached = reached.into_inner().expect("all threads are done");
    for place in SOMETIMES {
        assert!(reached.contains_key(place), "no world in {worlds} reached: {place}\n{reached:#?}");
    }
}

/// Plays one world; a failure prints the command that repeats it.
fn live_through(world: u64) -> BTreeSet<&'static str> {
    let _again = RerunHint(world);
    let WorldScript { scenario, steps } = script(world);
    let mut simulated = SimWorld::new(&scenario, world, 0);
    let mut watch = JournalObserver::new(State::new(scenario.dialer));
    for (at, input) in steps {
        simulated.run_until(at, &mut |stepped| watch.see(stepped));
        simulated.tell(at, &input, &mut |stepped| watch.see(stepped));
    }
    simulated.finish(&mut |stepped| watch.see(stepped));
    watch.at_rest(&simulated);
    watch.mark_scenario(&scenario);
    watch.re_execute(Dialer::new(scenario.dialer));
    watch.reached
}

/// Prints the command that repeats a failing world when a panic drops it.
struct RerunHint(u64);

impl Drop for RerunHint {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("again: REDIAL_WORLD={} cargo test -p redial-sim worlds::", self.0);
        }
    }
}

/// Checks the journal while it is written.
struct JournalObserver {
    before: State,
    folded: State,
    records: Vec<(Instant, Input, Vec<Transition>)>,
    reached: BTreeSet<&'static str>,
    passed_over: BTreeSet<(SessionId, redial_engine::LeadId)>,
}

impl JournalObserver {
    fn new(state: State) -> Self {
        Self {
            before: state.clone(),
            folded: state,
            records: Vec::new(),
            reached: BTreeSet::new(),
            passed_over: BTreeSet::new(),
        }
    }

    fn see(&mut self, stepped: &Stepped<'_>) {
        stepped.state.audit().unwrap_or_else(|breach| panic!("record {}: {breach}", stepped.seq));
        stepped.state.audit_since(&self.before).unwrap_or_else(|breach| panic!("record {}: {breach}", stepped.seq));
        self.folded.fold(stepped.at, stepped.transitions).expect("the dialer's own transitions fold");
        assert_eq!(&self.folded, stepped.state, "record {}: the fold is not the state", stepped.seq);
        self.mark(stepped);
        self.before.clone_from(stepped.state);
        self.records.push((stepped.at, stepped.input.clone(), stepped.transitions.to_vec()));
    }

    fn mark(&mut self, stepped: &Stepped<'_>) {
        if let (Some((at, Input::Tick, expired)), Input::Carrier { call, .. }) = (self.records.last(), stepped.input)
            && *at == stepped.at
            && expired
                .iter()
                .any(|transition| matches!(transition, Transition::CallEnded { call: late, .. } if late == call))
        {
            self.reached.insert("a deadline and the answer met in one millisecond");
        }
        for (n, transition) in stepped.transitions.iter().enumerate() {
            let place = match transition {
                Transition::AnswerAbandoned { call } => match ending(stepped.state, *call) {
                    Outcome::NoAnswer => "an answer crossed a ring timeout",
                    _ => "an answer crossed a cancel",
                },
                Transition::SessionStopped { reason: StopReason::Manual, .. } if n > 0 => {
                    "a session was stopped while it rang"
                }
                Transition::SessionStopped { reason: StopReason::Interrupted, .. } => "a session was interrupted",
                Transition::LeadPassedOver { session, lead } => {
                    assert!(self.passed_over.insert((*session, *lead)), "a lead was passed over twice");
                    "a lead was passed over"
                }
                Transition::CallPlaced { call, lead, .. } if self.passed_over.contains(&(call.session, *lead)) => {
                    "a lead was passed over and taken again"
                }
                Transition::LineReleased { by: redial_engine::ReleasedBy::Deadline, .. } => {
                    "a line was given up by its deadline"
                }
                Transition::CrmSyncStarted { .. } if stepped.transitions[..n].iter().any(is_link) => {
                    "a contact moved another call on"
                }
                Transition::CrmSyncDeferred { .. } => "a sync was deferred",
                Transition::CrmSyncFailed { .. } => "a sync failed for good",
                Transition::CrmReplyIgnored { reason: redial_engine::CrmIgnore::AlreadySynced, .. } => {
                    "the CRM answered twice"
                }
                Transition::CarrierEventIgnored { reason: redial_engine::CarrierIgnore::LineEnded, .. } => {
                    "a carrier's event came too late"
                }
                Transition::CarrierEventIgnored { reason: redial_engine::CarrierIgnore::UnknownCall, .. } => {
                    "a carrier reported an unknown call"
                }
                Transition::Refused(redial_engine::Refusal::KeyUsed) => "a key was used twice",
                Transition::LeadEnriched { .. } => "a lead was enriched",
                Transition::EnrichmentFailed { reason: redial_engine::EnrichmentFailure::Service, .. } => {
                    "an enrichment failed"
                }
                Transition::EnrichmentFailed { reason: redial_engine::EnrichmentFailure::Deadline, .. } => {
                    "an enrichment had no answer by its deadline"
                }
                Transition::EnrichmentIgnored { .. } => "an enrichment's answer was not awaited",
                Transition::Refused(redial_engine::Refusal::EnrichmentPending(_)) => {
                    "an enrichment was requested twice"
                }
                _ => continue,
            };
            self.reached.insert(place);
        }
    }

    /// A carrier that had not decided reports the answer and the release in the same millisecond, in this order.
    fn mark_scenario(&mut self, scenario: &Scenario) {
        let abandoned = |facts: &[Transition]| match facts {
            [Transition::AnswerAbandoned { call }] => Some(*call),
            _ => None,
        };
        let undecided = self.records.windows(2).any(|pair| {
            let ((at, _, first), (then, _, second)) = (&pair[0], &pair[1]);
            let released = |call| {
                second.iter().any(|fact| matches!(fact, Transition::LineReleased { call: free, .. } if *free == call))
            };
            at == then && abandoned(first).is_some_and(released)
        });
        if undecided && scenario.carrier.decide_ms.is_some() {
            self.reached.insert("a person was hung up on before the carrier had decided");
        }
        if !scenario.carrier.outcomes_when.is_empty() {
            self.reached.insert("an industry or an hour had a mix of its own");
        }
        if !scenario.dialer.crm_sync {
            assert!(
                self.records
                    .iter()
                    .all(|(_, _, facts)| !facts.iter().any(|fact| matches!(fact, Transition::CrmSyncStarted { .. })))
            );
            self.reached.insert("results did not go to the CRM");
        }
    }

    /// Checks that no session or call is open, and that the CRM's records match the dialer's.
    fn at_rest(&self, world: &SimWorld) {
        let state = world.state();
        assert_eq!(state.next_deadline(), None);
        assert!(state.people().iter().all(|person| person.line.is_none() && person.waiting.is_empty()));
        for (id, session) in (0..).map(SessionId).zip(state.sessions()) {
            assert!(session.is_settled(), "session {id} does not settle: {session:?}");
            assert!(session.calls().iter().all(|call| matches!(call.line, Line::Ended { .. })));
        }
        let crm = world.weather().crm();
        let activities: BTreeMap<CallId, _> = crm.activities(0).map(|activity| (activity.call, activity)).collect();
        assert_eq!(activities.len(), crm.activity_count(), "a call has two activities in the CRM");
        let contacts: BTreeMap<_, _> = crm.contacts(0).map(|contact| (contact.lead, contact)).collect();
        assert_eq!(contacts.len(), crm.contact_count(), "a lead has two contacts in the CRM");
        for (call, activity) in &activities {
            assert_eq!(activity.outcome, ending(state, *call), "call {call}: the CRM has another outcome");
            let linked = state.leads()[activity.lead.index()].contact.map(|linked| linked.contact);
            assert_eq!(linked, Some(activity.contact), "call {call}: the CRM's activity has another contact");
        }
        for (id, session) in (0..).map(SessionId).zip(state.sessions()) {
            for (n, call) in (0..).zip(session.calls()) {
                if let CrmSync::Synced { activity } = call.crm {
                    let known = activities.get(&CallId::new(id, n)).map(|known| known.id);
                    assert_eq!(known, Some(activity), "call {id}.{n} has no activity in the CRM");
                }
            }
        }
    }

    /// Checks that the inputs alone reproduce the records.
    fn re_execute(&self, mut dialer: Dialer) {
        for (at, input, transitions) in &self.records {
            assert_eq!(dialer.step(*at, input).transitions, transitions);
        }
        assert_eq!(dialer.state(), &self.folded);
    }
}

fn is_link(transition: &Transition) -> bool {
    matches!(transition, Transition::ContactLinked { .. })
}

fn ending(state: &State, call: CallId) -> Outcome {
    state.call(call).and_then(|call| call.ending()).expect("the call has ended").0
}
