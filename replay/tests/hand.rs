//! A small golden journal, written by hand, and all operations on it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use redial_engine::CarrierEvent::{Answered, Busy, Failed, NoAnswer, Released, Voicemail};
use redial_engine::CrmReply::{ActivityFailed, ContactFailed};
use redial_engine::*;
use redial_replay::{
    Chain, Comparison, Damage, Divergence, Encoder, Header, JournalLine, MAX_LINE, ReadError, Reader, Record,
    Recovered, ReplayedState, Report, Tail, Timeline, Until, Verified, extract, recover, verify, verify_until,
};

use crate::scripted::*;

/// A session in which every event happens once.
fn hand() -> ScriptedDialer {
    let config = Config { crm_attempts: 2, crm_answer_timeout_ms: 60_000, ..Config::default() };
    let mut stage = ScriptedDialer::new(config, header());
    stage
        .at(0, add("Ada Byron", "+14155550100"))
        .at(0, add("Grace Hopper", "+14155550101"))
        .at(0, add("Alan \"the Prof\" Turing", "ext. 102"))
        .at(0, add("A. Byron", "+14155550100"))
        .at(1, enrich(0))
        .at(2, enrich(0))
        .at(3, enrich(9))
        .at(4, carrier("0.0", Answered))
        .at(5, crm("0.0", 1, contact(7)))
        .at(10, start(&[], 2))
        .at(11, start(&[0, 1, 0], 2))
        .at(12, start(&[0], 11))
        .at(100, start(&[0, 1, 2], 2))
        .at(110, start(&[3, 1], 1))
        .at(120, stop(7))
        .at(130, retry("0.0"))
        .at(131, retry("0.9"))
        .at(140, crm("0.0", 1, contact(7)))
        .at(3_637, carrier("0.0", Voicemail))
        .at(3_700, crm("0.0", 1, contact(1)))
        .at(3_701, crm("0.0", 1, contact(1)))
        .at(3_702, crm("0.0", 1, ContactFailed))
        .at(3_800, crm("0.0", 1, activity(1)))
        .at(3_801, crm("0.0", 1, activity(1)))
        .at(5_000, carrier("0.2", Answered))
        .at(5_001, carrier("0.2", Answered))
        .at(5_030, carrier("0.1", Answered))
        .at(5_031, carrier("0.1", Answered))
        .at(5_090, carrier("0.1", Released))
        .at(6_000, crm("0.1", 1, ContactFailed))
        .at(7_000, Input::Tick)
        .at(7_100, crm("0.1", 2, ContactFailed))
        .at(8_000, retry("0.1"))
        .at(8_100, crm("0.1", 1, contact(2)))
        .at(8_200, crm("0.1", 1, ActivityFailed))
        .at(8_300, stop(0))
        .at(9_000, carrier("1.0", Failed))
        .at(9_010, start(&[0, 1], 1))
        .resume(700_000, config)
        .at(700_100, start(&[2, 0], 1))
        .at(703_000, carrier("3.0", NoAnswer))
        .at(705_000, Input::Tick)
        .at(706_000, carrier("3.1", Busy))
        .at(707_000, request_enrichment(2))
        .at(707_001, request_enrichment(2))
        .at(707_020, enrichment(2, EnrichmentReply::Failed))
        .at(707_030, enrichment(9, EnrichmentReply::Failed))
        .at(708_000, request_enrichment(2))
        .at(718_000, Input::Tick)
        .at(718_001, enrichment(2, EnrichmentReply::Failed))
        .at(719_000, request_enrichment(2))
        .at(719_020, enrichment(2, EnrichmentReply::Found(Arc::new(enrichment_data()))))
        .done()
}

fn path() -> PathBuf {
    redial_testing::journal("hand")
}

