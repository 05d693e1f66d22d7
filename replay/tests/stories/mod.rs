//! The dialer's rules as stories: each rule has one, with its timeline as the expected result.

mod calls;
mod requests;
mod setup;
mod systems;

use std::collections::BTreeSet;

/// Every kind of transition has a story, except `Refusal::Full`, which takes four billion leads.
#[test]
fn every_kind_of_fact_has_its_story() {
    let stories = [
        calls::first_answer,
        calls::glare,
        calls::lost_cancel,
        calls::passed_over,
        calls::ring_timeout,
        calls::late_wake,
        calls::exhausted,
        systems::synced,
        systems::sync_fails,
        systems::linked_together,
        requests::interrupted,
        systems::enriched,
        systems::looked_up,
        requests::refusals,
        requests::keys,
        requests::ignored,
        requests::idle,
    ];
    let told: BTreeSet<String> = stories.into_iter().flat_map(|story| story().facts).collect();
    let missing: Vec<String> = crate::scripted::every_kind().into_iter().filter(|kind| !told.contains(kind)).collect();
    assert_eq!(missing, ["refused.full"]);
}
