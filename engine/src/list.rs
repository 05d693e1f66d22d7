//! Lists of which there are very many, most of them short: they take little more room than they need.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer};

/// Adds an item. A full list grows by an eighth, not to twice its length.
#[inline]
pub(crate) fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() == list.capacity() {
        make_room(list);
    }
    list.push(item);
}

#[cold]
fn make_room<T>(list: &mut Vec<T>) {
    list.reserve_exact(1 + list.len() / 8);
}

/// Reads a list into exactly the room that it needs. It is copied for that: an allocator may leave a list that is only shrunk where it
/// was.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Clone + Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Vec::deserialize(deserializer).map(|list| list.as_slice().to_vec())
}
