//! The send budget: messages queued for readers' sockets, which together hold a bounded number of bytes.
//!
//! Enqueueing never blocks. When the budget is exceeded, the message of the reader idle longest is evicted. A message
//! that was evicted before its first byte was sent is rendered again when its reader asks for it; a reader that was in
//! the middle of one is disconnected, and reconnects with the last seq that it saw.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::Notify;

/// The most bytes that a stream of events takes at once: the copy that an idle socket holds.
const PIECE: usize = 16 * 1024;

/// The budget of all readers; clones share it.
#[derive(Clone, Debug)]
pub(super) struct SendBudget(Arc<BoundedQueue>);

#[derive(Debug)]
struct BoundedQueue {
    bytes_max: usize,
    queue: Mutex<SendQueue>,
}

#[derive(Debug, Default)]
struct SendQueue {
    bytes: usize,
    /// The time of the last use, as a count of uses.
    clock: u64,
    /// The queued messages, by the time of their last use.
    entries: BTreeMap<u64, QueueEntry>,
    /// How many entries share a text, by its address: a shared text counts once.
    shared: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct QueueEntry {
    text: Arc<str>,
    /// How many copies of the text a socket holds by itself.
    copies: usize,
    evicted: Arc<Notify>,
}

/// A message in the queue; dropping it frees its bytes.
#[derive(Debug)]
pub struct QueuedMessage {
    budget: SendBudget,
    used: u64,
    evicted: Arc<Notify>,
}

/// A message that a reader may take: the seq of its record, and its text in the queue.
pub(crate) type ReaderMessage = (u64, QueuedMessage);

/// The message was evicted.
#[derive(Debug, thiserror::Error)]
#[error("the reader was idle for too long, and the memory for its message was needed for others")]
pub struct Evicted;

impl SendBudget {
    /// Builds a budget of `bytes_max` bytes; a message that is alone may exceed it.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self(Arc::new(BoundedQueue { bytes_max, queue: Mutex::default() }))
    }

    /// Enqueues a message, as the one used last.
    pub(super) fn enqueue(&self, text: Arc<str>) -> QueuedMessage {
        let evicted = Arc::new(Notify::new());
        let mut queue = self.queue();
        let used = queue.insert(QueueEntry { text, copies: 0, evicted: Arc::clone(&evicted) });
        queue.evict(self.0.bytes_max);
        drop(queue);
        QueuedMessage { budget: self.clone(), used, evicted }
    }

    /// Returns how many bytes are queued.
    pub(super) fn bytes(&self) -> usize {
        self.queue().bytes
    }

    fn queue(&self) -> MutexGuard<'_, SendQueue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SendQueue {
    /// Inserts an entry as the one used last, and returns the time of that.
    fn insert(&mut self, entry: QueueEntry) -> u64 {
        let holders = self.shared.entry(address_of(&entry.text)).or_default();
        *holders += 1;
        if *holders == 1 {
            self.bytes += entry.text.len();
        }
        self.bytes += entry.copies * entry.text.len();
        self.clock += 1;
        self.entries.insert(self.clock, entry);
        self.clock
    }

    fn remove(&mut self, used: u64) -> Option<QueueEntry> {
        let entry = self.entries.remove(&used)?;
        self.bytes -= entry.copies * entry.text.len();
        let address = address_of(&entry.text);
        if let Some(holders) = self.shared.get_mut(&address) {
            *holders -= 1;
            if *holders == 0 {
                self.shared.remove(&address);
                self.bytes -= entry.text.len();
            }
        }
        Some(entry)
    }

    /// Evicts the entries idle longest until the budget holds, but never the last one.
    fn evict(&mut self, bytes_max: usize) {
        while self.bytes > bytes_max && self.entries.len() > 1 {
            let Some(oldest) = self.entries.keys().next().copied() else { return };
            if let Some(entry) = self.remove(oldest) {
                entry.evicted.notify_one();
            }
        }
    }
}

/// Returns the address of a text; no other text has it while an entry holds this one.
fn address_of(text: &Arc<str>) -> usize {
    text.as_ptr().addr()
}

