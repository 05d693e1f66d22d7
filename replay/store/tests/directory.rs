//! The data directory on a disk with power cuts, failing syncs and damaged bytes.

use redial_replay::Fork;
use redial_store::snapshot::save;
use redial_store::{DirectoryError, Disk, DiskFile, Ending, HEAD, OLD_JOURNAL, Scan, renew, salvage, take_over};
use uuid::Uuid;

use crate::disk::process::{Process, WrittenLines, header, judge, moment, small, text};
use crate::disk::{MemoryDisk, SplitMix};

/// The results of the lives of processes.
#[derive(Default, Debug)]
struct Tally {
    cuts: u64,
    torn: u64,
    torn_of_many: u64,
    unacknowledged: u64,
    refused: u64,
    lost: u64,
}

/// Runs a process until the power is cut, repeatedly.
fn lives(seed: u64, is_honest: bool, tally: &mut Tally) {
    let mut luck = SplitMix(seed);
    let disk = MemoryDisk::default();
    if !is_honest {
        disk.lie(3, SplitMix(!seed));
    }
    let mut history = WrittenLines::default();
    for _ in 0..4 {
        let found = match judge(&disk) {
            Ok(found) => found,
            Err(error) => {
                assert!(!is_honest, "seed {seed}: {error}");
                tally.refused += 1;
                return;
            }
        };
        let bytes = found.as_ref().map(|scan| text(&disk, scan)).unwrap_or_default();
        let lines = history.lines_in(&bytes);
        if lines < history.acknowledged {
            assert!(!is_honest, "seed {seed}: {lines} lines of {}", history.acknowledged);
            tally.lost += 1;
        }
        if let Some(Scan { ending: Ending::Torn { .. }, .. }) = found {
            tally.torn += 1;
            tally.torn_of_many += u64::from(history.lines.len() > lines + 1);
        }
        tally.unacknowledged += u64::from(lines > history.acknowledged);
        history.lines.truncate(lines);
        history.acknowledged = history.acknowledged.min(lines);
        disk.cut_after(luck.below(40));
        live(&disk, found.as_ref(), &mut history, &mut luck);
        tally.cuts += 1;
        if luck.once_in(4) {
            disk.killed();
        } else {
            disk.reboot(&mut luck);
        }
    }
}

fn live(disk: &MemoryDisk, found: Option<&Scan>, history: &mut WrittenLines, luck: &mut SplitMix) {
    let Ok((mut process, _)) = Process::start(disk, found) else { return };
    for _ in 0..12 {
        let records = if luck.once_in(2) { 1 } else { luck.below(6) };
        let turns = luck.once_in(4) && process.seq > 0 && records > 0;
        if process.write(records.max(u64::from(turns)), turns && !process.is_first, history).is_err() {
            return;
        }
        if luck.once_in(3) && process.writer.sync_head().is_err() {
            return;
        }
        if luck.once_in(10) {
            drop(process.writer.close());
            return;
        }
    }
}

#[test]
fn twenty_thousand_power_cuts_lose_nothing_that_was_acknowledged() {
    let mut tally = Tally::default();
    for seed in 0..5_000 {
        lives(seed, true, &mut tally);
    }
    eprintln!("{tally:?}");
    assert_eq!((tally.cuts, tally.refused, tally.lost), (20_000, 0, 0));
    // The model is useful only if all of this happens.
    assert!(tally.torn > 500 && tally.torn_of_many > 100 && tally.torn > tally.torn_of_many, "{tally:?}");
    assert!(tally.unacknowledged > 500, "{tally:?}");
}

#[test]
fn a_lying_disk_loses_the_end_and_invents_nothing() {
    let mut tally = Tally::default();
    for seed in 0..1_000 {
        lives(seed, false, &mut tally);
    }
    eprintln!("{tally:?}");
    assert!(tally.refused > 0, "{tally:?}");
}

/// Checks a damaged directory: it has every acknowledged line, or it is rejected with place and kind.
fn is_seen(disk: &MemoryDisk, history: &WrittenLines, case: &str) {
    let before = disk.image();
    match judge(disk) {
        Ok(found) => {
            let scan = found.unwrap_or_else(|| panic!("{case}: taken for new"));
            let lines = history.lines_in(&text(disk, &scan));
            assert_eq!(lines, history.lines.len(), "{case}: {scan:?}");
        }
        Err(DirectoryError::Fault(fault)) => assert!(!fault.file.is_empty() && !fault.kind.name().is_empty()),
        Err(error @ DirectoryError::Io { .. }) => panic!("{case}: {error}"),
    }
    assert_eq!(disk.image(), before, "{case}: judging changes nothing");
}

