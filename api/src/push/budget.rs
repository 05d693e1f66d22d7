//! The waiting room: messages on their way to readers' sockets, which together hold a bounded number of bytes.
//!
//! Nobody waits to enter. Where there is no room, whoever has taken nothing for longest makes it, and loses its message: a message
//! that was not begun is read again when its reader wants it, and a reader that was in the middle of one is cut off; it comes back
//! and says what it saw last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::Notify;

/// The most bytes that a stream of events is handed at once: what is copied for a socket that takes nothing.
const PIECE: usize = 16 * 1024;

/// A waiting room; clones are the same.
#[derive(Clone, Debug)]
pub(super) struct Room(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bytes_max: usize,
    places: Mutex<Places>,
}

#[derive(Debug, Default)]
struct Places {
    bytes: usize,
    /// The turn of whoever takes something next.
    turn: u64,
    /// Those who wait, by the turn in which they took something last.
    waiting: BTreeMap<u64, Waiting>,
    /// How many wait with the same text, by where it lies: it counts once.
    shared: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct Waiting {
    text: Arc<str>,
    /// How many copies of the text a socket keeps by itself.
    copies: usize,
    gone: Arc<Notify>,
}

/// A message's place in the room; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Ticket {
    room: Room,
    turn: u64,
    gone: Arc<Notify>,
}

/// The message had to make room for others.
#[derive(Debug, thiserror::Error)]
#[error("the reader took nothing for long, and others needed the room")]
pub(crate) struct Displaced;

impl Room {
    /// Builds a room for so many bytes; a message that is alone may have more.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self(Arc::new(Inner { bytes_max, places: Mutex::default() }))
    }

    /// Lets a message in, as the one that took something last.
    pub(super) fn enter(&self, text: Arc<str>) -> Ticket {
        let gone = Arc::new(Notify::new());
        let mut places = self.places();
        let turn = places.seat(Waiting { text, copies: 0, gone: Arc::clone(&gone) });
        places.make_room(self.0.bytes_max);
        drop(places);
        Ticket { room: self.clone(), turn, gone }
    }

    /// Returns how many bytes wait.
    pub(super) fn bytes(&self) -> usize {
        self.places().bytes
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    fn seat(&mut self, waiting: Waiting) -> u64 {
        let holders = self.shared.entry(address_of(&waiting.text)).or_default();
        *holders += 1;
        if *holders == 1 {
            self.bytes += waiting.text.len();
        }
        self.bytes += waiting.copies * waiting.text.len();
        self.turn += 1;
        self.waiting.insert(self.turn, waiting);
        self.turn
    }

    fn leave(&mut self, turn: u64) -> Option<Waiting> {
        let waiting = self.waiting.remove(&turn)?;
        self.bytes -= waiting.copies * waiting.text.len();
        let address = address_of(&waiting.text);
        if let Some(holders) = self.shared.get_mut(&address) {
            *holders -= 1;
            if *holders == 0 {
                self.shared.remove(&address);
                self.bytes -= waiting.text.len();
            }
        }
        Some(waiting)
    }

    /// Sends away whoever took nothing for longest, but never the last one.
    fn make_room(&mut self, bytes_max: usize) {
        while self.bytes > bytes_max && self.waiting.len() > 1 {
            let Some(longest) = self.waiting.keys().next().copied() else { return };
            if let Some(sent_away) = self.leave(longest) {
                sent_away.gone.notify_one();
            }
        }
    }
}

/// Where a text lies; no other lies there while somebody holds it.
fn address_of(text: &Arc<str>) -> usize {
    text.as_ptr().addr()
}

impl Ticket {
    /// Takes the next piece of the message, from the byte `from` on; the last one is followed by none.
    ///
    /// # Errors
    ///
    /// The message had to make room.
    pub(crate) fn piece(&mut self, from: usize) -> Result<Bytes, Displaced> {
        let mut places = self.room.places();
        let waiting = places.leave(self.turn).ok_or(Displaced)?;
        let end = waiting.text.len().min(from + PIECE);
        let piece = Bytes::copy_from_slice(&waiting.text.as_bytes()[from.min(end)..end]);
        self.turn = places.seat(waiting);
        Ok(piece)
    }

    /// Returns the length of the message, in bytes; nothing where it had to make room.
    pub(crate) fn length(&self) -> Option<usize> {
        self.room.places().waiting.get(&self.turn).map(|waiting| waiting.text.len())
    }

    /// Takes the whole message for a socket that keeps a copy of it until all is sent.
    ///
    /// # Errors
    ///
    /// The message had to make room.
    pub(crate) fn whole(&mut self) -> Result<Arc<str>, Displaced> {
        let mut places = self.room.places();
        let waiting = places.leave(self.turn).ok_or(Displaced)?;
        let text = Arc::clone(&waiting.text);
        self.turn = places.seat(Waiting { copies: waiting.copies + 1, ..waiting });
        places.make_room(self.room.0.bytes_max);
        Ok(text)
    }

    /// Waits until the message has to make room.
    pub(crate) async fn displaced(&self) {
        self.gone.notified().await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.room.places().leave(self.turn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(byte: &str, length: usize) -> Arc<str> {
        byte.repeat(length).into()
    }

    #[test]
    fn whoever_took_nothing_for_longest_makes_room() {
        let room = Room::of(100_000);
        let mut all: Vec<_> = (0..4).map(|_| room.enter(text("x", 25_000))).collect();
        assert_eq!(room.bytes(), 100_000);
        assert_eq!(all[0].piece(0).expect("nobody needed its room").len(), PIECE);
        let mut new = room.enter(text("y", 25_000));
        assert_eq!(room.bytes(), 100_000);
        assert_eq!(
            all.iter().map(Ticket::length).collect::<Vec<_>>(),
            [Some(25_000), None, Some(25_000), Some(25_000)]
        );
        assert!(all[1].piece(0).is_err() && all[1].whole().is_err());
        assert_eq!(all[0].piece(PIECE).expect("it is still there").len(), 25_000 - PIECE);
        assert!(all[0].piece(25_000).expect("it is still there").is_empty());
        drop(all);
        assert_eq!(room.bytes(), 25_000);
        assert_eq!(&*new.whole().expect("it is there"), "y".repeat(25_000));
    }

    #[test]
    fn a_text_counts_once_however_many_wait_with_it_and_a_copy_counts_by_itself() {
        let room = Room::of(100);
        let text = text("x", 40);
        let mut all: Vec<_> = (0..10).map(|_| room.enter(Arc::clone(&text))).collect();
        assert_eq!(room.bytes(), 40);
        drop(all[9].whole().expect("there is room"));
        assert_eq!(room.bytes(), 80);
        drop(all[8].whole().expect("the others make room"));
        assert_eq!(room.bytes(), 80);
        assert_eq!(all.iter().filter(|ticket| ticket.length().is_some()).count(), 1);
        drop(all);
        assert_eq!(room.bytes(), 0);
    }

    #[test]
    fn one_message_has_room_whatever_its_length() {
        let room = Room::of(10);
        let mut small = room.enter(text("x", 5));
        let mut long = room.enter(text("y", 50));
        assert_eq!(room.bytes(), 50);
        assert!(small.piece(0).is_err());
        assert_eq!(long.piece(0).expect("it is there").len(), 50);
    }
}
