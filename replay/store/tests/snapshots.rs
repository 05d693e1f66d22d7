//! Snapshots: a snapshot of any record, folded to the end, equals the fold of the whole journal. An invalid snapshot is
//! not used.

use std::fs;
use std::path::PathBuf;

use redial_engine::State;
use redial_replay::{JournalLine, JournalPlace, Reader, recover};
use redial_store::snapshot::{newest, save, snapshots};
use redial_store::{Commit, Disk, DiskFile, Durability, Segment, Tip, Writer, scan, scan_from};

use crate::disk::{MemoryDisk, SplitMix};

/// Every golden journal, by name.
fn journals() -> Vec<(String, Vec<u8>)> {
    let read = |path: PathBuf| (path.display().to_string(), fs::read(&path).expect("a golden journal holds"));
    redial_testing::journals().into_iter().map(read).collect()
}

/// Folds the remaining lines of a reader.
fn fold_on(mut reader: Reader<&[u8]>, state: &mut State) {
    let mut transitions = Vec::new();
    while let Some(line) = reader.next().expect("a golden journal holds") {
        let JournalLine::Record(record) = line else { continue };
        record.transitions_into(&mut transitions).expect("a golden journal holds");
        state.fold(record.at, &transitions).expect("a golden journal holds");
    }
}

/// Returns the state and the place after every record.
fn moments(journal: &[u8]) -> Vec<(State, JournalPlace)> {
    let mut reader = Reader::open(journal).expect("a golden journal holds");
    let mut state = State::new(reader.header().config);
    let (mut moments, mut transitions) = (Vec::new(), Vec::new());
    while let Some(line) = reader.next().expect("a golden journal holds") {
        let JournalLine::Record(record) = line else { continue };
        record.transitions_into(&mut transitions).expect("a golden journal holds");
        state.fold(record.at, &transitions).expect("a golden journal holds");
        moments.push((state.clone(), reader.place()));
    }
    moments
}

#[test]
fn a_saved_state_of_any_record_folds_to_the_same_end() {
    for (name, journal) in journals() {
        let end = recover(Reader::open(&journal[..]).unwrap()).unwrap();
        for (state, place) in moments(&journal) {
            let written = serde_json::to_string(&state).unwrap();
            let mut read: State = serde_json::from_str(&written).unwrap();
            assert_eq!(read, state, "{name} at {}", place.seq);
            assert!(read.audit().is_ok());
            fold_on(Reader::resume(&journal[place.end as usize..], place.clone()), &mut read);
            assert_eq!(read, end.state, "{name} from {}", place.seq);
        }
    }
}

#[test]
fn a_state_with_a_dangling_reference_is_rejected() {
    let (_, journal) = journals().into_iter().find(|(name, _)| name.contains("storm")).unwrap();
    let (state, _) = moments(&journal).pop().unwrap();
    let sound = serde_json::to_value(&state).unwrap();
    let broken = |change: fn(&mut serde_json::Value)| {
        let mut value = sound.clone();
        change(&mut value);
        assert_ne!(value, sound);
        serde_json::from_value::<State>(value).unwrap_err().to_string()
    };
    for change in [
        (|value| value["leads"][0]["person"] = 9_999.into()) as fn(&mut serde_json::Value),
        |value| value["leads"][0]["calls"] = serde_json::json!(["9.0"]),
        |value| value["people"][0]["line"] = "0.999".into(),
        |value| value["people"][0]["waiting"] = serde_json::json!([7]),
        |value| value["sessions"][0]["cursor"] = 9_999.into(),
        |value| value["sessions"][0]["winner"] = 9_999.into(),
        |value| value["sessions"][0]["passed_over"] = serde_json::json!([9_999]),
        |value| value["sessions"][0]["calls"][0]["lead"] = 9_999.into(),
    ] {
        assert_eq!(broken(change), "the state names something that is not in it");
    }
}

/// Returns a disk with a closed journal.
fn kept(journal: &[u8]) -> MemoryDisk {
    let disk = MemoryDisk::default();
    let end = recover(Reader::open(journal).expect("memory has only planted faults"))
        .expect("memory has only planted faults");
    let (mut writer, _) = Writer::begin(disk.clone(), Durability::Fsync).expect("memory has only planted faults");
    let tip = Tip { seq: end.records, chain: end.chain };
    writer.commit(Commit { bytes: journal, begins: Some(1), tip }).expect("memory has only planted faults");
    writer.close().expect("memory has only planted faults");
    disk
}

