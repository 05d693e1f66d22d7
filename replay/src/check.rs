//! What a line must be to hold.

use redial_engine::Instant;

use crate::chain::Chain;
use crate::damage::DamageKind;
use crate::header::{Header, SCHEMA_MAJOR};
use crate::record;

const HEADER_BEGINS: &[u8] = b"{\"redial\":";

/// Returns true when the line is a header, or the beginning of one.
#[inline]
pub(crate) fn is_header(line: &[u8]) -> bool {
    !line.is_empty() && (line.starts_with(HEADER_BEGINS) || HEADER_BEGINS.starts_with(line))
}

/// Parses a header and checks that its chain follows from its own `prev`.
pub(crate) fn parse_header(line: &[u8]) -> Result<(Header, Chain), DamageKind> {
    #[derive(serde::Deserialize)]
    struct Major {
        redial: u64,
    }
    // The version first: the form of another major is unknown, its chain included.
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

/// What a record's line was found to be.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) seq: u64,
    pub(crate) at: Instant,
    pub(crate) chain: Chain,
}

/// Judges a record's line by the record before it.
#[inline]
pub(crate) fn judge(line: &[u8], last: Judged, is_extract: bool) -> Result<Judged, DamageKind> {
    let (body, written) = record::seal(line).ok_or(DamageKind::BadChain)?;
    let opening = record::opening(body);
    let follows = |seq: u64| if is_extract { seq > last.seq } else { seq == last.seq + 1 };
    if let Some(opening) = &opening
        && !follows(opening.seq)
    {
        return Err(DamageKind::OutOfOrder(opening.seq));
    }
    let chain = if is_extract { Chain::parse(written) } else { Some(last.chain.then(body)) };
    let chain = chain.filter(|chain| chain.text() == written).ok_or(DamageKind::BadChain)?;
    let opening = opening.ok_or(DamageKind::UnreadableRecord(None))?;
    if opening.at < last.at {
        return Err(DamageKind::TimeFell { at: opening.at, last: last.at });
    }
    Ok(Judged { seq: opening.seq, at: opening.at, chain })
}
