//! Public ids: the UUIDs that the API shows, derived from the journal's own id and the engine's ordinals.

use std::sync::Arc;

use redial_engine::{CallId, LeadId, SessionId};
use uuid::Uuid;

use crate::header::{Fork, Header};

/// Converts ordinals of one journal into public ids, and back.
///
/// A public id is a UUID of version 8. Its 122 free bits are kind (8), ordinal (48) and mark (66) under a permutation
/// keyed by the journal's id. The permutation is invertible, so no map is needed, and an id of another journal is
/// rejected by its mark. The mark is zero before the first fork; after a fork it is 64 bits of the fork's id, so an
/// ordinal that is assigned a second time, because the journal lost its tail, gets another public id. The permutation
/// scatters the bits; it does not encrypt them.
#[derive(Clone, Debug)]
pub struct PublicIds {
    keys: [u64; ROUNDS],
    forks: Arc<[Fork]>,
}

/// With six rounds every bit of a half affects every bit of the id more than twice.
const ROUNDS: usize = 6;
const HALF: u32 = 61;
const HALF_MASK: u64 = (1 << HALF) - 1;
const ORDINAL: u32 = 48;
const MARK: u32 = 66;

#[derive(Clone, Copy)]
enum IdKind {
    Lead = 1,
    Session = 2,
    Call = 3,
    Activity = 4,
}

impl PublicIds {
    /// Returns the public ids of a journal, given its latest header.
    #[must_use]
    pub fn of(header: &Header) -> Self {
        Self { forks: header.forks.as_slice().into(), ..Self::new(header.journal) }
    }

    /// Returns the public ids of the journal with this id, which was never forked.
    #[must_use]
    pub fn new(journal: Uuid) -> Self {
        let mut bytes = [0; ROUNDS * 8];
        let mut hasher = blake3::Hasher::new_derive_key("redial 2026-01-01 names of a journal");
        hasher.update(journal.as_bytes()).finalize_xof().fill(&mut bytes);
        let mut keys = [0; ROUNDS];
        for (key, bytes) in keys.iter_mut().zip(bytes.chunks_exact(8)) {
            *key = u64::from_le_bytes(bytes.try_into().expect("the chunks are of eight bytes"));
        }
        Self { keys, forks: Arc::default() }
    }

    /// Returns the public ids of the same journal as if every ordinal were assigned after one fork, or before the
    /// first.
    #[must_use]
    pub fn after(&self, fork: Option<Uuid>) -> Self {
        let all = |id| Fork { id, at: 0, leads: 0, sessions: 0 };
        Self { keys: self.keys, forks: fork.map(all).into_iter().collect() }
    }

    /// Returns every fork of the journal, oldest first.
    #[must_use]
    pub fn forks(&self) -> &[Fork] {
        &self.forks
    }

    /// Returns the last fork before a lead's ordinal was assigned.
    #[must_use]
    pub fn fork_of_lead(&self, lead: LeadId) -> Option<Uuid> {
        self.forks.iter().rfind(|fork| fork.leads <= lead.0).map(|fork| fork.id)
    }

    /// Returns the last fork before a session's ordinal was assigned. It holds for the session's calls, too: the first
    /// start after a fork stops every running session.
    #[must_use]
    pub fn fork_of_session(&self, session: SessionId) -> Option<Uuid> {
        self.forks.iter().rfind(|fork| fork.sessions <= session.0).map(|fork| fork.id)
    }

    /// Returns the public id of a lead.
    #[must_use]
    pub fn lead(&self, lead: LeadId) -> Uuid {
        self.name(IdKind::Lead, u64::from(lead.0))
    }

    /// Returns the public id of a session.
    #[must_use]
    pub fn session(&self, session: SessionId) -> Uuid {
        self.name(IdKind::Session, u64::from(session.0))
    }

    /// Returns the public id of a call.
    #[must_use]
    pub fn call(&self, call: CallId) -> Uuid {
        self.name(IdKind::Call, ordinal(call))
    }

    /// Returns the public id of a call's activity.
    #[must_use]
    pub fn activity(&self, call: CallId) -> Uuid {
        self.name(IdKind::Activity, ordinal(call))
    }

