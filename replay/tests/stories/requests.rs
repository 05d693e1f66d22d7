//! Stories of commands, keys, restarts and ignored events.

use std::sync::Arc;

use redial_engine::CarrierEvent::Answered;
use redial_engine::CrmReply::ContactFailed;
use redial_engine::*;

use super::setup::stage;
use crate::scripted::*;

fn keyed(key: &str, request: u128, input: Input) -> Input {
    let Input::Command(command) = input else { panic!("only a command is under a key") };
    let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(request), counted: None });
    Input::Keyed(Box::new(Keyed { by, command: Some(command) }))
}

fn noted(key: &str, request: u128) -> Input {
    let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(request), counted: Some(0) });
    Input::Keyed(Box::new(Keyed { by, command: None }))
}

pub(super) fn interrupted() -> ScriptedDialer {
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

pub(super) fn refusals() -> ScriptedDialer {
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

pub(super) fn keys() -> ScriptedDialer {
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

pub(super) fn ignored() -> ScriptedDialer {
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

pub(super) fn idle() -> ScriptedDialer {
    stage().at(10, Input::Tick).done()
}

#[test]
fn a_tick_without_a_due_deadline_is_recorded() {
    insta::assert_snapshot!(idle(), @r#"  #6    0.010  time       passed     nothing followed"#);
}
