//! The report of a verification, its limit, and the steps that it shows.

use redial_engine::{Dialer, Input, Instant, Transition};

use crate::chain::Chain;
use crate::damage::Damage;
use crate::divergence::Divergence;
use crate::extract::Extract;
use crate::header::Header;
use crate::public_ids::PublicIds;
use crate::reader::Tail;

/// The report of a verification.
#[derive(Debug)]
pub struct Report {
    /// The result.
    pub result: Comparison,
    /// The end of the journal, as far as it was read.
    pub tail: Tail,
    /// The first header.
    pub header: Header,
    /// The public ids, as of the last header.
    pub names: PublicIds,
    /// The number of records that passed.
    pub records: u64,
    /// The seq of the last record that passed; in an extract it exceeds their number.
    pub seq: u64,
    /// The time of the last record that passed.
    pub at: Instant,
    /// The number of transitions in those records.
    pub transitions: u64,
    /// The number of sessions started.
    pub sessions: u64,
    /// The number of calls placed.
    pub calls: u64,
    /// The chain of the last line that passed: the fingerprint of the whole run.
    pub fingerprint: Chain,
    /// The records that today's rules would decide otherwise.
    pub rules_changed: RulesChanged,
    /// True if the verification stopped before the end on request.
    pub is_partial: bool,
}

/// The result of a verification.
#[derive(Debug)]
pub enum Comparison {
    /// The engine computes every record again. In an extract, whose inputs cannot be executed, every record folds.
    Same,
    /// Under the same rules, the engine computes other transitions for an input.
    Diverged(Box<Divergence>),
    /// The bytes are not the ones that were written.
    Damaged(Damage),
}

/// Records whose transitions differ from the computed ones because the rules have changed since.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulesChanged {
    /// The number of such records.
    pub records: u64,
    /// The seqs of the first such records, at most [`RulesChanged::LISTED`].
    pub first: Vec<u64>,
}

impl RulesChanged {
    /// The maximum number of listed seqs.
    pub const LISTED: usize = 20;

    pub(crate) fn add(&mut self, seq: u64) {
        self.records += 1;
        if self.first.len() < Self::LISTED {
            self.first.push(seq);
        }
    }
}

/// The limit of a verification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// The end of the journal.
    End,
    /// This record, included.
    Seq(u64),
    /// This time; records at this time are included.
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

/// One record that passed, as the callback of a verification sees it.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The record's number in the journal, from 1.
    pub seq: u64,
    /// The time of the step.
    pub at: Instant,
    /// The input of the step.
    pub input: &'a Input,
    /// The recorded transitions.
    pub transitions: &'a [Transition],
    /// The last header before the record.
    pub header: &'a Header,
}

/// A finished verification.
#[derive(Debug)]
pub struct Verified {
    /// The report.
    pub report: Report,
    /// The state after the last record; after a divergence, the state that today's engine computes. `None` if the
    /// journal is damaged.
    pub world: Option<ReplayedState>,
}

/// The state after the last record of a verification.
#[derive(Debug)]
pub enum ReplayedState {
    /// The dialer of a whole journal.
    Whole(Box<Dialer>),
    /// The session of an extract.
    Extract(Box<Extract>),
}

impl ReplayedState {
    /// Returns the numbers of sessions and calls.
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
