//! Ids: small ordinals that count from 0 in order of creation.
//!
//! State is indexed by them, and they keep a journal line short. The API derives its UUIDs from them.

use core::fmt;
use core::str::FromStr;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! ordinal {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the ordinal as an index of a list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

ordinal! {
    /// The n-th lead that was added.
    LeadId
}
ordinal! {
    /// The n-th session that was started.
    SessionId
}
ordinal! {
    /// The n-th person: leads with an equal E.164 number are one person.
    PersonId
}
ordinal! {
    /// A contact in the CRM, by the CRM's number.
    ContactId
}
ordinal! {
    /// An activity in the CRM, by the CRM's number.
    ActivityId
}

/// The n-th call of a session, written `session.n`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CallId {
    /// The session that placed it.
    pub session: SessionId,
    /// Its place among the session's calls, from 0.
    pub n: u16,
}

impl CallId {
    /// Returns the n-th call of `session`.
    #[must_use]
    pub const fn new(session: SessionId, n: u16) -> Self {
        Self { session, n }
    }

    /// The longest text of a call id: ten digits, a point, five digits.
    const TEXT_MAX: usize = 16;

    /// Writes the text of the id to the end of `buffer` and returns it. `fmt` costs more than the hash of a line.
    fn text(self, buffer: &mut [u8; Self::TEXT_MAX]) -> &str {
        let mut at = buffer.len();
        at = digits(buffer, at, u32::from(self.n));
        at -= 1;
        buffer[at] = b'.';
        at = digits(buffer, at, self.session.0);
        core::str::from_utf8(&buffer[at..]).expect("digits and a point are ASCII")
    }
}

/// Writes `number` in decimal so that it ends before `end`; returns where it begins.
fn digits(buffer: &mut [u8], end: usize, mut number: u32) -> usize {
    let mut at = end;
    loop {
        at -= 1;
        buffer[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return at;
        }
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; Self::TEXT_MAX]))
    }
}

/// The text is not a call id, such as `0.1`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotACall;

impl fmt::Display for NotACall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a call is written as its session's ordinal, a point and its place, like 0.1")
    }
}

impl FromStr for CallId {
    type Err = NotACall;

    /// Accepts exactly what [`CallId`] prints: no sign, no leading zero.
    fn from_str(text: &str) -> Result<Self, NotACall> {
        fn canonical<N: FromStr>(digits: &str) -> Result<N, NotACall> {
            let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
            if plain { digits.parse().map_err(|_| NotACall) } else { Err(NotACall) }
        }
        let (session, n) = text.split_once('.').ok_or(NotACall)?;
        Ok(Self::new(SessionId(canonical(session)?), canonical(n)?))
    }
}

impl Serialize for CallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text(&mut [0; Self::TEXT_MAX]))
    }
}

impl<'de> Deserialize<'de> for CallId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CallIdVisitor;
        impl Visitor<'_> for CallIdVisitor {
            type Value = CallId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a call like \"0.1\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<CallId, E> {
                text.parse().map_err(|NotACall| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(CallIdVisitor)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_call_id_round_trips() {
        for (session, n) in [(0, 0), (12, 1), (u32::MAX, u16::MAX)] {
            let call = CallId::new(SessionId(session), n);
            assert_eq!(call.to_string().parse(), Ok(call));
        }
    }

    #[test]
    fn only_the_canonical_text_is_a_call_id() {
        for text in ["", ".", "1", "1.", ".1", "01.2", "1.02", "+1.2", "1.65536", "4294967296.0", "1.2.3", "a.b"] {
            assert_eq!(text.parse::<CallId>(), Err(NotACall), "{text}");
        }
    }
}
