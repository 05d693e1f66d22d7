//! A reader: one listener's place in the journal.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use tokio::sync::watch;

use super::Topic;
use super::hub::Channel;
use super::past::{Behind, Past};
use super::ring::{Message, Next};
use crate::desk::Desk;
use crate::view::Lens;

/// One listener's place in the journal. It takes a message when it wants one; nobody waits for it.
pub(crate) struct Reader {
    topic: Topic,
    desk: Desk,
    lens: Lens,
    channel: Arc<Channel>,
    rises: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    /// Everything up to this record is in `ready`, or was taken.
    seq: u64,
    ready: VecDeque<Message>,
    /// What the stored journal is read with, while the reader is behind.
    past: Option<Box<Past>>,
    /// How many are behind.
    behind: Behind,
}

impl Reader {
    /// Begins after a record, or with a first message that tells how it was right after that record.
    pub(super) fn new(
        topic: Topic,
        desk: Desk,
        lens: Lens,
        channel: Arc<Channel>,
        closing: watch::Receiver<bool>,
        (seq, first): (u64, Option<Message>),
        behind: Behind,
    ) -> Self {
        let (rises, ready) = (channel.rises(), first.into_iter().collect());
        Self { topic, desk, lens, channel, rises, closing, seq, ready, past: None, behind }
    }

    /// Waits for the next message; `None` when the server stops, or the journal cannot be read. Nothing is lost when the wait is
    /// given up.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            self.rises.borrow_and_update();
            match self.channel.after(self.seq) {
                Next::Message(message) => {
                    self.past = None;
                    self.seq = message.0;
                    return Some(message);
                }
                Next::Missed => self.catch_up().await?,
                Next::Nothing => {
                    self.past = None;
                    tokio::select! {
                        _ = self.closing.changed() => {}
                        _ = self.rises.changed() => {}
                    }
                }
            }
        }
    }

    /// Reads what was missed from the stored journal, a little at a time.
    async fn catch_up(&mut self) -> Option<()> {
        let begin = || Box::new(Past::after(self.seq, self.topic, self.desk.clone(), self.lens.clone(), &self.behind));
        let mut past = self.past.take().unwrap_or_else(begin);
        let work = move || {
            let messages = past.next()?;
            io::Result::Ok((past, messages))
        };
        let read = tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)));
        let (past, messages) = read
            .inspect_err(|error| tracing::error!("a reader cannot be brought back to record {}: {error}", self.seq))
            .ok()?;
        self.seq = messages.back().map_or_else(|| past.seq().max(self.seq), |(seq, _)| *seq);
        self.ready = messages;
        self.past = Some(past);
        Some(())
    }
}
