//! A start from a snapshot skips the lines before it. Damage there is detected later, and no reader ever gets it.

use std::io::Read;

use redial_engine::State;
use redial_replay::{JournalPlace, LINE_END, check_lines};
use redial_store::snapshot::{newest, save};
use redial_store::{DirectoryError, HEAD, Scan, Segment, Stream, scan_from, vouch};

use crate::disk::MemoryDisk;
use crate::disk::process::{WrittenLines, judge, moment, small, take};

/// Starts as a server does: from the newest snapshot, else from the beginning.
fn start(disk: &MemoryDisk) -> Result<(Scan, Option<(State, JournalPlace)>), DirectoryError> {
    let segments = Segment::all(disk).expect("memory reads");
    if let Some(found) = newest(disk, &segments, |_| {}).expect("memory reads") {
        let (mut state, place) = (found.state, found.place);
        if let Ok(Some(scan)) = scan_from(disk, place.clone(), |_, line| take(&mut state, line)) {
            return Ok((scan, Some((state, place))));
        }
    }
    Ok((judge(disk)?.expect("a journal was begun"), None))
}

/// Returns the end of each record.
fn ends(history: &WrittenLines) -> Vec<u64> {
    let mut end = 0;
    let lines = history.lines.iter().map(|line| {
        end += line.len() as u64;
        (line.starts_with(b"{\"seq\""), end)
    });
    lines.filter_map(|(is_record, end)| is_record.then_some(end)).collect()
}

/// Reads every record by its place, as a server does; returns the number of rejected ones.
fn show(disk: &MemoryDisk, scan: &Scan, history: &WrittenLines, case: &str) -> usize {
    let (journal, ends) = (history.lines.concat(), ends(history));
    let mut refused = 0;
    for (from, (seq, to)) in std::iter::once(&0).chain(&ends).zip((1..).zip(&ends)) {
        let before = (*from).min(LINE_END as u64);
        let mut bytes = Vec::new();
        let stream = Stream::open_at(disk, &scan.segments, from - before).expect("memory reads");
        stream.take(to - from + before).read_to_end(&mut bytes).expect("memory reads");
        let (tail, lines) = bytes.split_at(before as usize);
        match check_lines(tail, lines, seq, seq) {
            Ok(()) => assert_eq!(lines, &journal[*from as usize..*to as usize], "{case}: record {seq}"),
            Err(damage) => {
                assert_eq!(damage.seq, seq, "{case}");
                refused += 1;
            }
        }
    }
    refused
}

#[test]
fn nothing_before_a_snapshot_is_silently_wrong() {
    let (disk, history) = small();
    let journal = history.lines.concat();
    let (end, _) = moment(&journal, 9);
    let (state, place) = moment(&journal, 6);
    save(&disk, &place, &state, b"index").expect("memory takes it");
    let (mut refusals, mut starts, mut hidden) = (0, 0, 0);
    let mut look = |case: &str, harmed: bool| match start(&disk) {
        Err(DirectoryError::Fault(_)) => refusals += 1,
        Err(error @ DirectoryError::Io { .. }) => panic!("{case}: {error}"),
        Ok((scan, None)) => assert_eq!(scan.tip.seq, 9, "{case}"),
        Ok((scan, Some((state, place)))) => {
            assert_eq!((scan.tip.seq, &state), (9, &end), "{case}");
            starts += 1;
            let refused = show(&disk, &scan, &history, case);
            match vouch(&disk, &scan.segments, &scan.head, &place) {
                Ok(()) => assert_eq!((refused, harmed), (0, false), "{case}"),
                Err(DirectoryError::Fault(fault)) => {
                    assert!(fault.seq <= place.seq + 1, "{case}: {fault}");
                    hidden += 1;
                }
                Err(error @ DirectoryError::Io { .. }) => panic!("{case}: {error}"),
            }
        }
    };
    look("nothing", false);
    let names = disk.image().into_keys().filter(|name| name.starts_with("journal-"));
    for name in names.chain([HEAD.to_owned()]) {
        let whole = disk.bytes(&name);
        for length in 0..whole.len() {
            disk.put(&name, whole[..length].to_vec());
            look(&format!("{name} cut to {length}"), name != HEAD);
        }
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            disk.put(&name, flipped);
            look(&format!("bit {bit} of {name}"), name != HEAD);
        }
        disk.put(&name, whole);
    }
    eprintln!("{refusals} refused, {starts} started, of which {hidden} were stopped by the check");
    // The test is useful only if the check detects damage before the snapshot.
    assert!(hidden > 10_000, "{hidden}");
}

#[test]
fn a_part_of_another_journal_before_a_snapshot_is_found() {
    let (disk, history) = small();
    let (state, place) = moment(&history.lines.concat(), 6);
    save(&disk, &place, &state, b"index").expect("memory takes it");
    let first = "journal-00000000000000000001.jsonl";
    // Other times in the same length: the segment is valid by itself.
    let other = String::from_utf8(disk.bytes(first)).expect("it is text").replace("\"at\":3", "\"at\":2");
    disk.put(first, other.into_bytes());
    let (scan, from) = start(&disk).expect("the snapshot holds");
    let (_, place) = from.expect("it began with the snapshot");
    let said = vouch(&disk, &scan.segments, &scan.head, &place).expect_err("it is another journal").to_string();
    assert!(said.starts_with(&format!("damaged at {first}, seq 3, byte ")), "{said}");
}