#[test]
fn every_truncation_and_every_flipped_bit_is_detected() {
    let (disk, history) = small();
    let names = [HEAD, "journal-00000000000000000004.jsonl", "journal-00000000000000000007.jsonl"];
    for name in names {
        let whole = disk.bytes(name);
        for length in 0..whole.len() {
            disk.put(name, whole[..length].to_vec());
            is_seen(&disk, &history, &format!("{name} cut to {length}"));
        }
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            disk.put(name, flipped);
            is_seen(&disk, &history, &format!("bit {bit} of {name}"));
        }
        disk.put(name, whole);
    }
    is_seen(&disk, &history, "nothing");
}

#[test]
fn moved_repeated_and_removed_parts_are_rejected_by_name() {
    let refusal = |harm: &dyn Fn(&MemoryDisk)| {
        let (disk, _) = small();
        harm(&disk);
        judge(&disk).expect_err("it is damaged").to_string()
    };
    let (second, third) = ("journal-00000000000000000004.jsonl", "journal-00000000000000000007.jsonl");
    let lines = |disk: &MemoryDisk, name: &str| -> Vec<Vec<u8>> {
        disk.bytes(name).split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    };
    let said = refusal(&|disk| disk.remove(second));
    assert_eq!(
        said,
        format!(
            "damaged at {third}, seq 4, byte 0: the chain does not hold: these are not the bytes that were written here"
        )
    );
    let said = refusal(&|disk| disk.remove(third));
    assert!(said.starts_with(&format!("damaged at {second}, seq 7, byte ")) && said.contains("HEAD says"), "{said}");
    let said = refusal(&|disk| disk.remove(HEAD));
    assert!(said.contains("there is a journal, but no HEAD"), "{said}");
    let said = refusal(&|disk| disk.put(HEAD, Vec::new()));
    assert_eq!(said, "damaged at HEAD, seq 0, byte 0: neither slot of HEAD holds");
    let said = refusal(&|disk| disk.rename(third, "journal-00000000000000000008.jsonl").expect("memory takes it"));
    assert!(said.contains("the segment does not begin with"), "{said}");
    for (case, order) in [("doubled", vec![0, 1, 1, 2, 3]), ("swapped", vec![0, 2, 1, 3]), ("gone", vec![0, 1, 3])] {
        let said = refusal(&|disk| {
            let lines = lines(disk, third);
            disk.put(third, order.iter().flat_map(|line| lines[*line].clone()).collect());
        });
        assert!(said.contains(third) && said.contains("seq out of order"), "{case}: {said}");
    }
    let said = refusal(&|disk| {
        let last = lines(disk, third).pop().expect("there is one");
        disk.put(third, [disk.bytes(third), last].concat());
    });
    assert!(said.contains("seq out of order"), "{said}");
}

#[test]
fn recovering_twice_is_recovering_once() {
    let (disk, history) = small();
    let third = "journal-00000000000000000007.jsonl";
    disk.put(third, [disk.bytes(third), b"{\"seq\":10,\"at\":12".to_vec()].concat());
    let recover = |disk: &MemoryDisk| {
        let scan = judge(disk).expect("it is sound").expect("it is there");
        let torn = Process::start(disk, Some(&scan)).expect("the disk works").1;
        (scan.tip, torn)
    };
    let (tip, torn) = recover(&disk);
    let torn = torn.expect("bytes were cut off");
    assert_eq!(disk.bytes(&torn.kept), b"{\"seq\":10,\"at\":12");
    let image = disk.image();
    assert_eq!(recover(&disk), (tip, None));
    assert_eq!(disk.image(), image);
    let scan = judge(&disk).expect("it is sound").expect("it is there");
    assert_eq!(history.lines_in(&text(&disk, &scan)), history.lines.len());
    assert_eq!(scan.ending, Ending::Clean);
}

/// Writes, syncs `HEAD`, saves snapshots, begins segments and closes the journal, until an operation fails. After a
/// failure, every call of the writer fails.
fn busy(mut process: Process, disk: &MemoryDisk, history: &mut WrittenLines) -> Result<(), String> {
    let mut failed = None;
    for records in [2, 1, 3, 1, 2, 1, 1, 1] {
        let acknowledged = history.acknowledged;
        let done = process.write(records, records == 3, history).and_then(|()| process.writer.sync_head());
        match (done, &failed) {
            (Ok(()), None) => {}
            (Ok(()), Some(error)) => panic!("it wrote on after {error}"),
            (Err(error), _) => {
                // These lines were durable, and acknowledged, before the sync of HEAD failed.
                assert!(failed.is_none() || history.acknowledged == acknowledged);
                failed = Some(error.to_string());
            }
        }
        if failed.is_none() && records == 2 {
            // A snapshot that cannot be saved is harmless.
            let (state, place) = moment(&history.lines.concat(), process.seq);
            if save(disk, &place, &state, b"index").is_err() {
                assert!(disk.image().keys().all(|name| !name.ends_with(".new")), "it leaves nothing behind");
            }
        }
    }
    let closed = process.writer.close();
    assert!(closed.is_err() || failed.is_none(), "it ended in good order after {failed:?}");
    failed.map_or(closed.map_err(|error| error.to_string()), Err)
}