#[test]
fn the_golden_journal_is_written_again_byte_for_byte() {
    let journal = hand().journal;
    if std::env::var_os("REDIAL_BLESS").is_some() {
        std::fs::write(path(), &journal).unwrap();
    }
    let golden = std::fs::read(path()).expect("run the tests with REDIAL_BLESS=1 to write the golden journal");
    assert_eq!(String::from_utf8_lossy(&journal), String::from_utf8_lossy(&golden));
}

#[test]
fn the_golden_journal_tells_a_story() {
    let stage = hand();
    let mut reader = stage.reader();
    let (mut timeline, mut text) = (Timeline::new(), String::new());
    timeline.head(reader.header(), &mut text);
    while let Some(line) = reader.next().unwrap() {
        if let JournalLine::Record(record) = line {
            let Record { seq, at, input, transitions } = record.parse().unwrap();
            timeline.record(seq, at, &input, &transitions, &mut text);
        }
    }
    insta::assert_snapshot!(text);
}

/// Two kinds are missing: one takes ten thousand leads, the other four billion. Keys have a journal of their own.
#[test]
fn the_golden_journal_holds_every_kind_of_fact() {
    let told = hand().facts;
    let missing: BTreeSet<String> = every_kind().into_iter().filter(|kind| !told.contains(kind)).collect();
    let keys = ["key_used", "refused.key_unsound", "refused.key_used"];
    let rest = ["refused.full", "refused.too_many_leads"];
    assert_eq!(missing, keys.into_iter().chain(rest).map(str::to_owned).collect());
}

/// The expected result for a damaged journal: a valid prefix, or a rejection.
struct Truth {
    journal: Vec<u8>,
    /// The beginning of each line, and the number of records before it.
    lines: Vec<(usize, u64)>,
    /// The state after each number of records.
    states: Vec<State>,
}

impl Truth {
    fn of(journal: &[u8]) -> Self {
        let mut reader = Reader::open(journal).unwrap();
        let mut states = vec![State::new(reader.header().config)];
        let mut lines = vec![(0, 0)];
        while let Some(line) = reader.next().unwrap() {
            lines.push((usize::try_from(line.offset()).unwrap(), states.len() as u64 - 1));
            if let JournalLine::Record(record) = line {
                let mut state = states.last().unwrap().clone();
                state.fold(record.at, &record.parse().unwrap().transitions).unwrap();
                states.push(state);
            }
        }
        Self { journal: journal.to_vec(), lines, states }
    }

    /// Returns the beginning of the line with this byte, and the number of records before it.
    fn line_of(&self, byte: usize) -> (usize, u64) {
        *self.lines.iter().rfind(|(start, _)| *start <= byte).unwrap()
    }

    fn is_true(&self, recovered: &Recovered) -> bool {
        self.states.get(usize::try_from(recovered.records).unwrap()) == Some(&recovered.state)
    }
}

fn recovered(bytes: &[u8]) -> Result<Recovered, Damage> {
    match Reader::open(bytes).and_then(recover) {
        Ok(recovered) => Ok(recovered),
        Err(ReadError::Damage(damage)) => Err(damage),
        Err(ReadError::Io(error)) => panic!("memory reads: {error}"),
    }
}

fn verified(bytes: &[u8]) -> Result<Report, Damage> {
    let report = match Reader::open(bytes) {
        Ok(reader) => verify(reader).unwrap(),
        Err(ReadError::Damage(damage)) => return Err(damage),
        Err(ReadError::Io(error)) => panic!("memory reads: {error}"),
    };
    if let Comparison::Damaged(damage) = report.result { Err(damage) } else { Ok(report) }
}

