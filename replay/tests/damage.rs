//! Damage: every truncation, flipped bit and moved line of the golden journal.

use redial_replay::{Comparison, Encoder, Header, MAX_LINE, Reader, Tail};

use crate::hand::hand;
use crate::oracle::{PrefixOracle, forged, lines, recovered, verified};
use crate::scripted::header;

#[test]
fn a_journal_cut_at_any_byte_is_a_prefix_or_rejected() {
    let oracle = PrefixOracle::of(&hand().journal);
    for length in 0..=oracle.journal.len() {
        let bytes = &oracle.journal[..length];
        let (start, records) = oracle.line_of(length.saturating_sub(1));
        let is_whole = bytes.ends_with(b"\n");
        match (recovered(bytes), verified(bytes)) {
            (Ok(recovered), Ok(report)) => {
                assert!(oracle.is_true(&recovered), "cut at {length}");
                let torn = Tail::Torn { offset: start as u64, bytes: (length - start) as u64 };
                assert_eq!(recovered.tail, if is_whole { Tail::Clean } else { torn }, "cut at {length}");
                assert_eq!(report.tail, recovered.tail, "cut at {length}");
                assert!(matches!(report.result, Comparison::Same), "cut at {length}");
                assert_eq!((report.records, report.fingerprint), (recovered.records, recovered.chain));
                assert!(is_whole || recovered.records == records, "cut at {length}");
            }
            (Err(damage), Err(same)) => {
                assert!(length < oracle.lines[1].0, "cut at {length}");
                assert_eq!((damage.seq, damage.offset, damage.kind.name()), (0, 0, "no_header"));
                assert_eq!(damage.to_string(), same.to_string());
            }
            (recovered, verified) => panic!("cut at {length}: {recovered:?}, but {verified:?}"),
        }
    }
}

#[test]
fn a_journal_with_any_bit_flipped_is_rejected_at_that_place() {
    let oracle = PrefixOracle::of(&hand().journal);
    std::thread::scope(|scope| {
        for bit in 0..8 {
            let oracle = &oracle;
            scope.spawn(move || (0..oracle.journal.len()).for_each(|byte| rejected_with_flip(oracle, byte, bit)));
        }
    });
}

fn rejected_with_flip(oracle: &PrefixOracle, byte: usize, bit: u8) {
    let (offset, records) = oracle.line_of(byte);
    let seq = if offset == 0 { 0 } else { records + 1 };
    let mut bytes = oracle.journal.clone();
    bytes[byte] ^= 1 << bit;
    match (recovered(&bytes), verified(&bytes)) {
        (Err(damage), Err(same)) => {
            assert_eq!((damage.seq, damage.offset), (seq, offset as u64), "byte {byte}, bit {bit}: {damage}");
            assert_eq!(damage.to_string(), same.to_string(), "byte {byte}, bit {bit}");
        }
        // Without its newline, the last line is an unfinished write.
        (Ok(recovered), Ok(report)) => {
            assert_eq!(byte, bytes.len() - 1, "byte {byte}, bit {bit}");
            assert!(oracle.is_true(&recovered) && recovered.records == records);
            assert!(matches!(report.tail, Tail::Torn { .. }) && report.records == records);
        }
        (recovered, verified) => panic!("byte {byte}, bit {bit}: {recovered:?}, but {verified:?}"),
    }
}

#[test]
fn a_deleted_repeated_or_moved_record_is_rejected() {
    let all = lines(&hand().journal);
    let rejected = |lines: &[Vec<u8>], case: String| {
        let bytes = lines.concat();
        let (damage, same) = (recovered(&bytes).expect_err(&case), verified(&bytes).expect_err(&case));
        assert_eq!(damage.to_string(), same.to_string(), "{case}");
    };
    for place in 1..all.len() {
        let mut deleted = all.clone();
        deleted.remove(place);
        if place < all.len() - 1 {
            rejected(&deleted, format!("line {place} deleted"));
        }
        let mut doubled = all.clone();
        doubled.insert(place, all[place].clone());
        rejected(&doubled, format!("line {place} doubled"));
        for other in place + 1..all.len() {
            let mut swapped = all.clone();
            swapped.swap(place, other);
            rejected(&swapped, format!("lines {place} and {other} swapped"));
        }
    }
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
    let found =
        found.map(|bytes| recovered(&bytes).unwrap_err().to_string().replace(": invalid", ":\n  invalid")).join("\n");
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
    damaged at seq 27, byte 8638: the chain holds, but the record cannot be read:
      invalid value: string "x", expected a call like "0.1" at line 1 column 120
    damaged at seq 27, byte 8638: a transition that cannot follow: there is no call 0.7
    "#);
}
