//! Extracts: one session's records, copied from a journal byte for byte.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::Arc;

use redial_engine::{Instant, LeadDetails, LeadId, Misfit, Session, SessionId, SessionSpec, Transition};

use crate::damage::ReadError;
use crate::encoder::Encoder;
use crate::header::{Excerpt, Header};
use crate::line::JournalLine;
use crate::reader::Reader;

/// The fold of an extract: one session and its leads, without the rest of the state.
#[derive(Clone, Debug)]
pub struct Extract {
    id: SessionId,
    session: Option<Session>,
    leads: BTreeMap<LeadId, Arc<LeadDetails>>,
}

impl Extract {
    /// Returns the extract of a session before its first record.
    #[must_use]
    pub const fn new(id: SessionId) -> Self {
        Self { id, session: None, leads: BTreeMap::new() }
    }

    /// Returns the session's id.
    #[must_use]
    pub const fn id(&self) -> SessionId {
        self.id
    }

    /// Returns the session; `None` before it has started.
    #[must_use]
    pub const fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Returns a lead's details; `None` if the extract does not contain the lead.
    #[must_use]
    pub fn lead(&self, lead: LeadId) -> Option<&Arc<LeadDetails>> {
        self.leads.get(&lead)
    }

    /// Folds one record: the transitions that concern the session, and the leads that were added.
    ///
    /// # Errors
    ///
    /// A transition cannot follow the ones before it.
    pub fn fold(&mut self, at: Instant, transitions: &[Transition]) -> Result<(), Misfit> {
        for transition in transitions {
            if let Transition::LeadAdded { lead, details } = transition {
                self.leads.insert(*lead, Arc::clone(details));
            } else if transition.session() == Some(self.id) {
                self.take(at, transition)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, at: Instant, transition: &Transition) -> Result<(), Misfit> {
        let is_ignored =
            matches!(transition, Transition::CarrierEventIgnored { .. } | Transition::CrmReplyIgnored { .. });
        match (&mut self.session, transition) {
            (Some(_), Transition::SessionStarted { .. }) => Err(Misfit::NotNext),
            (None, Transition::SessionStarted { spec, .. }) => {
                spec.check().map_err(Misfit::Inadmissible)?;
                self.session = Some(Session::started(at, Arc::clone(spec)));
                Ok(())
            }
            (Some(session), _) => session.fold(at, [transition]),
            (None, _) if is_ignored => Ok(()),
            (None, _) => Err(Misfit::UnknownSession(self.id)),
        }
    }
}

/// Writes the extract of a session: the header, the records that added its leads, and every record with a transition
/// that concerns the session. Returns false, and writes nothing, if the journal has no such session.
///
/// # Errors
///
/// The journal cannot be read or is damaged, or the extract cannot be written.
pub fn extract<R: BufRead>(mut reader: Reader<R>, session: SessionId, out: &mut impl Write) -> Result<bool, ReadError> {
    let mut header = reader.header().clone();
    let mut added: BTreeMap<LeadId, Vec<u8>> = BTreeMap::new();
    let mut has_started = false;
    let mut transitions = Vec::new();
    while let Some(line) = reader.next()? {
        let record = match line {
            JournalLine::Record(record) => record,
            JournalLine::Header { header: later, .. } => {
                header.forks.clone_from(&later.forks);
                continue;
            }
        };
        record.transitions_into(&mut transitions)?;
        for transition in &transitions {
            if has_started {
                break;
            }
            if let Transition::LeadAdded { lead, .. } = transition {
                added.insert(*lead, record.bytes.to_vec());
            } else if let Transition::SessionStarted { session: started, spec } = transition
                && *started == session
            {
                has_started = true;
                out.write_all(&header_line(&header, session))?;
                let needed = leads_of(spec).into_iter().filter_map(|lead| added.remove(&lead));
                needed.into_iter().try_for_each(|line| out.write_all(&line))?;
                added.clear();
            }
        }
        if has_started && transitions.iter().any(|transition| transition.session() == Some(session)) {
            out.write_all(record.bytes)?;
        }
    }
    Ok(has_started)
}

/// Returns the line of the header of the session's extract.
#[must_use]
pub fn header_line(header: &Header, session: SessionId) -> Vec<u8> {
    let mut line = Vec::new();
    let _ = Encoder::begin(&Header { extract: Some(Excerpt { session }), ..header.clone() }, &mut line);
    line
}

/// Returns a session's leads, in the order in which they were added to the journal.
#[must_use]
pub fn leads_of(spec: &SessionSpec) -> Vec<LeadId> {
    let mut leads = spec.leads.to_vec();
    leads.sort_unstable();
    leads
}
