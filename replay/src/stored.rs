//! Checks of stored lines that are read by offset, out of order: each run of lines is checked against the line before
//! it.

use crate::chain::Chain;
use crate::check::{is_header, parse_header};
use crate::damage::{Damage, DamageKind};
use crate::record;

/// The length of the end of a line, in bytes: its chain and the closing characters. [`check_lines`] needs that part of
/// the line before the lines to check.
pub const LINE_END: usize = Chain::TEXT + CLOSING.len();

const CLOSING: &[u8] = b"\"}\n";

/// Checks that the chain continues from `before` through all `lines`, and that their records are those from `first` to
/// `last`. `before` is the end of the line before them, [`LINE_END`] bytes long; it is empty at the start of the
/// journal.
///
/// # Errors
///
/// A line is damaged. The offset of the damage counts from the first of the lines.
pub fn check_lines(before: &[u8], lines: &[u8], first: u64, last: u64) -> Result<(), Damage> {
    let (mut seq, mut offset) = (first, 0);
    let at = |seq, offset: usize, kind| Damage { seq, offset: offset as u64, kind };
    let mut chain = match before {
        [] => Chain::ZERO,
        before => before
            .strip_suffix(CLOSING)
            .and_then(|text| Chain::parse(&text[text.len().saturating_sub(Chain::TEXT)..]))
            .ok_or_else(|| at(seq, offset, DamageKind::BadChain))?,
    };
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let damage = |kind| at(seq, offset, kind);
        if is_header(line) {
            let (header, after) = parse_header(line).map_err(damage)?;
            if header.prev != chain {
                return Err(damage(DamageKind::BadChain));
            }
            chain = after;
        } else {
            let (body, written) = record::seal(line).ok_or_else(|| damage(DamageKind::BadChain))?;
            chain = chain.then(body);
            if chain.text() != written {
                return Err(damage(DamageKind::BadChain));
            }
            let found = record::parse_start(body).map(|opening| opening.seq);
            if found != Some(seq) {
                return Err(damage(found.map_or(DamageKind::UnreadableRecord(None), DamageKind::OutOfOrder)));
            }
            seq += 1;
        }
        offset += line.len();
    }
    if seq == last + 1 { Ok(()) } else { Err(at(seq, offset, DamageKind::OutOfOrder(seq))) }
}
