//! The checks that a line must pass: chain, seq and time for a record; version and chain for a header.

use redial_engine::Instant;

use crate::chain::Chain;
use crate::damage::DamageKind;
use crate::header::{Header, SCHEMA_MAJOR};
use crate::record;

const HEADER_BEGINS: &[u8] = b"{\"redial\":";

/// Returns true if the line is a header, or the beginning of one.
#[inline]
pub(crate) fn is_header(line: &[u8]) -> bool {
    !line.is_empty() && (line.starts_with(HEADER_BEGINS) || HEADER_BEGINS.starts_with(line))
}

/// Parses a header and checks its chain against its own `prev`.
pub(crate) fn parse_header(line: &[u8]) -> Result<(Header, Chain), DamageKind> {
    #[derive(serde::Deserialize)]
    struct Major {
        redial: u64,
    }
    // The version first: another major version may have a different form of line, its chain included.
    if let Ok(Major { redial }) = serde_json::from_slice(line)
        && redial != u64::from(SCHEMA_MAJOR)
    {
        return Err(DamageKind::UnknownMajor(redial));
    }
    let (body, written) = record::seal(line).ok_or(DamageKind::BadChain)?;
    let parsed = serde_json::from_slice::<Header>(line);
    let prev = parsed.as_ref().map_or(Chain::ZERO, |header| header.prev);
    let chain = prev.then(body);
    if chain.text() != written {
        return Err(DamageKind::BadChain);
    }
    parsed.map(|header| (header, chain)).map_err(DamageKind::UnreadableHeader)
}

/// A record's line that passed the checks.
#[derive(Clone, Copy)]
pub(crate) struct CheckedLine {
    pub(crate) seq: u64,
    pub(crate) at: Instant,
    pub(crate) chain: Chain,
}

/// Checks a record's line against the record before it.
#[inline]
pub(crate) fn check_record(line: &[u8], last: CheckedLine, is_extract: bool) -> Result<CheckedLine, DamageKind> {
    let (body, written) = record::seal(line).ok_or(DamageKind::BadChain)?;
    let start = record::parse_start(body);
    let follows = |seq: u64| if is_extract { seq > last.seq } else { seq == last.seq + 1 };
    if let Some(start) = &start
        && !follows(start.seq)
    {
        return Err(DamageKind::OutOfOrder(start.seq));
    }
    let chain = if is_extract { Chain::parse(written) } else { Some(last.chain.then(body)) };
    let chain = chain.filter(|chain| chain.text() == written).ok_or(DamageKind::BadChain)?;
    let start = start.ok_or(DamageKind::UnreadableRecord(None))?;
    if start.at < last.at {
        return Err(DamageKind::TimeFell { at: start.at, last: last.at });
    }
    Ok(CheckedLine { seq: start.seq, at: start.at, chain })
}
