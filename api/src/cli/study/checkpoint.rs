//! The checkpoint of a study, beside its rows: its checksums ensure that a study resumes only from unchanged files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;
use redial_study::Part;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::checksums::{Checksums, RANGE, sum_of};
use super::layout::{CSV, PART, SUMMARY};
use crate::cli::failure::Failure;

/// The advice for a damaged folder.
const ADVICE: &str = "put a sound copy of the folder in its place, or play it again with another --out";

/// The progress of a study that can be resumed.
#[derive(Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// The length of the table of runs, in bytes; the checkpoint does not cover later rows.
    pub(super) rows_bytes: u64,
    /// The checksums of those bytes.
    rows_sums: Vec<String>,
    pub(super) part: Part,
}

/// A checkpoint with a checksum of its own.
#[derive(Serialize, Deserialize)]
struct SealedCheckpoint<'a> {
    sum: String,
    #[serde(borrow)]
    kept: &'a RawValue,
}

impl Checkpoint {
    pub(super) fn of(sums: &Checksums, part: &Part) -> Self {
        Self { rows_bytes: sums.length(), rows_sums: sums.all(), part: part.clone() }
    }

    /// Returns the content of its file.
    pub(super) fn text(&self) -> Vec<u8> {
        let kept = serde_json::value::to_raw_value(self).expect("a part is plain data");
        let sealed = SealedCheckpoint { sum: sum_of(kept.get().as_bytes()), kept: &kept };
        serde_json::to_vec(&sealed).expect("it was written a moment ago")
    }

    fn read(text: &[u8]) -> Result<Self, String> {
        let sealed: SealedCheckpoint<'_> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if sum_of(sealed.kept.get().as_bytes()) != sealed.sum {
            return Err("its checksum does not hold".to_owned());
        }
        serde_json::from_str(sealed.kept.get()).map_err(|error| error.to_string())
    }

    /// Compares the rows in a folder with their checksums, and returns the checksums, for further rows.
    pub(super) fn checked(&self, dir: &Path) -> Result<Checksums, Failure> {
        let path = dir.join(CSV);
        let rows = || File::open(&path).map(|file| file.take(self.rows_bytes));
        let sums = rows().and_then(Checksums::read).with_context(|| path.display().to_string()).map_err(Failure::io)?;
        let wrong = |what: String| Failure::data(anyhow::anyhow!("{}: {what}; {ADVICE}", path.display()));
        if sums.length() < self.rows_bytes {
            let (there, written) = (sums.length(), self.rows_bytes);
            return Err(wrong(format!("rows that were written are missing: {there} bytes of {written} are there")));
        }
        let bad = sums.all().iter().zip(&self.rows_sums).position(|(found, written)| found != written);
        let Some(bad) = bad else { return Ok(sums) };
        let (from, to) = (bad as u64 * RANGE, self.rows_bytes.min((bad as u64 + 1) * RANGE));
        let lines = rows().and_then(|rows| lines(rows, from, to));
        let (first, last) = lines.with_context(|| path.display().to_string()).map_err(Failure::io)?;
        Err(wrong(format!(
            "damaged somewhere in lines {first} to {last}, bytes {from} to {to}: they differ from the written ones"
        )))
    }
}

/// Returns the lines, from 1, in which a range of a table begins and ends.
fn lines(table: impl Read, from: u64, to: u64) -> io::Result<(u64, u64)> {
    let (mut first, mut last) = (1, 1);
    for (place, byte) in (0..to).zip(io::BufReader::with_capacity(RANGE as usize, table).bytes()) {
        if byte? == b'\n' && place + 1 < to {
            last += 1;
            first = if place < from { last } else { first };
        }
    }
    Ok((first, last))
}

/// Reads the checkpoint of the study in a folder.
pub(super) fn read_checkpoint(dir: &Path) -> Result<Checkpoint, Failure> {
    let path = dir.join(PART);
    let bytes = fs::read(&path).map_err(|error| match (error.kind(), dir.join(SUMMARY).exists()) {
        (io::ErrorKind::NotFound, true) => {
            Failure::usage(anyhow::anyhow!("{}: the study in it is finished", dir.display()))
        }
        (io::ErrorKind::NotFound, false) => {
            Failure::usage(anyhow::anyhow!("{}: no study was begun in it: there is no {PART}", dir.display()))
        }
        _ => Failure::io(anyhow::Error::new(error).context(path.display().to_string())),
    })?;
    Checkpoint::read(&bytes).map_err(|what| {
        let what =
            format!("cut off, damaged, or of another version of the program ({what}), so its progress is unknown");
        Failure::data(anyhow::anyhow!("{}: {what}; {ADVICE}", path.display()))
    })
}
