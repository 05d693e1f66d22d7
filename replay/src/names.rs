//! The UUIDs that the API shows, derived from the journal's own id and the engine's ordinals.

use std::sync::Arc;

use redial_engine::{CallId, LeadId, SessionId};
use uuid::Uuid;

use crate::header::{Fork, Header};

/// Names things of one journal, and finds them again by name.
///
/// A name is a UUID of version 8. Its 122 free bits are the kind (8), the ordinal (48) and a mark (66) under a permutation that the
/// journal's id keys, so no map is kept, and the mark gives a foreign name away. It is zero, or, for what was numbered after a fork,
/// 64 bits of that fork's id: an ordinal that is given again, because the journal lost its end, has another name. It is no secret:
/// the permutation scatters, it does not hide.
#[derive(Clone, Debug)]
pub struct PublicIds {
    keys: [u64; ROUNDS],
    forks: Arc<[Fork]>,
}

/// Enough for every bit of a half to touch every bit of the name more than twice.
const ROUNDS: usize = 6;
const HALF: u32 = 61;
const HALF_MASK: u64 = (1 << HALF) - 1;
const ORDINAL: u32 = 48;
const MARK: u32 = 66;

#[derive(Clone, Copy)]
enum Kind {
    Lead = 1,
    Session = 2,
    Call = 3,
    Activity = 4,
}

impl PublicIds {
    /// Returns the names of a journal as its latest header knows them.
    #[must_use]
    pub fn of(header: &Header) -> Self {
        Self { forks: header.forks.as_slice().into(), ..Self::new(header.journal) }
    }

    /// Returns the names of the journal with this id, which was never forked.
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

    /// Returns the names of the same journal as if everything were numbered after one fork, or before the first.
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

    /// Returns the fork after which a lead is numbered.
    #[must_use]
    pub fn fork_of_lead(&self, lead: LeadId) -> Option<Uuid> {
        self.forks.iter().rfind(|fork| fork.leads <= lead.0).map(|fork| fork.id)
    }

    /// Returns the fork after which a session, and so each of its calls, is numbered: whoever goes on with a fork stops the sessions
    /// that ran.
    #[must_use]
    pub fn fork_of_session(&self, session: SessionId) -> Option<Uuid> {
        self.forks.iter().rfind(|fork| fork.sessions <= session.0).map(|fork| fork.id)
    }

    /// Returns the name of a lead.
    #[must_use]
    pub fn lead(&self, lead: LeadId) -> Uuid {
        self.name(Kind::Lead, u64::from(lead.0))
    }

    /// Returns the name of a session.
    #[must_use]
    pub fn session(&self, session: SessionId) -> Uuid {
        self.name(Kind::Session, u64::from(session.0))
    }

    /// Returns the name of a call.
    #[must_use]
    pub fn call(&self, call: CallId) -> Uuid {
        self.name(Kind::Call, ordinal(call))
    }

    /// Returns the name of the app's activity of a call.
    #[must_use]
    pub fn activity(&self, call: CallId) -> Uuid {
        self.name(Kind::Activity, ordinal(call))
    }

    /// Returns the lead of this name. It may not exist; but no other name is its name.
    #[must_use]
    pub fn parse_lead(&self, text: &str) -> Option<LeadId> {
        self.parse(Kind::Lead, text).and_then(|ordinal| u32::try_from(ordinal).ok()).map(LeadId)
    }

    /// Returns the session of this name, which may not exist.
    #[must_use]
    pub fn parse_session(&self, text: &str) -> Option<SessionId> {
        self.parse(Kind::Session, text).and_then(|ordinal| u32::try_from(ordinal).ok()).map(SessionId)
    }

    /// Returns the call of this name, which may not exist.
    #[must_use]
    pub fn parse_call(&self, text: &str) -> Option<CallId> {
        self.parse(Kind::Call, text).map(call)
    }

