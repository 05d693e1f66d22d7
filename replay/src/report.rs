//! What a verification is asked, shows and finds.

use redial_engine::{Dialer, Input, Instant, Transition};

use crate::chain::Chain;
use crate::damage::Damage;
use crate::divergence::Divergence;
use crate::extract::Extract;
use crate::header::Header;
use crate::public_ids::PublicIds;
use crate::reader::Tail;

/// What a verification found.
#[derive(Debug)]
pub struct Report {
    /// Whether the journal holds.
    pub result: Comparison,
    /// How the journal ends, as far as it was read.
    pub tail: Tail,
    /// The first header.
    pub header: Header,
    /// What things are called, by the last header.
    pub names: PublicIds,
    /// How many records hold.
    pub records: u64,
    /// The seq of the last record that holds; in an extract it is more than their number.
    pub seq: u64,
    /// The time of the last record that holds.
    pub at: Instant,
    /// How many transitions those records have.
    pub transitions: u64,
    /// How many sessions were started.
    pub sessions: u64,
    /// How many calls were placed.
    pub calls: u64,
    /// The chain of the last line that holds: the fingerprint of the whole run.
    pub fingerprint: Chain,
    /// Where the engine of today decides otherwise than the rules that wrote.
    pub rules_changed: RulesChanged,
    /// True when reading was stopped before the end, because that was asked for.
    pub is_partial: bool,
}

/// Whether a journal holds.
#[derive(Debug)]
pub enum Comparison {
    /// Every record is what the engine makes of its input; or folds, in an extract, whose place in the journal cannot be checked.
    Same,
    /// By the same rules the engine makes something else of an input.
    Diverged(Box<Divergence>),
    /// The bytes are not what was written.
    Damaged(Damage),
}

/// Records whose transitions follow no more from their inputs, because the rules have changed since.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulesChanged {
    /// How many there are.
    pub records: u64,
    /// The seqs of the first of them, at most [`RulesChanged::LISTED`].
    pub first: Vec<u64>,
}

impl RulesChanged {
    /// How many are listed.
    pub const LISTED: usize = 20;

    pub(crate) fn add(&mut self, seq: u64) {
        self.records += 1;
        if self.first.len() < Self::LISTED {
            self.first.push(seq);
        }
    }
}

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// To the end.
    End,
    /// Up to and with this record.
    Seq(u64),
    /// Up to and with the records of this moment.
    At(Instant),
}

impl Until {
    pub(crate) fn is_before(self, seq: u64, at: Instant) -> bool {
        match self {
            Self::End => false,
            Self::Seq(last) => seq > last,
            Self::At(last) => at > last,
        }
    }
}

/// One record that holds, for whoever looks on.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Its place in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Instant,
    /// What the dialer was told.
    pub input: &'a Input,
    /// What followed, as it was recorded.
    pub transitions: &'a [Transition],
    /// The header of the stretch that it is in.
    pub header: &'a Header,
}

/// A verification that has come to its end.
#[derive(Debug)]
pub struct Verified {
    /// What it found.
    pub report: Report,
    /// What the records came to; in case of a divergence, what the engine of today makes of them. `None` in case of damage.
    pub world: Option<ReplayedState>,
}

/// What records come to.
#[derive(Debug)]
pub enum ReplayedState {
    /// The dialer of a whole journal, in its last state.
    Whole(Box<Dialer>),
    /// The session of an extract.
    Extract(Box<Extract>),
}

impl ReplayedState {
    /// Returns how many sessions and calls there are.
    pub(crate) fn counts(&self) -> (u64, u64) {
        match self {
            Self::Whole(dialer) => {
                let sessions = dialer.state().sessions();
                (sessions.len() as u64, sessions.iter().map(|session| session.calls().len() as u64).sum())
            }
            Self::Extract(extract) => extract.session().map_or((0, 0), |session| (1, session.calls().len() as u64)),
        }
    }
}
