//! A disk that becomes full, at every byte and at every step, and later has space again.

use crate::disk::process::{Process, WrittenLines, judge, text};
use crate::disk::{MemoryDisk, SplitMix};

/// The number of records of each batch, and whether it begins a segment.
const SCRIPT: [(u64, bool); 7] = [(2, false), (1, false), (2, true), (1, false), (1, true), (2, false), (1, false)];

/// More bytes than the whole script takes.
const ENOUGH: usize = 10_000;

/// Checks that the directory has every acknowledged line, and no line that was not written.
fn holds(disk: &MemoryDisk, history: &WrittenLines, case: &str) -> usize {
    let found = judge(disk).unwrap_or_else(|error| panic!("{case}: {error}"));
    let lines = found.map_or(0, |scan| history.lines_in(&text(disk, &scan)));
    assert!(lines >= history.acknowledged, "{case}: {lines} lines of {}", history.acknowledged);
    lines
}

/// Starts once there is space; a start without space leaves no files behind.
fn start(disk: &MemoryDisk, case: &str) -> (Process, bool) {
    let found = judge(disk).unwrap_or_else(|error| panic!("{case}: {error}"));
    let before = disk.image();
    match Process::start(disk, found.as_ref()) {
        Ok((process, _)) => (process, false),
        Err(error) => {
            assert!(error.is_full(), "{case}: {error}");
            let mut after = disk.image();
            after.retain(|name, _| name != "HEAD" && !name.ends_with(".torn") || before.contains_key(name));
            assert_eq!(after, before, "{case}");
            assert!(disk.image().iter().all(|(name, bytes)| !name.ends_with(".torn") || !bytes.is_empty()), "{case}");
            disk.clear();
            let found = judge(disk).unwrap_or_else(|error| panic!("{case}: {error}"));
            (Process::start(disk, found.as_ref()).expect("there is space").0, true)
        }
    }
}

#[test]
fn the_same_lines_are_written_when_there_is_space_again() {
    let mut held = 0;
    for bytes in 0..ENOUGH {
        let (disk, mut history) = (MemoryDisk::default(), WrittenLines::default());
        disk.room(bytes);
        let (mut process, was_full) = start(&disk, &format!("{bytes} bytes"));
        let mut is_full = was_full;
        for (step, (records, turns)) in SCRIPT.into_iter().enumerate() {
            let case = format!("{bytes} bytes, step {step}");
            if let Err(error) = process.write(records, turns, &mut history) {
                assert!(error.is_full() && !is_full, "{case}: {error}");
                is_full = true;
                assert!(process.again(&mut history).is_err_and(|error| error.is_full()), "{case}: it is still full");
                holds(&disk, &history, &case);
                disk.clear();
                process.again(&mut history).unwrap_or_else(|error| panic!("{case}: {error}"));
                held += 1;
            }
            assert_eq!(history.acknowledged, history.lines.len(), "{case}");
        }
        process.writer.close().expect("closing needs no space");
        disk.reboot(&mut SplitMix(bytes as u64));
        assert_eq!(holds(&disk, &history, "at the end"), history.lines.len(), "{bytes} bytes");
        if !is_full {
            assert!(held > 1_000, "{held}");
            return;
        }
    }
    panic!("the script takes more than {ENOUGH} bytes");
}

#[test]
fn a_power_cut_or_a_kill_on_a_full_disk_loses_nothing() {
    for bytes in (0..ENOUGH).step_by(3) {
        let (disk, mut history) = (MemoryDisk::default(), WrittenLines::default());
        let mut luck = SplitMix(bytes as u64);
        disk.room(bytes);
        let (mut process, _) = start(&disk, &format!("{bytes} bytes"));
        let full = SCRIPT.iter().position(|(records, turns)| process.write(*records, *turns, &mut history).is_err());
        drop(process);
        if luck.once_in(2) {
            disk.killed();
        } else {
            disk.reboot(&mut luck);
        }
        let case = format!("{bytes} bytes, after step {full:?}");
        let lines = holds(&disk, &history, &case);
        history.lines.truncate(lines);
        history.acknowledged = lines;
        // Without a byte more, the start itself may fail; after that there is space.
        disk.room(0);
        let (mut process, _) = start(&disk, &case);
        disk.clear();
        process.write(2, false, &mut history).unwrap_or_else(|error| panic!("{case}: {error}"));
        disk.reboot(&mut luck);
        holds(&disk, &history, &case);
    }
}

#[test]
fn lines_with_reserved_space_are_written_on_a_full_disk() {
    const AHEAD: u64 = 8_192;
    let mut refused = 0;
    for bytes in (0..30_000).step_by(7) {
        let (disk, mut history) = (MemoryDisk::default(), WrittenLines::default());
        let (mut process, _) = start(&disk, "there is room");
        process.write(1, false, &mut history).expect("there is space");
        process.writer.reserve(AHEAD).expect("there is space");
        disk.room(bytes);
        for records in [1, 3, 2, 5, 1, 4, 4, 2, 1, 5, 3] {
            if let Err(error) = process.writer.reserve(AHEAD) {
                assert!(error.is_full(), "{error}");
                refused += 1;
                // The pending lines still fit.
                process.write(1, false, &mut history).expect("half of the space is left");
                disk.clear();
                process.writer.reserve(AHEAD).expect("there is space");
            }
            // Another process takes all the space.
            disk.room(0);
            process.write(records, false, &mut history).expect("its space was reserved");
            disk.room(bytes);
        }
        process.writer.close().expect("closing frees the reserved space");
        let scan = judge(&disk).expect("it is sound").expect("it is there");
        assert_eq!(history.lines_in(&text(&disk, &scan)), history.lines.len());
    }
    assert!(refused > 500, "{refused}");
}
