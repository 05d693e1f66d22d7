//! The push of one server: the parts that its readers share, and their bounds.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::budget::{ReaderMessage, SendBudget};
use super::cache::SessionCache;
use super::hub::Hub;
use super::leads::LeadCache;
use super::renderer::Renderer;
use super::topic::Topic;
use super::{present, source};
use crate::wire::Lens;
use redial_live::desk::{Desk, DeskError, Scope};

/// The most readers at once.
pub(crate) const READERS_MAX: usize = 1_024;

/// The most readers that render messages at once: one core stays free for dialing.
const AT_ONCE_MAX: usize = 4;

/// How many bytes are held for all readers together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PushMemory {
    /// In recent messages.
    pub recent: usize,
    /// In the session cache.
    pub folded: usize,
    /// In messages queued for a socket, copies included; a message that is alone may exceed it.
    pub queued: usize,
}

impl Default for PushMemory {
    fn default() -> Self {
        let bytes = 64 * 1024 * 1024;
        Self { recent: bytes, folded: bytes, queued: bytes }
    }
}

/// Why a reader is rejected.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// All places are taken.
    #[error("{READERS_MAX} readers are connected already; try again later")]
    Full,
    /// No session has this id.
    #[error("there is no such session")]
    Unknown,
    /// The reader claims a record that the journal does not have yet.
    #[error("after is {after}: the last record is {tip}")]
    Beyond {
        /// The record that it claims.
        after: u64,
        /// The last durable record.
        tip: u64,
    },
    /// The dialer does not answer.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// The push of one server; clones share everything.
#[derive(Clone)]
pub struct Push {
    pub(super) desk: Desk,
    lens: Lens,
    pub(super) hub: Arc<Hub>,
    places: Arc<Semaphore>,
    pub(super) closing: watch::Sender<bool>,
    leads: LeadCache,
    cache: SessionCache,
    pub(super) budget: SendBudget,
    /// Held by a reader while it renders.
    pub(super) permits: Arc<Semaphore>,
}

impl Push {
    /// Starts to follow the journal.
    pub fn start(desk: Desk, lens: Lens, memory: PushMemory) -> Self {
        let push = Self {
            lens,
            hub: Arc::new(Hub::of(memory.recent)),
            places: Arc::new(Semaphore::new(READERS_MAX)),
            closing: watch::Sender::new(false),
            leads: LeadCache::new(desk.clone()),
            cache: SessionCache::of(memory.folded),
            budget: SendBudget::of(memory.queued),
            permits: Arc::new(Semaphore::new(at_once())),
            desk,
        };
        let published = push.desk.archive().tip();
        push.hub.skip_to(published);
        let renderer = {
            let (desk, lens) = (push.desk.clone(), push.lens.clone());
            let (leads, cache) = (push.leads.clone(), push.cache.clone());
            move || Renderer::new(desk.clone(), lens.clone(), leads.clone(), cache.share())
        };
        tokio::spawn(source::run(push.desk.clone(), Arc::clone(&push.hub), push.closing.clone(), published, renderer));
        push
    }

    /// Returns how many bytes are held for readers.
    pub fn held(&self) -> PushMemory {
        PushMemory { recent: self.hub.bytes(), folded: self.cache.bytes(), queued: self.budget.bytes() }
    }

    /// Returns a renderer with its own share of the cache.
    pub(super) fn renderer(&self) -> Renderer {
        Renderer::new(self.desk.clone(), self.lens.clone(), self.leads.clone(), self.cache.share())
    }

    /// Ends every reader, and rejects new ones.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until the readers are ended.
    pub async fn closed<T>(&self) -> Option<T> {
        let mut closing = self.closing.subscribe();
        drop(closing.wait_for(|is_closing| *is_closing).await);
        None
    }

    /// Takes a place among the readers.
    ///
    /// # Errors
    ///
    /// All places are taken, or the server is closing.
    pub fn place(&self) -> Result<ReaderPermit, PushError> {
        if *self.closing.borrow() {
            return Err(DeskError::Closed.into());
        }
        Arc::clone(&self.places).try_acquire_owned().map(ReaderPermit).map_err(|_| PushError::Full)
    }

    /// Returns how many readers are connected.
    pub fn readers(&self) -> usize {
        READERS_MAX - self.places.available_permits()
    }

    /// Renders a message of the present, once a permit is free.
    pub(super) async fn present(&self, topic: Topic) -> Result<ReaderMessage, PushError> {
        let _permit = self.permits.acquire().await.map_err(|_| DeskError::Closed)?;
        let present = present::present(topic, &self.desk, self.lens.clone()).await?;
        let (seq, text) = present.ok_or(PushError::Unknown)?;
        Ok((seq, self.budget.enqueue(text)))
    }

    /// Checks that a reader can follow the topic from the record `after` on.
    pub(super) async fn check(&self, topic: Topic, after: u64) -> Result<(), PushError> {
        let tip = self.desk.archive().tip();
        if after > tip {
            return Err(PushError::Beyond { after, tip });
        }
        match topic {
            Topic::All => Ok(()),
            Topic::Session(id) => {
                let is_known =
                    self.desk.read_scope(Scope::Session(id), move |view, _| view.state.session(id).is_some()).await?;
                if is_known { Ok(()) } else { Err(PushError::Unknown) }
            }
        }
    }
}

fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).clamp(1, AT_ONCE_MAX))
}

/// A place among the readers; dropping it frees the place.
#[derive(Debug)]
pub struct ReaderPermit(#[expect(dead_code, reason = "it is held, not read")] OwnedSemaphorePermit);