#[test]
fn a_journal_cut_at_any_byte_is_a_prefix_or_rejected() {
    let truth = Truth::of(&hand().journal);
    for length in 0..=truth.journal.len() {
        let bytes = &truth.journal[..length];
        let (start, records) = truth.line_of(length.saturating_sub(1));
        let is_whole = bytes.ends_with(b"\n");
        match (recovered(bytes), verified(bytes)) {
            (Ok(recovered), Ok(report)) => {
                assert!(truth.is_true(&recovered), "cut at {length}");
                let torn = Tail::Torn { offset: start as u64, bytes: (length - start) as u64 };
                assert_eq!(recovered.tail, if is_whole { Tail::Clean } else { torn }, "cut at {length}");
                assert_eq!(report.tail, recovered.tail, "cut at {length}");
                assert!(matches!(report.result, Comparison::Same), "cut at {length}");
                assert_eq!((report.records, report.fingerprint), (recovered.records, recovered.chain));
                assert!(is_whole || recovered.records == records, "cut at {length}");
            }
            (Err(damage), Err(same)) => {
                assert!(length < truth.lines[1].0, "cut at {length}");
                assert_eq!((damage.seq, damage.offset, damage.kind.name()), (0, 0, "no_header"));
                assert_eq!(damage.to_string(), same.to_string());
            }
            (recovered, verified) => panic!("cut at {length}: {recovered:?}, but {verified:?}"),
        }
    }
}

#[test]
fn a_journal_with_any_bit_flipped_is_rejected_at_that_place() {
    let truth = Truth::of(&hand().journal);
    std::thread::scope(|scope| {
        for bit in 0..8 {
            let truth = &truth;
            scope.spawn(move || (0..truth.journal.len()).for_each(|byte| rejected_with_flip(truth, byte, bit)));
        }
    });
}

fn rejected_with_flip(truth: &Truth, byte: usize, bit: u8) {
    let (offset, records) = truth.line_of(byte);
    let seq = if offset == 0 { 0 } else { records + 1 };
    let mut bytes = truth.journal.clone();
    bytes[byte] ^= 1 << bit;
    match (recovered(&bytes), verified(&bytes)) {
        (Err(damage), Err(same)) => {
            assert_eq!((damage.seq, damage.offset), (seq, offset as u64), "byte {byte}, bit {bit}: {damage}");
            assert_eq!(damage.to_string(), same.to_string(), "byte {byte}, bit {bit}");
        }
        // Without its newline, the last line is an unfinished write.
        (Ok(recovered), Ok(report)) => {
            assert_eq!(byte, bytes.len() - 1, "byte {byte}, bit {bit}");
            assert!(truth.is_true(&recovered) && recovered.records == records);
            assert!(matches!(report.tail, Tail::Torn { .. }) && report.records == records);
        }
        (recovered, verified) => panic!("byte {byte}, bit {bit}: {recovered:?}, but {verified:?}"),
    }
}