    fn name(&self, kind: Kind, ordinal: u64) -> Uuid {
        let plain = ((kind as u128) << ORDINAL | u128::from(ordinal)) << MARK;
        version_8(self.scatter(plain | self.mark(kind, ordinal)))
    }

    fn parse(&self, kind: Kind, text: &str) -> Option<u64> {
        // 36 characters leave the hyphenated form alone of all that the parser takes.
        let name = Uuid::try_parse(text).ok().filter(|_| text.len() == 36)?;
        let plain = self.gather(free_bits(name)?);
        let has_kind = plain >> (ORDINAL + MARK) == kind as u128;
        let ordinal = (plain >> MARK) as u64 & ((1 << ORDINAL) - 1);
        (has_kind && plain & ((1 << MARK) - 1) == self.mark(kind, ordinal)).then_some(ordinal)
    }

    fn mark(&self, kind: Kind, ordinal: u64) -> u128 {
        if self.forks.is_empty() {
            return 0;
        }
        let fork = match kind {
            Kind::Lead => self.fork_of_lead(LeadId(ordinal as u32)),
            Kind::Session => self.fork_of_session(SessionId(ordinal as u32)),
            Kind::Call | Kind::Activity => self.fork_of_session(call(ordinal).session),
        };
        fork.map_or(0, |id| id.as_u128() & u128::from(u64::MAX))
    }

    /// A Feistel network: each round adds to one half what the other half and a key come to, so it runs backwards as well.
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

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over half and key, cut to a half.
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
    fn names_are_frozen() {
        let call = CallId::new(SessionId(7), 3);
        assert_eq!(names().lead(LeadId(0)).to_string(), "a6436619-d509-84bc-a725-6a8b36188cba");
        assert_eq!(names().session(SessionId(7)).to_string(), "9a91a2e3-e887-8069-9a72-7432c4e00db0");
        assert_eq!(names().call(call).to_string(), "01eb15c5-b9c2-8ef4-9f43-87ead48dbeb5");
        assert_eq!(names().activity(call).to_string(), "e341d057-695b-81c7-8031-adbd3aeeec24");
    }

    #[test]
    fn names_are_distinct() {
        let names = names();
        let all = (0..1000).flat_map(|n| {
            let call = CallId::new(SessionId(n / 10), (n % 10) as u16);
            [names.lead(LeadId(n)), names.session(SessionId(n)), names.call(call), names.activity(call)]
        });
        assert_eq!(all.collect::<BTreeSet<_>>().len(), 4000);
    }

    #[test]
    fn a_name_of_another_journal_is_unknown() {
        let other = PublicIds::new(Uuid::from_u128(1));
        for n in 0..1000 {
            assert_eq!(other.parse_lead(&names().lead(LeadId(n)).to_string()), None);
        }
    }

    #[test]
    fn only_the_hyphenated_form_of_the_right_kind_is_a_name() {
        let name = names().lead(LeadId(5));
        assert_eq!(names().parse_lead(&name.to_string().to_uppercase()), Some(LeadId(5)));
        for text in [name.simple().to_string(), name.braced().to_string(), name.urn().to_string(), String::new()] {
            assert_eq!(names().parse_lead(&text), None, "{text}");
        }
        assert_eq!(names().parse_session(&name.to_string()), None);
        assert_eq!(names().parse_lead(&Uuid::nil().to_string()), None);
    }

    #[test]
    fn what_is_numbered_after_a_fork_has_another_name_than_what_was_lost() {
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
        fn a_name_leads_back(session: u32, n: u16, journal: u128) {
            let names = PublicIds::new(Uuid::from_u128(journal));
            let call = CallId::new(SessionId(session), n);
            prop_assert_eq!(names.parse_call(&names.call(call).to_string()), Some(call));
            prop_assert_eq!(names.parse_lead(&names.lead(LeadId(session)).to_string()), Some(LeadId(session)));
            prop_assert_eq!(names.call(call).get_version_num(), 8);
        }
    }
}
