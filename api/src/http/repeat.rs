//! What was answered once, for whoever asks again: leads and calls as they were after a record.

use std::collections::BTreeMap;

use redial_engine::{CallId, LeadId, Linked, SessionId, Transition};
use redial_replay::{Extract, Record};

use super::blocking::blocking;
use super::error::Problem;
use super::history::record;
use super::state::ServerState;
use crate::live::desk::Desk;
use crate::view::{CallSnapshot, LeadSnapshot};

/// Returns the transitions of a durable record.
pub(super) async fn transitions(app: &ServerState, seq: u64) -> Result<Vec<Transition>, Problem> {
    let desk = app.desk.clone();
    blocking(move || Ok(record(&desk.archive().line(seq)?)?.transitions)).await?
}

/// Says whether a command was refused.
pub(super) fn is_refused(transitions: &[Transition]) -> bool {
    transitions.iter().any(|transition| matches!(transition, Transition::Refused(_)))
}

/// Returns the lead that a record added, as it was then.
pub(super) async fn added(app: &ServerState, seq: u64) -> Result<Option<LeadSnapshot>, Problem> {
    let transitions = transitions(app, seq).await?;
    Ok(transitions.into_iter().find_map(|transition| {
        let Transition::LeadAdded { lead, details } = transition else { return None };
        Some(LeadSnapshot::added(lead, details))
    }))
}

/// Returns a lead that is enriched as it was after a record: who it is and its enrichment never change.
pub(super) async fn lead(app: &ServerState, now: LeadSnapshot, seq: u64) -> Result<LeadSnapshot, Problem> {
    let id = now.id;
    let calls = app.desk.read(move |view| view.state.lead(id).map(|lead| lead.calls.clone())).await?;
    let (desk, calls) = (app.desk.clone(), calls.unwrap_or_default());
    blocking(move || {
        let past = LeadAtSeq::of(&desk, id, &calls, seq)?;
        let call = past.last_call.and_then(|call| {
            let session = past.sessions.get(&call.session)?.session()?;
            Some((call, *session.calls().get(usize::from(call.n))?))
        });
        Ok(now.then(past.contact, call))
    })
    .await?
}

/// Returns a call as it was after a record.
pub(super) async fn call(app: &ServerState, now: CallSnapshot, seq: u64) -> Result<CallSnapshot, Problem> {
    let (desk, histories, id) = (app.desk.clone(), app.histories.clone(), now.id);
    blocking(move || {
        let extract = histories.fold(&desk, id.session, seq)?;
        let call = extract.session().and_then(|session| session.calls().get(usize::from(id.n)).copied());
        Ok(CallSnapshot { call: call.ok_or_else(|| lost("the call"))?, ..now })
    })
    .await?
}

/// What had become of a lead by a record.
#[derive(Default)]
struct LeadAtSeq {
    sessions: BTreeMap<SessionId, Extract>,
    contact: Option<Linked>,
    last_call: Option<CallId>,
}

impl LeadAtSeq {
    /// Reads the sessions that ever called the lead, up to the record `until`.
    fn of(desk: &Desk, lead: LeadId, calls: &[CallId], until: u64) -> Result<Self, Problem> {
        let mut past = Self::default();
        let mut placed = 0;
        for call in calls {
            let mut extract = Extract::new(call.session);
            for line in desk.archive().session(call.session)? {
                let Record { seq, at, transitions, .. } = record(&line)?;
                if seq > until {
                    break;
                }
                extract.fold(at, &transitions).map_err(|_| lost("the session"))?;
                for transition in transitions {
                    if let Transition::CallPlaced { call, lead: rung, .. } = transition
                        && (rung, seq >= placed) == (lead, true)
                    {
                        (placed, past.last_call) = (seq, Some(call));
                    } else if let Transition::ContactLinked { call: linked, contact, .. } = transition
                        && linked == *call
                    {
                        past.contact = Some(Linked { contact, at });
                    }
                }
            }
            past.sessions.insert(call.session, extract);
        }
        Ok(past)
    }
}

/// What a record speaks of is not in the journal.
fn lost(what: &str) -> Problem {
    Problem::from(std::io::Error::other(format!("{what} of a request that was done is not there")))
}
