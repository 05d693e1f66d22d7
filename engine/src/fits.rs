//! Checks whether a transition can follow on a state, so that a journal of any origin folds safely.

use core::fmt;

use crate::call::{CrmSync, Line};
use crate::id::{CallId, LeadId, SessionId};
use crate::key::RequestKey;
use crate::reason::Refusal;
use crate::session::{Session, Status};
use crate::state::State;
use crate::time::Instant;
use crate::transition::Transition;

/// Why a recorded transition cannot follow on the state that the previous records led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misfit {
    /// It names a lead that does not exist.
    UnknownLead(LeadId),
    /// It names a session that does not exist.
    UnknownSession(SessionId),
    /// It names a call that was never placed.
    UnknownCall(CallId),
    /// A new lead, session or call does not have the next ordinal.
    NotNext,
    /// The rules reject such a session.
    Inadmissible(Refusal),
    /// The session has stopped, or has no free line.
    CannotDial(SessionId),
    /// The lead is not next in the queue, or the state of the person's line contradicts the transition.
    NotReachable(LeadId),
    /// The call's line is in another state.
    WrongLine(CallId),
    /// The session's state allows no winner, or no stop.
    WrongEnding(SessionId),
    /// The call's sync is in another state.
    WrongSync(CallId),
    /// The lead has its contact, or its enrichment, already.
    KnownAlready(LeadId),
    /// No request about the lead is open at the enrichment service.
    NoRequest(LeadId),
    /// The text is not a valid key, or was used already.
    WrongKey,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLead(lead) => write!(f, "there is no lead {lead}"),
            Self::UnknownSession(session) => write!(f, "there is no session {session}"),
            Self::UnknownCall(call) => write!(f, "there is no call {call}"),
            Self::NotNext => f.write_str("the new id is not the next one"),
            Self::Inadmissible(refusal) => write!(f, "no dialer admits such a session: {refusal:?}"),
            Self::CannotDial(session) => write!(f, "session {session} has stopped or has no free line"),
            Self::NotReachable(lead) => {
                write!(f, "lead {lead} is not next in the queue, or the person's line says otherwise")
            }
            Self::WrongLine(call) => write!(f, "the line of call {call} is in another state"),
            Self::WrongEnding(session) => write!(f, "session {session} cannot end like this"),
            Self::WrongSync(call) => write!(f, "the sync of call {call} is in another state"),
            Self::KnownAlready(lead) => write!(f, "lead {lead} has this already"),
            Self::NoRequest(lead) => write!(f, "the enrichment service was not asked about lead {lead}"),
            Self::WrongKey => f.write_str("that cannot be a key, or was used already"),
        }
    }
}

impl core::error::Error for Misfit {}

impl State {
    /// Applies the transitions of one record. No rule runs, so records of older rules fold as well.
    ///
    /// # Errors
    ///
    /// The first transition that cannot follow. The state then holds the ones before it and must be discarded.
    pub fn fold(&mut self, at: Instant, transitions: &[Transition]) -> Result<(), Misfit> {
        let at = self.advance(at);
        for transition in transitions {
            self.fits(transition)?;
            self.apply(at, transition);
        }
        Ok(())
    }

    /// Applies transitions without a check; only for tests that plant bugs.
    #[doc(hidden)]
    pub fn fold_unchecked(&mut self, at: Instant, transitions: &[Transition]) {
        let at = self.advance(at);
        for transition in transitions {
            self.apply(at, transition);
        }
    }

