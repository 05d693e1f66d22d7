//! Stories of the CRM and the enrichment service.

use std::sync::Arc;

use redial_engine::CarrierEvent::{Busy, NoAnswer};
use redial_engine::CrmReply::{ActivityFailed, ContactFailed};
use redial_engine::*;

use super::setup::{patient, stage};
use crate::scripted::*;

pub(super) fn synced() -> ScriptedDialer {
    stage()
        .at(10, start(&[0], 1))
        .at(3_000, carrier("0.0", Busy))
        .at(3_100, crm("0.0", 1, contact(7)))
        .at(3_200, crm("0.0", 1, activity(8)))
        .done()
}

#[test]
fn a_result_reaches_the_crm() {
    insta::assert_snapshot!(synced(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7    3.000  call 0.0   ended      busy
                 crm  0.0   started    attempt 1           contact <= 3603.000
                 session 0  stopped    exhausted
    #8    3.100  crm  0.0   linked     contact 7           activity <= 3603.100
    #9    3.200  crm  0.0   synced     activity 8
    "#);
}

pub(super) fn sync_fails() -> ScriptedDialer {
    patient(Config { crm_attempts: 2, ..Config::default() })
        .at(10, start(&[0], 1))
        .at(3_000, carrier("0.0", Busy))
        .at(3_100, crm("0.0", 1, ContactFailed))
        .at(4_100, Input::Tick)
        .at(9_100, Input::Tick)
        .at(20_000, retry("0.0"))
        .at(20_100, crm("0.0", 1, contact(7)))
        .at(20_200, crm("0.0", 1, ActivityFailed))
        .at(21_200, Input::Tick)
        .at(21_300, crm("0.0", 2, activity(8)))
        .done()
}

#[test]
fn a_sync_is_tried_again_until_it_fails_and_then_on_request() {
    insta::assert_snapshot!(sync_fails(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7    3.000  call 0.0   ended      busy
                 crm  0.0   started    attempt 1           contact <= 8.000
                 session 0  stopped    exhausted
    #8    3.100  crm  0.0   deferred   attempt 1           again at 4.100
    #9    4.100  crm  0.0   started    attempt 2           contact <= 9.100
    #10   9.100  crm  0.0   failed     no attempt is left
    #11  20.000  crm  0.0   started    attempt 1           contact <= 25.000
    #12  20.100  crm  0.0   linked     contact 7           activity <= 25.100
    #13  20.200  crm  0.0   deferred   attempt 1           again at 21.200
    #14  21.200  crm  0.0   started    attempt 2           activity <= 26.200
    #15  21.300  crm  0.0   synced     activity 8
    "#);
}

pub(super) fn linked_together() -> ScriptedDialer {
    stage()
        .at(10, start(&[0], 1))
        .at(3_000, carrier("0.0", Busy))
        .at(3_010, start(&[0], 1))
        .at(6_000, carrier("1.0", NoAnswer))
        .at(6_100, crm("0.0", 1, contact(7)))
        .at(6_150, crm("1.0", 1, contact(7)))
        .done()
}

#[test]
fn a_linked_contact_moves_on_every_call_of_the_lead() {
    insta::assert_snapshot!(linked_together(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7    3.000  call 0.0   ended      busy
                 crm  0.0   started    attempt 1           contact <= 3603.000
                 session 0  stopped    exhausted
    #8    3.010  session 1  started    agent-1             1 lead on 1 line
                 call 1.0   placed     Ada Byron           ring <= 33.010
    #9    6.000  call 1.0   ended      no answer
                 crm  1.0   started    attempt 1           contact <= 3606.000
                 session 1  stopped    exhausted
    #10   6.100  crm  0.0   linked     contact 7           activity <= 3606.100
                 crm  1.0   started    attempt 1           activity <= 3606.100
    #11   6.150  crm  1.0   ignored    contact 7           attempt 1: the lead has its contact
    "#);
}

pub(super) fn enriched() -> ScriptedDialer {
    let mut stage = ScriptedDialer::new(Config::default(), header());
    stage.at(0, add("Ada Byron", "+14155550100")).at(5, add("Hedy Lamarr", "ext. 103")).at(900, enrich(0)).done()
}

#[test]
fn leads_come_in_and_are_enriched() {
    insta::assert_snapshot!(enriched(), @r#"
    #1    0.000  lead 0     added      Ada Byron           +14155550100
    #2    0.005  lead 1     added      Hedy Lamarr         ext. 103
    #3    0.900  lead 0     enriched   Ada Byron           score 87
    "#);
}

pub(super) fn looked_up() -> ScriptedDialer {
    let found = || EnrichmentReply::Found(Arc::new(enrichment_data()));
    stage()
        .at(10, request_enrichment(0))
        .at(11, request_enrichment(0))
        .at(30, enrichment(0, found()))
        .at(31, enrichment(0, found()))
        .at(40, request_enrichment(1))
        .at(60, enrichment(1, EnrichmentReply::Failed))
        .at(70, request_enrichment(1))
        .at(12_000, Input::Tick)
        .at(12_001, enrichment(1, found()))
        .at(12_002, enrichment(9, found()))
        .done()
}

#[test]
fn the_enrichment_service_is_asked_and_may_fail_or_be_silent() {
    insta::assert_snapshot!(looked_up(), @r#"
    #6    0.010  lead 0     looked up  Ada Byron           answer <= 10.010
    #7    0.011  desk       refused    the enrichment service was asked about lead 0 already
    #8    0.030  lead 0     enriched   Ada Byron           score 87
    #9    0.031  lead 0     ignored    enrichment          no request is open
    #10   0.040  lead 1     looked up  Grace Hopper        answer <= 10.040
    #11   0.060  lead 1     failed     enrichment          the service has no answer
    #12   0.070  lead 1     looked up  Grace Hopper        answer <= 10.070
    #13  12.000  lead 1     failed     enrichment          the service did not answer in time
    #14  12.001  lead 1     ignored    enrichment          no request is open
    #15  12.002  lead 9     ignored    enrichment          there is no such lead
    "#);
}
