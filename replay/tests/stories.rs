//! The dialer's rules as stories: each rule has one, with its timeline as the expected result.

use std::collections::BTreeSet;
use std::sync::Arc;

use redial_engine::CarrierEvent::{Answered, Busy, Failed, NoAnswer, Released, Voicemail};
use redial_engine::CrmReply::{ActivityFailed, ContactFailed};
use redial_engine::*;

use crate::scripted::*;

/// Four leads, of which one is listed twice with the same number, and a slow CRM.
fn stage() -> ScriptedDialer {
    patient(Config { crm_answer_timeout_ms: 3_600_000, ..Config::default() })
}

fn patient(config: Config) -> ScriptedDialer {
    let mut stage = ScriptedDialer::new(config, header());
    let people = [
        ("Ada Byron", "+14155550100"),
        ("Grace Hopper", "+14155550101"),
        ("Alan Turing", "+14155550102"),
        ("Hedy Lamarr", "ext. 103"),
        ("A. Byron", "+14155550100"),
    ];
    for (name, phone) in people {
        stage.at(0, add(name, phone));
    }
    stage.text.clear();
    stage
}

fn first_answer() -> ScriptedDialer {
    stage()
        .at(10, start(&[0, 1, 2], 2))
        .at(3_537, carrier("0.0", Voicemail))
        .at(5_000, carrier("0.1", Answered))
        .at(5_080, carrier("0.2", Released))
        .done()
}