    /// Checks that the transition can follow on this state.
    ///
    /// # Errors
    ///
    /// The reason why it cannot.
    pub fn fits(&self, transition: &Transition) -> Result<(), Misfit> {
        match transition {
            Transition::LeadAdded { lead, .. } => next(lead.index(), self.leads().len())?,
            Transition::KeyUsed(by) => {
                let is_new = self.key_use(&by.key, self.now()).is_none();
                require(is_new && RequestKey::is_sound(&by.key), Misfit::WrongKey)?;
            }
            Transition::LeadEnriched { lead, .. } => {
                let known = self.lead(*lead).ok_or(Misfit::UnknownLead(*lead))?;
                require(known.enrichment.is_none(), Misfit::KnownAlready(*lead))?;
            }
            Transition::EnrichmentRequested { lead, .. } => {
                let known = self.lead(*lead).ok_or(Misfit::UnknownLead(*lead))?;
                let is_open = known.enrichment.is_some() || self.has_open_enrichment(*lead);
                require(!is_open, Misfit::KnownAlready(*lead))?;
            }
            Transition::EnrichmentFailed { lead, .. } => {
                require(self.has_open_enrichment(*lead), Misfit::NoRequest(*lead))?;
            }
            Transition::SessionStarted { session, spec } => {
                next(session.index(), self.sessions().len())?;
                spec.check().map_err(Misfit::Inadmissible)?;
                let unknown = spec.leads.iter().find(|lead| self.lead(**lead).is_none());
                unknown.map_or(Ok(()), |lead| Err(Misfit::UnknownLead(*lead)))?;
            }
            Transition::CallPlaced { lead, .. } => {
                let free = self.lead(*lead).is_some() && self.is_free(*lead);
                require(free, Misfit::NotReachable(*lead))?;
            }
            Transition::LeadPassedOver { lead, .. } => {
                let busy = self.lead(*lead).is_some() && !self.is_free(*lead);
                require(busy, Misfit::NotReachable(*lead))?;
            }
            Transition::ContactLinked { call, .. } => {
                let lead = self.call(*call).ok_or(Misfit::UnknownCall(*call))?.lead;
                require(self.leads()[lead.index()].contact.is_none(), Misfit::KnownAlready(lead))?;
            }
            Transition::CrmSynced { call, .. } => {
                let lead = self.call(*call).ok_or(Misfit::UnknownCall(*call))?.lead;
                require(self.leads()[lead.index()].contact.is_some(), Misfit::WrongSync(*call))?;
            }
            Transition::Resumed(_)
            | Transition::CallEnded { .. }
            | Transition::SessionWon { .. }
            | Transition::SessionStopped { .. }
            | Transition::LineReleased { .. }
            | Transition::AnswerAbandoned { .. }
            | Transition::CrmSyncStarted { .. }
            | Transition::CrmSyncDeferred { .. }
            | Transition::CrmSyncFailed { .. }
            | Transition::CarrierEventIgnored { .. }
            | Transition::CrmReplyIgnored { .. }
            | Transition::EnrichmentIgnored { .. }
            | Transition::Refused(_) => {}
        }
        let is_new_or_ignored = matches!(
            transition,
            Transition::SessionStarted { .. }
                | Transition::CarrierEventIgnored { .. }
                | Transition::CrmReplyIgnored { .. }
        );
        match transition.session() {
            Some(session) if !is_new_or_ignored => {
                self.session(session).ok_or(Misfit::UnknownSession(session))?.fits(transition)
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Session {
    /// Applies the transitions of one record that are about this session.
    ///
    /// # Errors
    ///
    /// The first transition that cannot follow.
    pub fn fold<'a>(
        &mut self,
        at: Instant,
        transitions: impl IntoIterator<Item = &'a Transition>,
    ) -> Result<(), Misfit> {
        for transition in transitions {
            self.fits(transition)?;
            self.apply(at, transition);
        }
        Ok(())
    }

    /// Checks that a transition about this session can follow, as far as the session alone can tell.
    fn fits(&self, transition: &Transition) -> Result<(), Misfit> {
        match *transition {
            Transition::LeadPassedOver { session, lead } => {
                require(self.has_free_line(), Misfit::CannotDial(session))?;
                require(self.untouched().first() == Some(&lead), Misfit::NotReachable(lead))
            }
            Transition::CallPlaced { call, lead, .. } => {
                next(usize::from(call.n), self.calls().len())?;
                require(self.has_free_line(), Misfit::CannotDial(call.session))?;
                let reached = self.untouched().first() == Some(&lead) || self.passed_over().any(|other| other == lead);
                require(reached, Misfit::NotReachable(lead))
            }
            Transition::CallEnded { call, .. } => {
                self.line(call, |line| matches!(line, Line::Ringing { .. }))?;
                require(self.is_running(), Misfit::WrongEnding(call.session))
            }
            Transition::LineReleased { call, .. } => self.line(call, |line| matches!(line, Line::Releasing { .. })),
            Transition::AnswerAbandoned { call } => {
                self.line(call, |line| matches!(line, Line::Releasing { .. }))?;
                require(!self.calls()[usize::from(call.n)].abandoned, Misfit::WrongLine(call))
            }
            Transition::SessionWon { call } => {
                self.line(call, |line| matches!(line, Line::Ended { .. }))?;
                require(self.winner().is_none(), Misfit::WrongEnding(call.session))
            }
            Transition::SessionStopped { session, .. } => {
                let quiet = self.status() == Status::Running && self.metrics().active == 0;
                require(quiet, Misfit::WrongEnding(session))
            }
            Transition::CrmSyncStarted { call, .. } => {
                self.line(call, |line| !matches!(line, Line::Ringing { .. }))?;
                self.sync(call, |crm| !matches!(crm, CrmSync::Synced { .. }))
            }
            Transition::ContactLinked { call, .. } => self.sync(call, |crm| !matches!(crm, CrmSync::None)),
            Transition::CrmSynced { call, .. } => {
                self.sync(call, |crm| !matches!(crm, CrmSync::None | CrmSync::Synced { .. }))
            }
            Transition::CrmSyncDeferred { call, .. } | Transition::CrmSyncFailed { call } => {
                self.sync(call, |crm| matches!(crm, CrmSync::Pending { .. }))
            }
            Transition::CarrierEventIgnored { .. } | Transition::CrmReplyIgnored { .. } => Ok(()),
            Transition::Resumed(_)
            | Transition::KeyUsed(_)
            | Transition::LeadAdded { .. }
            | Transition::LeadEnriched { .. }
            | Transition::EnrichmentRequested { .. }
            | Transition::EnrichmentFailed { .. }
            | Transition::EnrichmentIgnored { .. }
            | Transition::SessionStarted { .. }
            | Transition::Refused(_) => Err(Misfit::NotNext),
        }
    }

    fn line(&self, call: CallId, is: impl Fn(&Line) -> bool) -> Result<(), Misfit> {
        let known = self.calls().get(usize::from(call.n)).ok_or(Misfit::UnknownCall(call))?;
        require(is(&known.line), Misfit::WrongLine(call))
    }

    fn sync(&self, call: CallId, is: impl Fn(&CrmSync) -> bool) -> Result<(), Misfit> {
        let known = self.calls().get(usize::from(call.n)).ok_or(Misfit::UnknownCall(call))?;
        require(is(&known.crm), Misfit::WrongSync(call))
    }
}

fn next(ordinal: usize, len: usize) -> Result<(), Misfit> {
    require(ordinal == len, Misfit::NotNext)
}

fn require(holds: bool, misfit: Misfit) -> Result<(), Misfit> {
    if holds { Ok(()) } else { Err(misfit) }
}
