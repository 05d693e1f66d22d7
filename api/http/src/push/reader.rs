//! A reader: its position in the journal, and the messages that it takes from there on.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::budget::{QueuedMessage, ReaderMessage};
use super::catch_up::CatchUp;
use super::hub::Channel;
use super::recent::NextMessage;
use super::server::{Push, PushError};
use super::topic::Topic;

/// Rendered messages, and the work that continues after them.
type Made = io::Result<(Box<CatchUp>, Vec<ReaderMessage>)>;

/// A reader's position in the journal. It takes a message when it can send one; nothing waits for it.
pub struct PushReader {
    topic: Topic,
    push: Push,
    channel: Arc<Channel>,
    tail: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    /// The last record whose message was taken, or after which the reader began.
    taken: u64,
    /// Every record up to this one is in `ready`, or was taken.
    seq: u64,
    /// The first message, where the reader begins with the present.
    first: Option<ReaderMessage>,
    ready: VecDeque<ReaderMessage>,
    /// Reads the stored journal while the reader is behind.
    catch_up: Option<Box<CatchUp>>,
    /// Messages that are being rendered from the stored journal.
    work: Option<JoinHandle<Made>>,
}

impl Push {
    /// Follows a topic from the record after `after` on; without `after`, from a message of the present on.
    ///
    /// # Errors
    ///
    /// The session or the record does not exist, or the dialer does not answer.
    pub async fn follow(&self, topic: Topic, after: Option<u64>) -> Result<PushReader, PushError> {
        let channel = self.hub.join(topic);
        let begin = match after {
            Some(after) => {
                self.check(topic, after).await?;
                (after, None)
            }
            None => {
                let (seq, message) = self.present(topic).await?;
                (seq, Some(message))
            }
        };
        Ok(PushReader::new(topic, self.clone(), channel, begin))
    }
}

impl PushReader {
    /// Begins after a record, or with a first message that shows the present as of that record.
    fn new(topic: Topic, push: Push, channel: Arc<Channel>, (seq, first): (u64, Option<QueuedMessage>)) -> Self {
        let (tail, closing) = (channel.tail(), push.closing.subscribe());
        let first = first.map(|message| (seq, message));
        Self {
            topic,
            push,
            channel,
            tail,
            closing,
            taken: seq,
            seq,
            first,
            ready: VecDeque::new(),
            catch_up: None,
            work: None,
        }
    }

    /// Waits for the next message; `None` when the server closes, or the journal cannot be read. Cancellation-safe: a
    /// dropped wait loses no message.
    pub async fn next(&mut self) -> Option<ReaderMessage> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            if let Some((_, message)) = &self.first {
                if message.length().is_some() {
                    return self.first.take();
                }
                // Evicted before its first byte was sent: the present has moved on, so it is rendered anew.
                let (seq, message) = self.push.present(self.topic).await.ok()?;
                (self.seq, self.taken, self.first) = (seq, seq, Some((seq, message)));
                continue;
            }
            if let Some((seq, message)) = self.ready.pop_front() {
                if message.length().is_some() {
                    self.taken = seq;
                    return Some((seq, message));
                }
                // Evicted before its first byte was sent: it is rendered again.
                (self.seq, self.catch_up) = (self.taken, None);
                self.ready.clear();
            }
            self.tail.borrow_and_update();
            match self.channel.after(self.seq) {
                NextMessage::Message((seq, text)) => {
                    (self.catch_up, self.seq, self.taken) = (None, seq, seq);
                    return Some((seq, self.push.budget.enqueue(text)));
                }
                NextMessage::Missed => self.catch_up().await?,
                NextMessage::Nothing => {
                    self.catch_up = None;
                    tokio::select! {
                        _ = self.closing.changed() => {}
                        _ = self.tail.changed() => {}
                    }
                }
            }
        }
    }

    /// Reads the next missed records from the stored journal, once a permit is free.
    async fn catch_up(&mut self) -> Option<()> {
        let work = self.work.take().unwrap_or_else(|| {
            let renderer = || self.push.renderer();
            let begin = || Box::new(CatchUp::after(self.seq, self.topic, self.push.desk.clone(), renderer()));
            tokio::spawn(make(self.push.clone(), self.catch_up.take().unwrap_or_else(begin)))
        });
        let made = self.work.insert(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)));
        self.work = None;
        let (catch_up, messages) = made
            .inspect_err(|error| tracing::error!("a reader cannot catch up from record {}: {error}", self.seq))
            .ok()?;
        self.seq = catch_up.seq().max(self.seq);
        self.ready = messages.into();
        self.catch_up = Some(catch_up);
        Some(())
    }
}

/// Renders the next messages, and enqueues them before it returns the permit.
async fn make(push: Push, mut catch_up: Box<CatchUp>) -> Made {
    let permit = Arc::clone(&push.permits).acquire_owned().await.map_err(io::Error::other)?;
    let work = move || {
        let messages = catch_up.next()?.into_iter().map(|(seq, text)| (seq, push.budget.enqueue(text))).collect();
        drop(permit);
        Ok((catch_up, messages))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}

impl Drop for PushReader {
    fn drop(&mut self) {
        if let Some(work) = &self.work {
            work.abort();
        }
    }
}