    /// Returns the lead with this public id. The lead need not exist; no other text has the same result, letter case
    /// apart.
    #[must_use]
    pub fn parse_lead(&self, text: &str) -> Option<LeadId> {
        self.parse(IdKind::Lead, text).and_then(|ordinal| u32::try_from(ordinal).ok()).map(LeadId)
    }

    /// Returns the session with this public id, which need not exist.
    #[must_use]
    pub fn parse_session(&self, text: &str) -> Option<SessionId> {
        self.parse(IdKind::Session, text).and_then(|ordinal| u32::try_from(ordinal).ok()).map(SessionId)
    }

    /// Returns the call with this public id, which need not exist.
    #[must_use]
    pub fn parse_call(&self, text: &str) -> Option<CallId> {
        self.parse(IdKind::Call, text).map(call)
    }

    fn name(&self, kind: IdKind, ordinal: u64) -> Uuid {
        let plain = ((kind as u128) << ORDINAL | u128::from(ordinal)) << MARK;
        version_8(self.scatter(plain | self.mark(kind, ordinal)))
    }

    fn parse(&self, kind: IdKind, text: &str) -> Option<u64> {
        // Of the forms that `Uuid` parses, only the hyphenated one has 36 characters.
        let name = Uuid::try_parse(text).ok().filter(|_| text.len() == 36)?;
        let plain = self.gather(free_bits(name)?);
        let has_kind = plain >> (ORDINAL + MARK) == kind as u128;
        let ordinal = (plain >> MARK) as u64 & ((1 << ORDINAL) - 1);
        (has_kind && plain & ((1 << MARK) - 1) == self.mark(kind, ordinal)).then_some(ordinal)
    }

    fn mark(&self, kind: IdKind, ordinal: u64) -> u128 {
        if self.forks.is_empty() {
            return 0;
        }
        let fork = match kind {
            IdKind::Lead => self.fork_of_lead(LeadId(ordinal as u32)),
            IdKind::Session => self.fork_of_session(SessionId(ordinal as u32)),
            IdKind::Call | IdKind::Activity => self.fork_of_session(call(ordinal).session),
        };
        fork.map_or(0, |id| id.as_u128() & u128::from(u64::MAX))
    }

    /// A Feistel network: each round XORs one half with a hash of the other half and a key, so the network is
    /// invertible.
    fn scatter(&self, plain: u128) -> u128 {
        let (mut left, mut right) = halves(plain);
        for key in self.keys {
            (left, right) = (right, left ^ mix(right, key));
        }
        whole(left, right)
    }

    fn gather(&self, scattered: u128) -> u128 {
        let (mut left, mut right) = halves(scattered);
        for key in self.keys.into_iter().rev() {
            (left, right) = (right ^ mix(left, key), left);
        }
        whole(left, right)
    }
}

const fn ordinal(call: CallId) -> u64 {
    (call.session.0 as u64) << 16 | call.n as u64
}

const fn call(ordinal: u64) -> CallId {
    CallId::new(SessionId((ordinal >> 16) as u32), ordinal as u16)
}

const fn halves(whole: u128) -> (u64, u64) {
    ((whole >> HALF) as u64, whole as u64 & HALF_MASK)
}

const fn whole(left: u64, right: u64) -> u128 {
    (left as u128) << HALF | right as u128
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over half and key, truncated to a half.
const fn mix(half: u64, key: u64) -> u64 {
    let mut mixed = half.wrapping_add(key);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ mixed >> 31) & HALF_MASK
}

/// Puts 122 bits around the version and the variant (RFC 9562, section 5.8).
const fn version_8(bits: u128) -> Uuid {
    let high = bits >> 74 << 80;
    let middle = (bits >> 62 & 0xfff) << 64;
    let low = bits & ((1 << 62) - 1);
    Uuid::from_u128(high | 8 << 76 | middle | 0b10 << 62 | low)
}