/// Makes the k-th sync fail, for every k, and returns the number of failed lives.
fn every_sync(begin: impl Fn() -> (MemoryDisk, WrittenLines)) -> usize {
    let live = |number: Option<u64>| {
        let (disk, mut history) = begin();
        let before = disk.syncs();
        if let Some(number) = number {
            disk.fail_sync(before + number);
        }
        let found = judge(&disk).expect("it is sound");
        let lived = match Process::start(&disk, found.as_ref()) {
            Ok((process, _)) => busy(process, &disk, &mut history),
            Err(error) => Err(error.to_string()),
        };
        let syncs = disk.syncs() - before;
        disk.killed();
        (disk, history, lived, syncs)
    };
    let (_, _, lived, syncs) = live(None);
    assert_eq!(lived, Ok(()));
    let mut failed = 0;
    for number in 1..=syncs {
        let (disk, history, lived, _) = live(Some(number));
        failed += usize::from(lived.is_err());
        // The kernel has dropped the pages, though they still read well.
        let found = judge(&disk).expect("it is sound");
        let lines = found.as_ref().map_or(0, |scan| history.lines_in(&text(&disk, scan)));
        assert!(lines >= history.acknowledged, "sync {number}");
        Process::start(&disk, found.as_ref()).expect("the disk works again");
        for seed in 0..20 {
            let disk = disk.copy();
            disk.reboot(&mut SplitMix(seed));
            let found = judge(&disk).expect("it is sound");
            let after = found.as_ref().map_or(0, |scan| history.lines_in(&text(&disk, scan)));
            assert!(after >= lines, "sync {number}: {after} lines of {lines}");
        }
        // A start right after a power cut finds every acknowledged line.
        let (disk, history, _, _) = live(Some(number));
        disk.reboot(&mut SplitMix(number));
        let found = judge(&disk).expect("it is sound");
        let after = found.as_ref().map_or(0, |scan| history.lines_in(&text(&disk, scan)));
        assert!(after >= history.acknowledged, "sync {number}: {after} lines of {}", history.acknowledged);
    }
    failed
}

#[test]
fn after_a_failed_sync_nothing_more_is_written_and_the_next_start_copies() {
    let new = every_sync(|| (MemoryDisk::default(), WrittenLines::default()));
    let torn = every_sync(|| {
        let (disk, history) = small();
        let third = "journal-00000000000000000007.jsonl";
        disk.put(third, [disk.bytes(third), b"{\"seq\":10,".to_vec()].concat());
        (disk, history)
    });
    assert!(new > 20 && torn > 20, "{new}, {torn}");
}

#[test]
fn unfinished_files_of_a_killed_process_are_removed_at_the_next_start() {
    let (disk, history) = small();
    let (state, place) = moment(&history.lines.concat(), 6);
    save(&disk, &place, &state, b"index").expect("memory takes it");
    let before = disk.image();
    let segment = "journal-00000000000000000007.jsonl";
    let others = ["notes.new", "index-7", "journal-copy.jsonl.new"];
    let half = [
        "HEAD.new".to_owned(),
        format!("{segment}.new"),
        format!("{segment}.700.torn.new"),
        format!("snapshot-{:020}.json.new", 8),
        format!("index-{:020}.new", 8),
        format!("index-{:020}", 8),
    ];
    for name in half.iter().map(String::as_str).chain(others) {
        disk.put(name, b"half".to_vec());
    }
    let damaged = disk.copy();
    let scan = judge(&disk).expect("it is sound").expect("it is there");
    Process::start(&disk, Some(&scan)).expect("the disk works");
    let mut after = disk.image();
    for other in others {
        assert!(after.remove(other).is_some(), "{other} is not ours");
    }
    assert_eq!(after, before);

    damaged.remove(segment);
    let before = damaged.image();
    judge(&damaged).expect_err("it is damaged");
    assert_eq!(damaged.image(), before, "a damaged directory is left alone");
}