#[test]
fn a_start_from_any_snapshot_is_a_start_from_the_beginning() {
    for (name, journal) in journals() {
        let disk = kept(&journal);
        let whole = scan(&disk, |_, _| Ok(())).unwrap().unwrap();
        for (state, place) in moments(&journal) {
            save(&disk, &place, &state, b"index").unwrap();
            let found = newest(&disk, &Segment::all(&disk).unwrap(), |bad| panic!("{bad}")).unwrap().unwrap();
            assert_eq!((found.place.seq, &found.state, &found.index[..]), (place.seq, &state, &b"index"[..]));
            let mut lines = 0;
            let rest = scan_from(&disk, found.place, |_, _| {
                lines += 1;
                Ok(())
            });
            let rest = rest.unwrap().unwrap();
            assert_eq!(
                (rest.tip, rest.end, rest.at, rest.ending),
                (whole.tip, whole.end, whole.at, whole.ending),
                "{name}"
            );
            assert_eq!(lines, journal[place.end as usize..].iter().filter(|byte| **byte == b'\n').count());
        }
        assert_eq!(snapshots(&disk).unwrap().len(), 2, "older ones are removed");
    }
}

#[test]
fn a_snapshot_that_is_cut_or_flipped_is_skipped_for_the_older_one() {
    let (_, journal) = journals().into_iter().find(|(name, _)| name.contains("seed-7")).unwrap();
    let disk = kept(&journal);
    let moments = moments(&journal);
    let [(_, old), (_, new)] = [&moments[3], &moments[9]];
    for (state, place) in [&moments[3], &moments[9]] {
        save(&disk, place, state, b"index").unwrap();
    }
    let segments = Segment::all(&disk).unwrap();
    let used = || {
        let mut skipped = Vec::new();
        let found = newest(&disk, &segments, |bad| skipped.push(bad.to_string())).unwrap();
        (found.map(|snapshot| snapshot.place.seq), skipped)
    };
    assert_eq!(used(), (Some(new.seq), vec![]));
    for name in [format!("snapshot-{:020}.json", new.seq), format!("index-{:020}", new.seq)] {
        let mut file = disk.edit(&name).unwrap();
        let length = file.length().unwrap();
        for place in (0..length).step_by(7).chain([length - 1]) {
            let mut byte = [0];
            file.read_at(&mut byte, place).unwrap();
            file.write_at(&[byte[0] ^ 4], place).unwrap();
            let (seq, skipped) = used();
            assert_eq!((seq, skipped.len()), (Some(old.seq), 1), "{name} flipped at {place}");
            assert!(skipped[0].starts_with(&name), "{}", skipped[0]);
            file.write_at(&byte, place).unwrap();
        }
    }
    assert_eq!(used().0, Some(new.seq));
    Disk::remove(&disk, &format!("index-{:020}", new.seq)).unwrap();
    assert_eq!(used().0, Some(old.seq));
}

#[test]
fn a_snapshot_of_another_journal_or_of_lost_records_is_skipped() {
    let journals = journals();
    let (_, seed) = journals.iter().find(|(name, _)| name.contains("seed-7")).unwrap();
    let (_, storm) = journals.iter().find(|(name, _)| name.contains("storm")).unwrap();
    let disk = kept(seed);
    let (state, place) = moments(storm).remove(5);
    save(&disk, &place, &state, b"index").unwrap();
    let (state, place) = moments(storm).pop().unwrap();
    save(&disk, &place, &state, b"index").unwrap();
    let mut skipped = Vec::new();
    let found = newest(&disk, &Segment::all(&disk).unwrap(), |bad| skipped.push(bad.what)).unwrap();
    assert!(found.is_none());
    assert_eq!(skipped, ["the journal does not reach so far", "the journal has another record there"]);
}

#[test]
fn a_power_cut_while_a_snapshot_is_saved_leaves_the_one_before() {
    let (_, journal) = journals().into_iter().find(|(name, _)| name.contains("seed-7")).unwrap();
    let moments = moments(&journal);
    let mut luck = SplitMix(1);
    for round in 0..500 {
        let disk = kept(&journal);
        save(&disk, &moments[3].1, &moments[3].0, b"index").unwrap();
        disk.cut_after(round % 12);
        let saved = save(&disk, &moments[9].1, &moments[9].0, b"index");
        disk.reboot(&mut luck);
        let found = newest(&disk, &Segment::all(&disk).unwrap(), |_| {}).unwrap();
        let seq = found.expect("one of them holds").place.seq;
        let [old, new] = [moments[3].1.seq, moments[9].1.seq];
        assert!(seq == new || (seq == old && saved.is_err()), "round {round}: {seq} after {saved:?}");
        assert_eq!(scan(&disk, |_, _| Ok(())).unwrap().unwrap().tip.seq, moments.last().unwrap().1.seq);
    }
}