const fn free_bits(name: Uuid) -> Option<u128> {
    let bits = name.as_u128();
    if bits >> 76 & 0xf != 8 || bits >> 62 & 0b11 != 0b10 {
        return None;
    }
    Some(bits >> 80 << 74 | (bits >> 64 & 0xfff) << 62 | bits & ((1 << 62) - 1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn names() -> PublicIds {
        PublicIds::new(Uuid::from_u128(0x5eed_0000_0000_8000_8000_0000_0000_0001))
    }

    #[test]
    fn public_ids_are_frozen() {
        let call = CallId::new(SessionId(7), 3);
        assert_eq!(names().lead(LeadId(0)).to_string(), "a6436619-d509-84bc-a725-6a8b36188cba");
        assert_eq!(names().session(SessionId(7)).to_string(), "9a91a2e3-e887-8069-9a72-7432c4e00db0");
        assert_eq!(names().call(call).to_string(), "01eb15c5-b9c2-8ef4-9f43-87ead48dbeb5");
        assert_eq!(names().activity(call).to_string(), "e341d057-695b-81c7-8031-adbd3aeeec24");
    }

    #[test]
    fn public_ids_are_distinct() {
        let names = names();
        let all = (0..1000).flat_map(|n| {
            let call = CallId::new(SessionId(n / 10), (n % 10) as u16);
            [names.lead(LeadId(n)), names.session(SessionId(n)), names.call(call), names.activity(call)]
        });
        assert_eq!(all.collect::<BTreeSet<_>>().len(), 4000);
    }

    #[test]
    fn an_id_of_another_journal_is_unknown() {
        let other = PublicIds::new(Uuid::from_u128(1));
        for n in 0..1000 {
            assert_eq!(other.parse_lead(&names().lead(LeadId(n)).to_string()), None);
        }
    }

    #[test]
    fn only_the_hyphenated_form_of_the_right_kind_is_parsed() {
        let name = names().lead(LeadId(5));
        assert_eq!(names().parse_lead(&name.to_string().to_uppercase()), Some(LeadId(5)));
        for text in [name.simple().to_string(), name.braced().to_string(), name.urn().to_string(), String::new()] {
            assert_eq!(names().parse_lead(&text), None, "{text}");
        }
        assert_eq!(names().parse_session(&name.to_string()), None);
        assert_eq!(names().parse_lead(&Uuid::nil().to_string()), None);
    }

    #[test]
    fn ordinals_assigned_after_a_fork_have_other_ids_than_the_lost_ones() {
        let fork = |id, leads, sessions| Fork { id: Uuid::from_u128(id), at: 10, leads, sessions };
        let before = names();
        let once = PublicIds { forks: [fork(1, 5, 3)].into(), ..names() };
        let twice = PublicIds { forks: [fork(1, 5, 3), fork(2, 5, 4)].into(), ..names() };
        let call = |session| CallId::new(SessionId(session), 0);
        assert_eq!((once.lead(LeadId(4)), once.call(call(2))), (before.lead(LeadId(4)), before.call(call(2))));
        assert_eq!(twice.session(SessionId(3)), once.session(SessionId(3)));
        let all = [&before, &once, &twice].map(|names| {
            [names.lead(LeadId(5)), names.session(SessionId(4)), names.call(call(4)), names.activity(call(4))]
        });
        assert_eq!(all.iter().flatten().collect::<BTreeSet<_>>().len(), 12);
        for names in [&once, &twice] {
            assert_eq!(names.parse_session(&before.session(SessionId(4)).to_string()), None);
            assert_eq!(names.parse_session(&names.session(SessionId(4)).to_string()), Some(SessionId(4)));
        }
        assert_eq!(
            twice.after(Some(Uuid::from_u128(1))).lead(LeadId(0)),
            once.after(once.fork_of_lead(LeadId(5))).lead(LeadId(0))
        );
        assert_eq!(twice.after(None).call(call(4)), before.call(call(4)));
    }

    proptest! {
        #[test]
        fn an_id_parses_back_to_its_ordinal(session: u32, n: u16, journal: u128) {
            let names = PublicIds::new(Uuid::from_u128(journal));
            let call = CallId::new(SessionId(session), n);
            prop_assert_eq!(names.parse_call(&names.call(call).to_string()), Some(call));
            prop_assert_eq!(names.parse_lead(&names.lead(LeadId(session)).to_string()), Some(LeadId(session)));
            prop_assert_eq!(names.call(call).get_version_num(), 8);
        }
    }
}
