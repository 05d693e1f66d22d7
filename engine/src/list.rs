//! Lists with little spare capacity, because the state holds very many short ones.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer};

/// Adds an item. A full list grows by an eighth, not by its length.
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

/// Deserializes a list without spare capacity. It copies the list, because shrinking in place may not return memory to
/// the allocator.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Clone + Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Vec::deserialize(deserializer).map(|list| list.as_slice().to_vec())
}
