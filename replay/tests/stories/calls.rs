//! Stories of calls: answers, glare, deadlines and the end of a session.

use redial_engine::CarrierEvent::{Answered, Busy, Failed, NoAnswer, Released, Voicemail};
use redial_engine::*;

use super::setup::stage;
use crate::scripted::*;

pub(super) fn first_answer() -> ScriptedDialer {
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

pub(super) fn glare() -> ScriptedDialer {
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

pub(super) fn lost_cancel() -> ScriptedDialer {
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

pub(super) fn passed_over() -> ScriptedDialer {
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

pub(super) fn ring_timeout() -> ScriptedDialer {
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

pub(super) fn late_wake() -> ScriptedDialer {
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

pub(super) fn exhausted() -> ScriptedDialer {
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
