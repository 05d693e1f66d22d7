//! The hub: the topics that readers follow, and how far the source has published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use redial_engine::SessionId;
use tokio::sync::watch;

use super::recent::{MessageBytes, NextMessage, PushMessage, RecentMessages, Rendered};
use super::topic::Topic;

/// The state that source and readers share.
#[derive(Debug)]
pub(super) struct Hub {
    channels: Mutex<Channels>,
    held: MessageBytes,
}

#[derive(Debug, Default)]
struct Channels {
    /// The last record that the source has begun to publish.
    begun: u64,
    by_topic: BTreeMap<Topic, Weak<Channel>>,
}

/// Where the readers of one topic take their messages; dropped with the last of them.
#[derive(Debug)]
pub(super) struct Channel {
    recent: Mutex<RecentMessages>,
    /// The seq of the last message.
    tail: watch::Sender<u64>,
}

/// The topics that readers follow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct FollowedTopics {
    /// True when a reader follows every record.
    pub(super) all: bool,
    /// The sessions that readers follow.
    pub(super) sessions: BTreeSet<SessionId>,
}

impl FollowedTopics {
    /// Returns true when no reader follows anything.
    pub(super) fn is_empty(&self) -> bool {
        !self.all && self.sessions.is_empty()
    }

    /// Returns true when a reader needs the session's view.
    pub(super) fn includes(&self, session: SessionId) -> bool {
        self.all || self.sessions.contains(&session)
    }
}

impl Hub {
    /// Begins without readers; the recent messages of all topics together hold at most `bytes_max` bytes.
    pub(super) fn of(bytes_max: usize) -> Self {
        Self { channels: Mutex::default(), held: MessageBytes::of(bytes_max) }
    }

    /// Returns how many bytes the recent messages hold.
    pub(super) fn bytes(&self) -> usize {
        self.held.bytes()
    }

    /// Joins the readers of a topic.
    pub(super) fn join(&self, topic: Topic) -> Arc<Channel> {
        let mut channels = self.channels();
        if let Some(channel) = channels.by_topic.get(&topic).and_then(Weak::upgrade) {
            return channel;
        }
        let channel = Arc::new(Channel {
            recent: Mutex::new(RecentMessages::new(channels.begun, self.held.clone())),
            tail: watch::Sender::new(0),
        });
        channels.by_topic.insert(topic, Arc::downgrade(&channel));
        channel
    }

    /// Begins to publish the records up to `seq`; returns the topics that receive them. A topic joined later does not.
    pub(super) fn begin(&self, seq: u64) -> FollowedTopics {
        let mut channels = self.channels();
        channels.begun = seq;
        channels.by_topic.retain(|_, channel| channel.strong_count() > 0);
        let mut followed = FollowedTopics::default();
        for topic in channels.by_topic.keys() {
            match topic {
                Topic::All => followed.all = true,
                Topic::Session(session) => drop(followed.sessions.insert(*session)),
            }
        }
        followed
    }

    /// Appends a record's messages to the topics that they are for.
    pub(super) fn publish(&self, rendered: &Rendered) {
        let channels = self.channels();
        let all = rendered.all.iter().map(|text| (Topic::All, text));
        let each = rendered.each.iter().map(|(session, text)| (Topic::Session(*session), text));
        for (topic, text) in all.chain(each) {
            if let Some(channel) = channels.by_topic.get(&topic).and_then(Weak::upgrade) {
                channel.push((rendered.seq, Arc::clone(text)));
            }
        }
    }

    /// Publishes nothing up to `seq`: readers find those records in the stored journal.
    pub(super) fn skip_to(&self, seq: u64) {
        let mut channels = self.channels();
        channels.begun = seq;
        for channel in channels.by_topic.values().filter_map(Weak::upgrade) {
            channel.recent().skip_to(seq);
            channel.tail.send_replace(seq);
        }
    }

    fn channels(&self) -> MutexGuard<'_, Channels> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Channel {
    /// Returns the message that follows a record.
    pub(super) fn after(&self, seq: u64) -> NextMessage {
        self.recent().after(seq)
    }

    /// Returns a watch that changes with every message.
    pub(super) fn tail(&self) -> watch::Receiver<u64> {
        self.tail.subscribe()
    }

    fn push(&self, message: PushMessage) {
        let seq = message.0;
        self.recent().push(message);
        self.tail.send_replace(seq);
    }

    fn recent(&self) -> MutexGuard<'_, RecentMessages> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
