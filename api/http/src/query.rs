//! The address of a request: percent escapes and query parameters.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use redial_leads::quoted;

use crate::error::Problem;
use crate::limits::LIMIT_MAX;

/// Rejects malformed percent escapes, and those that are not UTF-8.
pub(crate) fn check_escapes(uri: &Uri) -> Result<(), Problem> {
    for (part, text) in [("path", uri.path()), ("query", uri.query().unwrap_or_default())] {
        let bytes = unescape(text).map_err(|escape| {
            Problem::bad_request(format!("the {part} holds {}, which is no percent escape", quoted(escape)))
        })?;
        if String::from_utf8(bytes).is_err() {
            return Err(Problem::bad_request(format!("the {part} is not in UTF-8: {}", quoted(text))));
        }
    }
    Ok(())
}

/// Returns the unescaped bytes. The error is the first malformed escape.
fn unescape(text: &str) -> Result<Vec<u8>, &str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut pieces = text.split('%');
    bytes.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    let mut place = bytes.len();
    for piece in pieces {
        let digits = piece.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => bytes.push(byte),
            None => return Err(text.get(place..place + 3).unwrap_or(&text[place..])),
        }
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
        place += 1 + piece.len();
    }
    Ok(bytes)
}

/// The query parameters of a request. Unknown ones are ignored. A repeated one is an error when it is read.
#[derive(Debug)]
pub(crate) struct Params(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Every query is a list of pairs; a malformed escape was rejected before.
        Ok(Self(Query::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default()))
    }
}

impl Params {
    /// Returns the value of a parameter.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut found = self.0.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        match (found.next(), found.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(Problem::bad_request(format!("{name} is twice in the query"))),
        }
    }

    /// Returns the value of a parameter, unless the value is empty.
    pub(crate) fn filled(&self, name: &str) -> Result<Option<&str>, Problem> {
        Ok(self.text(name)?.filter(|value| !value.is_empty()))
    }

    /// Returns the value of a parameter as a whole number.
    pub(crate) fn number(&self, name: &str, allowed: RangeInclusive<u64>) -> Result<Option<u64>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        whole(name, text, allowed).map(Some)
    }

    /// Returns the page of a list.
    pub(crate) fn paging(&self) -> Result<Paging, Problem> {
        let limit = self.number("limit", 1..=LIMIT_MAX)?;
        let offset = self.number("offset", 0..=u64::from(u32::MAX))?.unwrap_or(0);
        Ok(Paging { limit: limit.map(|limit| limit as usize), offset: offset as usize })
    }
}

/// Parses a whole number in decimal digits.
pub(crate) fn whole(name: &str, text: &str, allowed: RangeInclusive<u64>) -> Result<u64, Problem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && allowed.contains(number)).ok_or_else(|| {
        let (text, from, to) = (quoted(text), allowed.start(), allowed.end());
        Problem::bad_request(format!("{name} is {text}: a whole number from {from} to {to} is needed"))
    })
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    limit: Option<usize>,
    offset: usize,
}

impl Paging {
    /// Returns the same page, with a default limit.
    pub(crate) fn or_limit(self, limit: usize) -> Self {
        Self { limit: self.limit.or(Some(limit)), ..self }
    }

    /// Returns the most items of the page.
    pub(crate) fn most(self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }

    /// Returns the number of items before the page.
    pub(crate) const fn offset(self) -> usize {
        self.offset
    }

    /// Returns the page of a list.
    pub(crate) fn of<T>(self, list: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        list.skip(self.offset).take(self.most())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_two_hexadecimal_digits() {
        assert_eq!(unescape("a%20b%C3%a9"), Ok(b"a b\xc3\xa9".to_vec()));
        assert_eq!(unescape("é%41"), Ok("éA".as_bytes().to_vec()));
        for (text, escape) in [("%", "%"), ("ab%2", "%2"), ("%41%zz%", "%zz"), ("%+1", "%+1"), ("%é1", "%é")] {
            assert_eq!(unescape(text), Err(escape), "{text}");
        }
    }

    #[test]
    fn an_address_must_be_utf_8() {
        let check = |text: &str| check_escapes(&text.parse().unwrap()).is_ok();
        assert!(check("/leads?search=%C3%A9"));
        assert!(!check("/leads?search=%ff"));
        assert!(!check("/leads/%c3"));
        assert!(!check("/leads/%"));
    }
}
