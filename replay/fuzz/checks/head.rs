//! Any bytes as `HEAD`: a slot that is accepted has one spelling, so no change of a byte goes unnoticed.

use redial_store::Head;

const SLOT: usize = 64;

/// Parses the bytes; changes every byte of each accepted slot, and parses again.
///
/// # Panics
///
/// If a changed slot is accepted.
pub(crate) fn check(bytes: &[u8]) {
    let head = Head::parse(bytes);
    for (slot, tip) in head.slots.iter().enumerate().filter(|(_, tip)| tip.is_some()) {
        for place in slot * SLOT..(slot + 1) * SLOT {
            let mut changed = bytes.to_vec();
            changed[place] ^= 1;
            assert_eq!(Head::parse(&changed).slots[slot], None, "byte {place} of {tip:?}");
        }
    }
}
