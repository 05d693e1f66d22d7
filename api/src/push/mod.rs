//! Push: every durable record, told to whoever listens, with the session's view as it was right after that record.
//!
//! The stored journal is the only queue. One task, the *source*, reads each record once, folds and renders it, and leaves the text
//! in the *ring* of every topic that somebody listens to. A *reader* takes from the ring at its own pace; one that comes late, or
//! falls behind, reads the stored journal itself until it has caught up. So nobody holds up anybody, memory is bounded, and a
//! message is the same whichever way it came.

mod hub;
mod past;
mod present;
mod reader;
mod ring;
mod source;
mod teller;

use std::sync::Arc;

use redial_engine::SessionId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::desk::{Desk, DeskError};
use crate::view::Lens;
use hub::Hub;
use past::Behind;
pub(crate) use present::SnapshotMessage;
pub(crate) use reader::Reader;
pub(crate) use ring::Message;
pub(crate) use teller::RecordMessage;

/// The most readers at once.
pub(crate) const READERS_MAX: usize = 1_024;

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
    /// How many readers are behind: the more they are, the less each keeps of the past.
    behind: Behind,
}

impl Push {
    /// Starts to follow the journal.
    pub(crate) fn start(desk: Desk, lens: Lens) -> Self {
        let hub = Arc::new(Hub::default());
        let closing = watch::Sender::new(false);
        let told = desk.archive().tip();
        hub.skip_to(told);
        tokio::spawn(source::run(desk.clone(), lens.clone(), Arc::clone(&hub), closing.clone(), told));
        Self { desk, lens, hub, places: Arc::new(Semaphore::new(READERS_MAX)), closing, behind: Behind::default() }
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
                let present = present::present(topic, &self.desk, self.lens.clone()).await?;
                let present = present.ok_or(PushError::Unknown)?;
                (present.0, Some(present))
            }
        };
        let closing = self.closing.subscribe();
        Ok(Reader::new(topic, self.desk.clone(), self.lens.clone(), channel, closing, begin, self.behind.clone()))
    }

    async fn check(&self, topic: Topic, after: u64) -> Result<(), PushError> {
        let tip = self.desk.archive().tip();
        if after > tip {
            return Err(PushError::Beyond { after, tip });
        }
        match topic {
            Topic::All => Ok(()),
            Topic::Session(id) => {
                let is_known = self.desk.read(move |house| house.state.session(id).is_some()).await?;
                if is_known { Ok(()) } else { Err(PushError::Unknown) }
            }
        }
    }
}

/// A place among the readers; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Place(#[expect(dead_code, reason = "it is held, not read")] OwnedSemaphorePermit);
