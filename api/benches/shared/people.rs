//! Leads that share no number, so that no session has to wait for another.

use redial_engine::LeadDetails;
use redial_sim::leads;

/// Lines of an exchange.
const LINES: u32 = 10_000;

/// Returns the n-th lead, from 0. Their numbers are of exchange 555, which has hardly any subscribers.
pub(crate) fn person(index: u32) -> LeadDetails {
    let number = format!("+1{}555{:04}", 201 + index / LINES, index % LINES);
    LeadDetails { phone_number: number.as_str().into(), phone_e164: Some(number.into()), ..leads::invent(1, index) }
}