fn lines(journal: &[u8]) -> Vec<Vec<u8>> {
    journal.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn a_deleted_repeated_or_moved_record_is_rejected() {
    let all = lines(&hand().journal);
    let refused = |lines: &[Vec<u8>], what: String| {
        let bytes = lines.concat();
        let (damage, same) = (recovered(&bytes).expect_err(&what), verified(&bytes).expect_err(&what));
        assert_eq!(damage.to_string(), same.to_string(), "{what}");
    };
    for place in 1..all.len() {
        let mut deleted = all.clone();
        deleted.remove(place);
        if place < all.len() - 1 {
            refused(&deleted, format!("line {place} deleted"));
        }
        let mut doubled = all.clone();
        doubled.insert(place, all[place].clone());
        refused(&doubled, format!("line {place} doubled"));
        for other in place + 1..all.len() {
            let mut swapped = all.clone();
            swapped.swap(place, other);
            refused(&swapped, format!("lines {place} and {other} swapped"));
        }
    }
}

/// Changes text in one line, and recomputes all chains, as a forger would.
fn forged(journal: &[u8], seq: u64, from: &str, to: &str) -> Vec<u8> {
    let opening = format!("{{\"seq\":{seq},");
    let mut chain = Chain::ZERO;
    let mut bytes = Vec::new();
    for line in lines(journal) {
        let line = String::from_utf8(line).unwrap();
        let (body, _) = line.rsplit_once(",\"chain\":\"").unwrap();
        let mut body = body.to_owned();
        if body.starts_with(&opening) || seq == 0 {
            assert!(seq == 0 || body.contains(from), "{body} has no {from}");
            body = body.replace(from, to);
        }
        if let Some((before, after)) = body.split_once("\"prev\":\"") {
            body = format!("{before}\"prev\":\"{chain}{}", &after[32..]);
        }
        chain = chain.then(body.as_bytes());
        bytes.extend_from_slice(format!("{body},\"chain\":\"{chain}\"}}\n").as_bytes());
    }
    bytes
}

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
fn every_kind_of_damage_has_its_name() {
    let journal = hand().journal;
    let long = [lines(&journal)[0].clone(), vec![b' '; MAX_LINE + 1]].concat();
    let misfit =
        forged(&journal, 27, r#"{"answer_abandoned":{"call":"0.1"}}"#, r#"{"answer_abandoned":{"call":"0.7"}}"#);
    let unreadable = forged(&journal, 27, r#""answer_abandoned":{"call":"0.1"}"#, r#""answer_abandoned":{"call":"x"}"#);
    let second = lines(&journal).into_iter().rposition(|line| line.starts_with(b"{\"redial")).unwrap();
    let mut foreign = lines(&forged(&journal, 0, "5eed0000-", "5eed0001-"));
    let mut other_epoch = lines(&journal);
    let first = Reader::open(&journal[..]).unwrap();
    let header = Header { prev: first.chain(), epoch: "2027-01-01T00:00:00Z".into(), ..header() };
    let mut line = Vec::new();
    let _ = Encoder::begin(&header, &mut line);
    other_epoch.insert(1, line);
    foreign.splice(..second, lines(&journal)[..second].iter().cloned());
    let found = [
        b"name,phone\n".to_vec(),
        b"".to_vec(),
        forged(&journal, 0, "{\"redial\":1", "{\"redial\":2"),
        forged(&journal, 0, "\"epoch\":", "\"since\":"),
        other_epoch.concat(),
        foreign.concat(),
        long,
        forged(&journal, 26, r#""seq":26"#, r#""seq":27"#),
        forged(&journal, 26, r#""at":5001"#, r#""at":4999"#),
        forged(&journal, 26, r#"{"seq""#, r#"{ "seq""#),
        unreadable,
        misfit,
    ];
    let found = found.map(|bytes| recovered(&bytes).unwrap_err().to_string()).join("\n");
    insta::assert_snapshot!(found, @r#"
    damaged at seq 0, byte 0: not a journal: the first line does not begin with {"redial":
    damaged at seq 0, byte 0: the file ends before its first line does
    damaged at seq 0, byte 0: the journal's form is version 2; this redial reads version 1
    damaged at seq 0, byte 0: the chain holds, but the header cannot be read: missing field `epoch` at line 1 column 391
    damaged at seq 1, byte 392: a header with another epoch, 2027-01-01T00:00:00Z
    damaged at seq 39, byte 11219: a header of another journal, 5eed0001-0000-8000-8000-000000000001
    damaged at seq 1, byte 392: the line is longer than 16777216 bytes
    damaged at seq 26, byte 8422: seq out of order: found 27; a record is missing, doubled or moved
    damaged at seq 26, byte 8422: time fell from 5.000 to 4.999
    damaged at seq 26, byte 8422: the chain holds, but the line is not a record
    damaged at seq 27, byte 8638: the chain holds, but the record cannot be read: invalid value: string "x", expected a call like "0.1" at line 1 column 120
    damaged at seq 27, byte 8638: a transition that cannot follow: there is no call 0.7
    "#);
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
    let truth = Truth::of(&journal);
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
        assert_eq!(dialer.state(), &truth.states[records as usize], "{until:?}");
    }
}
