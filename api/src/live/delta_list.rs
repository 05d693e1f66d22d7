//! Rows of rising numbers in little room: the differences between neighbours, in LEB128 (seven bits a byte, lowest first).

/// A row of numbers, none of which is below the one before it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct DeltaList {
    bytes: Vec<u8>,
    last: u64,
}

impl DeltaList {
    /// Adds a number; it must not be below the last one.
    pub(super) fn push(&mut self, number: u64) {
        let step = number - self.last;
        // There are many rows, and most are short: none is given twice the room it needs.
        if self.bytes.capacity() - self.bytes.len() < length(step) {
            self.bytes.reserve_exact(length(step) + self.bytes.len() / 8);
        }
        write_number(step, &mut self.bytes);
        self.last = number;
    }

    /// Returns the first number, if there is one.
    pub(super) fn first(&self) -> Option<u64> {
        self.iter().next()
    }

    /// Returns the last number; 0 where there is none.
    pub(super) const fn last(&self) -> u64 {
        self.last
    }

    /// Returns every number in its order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        numbers(&self.bytes, 0)
    }

    /// Returns how many numbers there are, by going through them.
    fn count(&self) -> usize {
        self.bytes.iter().filter(|byte| **byte < MORE).count()
    }

    /// Writes it down: how many numbers there are, and the bytes as they are.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        write_number(self.count() as u64, out);
        out.extend_from_slice(&self.bytes);
    }

    /// Takes from the front of `bytes` what was written; `None` where it makes no sense.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = take_number(bytes)?;
        let (all, mut last) = (*bytes, 0_u64);
        for _ in 0..count {
            last = last.checked_add(take_number(bytes)?)?;
        }
        Some(Self { bytes: all[..all.len() - bytes.len()].to_vec(), last })
    }
}

/// A row with marks, so that the n-th number is found without going through all before it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct IndexedDeltaList {
    row: DeltaList,
    count: usize,
    /// Of every [`STRIDE`]th number: what the one before it is, and where its bytes begin.
    marks: Vec<(u64, usize)>,
}

/// How many numbers share a mark.
const STRIDE: usize = 64;

impl IndexedDeltaList {
    /// Adds a number; it must not be below the last one.
    pub(super) fn push(&mut self, number: u64) {
        if self.count.is_multiple_of(STRIDE) {
            self.marks.push((self.row.last, self.row.bytes.len()));
        }
        self.row.push(number);
        self.count += 1;
    }

    /// Returns how many numbers there are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Returns the last number; 0 where there is none.
    pub(super) const fn last(&self) -> u64 {
        self.row.last
    }

    /// Returns the number at a place, if there is one.
    pub(super) fn get(&self, place: usize) -> Option<u64> {
        let (before, start) = *self.marks.get(place / STRIDE)?;
        numbers(&self.row.bytes[start..], before).nth(place % STRIDE)
    }

    /// Writes it down, as [`DeltaList::write`] does.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        self.row.write(out);
    }

    /// Takes from the front of `bytes` what was written; `None` where it makes no sense.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut row = Self::default();
        DeltaList::read(bytes)?.iter().for_each(|number| row.push(number));
        Some(row)
    }
}

/// The bit of a byte behind which more of the number comes.
const MORE: u8 = 0x80;

/// Returns how many bytes a number takes.
const fn length(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// Writes a number.
pub(super) fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= u64::from(MORE) {
        bytes.push(number as u8 | MORE);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front; `None` where there is none, or one of more than 64 bits.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & !MORE);
        number |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
        if byte & MORE == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

fn numbers(mut bytes: &[u8], mut before: u64) -> impl Iterator<Item = u64> + '_ {
    std::iter::from_fn(move || {
        before += take_number(&mut bytes)?;
        Some(before)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_row_is_what_was_pushed(steps in prop::collection::vec(prop_oneof![0u64..300, 0u64..1 << 40], 0..400)) {
            let (mut row, mut marked, mut plain) = (DeltaList::default(), IndexedDeltaList::default(), Vec::new());
            for step in steps {
                let next = plain.last().copied().unwrap_or(0) + step;
                row.push(next);
                marked.push(next);
                plain.push(next);
            }
            prop_assert!(row.iter().eq(plain.iter().copied()));
            prop_assert_eq!((row.count(), row.last()), (plain.len(), plain.last().copied().unwrap_or(0)));
            prop_assert_eq!((marked.count(), marked.last()), (row.count(), row.last()));
            for place in 0..=plain.len() {
                prop_assert_eq!(marked.get(place), plain.get(place).copied());
            }
            let mut written = Vec::new();
            row.write(&mut written);
            prop_assert_eq!(DeltaList::read(&mut written.as_slice()), Some(row));
            prop_assert_eq!(IndexedDeltaList::read(&mut written.as_slice()), Some(marked));
        }
    }

    #[test]
    fn a_number_has_64_bits_at_most() {
        let mut written = Vec::new();
        write_number(u64::MAX, &mut written);
        assert_eq!(take_number(&mut written.as_slice()), Some(u64::MAX));
        *written.last_mut().expect("it takes ten bytes") = 2;
        assert_eq!(take_number(&mut written.as_slice()), None);
    }
}
