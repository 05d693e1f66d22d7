//! The conformance suite: the contract of [`Disk`], and of a journal on it. Every store must pass it.
//!
//! A new store adds one line at the end of this file.

use std::io::{self, ErrorKind, Read};

use redial_engine::{Config, Input, Instant, State};
use redial_replay::{Encoder, Header, JournalPlace, Reader};
use redial_store::snapshot::{newest, save};
use redial_store::{
    Commit, Disk, DiskFile, Durability, Ending, Head, OLD_JOURNAL, Scan, Segment, Stream, Tip, Writer, free_reserved,
    renew, replace, salvage, scan, take_over,
};
use uuid::Uuid;

use crate::disk::MemoryDisk;

fn contents(disk: &impl Disk, name: &str) -> Vec<u8> {
    let file = disk.open(name).unwrap();
    let mut bytes = vec![0; usize::try_from(file.length().unwrap()).unwrap()];
    let mut filled = 0;
    while filled < bytes.len() {
        filled += file.read_at(&mut bytes[filled..], filled as u64).unwrap();
    }
    assert_eq!(file.read_at(&mut [0], filled as u64).unwrap(), 0, "the file ends at its length");
    bytes
}

fn kind<T>(result: io::Result<T>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

fn files_are_created_listed_renamed_and_removed(disk: &impl Disk) {
    assert_eq!(disk.names().unwrap(), Vec::<String>::new());
    for missing in [kind(disk.open("a")), kind(disk.edit("a")), kind(disk.remove("a")), kind(disk.rename("a", "b"))] {
        assert_eq!(missing, Some(ErrorKind::NotFound));
    }
    disk.create("a").unwrap().write_at(b"one", 0).unwrap();
    disk.create("b").unwrap().write_at(b"two", 0).unwrap();
    let mut names = disk.names().unwrap();
    names.sort_unstable();
    assert_eq!(names, ["a", "b"]);
    disk.rename("a", "b").unwrap();
    assert_eq!((disk.names().unwrap(), contents(disk, "b")), (vec!["b".to_owned()], b"one".to_vec()));
    assert_eq!(disk.create("b").unwrap().length().unwrap(), 0);
    assert_eq!(contents(disk, "b"), b"");
    disk.remove("b").unwrap();
    disk.sync().unwrap();
    assert_eq!(disk.names().unwrap(), Vec::<String>::new());
}

fn bytes_are_written_read_and_cut(disk: &impl Disk) {
    let mut file = disk.create("a").unwrap();
    file.write_at(b"hello", 3).unwrap();
    assert_eq!(contents(disk, "a"), b"\0\0\0hello", "a gap is filled with zeros");
    file.write_at(b"HE", 3).unwrap();
    assert_eq!(contents(disk, "a"), b"\0\0\0HEllo");
    let mut bytes = [0; 16];
    assert_eq!(file.read_at(&mut bytes, 6).unwrap(), 2, "a read ends at the end of the file");
    file.cut(4).unwrap();
    file.sync().unwrap();
    assert_eq!(contents(disk, "a"), b"\0\0\0H");
    disk.edit("a").unwrap().write_at(b"!", 4).unwrap();
    assert_eq!((file.length().unwrap(), contents(disk, "a")), (5, b"\0\0\0H!".to_vec()), "an edit keeps the bytes");
}

fn reserved_space_is_no_part_of_the_file(disk: &impl Disk) {
    let mut file = disk.create("a").unwrap();
    file.write_at(b"one", 0).unwrap();
    file.reserve(8_192).unwrap();
    assert_eq!(contents(disk, "a"), b"one");
    file.write_at(b"two", 3).unwrap();
    free_reserved(disk, "a").unwrap();
    assert_eq!(contents(disk, "a"), b"onetwo");
}

fn a_file_is_replaced_atomically(disk: &impl Disk) {
    drop(replace(disk, "a", |file| file.write_at(b"old and torn", 0)).unwrap());
    let failed = replace(disk, "a", |file| {
        file.write_at(b"half", 0)?;
        Err(io::Error::other("stopped"))
    });
    assert!(failed.is_err());
    assert_eq!((disk.names().unwrap(), contents(disk, "a")), (vec!["a".to_owned()], b"old and torn".to_vec()));
    renew(disk, "a", 3).unwrap();
    assert_eq!((disk.names().unwrap(), contents(disk, "a")), (vec!["a".to_owned()], b"old".to_vec()));
}

/// Returns a header and some ticks as lines, and the tip after them.
fn lines(records: u64, tip: Tip) -> (Vec<u8>, Tip) {
    let journal = Uuid::from_u128(0x5eed_0000_0000_8000_8000_0000_0000_0001);
    let first = Header::new(journal, "2026-01-01T00:00:00Z", Config::default());
    let mut bytes = Vec::new();
    let mut encoder = Encoder::begin(&Header { prev: tip.chain, ..first }, &mut bytes);
    for seq in tip.seq + 1..=tip.seq + records {
        encoder.record(seq, Instant::from_ms(seq), &Input::Tick, &[], &mut bytes);
    }
    (bytes, Tip { seq: tip.seq + records, chain: encoder.chain() })
}

/// Writes a journal of two segments, and closes it; returns its bytes and its tip.
fn written<D: Disk + Clone>(disk: &D) -> (Vec<u8>, Tip) {
    let (mut writer, torn) = Writer::begin(disk.clone(), Durability::Fsync).unwrap();
    assert_eq!(torn, None);
    let (first, middle) = lines(3, Tip::default());
    writer.commit(Commit { bytes: &first, begins: Some(1), tip: middle }).unwrap();
    let (second, tip) = lines(2, middle);
    writer.reserve(4_096).unwrap();
    writer.commit(Commit { bytes: &second, begins: Some(4), tip }).unwrap();
    writer.close().unwrap();
    ([first, second].concat(), tip)
}

fn found(disk: &impl Disk) -> Scan {
    scan(disk, |_, _| Ok(())).unwrap().unwrap()
}

fn text<D: Disk>(disk: &D, scan: &Scan) -> Vec<u8> {
    let mut bytes = Vec::new();
    Stream::open(disk, &scan.segments).unwrap().take(scan.end).read_to_end(&mut bytes).unwrap();
    bytes
}

fn a_journal_is_found_as_it_was_written<D: Disk + Clone>(disk: &D) {
    assert!(scan(disk, |_, _| Ok(())).unwrap().is_none(), "no journal was begun");
    let (bytes, tip) = written(disk);
    let scan = found(disk);
    assert_eq!((scan.tip, scan.ending, scan.segments.len()), (tip, Ending::Closed, 2));
    assert_eq!(text(disk, &scan), bytes);
    assert_eq!(Head::read(disk).unwrap().and_then(|head| head.tip()), Some(tip));
    let (mut writer, torn) = Writer::resume(disk.clone(), &scan, Durability::Fsync).unwrap();
    assert_eq!(torn, None);
    let (more, tip) = lines(1, tip);
    writer.commit(Commit { bytes: &more, begins: Some(6), tip }).unwrap();
    drop(writer);
    let scan = found(disk);
    assert_eq!((scan.tip, scan.ending), (tip, Ending::Clean), "its writer did not close it");
    assert_eq!(text(disk, &scan), [bytes, more].concat());
}

fn a_torn_tail_is_cut_off_and_kept<D: Disk + Clone>(disk: &D) {
    let (bytes, tip) = written(disk);
    let last = Segment::all(disk).unwrap().pop().unwrap();
    disk.edit(&last.name).unwrap().write_at(b"{\"seq\":6,", last.length).unwrap();
    let scan = found(disk);
    assert_eq!((scan.tip, scan.ending), (tip, Ending::Torn { bytes: 9 }));
    let (writer, torn) = Writer::resume(disk.clone(), &scan, Durability::Fsync).unwrap();
    drop(writer);
    assert_eq!(contents(disk, &torn.unwrap().kept), b"{\"seq\":6,");
    let scan = found(disk);
    assert_eq!((text(disk, &scan), scan.ending), (bytes, Ending::Closed));
}

fn a_journal_that_lost_acknowledged_records_is_rejected<D: Disk + Clone>(disk: &D) {
    written(disk);
    disk.remove(&Segment::all(disk).unwrap().pop().unwrap().name).unwrap();
    let error = scan(disk, |_, _| Ok(())).unwrap_err().to_string();
    assert!(error.contains("HEAD says that records up to seq 5 were acknowledged"), "{error}");
}

fn a_journal_of_the_previous_format_is_taken_over(disk: &impl Disk) {
    let (bytes, tip) = lines(3, Tip::default());
    disk.create(OLD_JOURNAL).unwrap().write_at(&bytes, 0).unwrap();
    assert!(take_over(disk).unwrap());
    assert!(!take_over(disk).unwrap(), "it was taken over already");
    let scan = found(disk);
    assert_eq!((scan.tip, text(disk, &scan)), (tip, bytes));
}

fn a_snapshot_is_found_where_it_was_saved<D: Disk + Clone>(disk: &D) {
    let (bytes, _) = written(disk);
    let mut reader = Reader::open(&bytes[..]).unwrap();
    while reader.next().unwrap().is_some() {}
    let place: JournalPlace = reader.place();
    let mut state = State::new(reader.header().config);
    for seq in 1..=place.seq {
        state.fold(Instant::from_ms(seq), &[]).unwrap();
    }
    save(disk, &place, &state, b"index").unwrap();
    let found = newest(disk, &Segment::all(disk).unwrap(), |bad| panic!("{bad}")).unwrap().unwrap();
    assert_eq!((found.place.seq, found.state, found.index), (5, state, b"index".to_vec()));
}

fn the_valid_part_of_a_damaged_journal_is_salvaged<D: Disk + Clone>(disk: &D) {
    let (bytes, _) = written(disk);
    let last = Segment::all(disk).unwrap().pop().unwrap();
    disk.edit(&last.name).unwrap().write_at(b"?", last.length - 10).unwrap();
    let to = MemoryDisk::default();
    let saved = salvage(disk, &to, Uuid::from_u128(7)).unwrap().unwrap();
    assert_eq!((saved.tip.seq, saved.fault.map(|fault| fault.seq)), (4, Some(5)));
    let scan = found(&to);
    assert_eq!(scan.ending, Ending::Closed);
    let salvaged = text(&to, &scan);
    let line = salvaged[..salvaged.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
    assert!(bytes.starts_with(&salvaged[..=line]));
}

/// Runs the suite on a store; each case gets an empty one. `$empty` returns the store and a guard that may delete it.
macro_rules! conforms {
    ($store:ident, $empty:expr, [$($case:ident),* $(,)?]) => {
        mod $store {
            $(
                #[test]
                fn $case() {
                    let (_guard, disk) = $empty;
                    super::$case(&disk);
                }
            )*
        }
    };
}

macro_rules! suite {
    ($store:ident, $empty:expr) => {
        conforms!(
            $store,
            $empty,
            [
                files_are_created_listed_renamed_and_removed,
                bytes_are_written_read_and_cut,
                reserved_space_is_no_part_of_the_file,
                a_file_is_replaced_atomically,
                a_journal_is_found_as_it_was_written,
                a_torn_tail_is_cut_off_and_kept,
                a_journal_that_lost_acknowledged_records_is_rejected,
                a_journal_of_the_previous_format_is_taken_over,
                a_snapshot_is_found_where_it_was_saved,
                the_valid_part_of_a_damaged_journal_is_salvaged,
            ]
        );
    };
}

suite!(files, {
    let folder = tempfile::tempdir().unwrap();
    let disk = redial_store::Files::at(folder.path());
    (folder, disk)
});
suite!(memory, ((), crate::disk::MemoryDisk::default()));
