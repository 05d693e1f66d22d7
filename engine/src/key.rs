//! Idempotency keys: a request that arrives twice under one key is obeyed once.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use serde::de::{Deserializer, Error, Unexpected};
use serde::{Deserialize, Serialize, Serializer};

use crate::time::Instant;

/// The longest key, in bytes.
pub const KEY_BYTES_MAX: usize = 200;

/// How many keys the state remembers; beyond that, the oldest is dropped.
pub const KEYS_MAX: usize = 100_000;

/// How long the state remembers a key after its use: 24 hours.
pub const KEY_LIFE_MS: u64 = 24 * 60 * 60 * 1_000;

/// A client's key, and the request that it stands for.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct RequestKey {
    /// The key, chosen by the client: 1 to 200 visible ASCII characters.
    pub key: Arc<str>,
    /// The request: the same route and body have the same hash.
    pub request: RequestHash,
    /// A count from the validation of the request, if its answer depends on that and it takes more than one command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<u32>,
}

impl RequestKey {
    /// Returns true if the text is a valid key: 1 to 200 visible ASCII characters.
    #[must_use]
    pub fn is_sound(key: &str) -> bool {
        (1..=KEY_BYTES_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// A hash of route and body, computed by the caller. Written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RequestHash(pub u128);

impl fmt::Display for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for RequestHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{self}"))
    }
}

impl<'de> Deserialize<'de> for RequestHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_hex = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let number = if is_hex { u128::from_str_radix(&text, 16).ok() } else { None };
        number.map(Self).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"32 hexadecimal digits"))
    }
}

/// A use of a key.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct KeyUse {
    /// The key and its request.
    pub by: Arc<RequestKey>,
    /// The seq of the record that obeyed the command. A repeated request gets the answer of that record.
    pub seq: u64,
    /// The time of that record.
    pub at: Instant,
}

impl KeyUse {
    fn is_over(&self, now: Instant) -> bool {
        now.ms_since(self.at) >= KEY_LIFE_MS
    }
}

/// The remembered keys, indexed by their text.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Keys {
    /// The uses, oldest first.
    uses: VecDeque<KeyUse>,
    /// The number of uses that were dropped before the first of these.
    dropped: u64,
    /// The place of each key's use, counted from the first use of the journal.
    #[serde(skip)]
    places: BTreeMap<Arc<str>, u64>,
}

impl Keys {
    /// Returns the use of a key, unless it is over.
    pub(crate) fn find(&self, key: &str, now: Instant) -> Option<&KeyUse> {
        let place = self.places.get(key)?.checked_sub(self.dropped)?;
        self.uses.get(usize::try_from(place).ok()?).filter(|used| !used.is_over(now))
    }

    /// Returns all remembered uses, oldest first.
    pub(crate) fn uses(&self) -> impl ExactSizeIterator<Item = &KeyUse> {
        self.uses.iter()
    }

    /// Adds a use, and drops the uses beyond the limits of age and number.
    pub(crate) fn note(&mut self, used: KeyUse) {
        while self.uses.len() >= KEYS_MAX || self.uses.front().is_some_and(|oldest| oldest.is_over(used.at)) {
            self.drop_oldest();
        }
        self.places.insert(Arc::clone(&used.by.key), self.dropped + self.uses.len() as u64);
        self.uses.push_back(used);
    }

    /// Rebuilds the places after deserialization.
    pub(crate) fn found(mut self) -> Self {
        self.places = (self.dropped..).zip(&self.uses).map(|(place, used)| (Arc::clone(&used.by.key), place)).collect();
        self
    }

    /// Drops the uses after the record `seq`.
    pub(crate) fn forget_after(&mut self, seq: u64) {
        while let Some(newest) = self.uses.pop_back_if(|newest| newest.seq > seq) {
            self.places.remove(&newest.by.key);
        }
    }

    /// Returns the first inconsistency, if any.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let pairs = || self.uses.iter().zip(self.uses.iter().skip(1));
        let first = self.uses.front().zip(self.uses.back());
        let is_found = |(place, used): (u64, &KeyUse)| self.places.get(&used.by.key) == Some(&place);
        match () {
            () if self.uses.len() > KEYS_MAX => Some("too many keys are kept"),
            () if self.places.len() != self.uses.len() => Some("a key is kept twice, or not found"),
            () if !(self.dropped..).zip(&self.uses).all(is_found) => Some("a key is found at another's place"),
            () if !self.uses.iter().all(|used| RequestKey::is_sound(&used.by.key)) => Some("a key is not sound"),
            () if !pairs().all(|(a, b)| a.seq < b.seq && a.at <= b.at) => Some("keys are out of order"),
            () if first.is_some_and(|(oldest, newest)| oldest.is_over(newest.at)) => Some("a key is kept too long"),
            () => None,
        }
    }

    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.uses.pop_front() {
            self.places.remove(&oldest.by.key);
            self.dropped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::config::Config;
    use crate::dialer::Dialer;
    use crate::id::SessionId;
    use crate::input::{Command, Input, Keyed};
    use crate::transition::Transition;

    fn keyed(key: &str) -> Input {
        let by = Arc::new(RequestKey { key: key.into(), request: RequestHash(7), counted: None });
        Input::Keyed(alloc::boxed::Box::new(Keyed {
            by,
            command: Some(Command::StopSession { session: SessionId(0) }),
        }))
    }

    /// Steps a command under the key; returns whether the dialer recorded the key.
    fn is_noted(dialer: &mut Dialer, at: u64, key: &str) -> bool {
        let input = keyed(key);
        let stepped = dialer.step(Instant::from_ms(at), &input);
        stepped.transitions.iter().any(|transition| matches!(transition, Transition::KeyUsed(_)))
    }

    #[test]
    fn a_key_is_remembered_for_a_day() {
        let mut dialer = Dialer::new(Config::default());
        assert!(is_noted(&mut dialer, 5, "a"));
        assert!(!is_noted(&mut dialer, 5 + KEY_LIFE_MS - 1, "a"));
        assert!(is_noted(&mut dialer, 5 + KEY_LIFE_MS, "a"));
        assert_eq!(dialer.state().key_uses().len(), 1);
        assert_eq!(dialer.state().audit(), Ok(()));
    }

    #[test]
    fn the_oldest_key_makes_room() {
        let mut dialer = Dialer::new(Config::default());
        for n in 0..KEYS_MAX {
            assert!(is_noted(&mut dialer, n as u64, &format!("k{n}")));
        }
        let now = KEYS_MAX as u64;
        assert!(!is_noted(&mut dialer, now, "k0"));
        assert!(is_noted(&mut dialer, now, "one-more"));
        assert_eq!(dialer.state().key_uses().len(), KEYS_MAX);
        assert!(!is_noted(&mut dialer, now, "k1"));
        assert!(is_noted(&mut dialer, now, "k0"));
        assert!(is_noted(&mut dialer, now, "k1"));
        assert_eq!(dialer.state().audit(), Ok(()));
    }

    #[test]
    fn an_invalid_key_is_refused() {
        let mut dialer = Dialer::new(Config::default());
        for bad in ["", "two words", "é", &"k".repeat(KEY_BYTES_MAX + 1)] {
            assert!(!is_noted(&mut dialer, 0, bad), "{bad}");
        }
        assert!(is_noted(&mut dialer, 0, &"k".repeat(KEY_BYTES_MAX)));
    }
}
