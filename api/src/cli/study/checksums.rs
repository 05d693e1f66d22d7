//! Checksums of a growing table, one for each range of it, so that a change is found and its place is named.

use std::io::{self, Read, Write};

/// The bytes of a table that share a checksum.
pub(super) const RANGE: u64 = 1 << 18;

/// The checksums of a table so far.
#[derive(Clone, Default, Debug)]
pub(super) struct Checksums {
    /// Those of the full ranges.
    full: Vec<String>,
    /// The hash of the last range so far.
    open: blake3::Hasher,
    length: u64,
}

impl Checksums {
    /// Reads a table to its end.
    pub(super) fn read(mut table: impl Read) -> io::Result<Self> {
        let (mut sums, mut bytes) = (Self::default(), vec![0; RANGE as usize]);
        loop {
            match table.read(&mut bytes) {
                Ok(0) => return Ok(sums),
                Ok(length) => sums.take(&bytes[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the number of bytes so far.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Returns the checksums of all ranges; the last range may not be full.
    pub(super) fn all(&self) -> Vec<String> {
        let open = (!self.length.is_multiple_of(RANGE)).then(|| sum(&self.open));
        self.full.iter().cloned().chain(open).collect()
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = usize::try_from(RANGE - self.length % RANGE).unwrap_or(usize::MAX);
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.open.update(now);
            self.length += now.len() as u64;
            if self.length.is_multiple_of(RANGE) {
                self.full.push(sum(&self.open));
                self.open.reset();
            }
            bytes = later;
        }
    }
}

fn sum(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex()[..32].to_owned()
}

/// Returns the checksum of some bytes.
pub(super) fn sum_of(bytes: &[u8]) -> String {
    sum(blake3::Hasher::new().update(bytes))
}

/// A writer that updates the checksums of its output.
#[derive(Debug)]
pub(super) struct ChecksummingWriter<W> {
    pub(super) out: W,
    pub(super) sums: Checksums,
}

impl<W: Write> Write for ChecksummingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sums.take(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_the_same_however_the_bytes_come() {
        let bytes: Vec<u8> = (0..RANGE * 5 / 2).map(|place| (place % 251) as u8).collect();
        let whole = Checksums::read(&bytes[..]).unwrap();
        let mut pieces = ChecksummingWriter { out: Vec::new(), sums: Checksums::default() };
        bytes.chunks(70_001).for_each(|piece| pieces.write_all(piece).unwrap());
        assert_eq!((pieces.sums.all(), pieces.sums.length()), (whole.all(), bytes.len() as u64));
        assert_eq!((pieces.out == bytes, whole.all().len()), (true, 3));
        let full = Checksums::read(&bytes[..RANGE as usize]).unwrap().all();
        assert_eq!(full, whole.all()[..1]);
        let mut other = bytes;
        other[RANGE as usize] ^= 1;
        let other = Checksums::read(&other[..]).unwrap().all();
        let differs: Vec<_> = other.iter().zip(whole.all()).map(|(one, other)| *one != other).collect();
        assert_eq!(differs, [false, true, false]);
    }
}
