//! Compact lists of ascending numbers: the differences between neighbours, in LEB128 (seven bits a byte, lowest first).

/// A list of numbers in ascending order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct DeltaList {
    bytes: Vec<u8>,
    last: u64,
}

impl DeltaList {
    /// Appends a number; it must not be below the last one.
    pub(super) fn push(&mut self, number: u64) {
        let step = number - self.last;
        // Most lists are short and there are many: doubling the capacity would waste half of it.
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

    /// Returns the last number, or 0 if the list is empty.
    pub(super) const fn last(&self) -> u64 {
        self.last
    }

    /// Returns the numbers in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        numbers(&self.bytes, 0)
    }

    /// Counts the numbers; it reads the whole list.
    fn count(&self) -> usize {
        self.bytes.iter().filter(|byte| **byte < MORE).count()
    }

    /// Encodes the list: its length, then its bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        write_number(self.count() as u64, out);
        out.extend_from_slice(&self.bytes);
    }

    /// Decodes a list from the front of `bytes`; `None` if the bytes are not a list.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = take_number(bytes)?;
        let (all, mut last) = (*bytes, 0_u64);
        for _ in 0..count {
            last = last.checked_add(take_number(bytes)?)?;
        }
        Some(Self { bytes: all[..all.len() - bytes.len()].to_vec(), last })
    }
}

/// A list with an index: it finds the n-th number without reading all before it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct IndexedDeltaList {
    list: DeltaList,
    count: usize,
    /// For every [`STRIDE`]th number: the number before it, and the offset of its bytes.
    marks: Vec<(u64, usize)>,
}

/// The distance between two marks, in numbers.
const STRIDE: usize = 64;

impl IndexedDeltaList {
    /// Appends a number; it must not be below the last one.
    pub(super) fn push(&mut self, number: u64) {
        if self.count.is_multiple_of(STRIDE) {
            self.marks.push((self.list.last, self.list.bytes.len()));
        }
        self.list.push(number);
        self.count += 1;
    }

    /// Returns the length of the list.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Returns the last number, or 0 if the list is empty.
    pub(super) const fn last(&self) -> u64 {
        self.list.last
    }

    /// Returns the number at a position.
    pub(super) fn get(&self, place: usize) -> Option<u64> {
        let (before, start) = *self.marks.get(place / STRIDE)?;
        numbers(&self.list.bytes[start..], before).nth(place % STRIDE)
    }

    /// Encodes the list as [`DeltaList::write`] does.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        self.list.write(out);
    }

    /// Decodes a list from the front of `bytes`; `None` if the bytes are not a list.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut list = Self::default();
        DeltaList::read(bytes)?.iter().for_each(|number| list.push(number));
        Some(list)
    }
}

/// The bit of a byte that says that the number goes on.
const MORE: u8 = 0x80;

/// Returns the encoded length of a number, in bytes.
const fn length(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// Encodes a number.
pub(super) fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= u64::from(MORE) {
        bytes.push(number as u8 | MORE);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Decodes a number from the front; `None` if there is none, or if it has more than 64 bits.
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
        fn a_list_returns_its_numbers(steps in prop::collection::vec(prop_oneof![0u64..300, 0u64..1 << 40], 0..400)) {
            let (mut list, mut indexed, mut plain) = (DeltaList::default(), IndexedDeltaList::default(), Vec::new());
            for step in steps {
                let next = plain.last().copied().unwrap_or(0) + step;
                list.push(next);
                indexed.push(next);
                plain.push(next);
            }
            prop_assert!(list.iter().eq(plain.iter().copied()));
            prop_assert_eq!((list.count(), list.last()), (plain.len(), plain.last().copied().unwrap_or(0)));
            prop_assert_eq!((indexed.count(), indexed.last()), (list.count(), list.last()));
            for place in 0..=plain.len() {
                prop_assert_eq!(indexed.get(place), plain.get(place).copied());
            }
            let mut written = Vec::new();
            list.write(&mut written);
            prop_assert_eq!(DeltaList::read(&mut written.as_slice()), Some(list));
            prop_assert_eq!(IndexedDeltaList::read(&mut written.as_slice()), Some(indexed));
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
