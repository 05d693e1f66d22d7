//! Interim looks, and the end of a study.

use redial_study::{InterimResult, Part, Shard, Summary};

use crate::{PRECISE, plan, whole};

#[test]
fn a_study_stops_at_the_first_look_that_finds_it_precise() {
    let plan = plan(PRECISE);
    let part = whole(&plan);
    let (results, runs) = part.outcome(&plan);
    assert!(plan.judge(&results) == InterimResult::Precise && runs < plan.runs, "{runs}");
    let looks: Vec<_> = plan.looks().iter().map(|look| plan.runs_of(look - 1).end).collect();
    let before = looks.iter().rposition(|look| *look < runs).expect("the first look is not precise");
    let mut shorter = crate::plan(PRECISE);
    shorter.runs = looks[before];
    assert!(matches!(shorter.judge(&whole(&shorter).outcome(&shorter).0), InterimResult::Rough { .. }));
}

#[test]
fn an_impossible_precision_ends_with_the_runs_and_is_reported() {
    let plan = plan(&PRECISE.replace("0.002", "0.000_001").replace("200_000", "30_000"));
    let (results, runs) = whole(&plan).outcome(&plan);
    assert_eq!(runs, 30_000);
    let said = Summary::of(&plan, &results).goals.expect("there is a goal");
    let begin = "lines=1: won is known to ± 0.0024 and not to ± 0.000001; that takes some 17";
    assert!(said.starts_with(begin), "{said}");
    assert!(said.ends_with(", and a setting gets at most 30000"), "{said}");
}

/// Without `runs` in the file, an unreachable goal does not start the default ten million.
#[test]
fn a_precision_out_of_reach_ends_a_study_at_its_first_look_unless_its_runs_were_named() {
    let plan = plan(&PRECISE.replace("0.002", "0.000_01").replace("runs = 200_000\n", ""));
    let part = whole(&plan);
    let (results, runs) = part.outcome(&plan);
    assert_eq!(runs, plan.runs_of(plan.looks()[0] - 1).end);
    let said = plan.judge(&results).to_string();
    assert!(said.ends_with(" runs, and a setting gets at most 10000000"), "{said}");
}

/// A goal of an event that never happens is unreachable, with or without `runs`.
#[test]
fn a_precision_of_an_event_that_never_happens_ends_a_study_at_its_first_look() {
    let study =
        PRECISE.replace("won = 0.002", "crm_lag_ms = 1").replace("[1, 2]", "[1]\n\"dialer.crm_sync\" = [false]");
    let plan = plan(&study);
    let (results, runs) = whole(&plan).outcome(&plan);
    assert!((10_000..20_000).contains(&runs), "{runs}");
    let said = Summary::of(&plan, &results).goals.expect("there is a goal");
    assert_eq!(said, "lines=1 crm_sync=false: no run has a sample of crm_lag_ms");
}

/// A look predicts the end of the study: the first look with enough runs.
#[test]
fn a_look_predicts_the_number_of_runs_of_the_study() {
    let plan = plan(&PRECISE.replace("0.002", "0.001"));
    let mut part = Part::begin(&plan, "this".to_owned(), Shard::WHOLE);
    let (mut scratch, mut expected) = (plan.scratch(), Vec::new());
    assert_eq!(part.last_look(&plan), None);
    while !part.is_done(&plan) {
        for block in part.next_blocks(&plan, 1) {
            part.take(&plan, &plan.play(&mut scratch, block, false).expect("every run ends"));
        }
        if part.is_at_look(&plan) && !part.is_done(&plan) {
            expected.push(plan.runs_expected(&part.last_look(&plan).expect("it has looked")));
        }
    }
    let (_, runs) = part.outcome(&plan);
    assert!(expected.len() > 3 && expected.iter().all(|&expected| expected == runs), "{expected:?}, and it was {runs}");
}