impl QueuedMessage {
    /// Takes the next piece of the message, from the byte `from` on; after the last one, an empty piece.
    ///
    /// # Errors
    ///
    /// The message was evicted.
    pub fn piece(&mut self, from: usize) -> Result<Bytes, Evicted> {
        let mut queue = self.budget.queue();
        let entry = queue.remove(self.used).ok_or(Evicted)?;
        let end = entry.text.len().min(from + PIECE);
        let piece = Bytes::copy_from_slice(&entry.text.as_bytes()[from.min(end)..end]);
        self.used = queue.insert(entry);
        Ok(piece)
    }

    /// Returns the length of the message, in bytes; `None` when it was evicted.
    pub fn length(&self) -> Option<usize> {
        self.budget.queue().entries.get(&self.used).map(|entry| entry.text.len())
    }

    /// Takes the whole message for a socket that holds a copy of it until all bytes are sent.
    ///
    /// # Errors
    ///
    /// The message was evicted.
    pub fn whole(&mut self) -> Result<Arc<str>, Evicted> {
        let mut queue = self.budget.queue();
        let entry = queue.remove(self.used).ok_or(Evicted)?;
        let text = Arc::clone(&entry.text);
        self.used = queue.insert(QueueEntry { copies: entry.copies + 1, ..entry });
        queue.evict(self.budget.0.bytes_max);
        Ok(text)
    }

    /// Waits until the message is evicted.
    pub async fn evicted(&self) {
        self.evicted.notified().await;
    }
}

impl Drop for QueuedMessage {
    fn drop(&mut self) {
        self.budget.queue().remove(self.used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(byte: &str, length: usize) -> Arc<str> {
        byte.repeat(length).into()
    }

    #[test]
    fn the_message_of_the_reader_idle_longest_is_evicted() {
        let budget = SendBudget::of(100_000);
        let mut all: Vec<_> = (0..4).map(|_| budget.enqueue(text("x", 25_000))).collect();
        assert_eq!(budget.bytes(), 100_000);
        assert_eq!(all[0].piece(0).expect("the budget holds four").len(), PIECE);
        let mut new = budget.enqueue(text("y", 25_000));
        assert_eq!(budget.bytes(), 100_000);
        assert_eq!(
            all.iter().map(QueuedMessage::length).collect::<Vec<_>>(),
            [Some(25_000), None, Some(25_000), Some(25_000)]
        );
        assert!(all[1].piece(0).is_err() && all[1].whole().is_err());
        assert_eq!(all[0].piece(PIECE).expect("it is queued").len(), 25_000 - PIECE);
        assert!(all[0].piece(25_000).expect("it is queued").is_empty());
        drop(all);
        assert_eq!(budget.bytes(), 25_000);
        assert_eq!(&*new.whole().expect("it is queued"), "y".repeat(25_000));
    }

    #[test]
    fn a_shared_text_counts_once_and_each_copy_by_itself() {
        let budget = SendBudget::of(100);
        let text = text("x", 40);
        let mut all: Vec<_> = (0..10).map(|_| budget.enqueue(Arc::clone(&text))).collect();
        assert_eq!(budget.bytes(), 40);
        drop(all[9].whole().expect("the budget holds a copy"));
        assert_eq!(budget.bytes(), 80);
        drop(all[8].whole().expect("the others are evicted"));
        assert_eq!(budget.bytes(), 80);
        assert_eq!(all.iter().filter(|message| message.length().is_some()).count(), 1);
        drop(all);
        assert_eq!(budget.bytes(), 0);
    }

    #[test]
    fn a_single_message_may_exceed_the_budget() {
        let budget = SendBudget::of(10);
        let mut small = budget.enqueue(text("x", 5));
        let mut long = budget.enqueue(text("y", 50));
        assert_eq!(budget.bytes(), 50);
        assert!(small.piece(0).is_err());
        assert_eq!(long.piece(0).expect("it is queued").len(), 50);
    }
}
