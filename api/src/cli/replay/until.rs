//! The names of points of a journal, and of sessions, on the command line.

use std::fmt;

use anyhow::{Context, anyhow, bail};
use chrono::DateTime;
use redial_engine::{Instant, SessionId};
use redial_replay::{PublicIds, Until};

/// A point of a journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum UntilPoint {
    /// After this record.
    Seq(u64),
    /// This many milliseconds after the journal's epoch.
    Ms(u64),
    /// At this time of the calendar, as milliseconds of the Unix epoch.
    Calendar(i64),
}

/// Reads a seq (digits), seconds (with a point, or an `s`), or a time of the calendar (with a `T`).
pub(crate) fn parse(text: &str) -> anyhow::Result<UntilPoint> {
    if text.contains('T') {
        let time = DateTime::parse_from_rfc3339(text).context("a time is written like 2026-01-01T09:30:00Z")?;
        return Ok(UntilPoint::Calendar(time.timestamp_millis()));
    }
    if let Ok(seq) = digits(text) {
        return Ok(UntilPoint::Seq(seq));
    }
    let seconds = text.strip_suffix('s').unwrap_or(text);
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let ms = digits(whole).and_then(|whole| {
        let part = if (1..=3).contains(&part.len()) {
            digits(&format!("{part:0<3}"))?
        } else {
            bail!("a moment has one to three decimals")
        };
        whole.checked_mul(1000).and_then(|ms| ms.checked_add(part)).ok_or_else(|| anyhow!("that is too far away"))
    });
    ms.map(UntilPoint::Ms).context("a point is a seq (25), seconds (5.2 or 5s) or a time (2026-01-01T09:30:00Z)")
}

fn digits(text: &str) -> anyhow::Result<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!("{text:?} is not a number");
    }
    Ok(text.parse()?)
}

impl UntilPoint {
    /// Returns the point in a journal that counts from `epoch`.
    pub(crate) fn since(&self, epoch: &str) -> anyhow::Result<Until> {
        Ok(match *self {
            Self::Seq(seq) => Until::Seq(seq),
            Self::Ms(ms) => Until::At(Instant::from_ms(ms)),
            Self::Calendar(time) => {
                let epoch_ms = DateTime::parse_from_rfc3339(epoch).map(|epoch| epoch.timestamp_millis());
                let epoch_ms = epoch_ms.with_context(|| format!("the journal's epoch, {epoch}, is no time"))?;
                let ms = time.checked_sub(epoch_ms).and_then(|ms| u64::try_from(ms).ok());
                Until::At(Instant::from_ms(
                    ms.with_context(|| format!("--until is before the journal's start, {epoch}"))?,
                ))
            }
        })
    }
}

/// A session, as the command line names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SessionSelector {
    /// By its number in the timeline.
    Number(SessionId),
    /// By its UUID.
    Uuid(String),
    /// By the first eight digits of its UUID, in lower case.
    Prefix(String),
}

/// Reads a session's number, its UUID, or the UUID's first eight digits. Eight characters are always digits of a UUID.
pub(crate) fn parse_session(text: &str) -> anyhow::Result<SessionSelector> {
    let is_hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        8 if is_hexadecimal => Ok(SessionSelector::Prefix(text.to_ascii_lowercase())),
        36 => Ok(SessionSelector::Uuid(text.to_owned())),
        _ => {
            let number = digits(text).and_then(|number| Ok(u32::try_from(number)?));
            let number = number.context("a session is named by its UUID, the UUID's first 8 digits, or its number")?;
            Ok(SessionSelector::Number(SessionId(number)))
        }
    }
}

impl fmt::Display for SessionSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(session) => write!(f, "{session}"),
            Self::Uuid(text) | Self::Prefix(text) => f.write_str(text),
        }
    }
}

impl SessionSelector {
    /// Returns the session if its number is the name. A UUID alone does not determine the session: a fork changes the
    /// UUIDs.
    pub(crate) fn known(&self) -> Option<SessionId> {
        match self {
            Self::Number(session) => Some(*session),
            Self::Uuid(_) | Self::Prefix(_) => None,
        }
    }

    /// Returns true if the starting session is the named one.
    pub(crate) fn is(&self, session: SessionId, names: &PublicIds) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Uuid(text) => names.parse_session(text) == Some(session),
            Self::Prefix(prefix) => names.session(session).to_string().starts_with(prefix.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_seq_seconds_or_a_time() {
        for (text, moment) in [
            ("25", UntilPoint::Seq(25)),
            ("5.2", UntilPoint::Ms(5_200)),
            ("5s", UntilPoint::Ms(5_000)),
            ("5.032s", UntilPoint::Ms(5_032)),
            ("1970-01-01T00:00:01.5Z", UntilPoint::Calendar(1_500)),
        ] {
            assert_eq!(parse(text).unwrap(), moment, "{text}");
        }
        for text in ["", "-5", "5.", ".5", "5.0001", "s", "x", "2026-01-01", "T", "99999999999999999999", "1e3"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_counts_from_the_journals_epoch() {
        let since = |text: &str| parse(text).unwrap().since("2026-01-01T00:00:00Z");
        assert_eq!(since("2026-01-01T01:00:02+01:00").unwrap(), Until::At(Instant::from_ms(2_000)));
        assert!(since("2025-12-31T23:59:59Z").is_err());
    }

    #[test]
    fn a_session_is_named_in_three_ways() {
        assert_eq!(parse_session("12").unwrap(), SessionSelector::Number(SessionId(12)));
        assert_eq!(parse_session("BFC11FBC").unwrap(), SessionSelector::Prefix("bfc11fbc".into()));
        assert!(matches!(parse_session("bfc11fbc-1aa9-8518-89dd-66a6fd2e492f").unwrap(), SessionSelector::Uuid(_)));
        assert!(parse_session("bfc1").is_err());
        assert!(parse_session("4294967296").is_err());
    }
}
