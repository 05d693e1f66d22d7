//! Verification of the golden journal: divergences, older rules, extracts and limits.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use redial_engine::CarrierEvent::Answered;
use redial_engine::*;
use redial_replay::{Comparison, Divergence, Reader, ReplayedState, Until, Verified, extract, verify_until};

use crate::hand::hand;
use crate::oracle::{PrefixOracle, forged, lines, recovered, verified};
use crate::scripted::carrier;

fn divergence(journal: &[u8]) -> Divergence {
    match verified(journal).unwrap().result {
        Comparison::Diverged(divergence) => *divergence,
        same @ (Comparison::Same | Comparison::Damaged(_)) => panic!("no divergence: {same:?}"),
    }
}

#[test]
fn a_forged_transition_is_a_divergence_that_names_the_field() {
    let journal = hand().journal;
    let spec = |leads: &str, lines: u8| format!(r#""leads":{leads},"lines":{lines}}}}}}},{{"call_placed""#);
    let spec = |leads, lines| (spec("[0,1,2]", 2), spec(leads, lines));
    for (seq, (from, to), field) in [
        (13, spec("[0,1,2]", 3), "transitions[0].session_started.spec.lines"),
        (13, spec("[0,2,1]", 2), "transitions[0].session_started.spec.leads[1]"),
        (19, both(r#""outcome":"voicemail""#, r#""outcome":"busy""#), "transitions[0].call_ended.outcome"),
        (19, both(r#""deadline":33637}},"#, r#""deadline":33638}},"#), "transitions[2].call_placed.deadline"),
        (25, both(r#"{"session_won":{"call":"0.2"}},"#, ""), "transitions[1]"),
        (25, both(r#","release_by":10000"#, ""), "transitions[2].call_ended.release_by"),
        (
            22,
            both(r#""contact_failed","reason""#, r#""activity_failed","reason""#),
            "transitions[0].crm_reply_ignored.reply",
        ),
        (7, both(r#"{"refused":{"unknown_lead":9}}"#, r#"{"refused":"no_leads"}"#), "transitions[0].refused"),
        (7, both(r#"{"refused":{"unknown_lead":9}}"#, ""), "transitions[0]"),
        (7, both(r#"9}}]"#, r#"9}},{"refused":"full"}]"#), "transitions[1]"),
    ] {
        let found = divergence(&forged(&journal, seq, &from, &to));
        assert_eq!((found.seq, found.field.as_str()), (seq, field));
    }
}

fn both(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[test]
fn a_divergence_shows_the_records_before_it() {
    let won = |call: &str| format!(r#""session_won":{{"call":"{call}"}}"#);
    let journal = forged(&hand().journal, 25, &won("0.2"), &won("0.0"));
    let mut found = divergence(&journal);
    assert_eq!((found.at, found.session, found.place), (Instant::from_ms(5_000), Some(SessionId(0)), 1));
    assert_eq!(found.input, carrier("0.2", Answered));
    assert_eq!(found.recorded, Some(Transition::SessionWon { call: CallId::new(SessionId(0), 0) }));
    assert_eq!(found.computed, Some(Transition::SessionWon { call: CallId::new(SessionId(0), 2) }));
    insta::assert_snapshot!(found.recent, @r#"
    #20   3.700  crm  0.0   linked     contact 1           activity <= 63.700
    #21   3.701  crm  0.0   ignored    contact 1           attempt 1: the lead has its contact
    #22   3.702  crm  0.0   ignored    contact failed      attempt 1: no longer awaited
    #23   3.800  crm  0.0   synced     activity 1
    #24   3.801  crm  0.0   ignored    activity 1          attempt 1: synced already
    "#);
    let near = found.recent.clone();
    found.look_back(Reader::open(&journal[..]).unwrap()).unwrap();
    assert_eq!(found.recent, near);
}

#[test]
fn older_rules_may_differ_and_the_recorded_state_continues() {
    let older = forged(&hand().journal, 0, r#""rules":2"#, r#""rules":0"#);
    let report = verified(&older).unwrap();
    assert!(matches!(report.result, Comparison::Same), "{report:?}");
    assert_eq!(report.rules_changed.records, 0);

    let changed = forged(&older, 19, r#""outcome":"voicemail""#, r#""outcome":"busy""#);
    let report = verified(&changed).unwrap();
    assert!(matches!(report.result, Comparison::Same), "{report:?}");
    assert_eq!((report.rules_changed.first, report.records), (vec![19], 52));
}

#[test]
fn another_spelling_of_a_line_is_no_divergence() {
    let same = forged(&hand().journal, 19, r#","attempt":1"#, r#", "attempt": 1"#);
    assert!(matches!(verified(&same).unwrap().result, Comparison::Same));
    let newer = forged(&hand().journal, 19, r#""outcome":"voicemail""#, r#""outcome":"voicemail","new":[1]"#);
    assert!(matches!(verified(&newer).unwrap().result, Comparison::Same));
}

#[test]
fn an_extract_folds_by_itself() {
    let journal = hand().journal;
    let whole = recovered(&journal).unwrap();
    for n in 0..4 {
        let mut cut = Vec::new();
        assert!(extract(Reader::open(&journal[..]).unwrap(), SessionId(n), &mut cut).unwrap());
        let verified =
            verify_until(Reader::open(&cut[..]).unwrap(), Until::End, |_| ControlFlow::Continue(())).unwrap();
        assert!(matches!(verified.report.result, Comparison::Same), "{verified:?}");
        let Some(ReplayedState::Extract(folded)) = verified.world else { panic!("an extract is no world") };
        assert_eq!(folded.session(), whole.state.session(SessionId(n)));
        assert!(whole.state.sessions()[n as usize].spec().leads.iter().all(|lead| folded.lead(*lead).is_some()));
        assert_eq!(recovered(&cut).unwrap_err().kind.name(), "extract");
        let stored: BTreeSet<Vec<u8>> = lines(&journal).into_iter().collect();
        assert!(lines(&cut)[1..].iter().all(|line| stored.contains(line)));
    }
    assert!(!extract(Reader::open(&journal[..]).unwrap(), SessionId(4), &mut Vec::new()).unwrap());
}

#[test]
fn a_verification_stops_at_its_limit() {
    let journal = hand().journal;
    let oracle = PrefixOracle::of(&journal);
    let stop = |until| verify_until(Reader::open(&journal[..]).unwrap(), until, |_| ControlFlow::Continue(())).unwrap();
    for (until, records) in [
        (Until::Seq(0), 0),
        (Until::Seq(25), 25),
        (Until::At(Instant::from_ms(5_001)), 26),
        (Until::At(Instant::from_ms(5_029)), 26),
        (Until::At(Instant::MAX), 52),
        (Until::Seq(53), 52),
    ] {
        let Verified { report, world } = stop(until);
        assert_eq!((report.records, report.is_partial), (records, records < 52), "{until:?}");
        let Some(ReplayedState::Whole(dialer)) = world else { panic!("a whole journal is a world") };
        assert_eq!(dialer.state(), &oracle.states[records as usize], "{until:?}");
    }
}