#[test]
fn the_first_person_to_answer_wins_and_the_others_are_canceled() {
    insta::assert_snapshot!(first_answer(), @r#"
    #6    0.010  session 0  started    agent-1             3 leads on 2 lines
                 call 0.0   placed     Ada Byron           ring <= 30.010
                 call 0.1   placed     Grace Hopper        ring <= 30.010
    #7    3.537  call 0.0   ended      voicemail
                 crm  0.0   started    attempt 1           contact <= 3603.537
                 call 0.2   placed     Alan Turing         ring <= 33.537
    #8    5.000  call 0.1   ended      connected
                 session 0  won        by call 0.1
                 call 0.2   ended      canceled by dialer  free <= 10.000
                 session 0  stopped    winner
                 crm  0.1   started    attempt 1           contact <= 3605.000
                 crm  0.2   started    attempt 1           contact <= 3605.000
    #9    5.080  line 0.2   released   by the carrier
    "#);
}

fn glare() -> ScriptedDialer {
    stage()
        .at(10, start(&[0, 1], 2))
        .at(4_000, carrier("0.0", Answered))
        .at(4_020, carrier("0.1", Answered))
        .at(4_090, carrier("0.1", Released))
        .done()
}

#[test]
fn two_people_answer_at_once() {
    insta::assert_snapshot!(glare(), @r#"
    #6    0.010  session 0  started    agent-1             2 leads on 2 lines
                 call 0.0   placed     Ada Byron           ring <= 30.010
                 call 0.1   placed     Grace Hopper        ring <= 30.010
    #7    4.000  call 0.0   ended      connected
                 session 0  won        by call 0.0
                 call 0.1   ended      canceled by dialer  free <= 9.000
                 session 0  stopped    winner
                 crm  0.0   started    attempt 1           contact <= 3604.000
                 crm  0.1   started    attempt 1           contact <= 3604.000
    #8    4.020  line 0.1   abandoned  a person answered too late
    #9    4.090  line 0.1   released   by the carrier
    "#);
}

fn lost_cancel() -> ScriptedDialer {
    stage()
        .at(10, start(&[0], 1))
        .at(2_000, stop(0))
        .at(2_040, carrier("0.0", Answered))
        .at(2_041, carrier("0.0", Answered))
        .at(7_000, Input::Tick)
        .done()
}

#[test]
fn a_cancel_that_loses_is_glare_and_the_line_frees_itself() {
    insta::assert_snapshot!(lost_cancel(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7    2.000  call 0.0   ended      canceled by dialer  free <= 7.000
                 session 0  stopped    manual
                 crm  0.0   started    attempt 1           contact <= 3602.000
    #8    2.040  line 0.0   abandoned  a person answered too late
    #9    2.041  line 0.0   ignored    answered            counted as abandoned already
    #10   7.000  line 0.0   released   by the deadline
    "#);
}

fn passed_over() -> ScriptedDialer {
    stage()
        .at(10, start(&[0], 1))
        .at(20, start(&[4, 1], 1))
        .at(3_000, carrier("1.0", Busy))
        .at(4_000, carrier("0.0", NoAnswer))
        .at(8_000, carrier("1.1", Answered))
        .done()
}

#[test]
fn a_person_on_another_line_is_passed_over_and_taken_again() {
    insta::assert_snapshot!(passed_over(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7    0.020  session 1  started    agent-1             2 leads on 1 line
                 session 1  passed     A. Byron            is on another line
                 call 1.0   placed     Grace Hopper        ring <= 30.020
    #8    3.000  call 1.0   ended      busy
                 crm  1.0   started    attempt 1           contact <= 3603.000
    #9    4.000  call 0.0   ended      no answer
                 crm  0.0   started    attempt 1           contact <= 3604.000
                 call 1.1   placed     A. Byron            ring <= 34.000
                 session 0  stopped    exhausted
    #10   8.000  call 1.1   ended      connected
                 session 1  won        by call 1.1
                 session 1  stopped    winner
                 crm  1.1   started    attempt 1           contact <= 3608.000
    "#);
}

fn ring_timeout() -> ScriptedDialer {
    stage().at(10, start(&[0, 1], 1)).at(30_010, Input::Tick).at(31_000, carrier("0.0", Voicemail)).done()
}

#[test]
fn an_unanswered_call_ends_at_its_deadline() {
    insta::assert_snapshot!(ring_timeout(), @r#"
    #6    0.010  session 0  started    agent-1             2 leads on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7   30.010  call 0.0   ended      no answer           free <= 35.010
                 crm  0.0   started    attempt 1           contact <= 3630.010
                 call 0.1   placed     Grace Hopper        ring <= 60.010
    #8   31.000  line 0.0   released   by the carrier
    "#);
}

fn late_wake() -> ScriptedDialer {
    stage().at(10, start(&[0, 1], 1)).at(30_500, carrier("0.0", Answered)).done()
}

#[test]
fn a_deadline_precedes_a_later_answer() {
    insta::assert_snapshot!(late_wake(), @r#"
    #6    0.010  session 0  started    agent-1             2 leads on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7   30.500  call 0.0   ended      no answer           free <= 35.500
                 crm  0.0   started    attempt 1           contact <= 3630.500
                 call 0.1   placed     Grace Hopper        ring <= 60.500
                 line 0.0   abandoned  a person answered too late
    "#);
}

fn exhausted() -> ScriptedDialer {
    stage()
        .at(10, start(&[0, 1, 2, 3], 4))
        .at(3_000, carrier("0.0", NoAnswer))
        .at(3_001, carrier("0.1", Busy))
        .at(3_002, carrier("0.2", Failed))
        .at(3_003, carrier("0.3", Released))
        .done()
}

#[test]
fn a_session_whose_leads_were_all_dialed_is_exhausted() {
    insta::assert_snapshot!(exhausted(), @r#"
    #6    0.010  session 0  started    agent-1             4 leads on 4 lines
                 call 0.0   placed     Ada Byron           ring <= 30.010
                 call 0.1   placed     Grace Hopper        ring <= 30.010
                 call 0.2   placed     Alan Turing         ring <= 30.010
                 call 0.3   placed     Hedy Lamarr         ring <= 30.010
    #7    3.000  call 0.0   ended      no answer
                 crm  0.0   started    attempt 1           contact <= 3603.000
    #8    3.001  call 0.1   ended      busy
                 crm  0.1   started    attempt 1           contact <= 3603.001
    #9    3.002  call 0.2   ended      failed
                 crm  0.2   started    attempt 1           contact <= 3603.002
    #10   3.003  call 0.3   ended      failed
                 crm  0.3   started    attempt 1           contact <= 3603.003
                 session 0  stopped    exhausted
    "#);
}

fn synced() -> ScriptedDialer {
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

fn sync_fails() -> ScriptedDialer {
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

fn linked_together() -> ScriptedDialer {
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

fn interrupted() -> ScriptedDialer {
    stage()
        .at(10, start(&[0], 1))
        .at(20_000, start(&[1], 1))
        .resume(610_011, Config { release_timeout_ms: 1_000, ..Config::default() })
        .done()
}

#[test]
fn a_restart_interrupts_a_session_that_was_silent_for_too_long() {
    insta::assert_snapshot!(interrupted(), @r#"
    #6    0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #7   20.000  session 1  started    agent-1             1 lead on 1 line
                 call 1.0   placed     Grace Hopper        ring <= 50.000
    #8  610.011  journal    resumed    engine 0.1.0, rules 2
                 call 0.0   ended      canceled by dialer  free <= 611.011
                 session 0  stopped    interrupted
                 crm  0.0   started    attempt 1           contact <= 615.011
                 call 1.0   ended      no answer           free <= 611.011
                 crm  1.0   started    attempt 1           contact <= 615.011
                 session 1  stopped    exhausted
    "#);
}

fn enriched() -> ScriptedDialer {
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

fn refusals() -> ScriptedDialer {
    let too_many: Vec<u32> = (0..10_001).collect();
    stage()
        .at(1, enrich(9))
        .at(2, enrich(0))
        .at(3, enrich(0))
        .at(4, start(&[0, 9], 2))
        .at(5, start(&[], 2))
        .at(6, start(&too_many, 2))
        .at(7, start(&[0, 1, 0], 2))
        .at(8, start(&[0], 11))
        .at(9, stop(0))
        .at(10, start(&[0], 1))
        .at(11, stop(0))
        .at(12, stop(0))
        .at(13, retry("0.0"))
        .at(14, retry("0.1"))
        .done()
}

#[test]
fn invalid_commands_are_refused() {
    insta::assert_snapshot!(refusals(), @r#"
    #6    0.001  desk       refused    there is no lead 9
    #7    0.002  lead 0     enriched   Ada Byron           score 87
    #8    0.003  desk       refused    lead 0 is enriched already
    #9    0.004  desk       refused    there is no lead 9
    #10   0.005  desk       refused    a session needs at least one lead
    #11   0.006  desk       refused    a session takes at most 10000 leads
    #12   0.007  desk       refused    lead 0 is listed twice
    #13   0.008  desk       refused    11 lines, where a session has 1 to 10
    #14   0.009  desk       refused    there is no session 0
    #15   0.010  session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.010
    #16   0.011  call 0.0   ended      canceled by dialer  free <= 5.011
                 session 0  stopped    manual
                 crm  0.0   started    attempt 1           contact <= 3600.011
    #17   0.012  desk       refused    session 0 has stopped already
    #18   0.013  desk       refused    the sync of call 0.0 has not failed
    #19   0.014  desk       refused    there is no call 0.1
    "#);
}

fn keyed(key: &str, request: u128, input: Input) -> Input {
    let Input::Command(command) = input else { panic!("only a command is under a key") };
    let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(request), counted: None });
    Input::Keyed(Box::new(Keyed { by, command: Some(command) }))
}

fn noted(key: &str, request: u128) -> Input {
    let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(request), counted: Some(0) });
    Input::Keyed(Box::new(Keyed { by, command: None }))
}

fn keys() -> ScriptedDialer {
    stage()
        .at(1, keyed("dial-1", 7, start(&[0], 1)))
        .at(2, keyed("dial-1", 7, start(&[0], 1)))
        .at(3, keyed("two words", 8, stop(0)))
        .at(4, noted("retry-1", 9))
        .at(5, keyed("retry-1", 9, start(&[1], 1)))
        .done()
}

#[test]
fn a_command_with_a_key_is_executed_once_and_a_key_without_a_command_is_recorded() {
    insta::assert_snapshot!(keys(), @r#"
    #6    0.001  desk       keyed      dial-1
                 session 0  started    agent-1             1 lead on 1 line
                 call 0.0   placed     Ada Byron           ring <= 30.001
    #7    0.002  desk       refused    the key was used already
    #8    0.003  desk       refused    the key is malformed
    #9    0.004  desk       keyed      retry-1
    #10   0.005  desk       refused    the key was used already
    "#);
}

fn looked_up() -> ScriptedDialer {
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

fn ignored() -> ScriptedDialer {
    stage()
        .at(10, carrier("0.0", Answered))
        .at(11, crm("0.0", 1, contact(7)))
        .at(20, start(&[0, 1, 2], 2))
        .at(3_000, crm("0.0", 1, contact(7)))
        .at(3_010, carrier("0.0", Answered))
        .at(3_011, carrier("0.0", Answered))
        .at(3_020, carrier("0.1", Answered))
        .at(3_021, carrier("0.1", Answered))
        .at(3_100, crm("0.0", 1, activity(8)))
        .at(3_200, crm("0.0", 1, contact(7)))
        .at(3_201, crm("0.0", 1, contact(7)))
        .at(3_202, crm("0.0", 1, ContactFailed))
        .at(3_300, crm("0.0", 1, activity(8)))
        .at(3_301, crm("0.0", 1, activity(8)))
        .done()
}

#[test]
fn events_that_change_nothing_are_recorded() {
    insta::assert_snapshot!(ignored(), @r#"
    #6    0.010  line 0.0   ignored    answered            there is no such call
    #7    0.011  crm  0.0   ignored    contact 7           attempt 1: there is no such call
    #8    0.020  session 0  started    agent-1             3 leads on 2 lines
                 call 0.0   placed     Ada Byron           ring <= 30.020
                 call 0.1   placed     Grace Hopper        ring <= 30.020
    #9    3.000  crm  0.0   ignored    contact 7           attempt 1: not requested
    #10   3.010  call 0.0   ended      connected
                 session 0  won        by call 0.0
                 call 0.1   ended      canceled by dialer  free <= 8.010
                 session 0  stopped    winner
                 crm  0.0   started    attempt 1           contact <= 3603.010
                 crm  0.1   started    attempt 1           contact <= 3603.010
    #11   3.011  line 0.0   ignored    answered            the line is free already
    #12   3.020  line 0.1   abandoned  a person answered too late
    #13   3.021  line 0.1   ignored    answered            counted as abandoned already
    #14   3.100  crm  0.0   ignored    activity 8          attempt 1: not requested
    #15   3.200  crm  0.0   linked     contact 7           activity <= 3603.200
    #16   3.201  crm  0.0   ignored    contact 7           attempt 1: the lead has its contact
    #17   3.202  crm  0.0   ignored    contact failed      attempt 1: no longer awaited
    #18   3.300  crm  0.0   synced     activity 8
    #19   3.301  crm  0.0   ignored    activity 8          attempt 1: synced already
    "#);
}

fn idle() -> ScriptedDialer {
    stage().at(10, Input::Tick).done()
}

#[test]
fn a_tick_without_a_due_deadline_is_recorded() {
    insta::assert_snapshot!(idle(), @r#"  #6    0.010  time       passed     nothing followed"#);
}

/// Every kind of transition has a story, except `Refusal::Full`, which takes four billion leads.
#[test]
fn every_kind_of_fact_has_its_story() {
    let stories = [
        first_answer,
        glare,
        lost_cancel,
        passed_over,
        ring_timeout,
        late_wake,
        exhausted,
        synced,
        sync_fails,
        linked_together,
        interrupted,
        enriched,
        looked_up,
        refusals,
        keys,
        ignored,
        idle,
    ];
    let told: BTreeSet<String> = stories.into_iter().flat_map(|story| story().facts).collect();
    let missing: Vec<String> = crate::scripted::every_kind().into_iter().filter(|kind| !told.contains(kind)).collect();
    assert_eq!(missing, ["refused.full"]);
}
