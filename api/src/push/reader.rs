//! A reader: one listener's place in the journal.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::budget::Ticket;
use super::catch_up::Past;
use super::hub::Channel;
use super::recent::Next;
use super::{Push, Topic};

/// A message that a reader may take: the seq of its record, and its place in the waiting room.
pub(crate) type Waiting = (u64, Ticket);

/// Messages that were made, and what more are made with.
type Made = io::Result<(Box<Past>, Vec<Waiting>)>;

/// One listener's place in the journal. It takes a message when it wants one; nobody waits for it.
pub(crate) struct Reader {
    topic: Topic,
    push: Push,
    channel: Arc<Channel>,
    rises: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    /// The last record whose message was taken, or after which the reader began.
    taken: u64,
    /// Everything up to this record is in `ready`, or was taken.
    seq: u64,
    /// What it begins with, if that is the present.
    first: Option<Waiting>,
    ready: VecDeque<Waiting>,
    /// What the stored journal is read with, while the reader is behind.
    past: Option<Box<Past>>,
    /// Messages that are being made of the stored journal.
    work: Option<JoinHandle<Made>>,
}

impl Reader {
    /// Begins after a record, or with a first message that tells how it was right after that record.
    pub(super) fn new(topic: Topic, push: Push, channel: Arc<Channel>, (seq, first): (u64, Option<Ticket>)) -> Self {
        let (rises, closing) = (channel.rises(), push.closing.subscribe());
        let first = first.map(|ticket| (seq, ticket));
        Self {
            topic,
            push,
            channel,
            rises,
            closing,
            taken: seq,
            seq,
            first,
            ready: VecDeque::new(),
            past: None,
            work: None,
        }
    }

    /// Waits for the next message; `None` when the server stops, or the journal cannot be read. Nothing is lost when the wait is
    /// given up.
    pub(crate) async fn next(&mut self) -> Option<Waiting> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            if let Some((_, ticket)) = &self.first {
                if ticket.length().is_some() {
                    return self.first.take();
                }
                // It had to make room before it was begun: the present is another one now.
                let (seq, ticket) = self.push.present(self.topic).await.ok()?;
                (self.seq, self.taken, self.first) = (seq, seq, Some((seq, ticket)));
                continue;
            }
            if let Some((seq, ticket)) = self.ready.pop_front() {
                if ticket.length().is_some() {
                    self.taken = seq;
                    return Some((seq, ticket));
                }
                // It had to make room before it was begun: it is made again.
                (self.seq, self.past) = (self.taken, None);
                self.ready.clear();
            }
            self.rises.borrow_and_update();
            match self.channel.after(self.seq) {
                Next::Message((seq, text)) => {
                    (self.past, self.seq, self.taken) = (None, seq, seq);
                    return Some((seq, self.push.room.enter(text)));
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

    /// Reads what was missed from the stored journal, a little at a time, when it is its turn.
    async fn catch_up(&mut self) -> Option<()> {
        let work = self.work.take().unwrap_or_else(|| {
            let teller = || self.push.teller();
            let begin = || Box::new(Past::after(self.seq, self.topic, self.push.desk.clone(), teller()));
            tokio::spawn(make(self.push.clone(), self.past.take().unwrap_or_else(begin)))
        });
        let made = self.work.insert(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)));
        self.work = None;
        let (past, messages) = made
            .inspect_err(|error| tracing::error!("a reader cannot be brought back to record {}: {error}", self.seq))
            .ok()?;
        self.seq = past.seq().max(self.seq);
        self.ready = messages.into();
        self.past = Some(past);
        Some(())
    }
}

/// Makes the next messages; they enter the waiting room before it is anybody else's turn.
async fn make(push: Push, mut past: Box<Past>) -> Made {
    let turn = Arc::clone(&push.turns).acquire_owned().await.map_err(io::Error::other)?;
    let work = move || {
        let messages = past.next()?.into_iter().map(|(seq, text)| (seq, push.room.enter(text))).collect();
        drop(turn);
        Ok((past, messages))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(work) = &self.work {
            work.abort();
        }
    }
}