#[test]
fn a_renewed_file_survives_an_earlier_failed_sync() {
    let mut lost = 0;
    for seed in 0..400 {
        let is_renewed = seed % 2 == 0;
        let disk = MemoryDisk::default();
        let lines: Vec<u8> = (0..60).flat_map(|n| format!("{{\"activity\":{n}}}\n").into_bytes()).collect();
        let half = lines.len() / 2;
        let mut file = disk.create("books").expect("the disk works");
        file.write_at(&lines[..half], 0).expect("the disk works");
        file.sync().and_then(|()| disk.sync()).expect("the disk works");
        disk.fail_sync(3);
        file.write_at(&lines[half..], half as u64).expect("the disk works");
        file.sync().expect_err("it fails");
        disk.killed();
        // All of it reads well.
        assert_eq!(disk.bytes("books"), lines);
        let mut luck = SplitMix(seed);
        if is_renewed {
            renew(&disk, "books", lines.len() as u64).expect("the disk works again");
        }
        disk.reboot(&mut luck);
        let is_whole = disk.bytes("books") == lines;
        assert!(is_whole || !is_renewed, "seed {seed}");
        lost += u64::from(!is_whole);
    }
    assert!(lost > 100, "otherwise nothing was shown");
}

#[test]
fn a_power_cut_during_a_renewal_leaves_the_old_file_or_the_new_one() {
    for cut in 0..8 {
        for seed in 0..50 {
            let disk = MemoryDisk::default();
            disk.put("books", b"whole\ntorn".to_vec());
            disk.cut_after(cut);
            let result = renew(&disk, "books", 6);
            disk.reboot(&mut SplitMix(seed));
            let bytes = disk.bytes("books");
            assert!(bytes == b"whole\n" || (result.is_err() && bytes == b"whole\ntorn"), "{cut} {seed}: {bytes:?}");
        }
    }
}

#[test]
fn a_journal_of_the_previous_format_is_taken_over() {
    let (source, history) = small();
    let old = history.lines.concat();
    for cut in 0..60 {
        let disk = MemoryDisk::default();
        disk.put(OLD_JOURNAL, [&old[..], b"{\"seq\":10,"].concat());
        disk.cut_after(cut);
        let first = take_over(&disk);
        disk.reboot(&mut SplitMix(cut));
        if take_over(&disk).expect("the disk works") {
            assert!(first.is_err() || cut < 60);
        }
        let scan = judge(&disk).expect("it is sound").expect("it is there");
        assert_eq!(scan.ending, Ending::Torn { bytes: 10 });
        assert_eq!(history.lines_in(&text(&disk, &scan)), history.lines.len());
        assert!(!take_over(&disk).expect("the disk works"));
    }
    let disk = MemoryDisk::default();
    let mut damaged = old;
    damaged[700] ^= 1;
    disk.put(OLD_JOURNAL, damaged);
    let said = take_over(&disk).expect_err("it is damaged").to_string();
    assert!(said.contains(OLD_JOURNAL), "{said}");
    assert!(!take_over(&source).expect("there is none"));
}

#[test]
fn the_valid_part_is_salvaged_and_continued() {
    let (disk, history) = small();
    let third = "journal-00000000000000000007.jsonl";
    let mut bytes = disk.bytes(third);
    let place = bytes.len() - 200;
    bytes[place] ^= 1;
    disk.put(third, bytes);
    let fork = MemoryDisk::default();
    let id = Uuid::from_u128(7);
    let saved = salvage(&disk, &fork, id).expect("the disk works").expect("something is sound");
    assert!(saved.fault.is_some_and(|fault| fault.file == third && fault.seq == saved.tip.seq + 1));
    assert_eq!(saved.claimed.map(|tip| tip.seq), Some(9));
    let scan = judge(&fork).expect("it is sound").expect("it is there");
    assert_eq!((scan.tip.seq, scan.ending), (saved.tip.seq, Ending::Closed));
    assert!(scan.last_header.is_forked_at(saved.tip.seq));
    let leads = (1..=saved.tip.seq).filter(|seq| !seq.is_multiple_of(3)).count() as u32;
    assert_eq!(scan.last_header.forks, [Fork { id, at: saved.tip.seq, leads, sessions: 0 }]);
    assert_eq!(scan.last_header.journal, header().journal);
    let forked = text(&fork, &scan);
    let last = forked[..forked.len() - 1].iter().rposition(|byte| *byte == b'\n').expect("there are lines");
    assert!(history.lines.concat().starts_with(&forked[..=last]));
    let (mut process, _) = Process::start(&fork, Some(&scan)).expect("the disk works");
    process.write(3, false, &mut WrittenLines::default()).expect("the disk works");
    let after = judge(&fork).expect("it is sound").expect("it is there");
    assert_eq!(after.tip.seq, saved.tip.seq + 3);
    assert!(!after.last_header.is_forked_at(after.tip.seq));
}
