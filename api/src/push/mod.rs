//! Push: every durable record, told to whoever listens, with the session's view as it was right after that record.
//!
//! The stored journal is the only queue. One task, the *source*, reads each record once, folds and renders it, and leaves the text
//! in the *ring* of every topic that somebody listens to. A *reader* takes from the ring at its own pace; one that comes late, or
//! falls behind, reads the stored journal itself until it has caught up. So nobody holds up anybody, and a message is the same
//! whichever way it came.
//!
//! What is held for all readers together is bounded in bytes, whatever the sessions are like and whoever reads or does not: the
//! rings, the sessions that are kept folded (the *shelf*), and the messages on their way to a socket (the *room*). Messages of the
//! past are made by a few at a time, when a socket has room for them.

mod budget;
mod cache;
mod catch_up;
mod hub;
mod leads;
mod present;
mod reader;
mod recent;
mod renderer;
mod source;

use std::sync::Arc;

use redial_engine::SessionId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::live::desk::{Desk, DeskError, Scope};
use crate::view::Lens;
use budget::Room;
pub(crate) use budget::{Displaced, Ticket};
use cache::Shelf;
use hub::Hub;
use leads::People;
pub(crate) use present::SnapshotMessage;
pub(crate) use reader::{Reader, Waiting};
pub(crate) use renderer::RecordMessage;
use renderer::Teller;

/// The most readers at once.
pub(crate) const READERS_MAX: usize = 1_024;

/// The most who make messages of the past, or of the present, at once: a core fewer than there are, so that dialing goes on.
const AT_ONCE_MAX: usize = 4;

/// How many bytes are held for all readers together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Memory {
    /// In the rings.
    pub(crate) rings: usize,
    /// In sessions that are kept folded.
    pub(crate) folded: usize,
    /// In messages on their way to a socket, copies included; one message may have more.
    pub(crate) waiting: usize,
}

impl Default for Memory {
    fn default() -> Self {
        let bytes = 64 * 1024 * 1024;
        Self { rings: bytes, folded: bytes, waiting: bytes }
    }
}

/// What a reader follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Topic {
    /// Every record.
    All,
    /// The records that are about one session.
    Session(SessionId),
}

/// Why somebody cannot listen.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PushError {
    /// Too many listen already.
    #[error("{READERS_MAX} readers are being told already; try again later")]
    Full,
    /// There is no such session.
    #[error("there is no such session")]
    Unknown,
    /// The reader claims to have seen what did not happen yet.
    #[error("after is {after}: the last record is {tip}")]
    Beyond {
        /// Where it says it was.
        after: u64,
        /// The last durable record.
        tip: u64,
    },
    /// The dialer does not answer.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// The push of one server; clones are the same.
#[derive(Clone)]
pub(crate) struct Push {
    desk: Desk,
    lens: Lens,
    hub: Arc<Hub>,
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
    people: People,
    shelf: Shelf,
    room: Room,
    /// Held by whoever makes messages beside the source.
    turns: Arc<Semaphore>,
}

impl Push {
    /// Starts to follow the journal.
    pub(crate) fn start(desk: Desk, lens: Lens, memory: Memory) -> Self {
        let push = Self {
            lens,
            hub: Arc::new(Hub::of(memory.rings)),
            places: Arc::new(Semaphore::new(READERS_MAX)),
            closing: watch::Sender::new(false),
            people: People::new(desk.clone()),
            shelf: Shelf::of(memory.folded),
            room: Room::of(memory.waiting),
            turns: Arc::new(Semaphore::new(at_once())),
            desk,
        };
        let told = push.desk.archive().tip();
        push.hub.skip_to(told);
        let teller = {
            let (desk, lens) = (push.desk.clone(), push.lens.clone());
            let (people, shelf) = (push.people.clone(), push.shelf.clone());
            move || Teller::new(desk.clone(), lens.clone(), people.clone(), shelf.board())
        };
        tokio::spawn(source::run(push.desk.clone(), Arc::clone(&push.hub), push.closing.clone(), told, teller));
        push
    }

    /// Returns how many bytes are held for readers.
    pub(crate) fn held(&self) -> Memory {
        Memory { rings: self.hub.bytes(), folded: self.shelf.bytes(), waiting: self.room.bytes() }
    }

    fn teller(&self) -> Teller {
        Teller::new(self.desk.clone(), self.lens.clone(), self.people.clone(), self.shelf.board())
    }

    /// Ends every reader, and lets no more in.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until the readers are ended.
    pub(crate) async fn closed<T>(&self) -> Option<T> {
        let mut closing = self.closing.subscribe();
        drop(closing.wait_for(|is_closing| *is_closing).await);
        None
    }

    /// Takes a place among the readers.
    ///
    /// # Errors
    ///
    /// All places are taken, or the server is going down.
    pub(crate) fn place(&self) -> Result<Place, PushError> {
        if *self.closing.borrow() {
            return Err(DeskError::Closed.into());
        }
        Arc::clone(&self.places).try_acquire_owned().map(Place).map_err(|_| PushError::Full)
    }

    /// Returns how many readers there are.
    pub(crate) fn readers(&self) -> usize {
        READERS_MAX - self.places.available_permits()
    }

    /// Follows a topic from the record after `after` on, or from the present on, which comes first then.
    ///
    /// # Errors
    ///
    /// There is no such session or record, or the dialer does not answer.
    pub(crate) async fn follow(&self, topic: Topic, after: Option<u64>) -> Result<Reader, PushError> {
        let channel = self.hub.join(topic);
        let begin = match after {
            Some(after) => {
                self.check(topic, after).await?;
                (after, None)
            }
            None => {
                let (seq, ticket) = self.present(topic).await?;
                (seq, Some(ticket))
            }
        };
        Ok(Reader::new(topic, self.clone(), channel, begin))
    }

    /// Makes a message of the present, when it is its turn.
    async fn present(&self, topic: Topic) -> Result<Waiting, PushError> {
        let _turn = self.turns.acquire().await.map_err(|_| DeskError::Closed)?;
        let present = present::present(topic, &self.desk, self.lens.clone()).await?;
        let (seq, text) = present.ok_or(PushError::Unknown)?;
        Ok((seq, self.room.enter(text)))
    }

    async fn check(&self, topic: Topic, after: u64) -> Result<(), PushError> {
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

/// A place among the readers; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Place(#[expect(dead_code, reason = "it is held, not read")] OwnedSemaphorePermit);
