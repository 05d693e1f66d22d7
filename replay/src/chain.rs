//! The chain: the running hash in every line, which covers that line and all lines before it.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The hash of all lines so far: 128 bits of BLAKE3, written as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Chain(pub [u8; 16]);

impl Chain {
    /// The chain before the first line of a journal.
    pub const ZERO: Self = Self([0; 16]);

    /// The length of a chain's text, in digits.
    pub const TEXT: usize = 32;

    /// Returns the chain of the next line: the hash of `body`, keyed by this chain. `body` is all bytes of the line
    /// before `,"chain":"`.
    #[inline]
    #[must_use]
    pub fn then(self, body: &[u8]) -> Self {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&self.0);
        let mut chain = [0; 16];
        chain.copy_from_slice(&blake3::keyed_hash(&key, body).as_bytes()[..16]);
        Self(chain)
    }

    /// Returns the chain's digits.
    #[inline]
    pub(crate) fn text(self) -> [u8; Self::TEXT] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; Self::TEXT];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        text
    }

    /// Parses 32 hexadecimal digits in lower case, as a journal has them; rejects any other text.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text: &[u8; Self::TEXT] = text.try_into().ok()?;
        let mut chain = [0; 16];
        for (byte, pair) in chain.iter_mut().zip(text.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(chain))
    }
}

fn digit(text: u8) -> Option<u8> {
    match text {
        b'0'..=b'9' => Some(text - b'0'),
        b'a'..=b'f' => Some(text - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(std::str::from_utf8(&self.text()).expect("digits are ASCII"))
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.text()).expect("digits are ASCII"))
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HexVisitor;
        impl Visitor<'_> for HexVisitor {
            type Value = Chain;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 lower-case hexadecimal digits")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Chain, E> {
                Chain::parse(text.as_bytes()).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(HexVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_is_frozen() {
        let first = Chain::ZERO.then(b"{\"redial\":1");
        assert_eq!(first.to_string(), "6444bc0f3e304ff41d0159264108e3c3");
        assert_eq!(first.then(b"{\"seq\":1").to_string(), "fdfc83a43093b9f27fedf9094b7bf441");
    }

    #[test]
    fn a_chain_round_trips_through_its_text() {
        let chain = Chain::ZERO.then(b"");
        assert_eq!(Chain::parse(chain.to_string().as_bytes()), Some(chain));
        for text in ["", "0", &"g".repeat(32), &"A".repeat(32), &"0".repeat(31), &"0".repeat(33)] {
            assert_eq!(Chain::parse(text.as_bytes()), None, "{text}");
        }
    }
}
