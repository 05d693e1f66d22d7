//! Luck, keyed: a draw is a function of (seed, run, lead, which call of that lead, which request, purpose).
//!
//! No draw depends on another draw, so another line, a lead passed over or a new feature changes no other lead's luck,
//! and two settings can be compared on the same luck.

use std::fmt;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use redial_engine::LeadId;

/// The purpose of a draw: the place of its word among the eight of a page that a lead has for each call. The order is
/// part of every journal: never change it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Purpose {
    /// How long it rings.
    Ring = 0,
    /// How the call ends.
    Outcome = 1,
    /// How long the carrier takes to release a line.
    Cancel = 2,
    /// How the carrier's event of the outcome is delivered.
    EventFault = 3,
    /// How late a faulty event is.
    EventDelay = 4,
    /// Whether a hang-up is lost, and how the release is delivered.
    ReleaseFault = 5,
    /// How late the release is.
    ReleaseDelay = 6,
    /// Whether the carrier reports an unknown call.
    Stray = 7,
    /// How long the carrier takes to tell a person from a machine: the fifth word of the first request's page, whose
    /// first four are the CRM's.
    Decide = 12,
}

/// The purpose of a draw of the CRM, which has the first four words of a page for each request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CrmPurpose {
    /// How long the CRM takes with a contact.
    ContactTime = 0,
    /// The fault of a contact request.
    ContactFault = 1,
    /// How long the CRM takes with an activity.
    ActivityTime = 2,
    /// The fault of an activity request.
    ActivityFault = 3,
}

/// Words that a lead has on a page.
const WORDS: usize = 8;
/// Leads that share a page: one refill of the generator.
const LEADS: u32 = 8;
/// Bytes of a page: four blocks of ChaCha.
const PAGE: usize = WORDS * LEADS as usize * 4;
/// Blocks of a page.
const BLOCKS: u64 = 4;

/// Enrichment has the page of a lead's last possible call, because no lead is called so often.
const ENRICHMENT: u16 = u16::MAX;

/// The dice of one run. Two pages are cached: one for the draws of calls, one for those of CRM requests.
#[derive(Clone)]
pub struct Dice {
    rng: ChaCha8Rng,
    pages: [DicePage; 2],
}

/// The words of eight leads for the same call and request.
#[derive(Clone)]
struct DicePage {
    number: u64,
    bytes: [u8; PAGE],
}

/// No page has this number.
const NONE: u64 = u64::MAX;

impl Dice {
    /// Makes the dice of one run of a seed.
    #[must_use]
    pub fn new(seed: u64, run: u64) -> Self {
        let mut key = *b"........redial: keyed dice, v.1 ";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let closed = DicePage { number: NONE, bytes: [0; PAGE] };
        let mut dice = Self { rng: ChaCha8Rng::from_seed(key), pages: [closed.clone(), closed] };
        dice.select(run);
        dice
    }

    /// Selects another run of the same seed.
    #[inline]
    pub fn select(&mut self, run: u64) {
        self.rng.set_stream(run);
        for page in &mut self.pages {
            page.number = NONE;
        }
    }

    /// Draws for a call: the `nth` (from 0) of the lead.
    #[inline]
    pub fn call(&mut self, lead: LeadId, nth: u16, purpose: Purpose) -> u32 {
        self.word(lead, nth, purpose as u8 / WORDS as u8, purpose as usize % WORDS)
    }

    /// Draws for a request to the CRM: the `request`-th (from 1) of its kind for this call.
    pub fn crm(&mut self, lead: LeadId, nth: u16, request: u8, purpose: CrmPurpose) -> u32 {
        self.word(lead, nth, request, purpose as usize)
    }

    /// Draws for the enrichment of a lead: the `n`-th of eight words.
    pub fn enrichment(&mut self, lead: LeadId, n: u8) -> u32 {
        self.word(lead, ENRICHMENT, 0, usize::from(n) % WORDS)
    }

    #[inline]
    fn word(&mut self, lead: LeadId, nth: u16, request: u8, word: usize) -> u32 {
        let number = u64::from(request) << 48 | u64::from(nth) << 32 | u64::from(lead.0 / LEADS);
        let page = &mut self.pages[usize::from(request > 0)];
        if number != page.number {
            page.turn_to(number, &mut self.rng);
        }
        let at = ((lead.0 % LEADS) as usize * WORDS + word) * 4;
        u32::from_le_bytes([page.bytes[at], page.bytes[at + 1], page.bytes[at + 2], page.bytes[at + 3]])
    }
}

impl DicePage {
    fn turn_to(&mut self, number: u64, rng: &mut ChaCha8Rng) {
        rng.set_word_pos(u128::from(number * BLOCKS) * 16);
        rng.fill_bytes(&mut self.bytes);
        self.number = number;
    }
}

impl fmt::Debug for Dice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dice").field("run", &self.rng.get_stream()).finish_non_exhaustive()
    }
}

/// Turns a word into a whole number below `span`, by widening multiplication; the bias is at most `span` in 2^32.
#[inline]
#[must_use]
pub fn below(word: u32, span: u32) -> u32 {
    ((u64::from(word) * u64::from(span)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_frozen() {
        let mut dice = Dice::new(42, 7);
        let words = [
            dice.call(LeadId(0), 0, Purpose::Ring),
            dice.call(LeadId(0), 0, Purpose::Stray),
            dice.call(LeadId(7), 0, Purpose::Outcome),
            dice.call(LeadId(8), 0, Purpose::Ring),
            dice.call(LeadId(0), 1, Purpose::Ring),
            dice.crm(LeadId(0), 0, 1, CrmPurpose::ContactTime),
            dice.crm(LeadId(3), 65_535, 255, CrmPurpose::ActivityFault),
            dice.call(LeadId(u32::MAX), 65_535, Purpose::Ring),
            dice.call(LeadId(0), 0, Purpose::Decide),
        ];
        assert_eq!(words, FROZEN);
    }

    const FROZEN: [u32; 9] =
        [4198912484, 4283268161, 35554274, 60740905, 196392465, 1459292270, 3923609054, 3518843559, 975893566];

    #[test]
    fn the_order_of_draws_does_not_matter() {
        let (mut forward, mut backward) = (Dice::new(1, 1), Dice::new(1, 1));
        let keys: Vec<_> = (0..20).flat_map(|lead| (0..3).map(move |nth| (LeadId(lead), nth))).collect();
        let there: Vec<_> = keys.iter().map(|&(lead, nth)| forward.call(lead, nth, Purpose::Outcome)).collect();
        let mut back: Vec<_> =
            keys.iter().rev().map(|&(lead, nth)| backward.call(lead, nth, Purpose::Outcome)).collect();
        back.reverse();
        assert_eq!(there, back);
    }

    #[test]
    fn below_reaches_both_ends() {
        assert_eq!((below(0, 5001), below(u32::MAX, 5001)), (0, 5000));
    }
}
