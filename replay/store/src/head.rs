//! `HEAD`: the last acknowledged place of the journal.
//!
//! The chain alone cannot show that the last records of a journal are lost; `HEAD` can. It has two slots of 64 bytes,
//! each with its own checksum. They are written in turn: if the write of one slot is interrupted, the other is intact.

use std::io;

use crate::disk::{Disk, DiskFile, read};
use crate::replace::replace;
use redial_replay::Chain;

/// The file's name.
pub const HEAD: &str = "HEAD";

const SLOT: usize = 64;
const SEQ: usize = 16;
const SUM: usize = 13;

/// A place in the journal: the last record, and the chain of the last line, which may be a header behind it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Tip {
    /// The seq of the last record; 0 before the first.
    pub seq: u64,
    /// The chain of the last line; zeros before the first.
    pub chain: Chain,
}

impl Tip {
    /// Returns the text of a slot: `seq chain checksum`, in columns of fixed width.
    fn slot(self) -> [u8; SLOT] {
        let body = format!("{:0SEQ$} {} ", self.seq, self.chain);
        let mut slot = [b'\n'; SLOT];
        let sum = SLOT - 1 - SUM;
        slot[..sum].copy_from_slice(body.as_bytes());
        slot[sum..SLOT - 1].copy_from_slice(&checksum(body.as_bytes()));
        slot
    }

    /// Parses a slot. Accepts only the exact text that [`Tip::slot`] returns.
    fn read(slot: &[u8]) -> Option<Self> {
        let seq = std::str::from_utf8(slot.get(..SEQ)?).ok()?.parse().ok()?;
        let chain = Chain::parse(slot.get(SEQ + 1..SEQ + 1 + Chain::TEXT)?)?;
        let tip = Self { seq, chain };
        (tip.slot() == slot).then_some(tip)
    }
}

fn checksum(body: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(&blake3::hash(body).to_hex().as_bytes()[..SUM]);
    sum
}

/// The content of `HEAD`. An invalid slot is `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The slots, in their order in the file.
    pub slots: [Option<Tip>; 2],
}

impl Head {
    /// Reads the file; returns `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn read(disk: &impl Disk) -> io::Result<Option<Self>> {
        let file = match disk.open(HEAD) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(Self::parse(&read(&file, 0, 2 * SLOT as u64)?)))
    }

    /// Parses the bytes of the file.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let (first, second) = bytes.split_at(bytes.len().min(SLOT));
        Self { slots: [Tip::read(first), Tip::read(second)] }
    }

    /// Returns the tip of the slot with the highest seq; `None` if no slot is valid.
    #[must_use]
    pub fn tip(&self) -> Option<Tip> {
        self.slots.iter().flatten().copied().max_by_key(|tip| tip.seq)
    }

    /// Returns true if both slots have this tip: the writer closed the journal there.
    pub(crate) fn ends_at(&self, tip: Tip) -> bool {
        self.slots == [Some(tip); 2]
    }
}

/// Writes `HEAD`.
#[derive(Debug)]
pub(crate) struct HeadWriter<F> {
    file: F,
    /// The slot that is written next.
    next: u64,
    last: Tip,
}

impl<F: DiskFile> HeadWriter<F> {
    /// Creates the file with the same tip in both slots, atomically and durably.
    pub(crate) fn create<D: Disk<File = F>>(disk: &D, tip: Tip) -> io::Result<Self> {
        let file = replace(disk, HEAD, |file| file.write_at(&[tip.slot(), tip.slot()].concat(), 0))?;
        Ok(Self { file, next: 0, last: tip })
    }

    /// Opens an existing file. The next write replaces the slot other than `later`, which holds the later tip.
    pub(crate) fn resume<D: Disk<File = F>>(disk: &D, later: usize, last: Tip) -> io::Result<Self> {
        Ok(Self { file: disk.edit(HEAD)?, next: 1 - later as u64, last })
    }

    /// Writes the tip up to which the journal is durable.
    pub(crate) fn write(&mut self, tip: Tip) -> io::Result<()> {
        self.file.write_at(&tip.slot(), self.next * SLOT as u64)?;
        (self.next, self.last) = (1 - self.next, tip);
        Ok(())
    }

    /// Syncs the file.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.file.sync()
    }

    /// Marks the journal as closed: both slots get the same tip.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.write(self.last)?;
        self.sync()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_a_line_of_text() {
        let tip = Tip { seq: 42, chain: Chain::ZERO.then(b"") };
        let slot = tip.slot();
        assert_eq!(String::from_utf8_lossy(&slot[..50]), format!("0000000000000042 {} ", tip.chain));
        assert_eq!(slot[63], b'\n');
        assert_eq!(Tip::read(&slot), Some(tip));
    }

    #[test]
    fn no_flipped_bit_passes() {
        let slot = Tip { seq: 9_999, chain: Chain::ZERO.then(b"x") }.slot();
        for bit in 0..SLOT * 8 {
            let mut flipped = slot;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Tip::read(&flipped), None, "bit {bit}");
        }
        for length in 0..SLOT {
            assert_eq!(Tip::read(&slot[..length]), None);
        }
    }
}
