//! The hub: which topics are followed, and how far the source has come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use redial_engine::SessionId;
use tokio::sync::watch;

use super::Topic;
use super::recent::{Held, Message, Next, Rendered, Ring};

/// What source and readers share.
#[derive(Debug)]
pub(super) struct Hub {
    inner: Mutex<Inner>,
    held: Held,
}

#[derive(Debug, Default)]
struct Inner {
    /// The last record that the source has begun to tell.
    begun: u64,
    channels: BTreeMap<Topic, Weak<Channel>>,
}

/// Where the readers of one topic take their messages; it goes with the last of them.
#[derive(Debug)]
pub(super) struct Channel {
    ring: Mutex<Ring>,
    /// The seq of the last message.
    rise: watch::Sender<u64>,
}

/// Which topics are followed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Wanted {
    /// True when somebody follows every record.
    pub(super) all: bool,
    /// The sessions that somebody follows.
    pub(super) sessions: BTreeSet<SessionId>,
}

impl Wanted {
    /// Returns true when nobody follows anything.
    pub(super) fn is_nothing(&self) -> bool {
        !self.all && self.sessions.is_empty()
    }

    /// Returns true when somebody wants to see the session.
    pub(super) fn includes(&self, session: SessionId) -> bool {
        self.all || self.sessions.contains(&session)
    }
}

impl Hub {
    /// Begins with nobody; all rings together hold so many bytes.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self { inner: Mutex::default(), held: Held::of(bytes_max) }
    }

    /// Returns how many bytes the rings hold.
    pub(super) fn bytes(&self) -> usize {
        self.held.bytes()
    }

    /// Joins the readers of a topic.
    pub(super) fn join(&self, topic: Topic) -> Arc<Channel> {
        let mut inner = self.inner();
        if let Some(channel) = inner.channels.get(&topic).and_then(Weak::upgrade) {
            return channel;
        }
        let channel = Arc::new(Channel {
            ring: Mutex::new(Ring::new(inner.begun, self.held.clone())),
            rise: watch::Sender::new(0),
        });
        inner.channels.insert(topic, Arc::downgrade(&channel));
        channel
    }

    /// Begins to tell the records up to `seq`; returns who wants to hear of them. Whoever joins later does not.
    pub(super) fn begin(&self, seq: u64) -> Wanted {
        let mut inner = self.inner();
        inner.begun = seq;
        inner.channels.retain(|_, channel| channel.strong_count() > 0);
        let mut wanted = Wanted::default();
        for topic in inner.channels.keys() {
            match topic {
                Topic::All => wanted.all = true,
                Topic::Session(session) => drop(wanted.sessions.insert(*session)),
            }
        }
        wanted
    }

    /// Gives a record to those who wanted it.
    pub(super) fn publish(&self, told: &Rendered) {
        let inner = self.inner();
        let all = told.all.iter().map(|text| (Topic::All, text));
        let each = told.each.iter().map(|(session, text)| (Topic::Session(*session), text));
        for (topic, text) in all.chain(each) {
            if let Some(channel) = inner.channels.get(&topic).and_then(Weak::upgrade) {
                channel.push((told.seq, Arc::clone(text)));
            }
        }
    }

    /// Tells nothing up to `seq`: readers find it in the stored journal.
    pub(super) fn skip_to(&self, seq: u64) {
        let mut inner = self.inner();
        inner.begun = seq;
        for channel in inner.channels.values().filter_map(Weak::upgrade) {
            channel.ring().skip_to(seq);
            channel.rise.send_replace(seq);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Channel {
    /// Returns what comes after a record.
    pub(super) fn after(&self, seq: u64) -> Next {
        self.ring().after(seq)
    }

    /// Wakes whenever something may have come.
    pub(super) fn rises(&self) -> watch::Receiver<u64> {
        self.rise.subscribe()
    }

    fn push(&self, message: Message) {
        let seq = message.0;
        self.ring().push(message);
        self.rise.send_replace(seq);
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
