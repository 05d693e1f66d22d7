//! Answers to repeated requests: leads and calls as of the record that the first request made.

use redial_engine::{Call, CallId, LeadId, Linked, Transition};

use crate::blocking::blocking;
use crate::error::Problem;
use crate::state::ServerState;
use crate::wire::{CallSnapshot, LeadSnapshot};
use redial_live::archive::Archive;
use redial_live::history::{HistoryCache, record};

/// Returns the transitions of a durable record.
pub(crate) async fn transitions(app: &ServerState, seq: u64) -> Result<Vec<Transition>, Problem> {
    let desk = app.desk.clone();
    blocking(move || Ok(record(desk.archive(), seq)?.transitions)).await?
}

/// Returns true if the engine refused the command.
pub(crate) fn is_refused(transitions: &[Transition]) -> bool {
    transitions.iter().any(|transition| matches!(transition, Transition::Refused(_)))
}

/// Returns the lead that a record added, as of that record.
pub(crate) async fn added(app: &ServerState, seq: u64) -> Result<Option<LeadSnapshot>, Problem> {
    let transitions = transitions(app, seq).await?;
    Ok(transitions.into_iter().find_map(|transition| {
        let Transition::LeadAdded { lead, details } = transition else { return None };
        Some(LeadSnapshot::added(lead, details))
    }))
}

/// Returns an enriched lead as of a record: its details and its enrichment never change.
pub(crate) async fn lead(app: &ServerState, now: LeadSnapshot, seq: u64) -> Result<LeadSnapshot, Problem> {
    let id = now.id;
    let calls = app.desk.read(move |view| view.state.lead(id).map(|lead| lead.calls.clone())).await?;
    let (desk, histories, calls) = (app.desk.clone(), app.histories.clone(), calls.unwrap_or_default());
    blocking(move || {
        let LeadAtSeq { contact, last_call } = LeadAtSeq::of(desk.archive(), &histories, id, &calls, seq)?;
        let call = match last_call {
            Some(call) => call_at(desk.archive(), &histories, call, seq)?.map(|found| (call, found)),
            None => None,
        };
        Ok(now.then(contact, call))
    })
    .await?
}

/// Returns a call as of a record.
pub(crate) async fn call(app: &ServerState, now: CallSnapshot, seq: u64) -> Result<CallSnapshot, Problem> {
    let (desk, histories, id) = (app.desk.clone(), app.histories.clone(), now.id);
    blocking(move || {
        let call = call_at(desk.archive(), &histories, id, seq)?.ok_or_else(missing_call)?;
        Ok(CallSnapshot { call, ..now })
    })
    .await?
}

fn call_at(archive: &Archive, histories: &HistoryCache, id: CallId, seq: u64) -> Result<Option<Call>, Problem> {
    let extract = histories.session_at(archive, id.session, seq)?;
    Ok(extract.session().and_then(|session| session.calls().get(usize::from(id.n)).copied()))
}

/// A lead's contact and newest call as of a record.
#[derive(Default)]
struct LeadAtSeq {
    contact: Option<Linked>,
    last_call: Option<CallId>,
}

impl LeadAtSeq {
    /// Reads the histories of the sessions that ever called the lead, up to the record `until`.
    fn of(
        archive: &Archive,
        histories: &HistoryCache,
        lead: LeadId,
        calls: &[CallId],
        until: u64,
    ) -> Result<Self, Problem> {
        let (mut then, mut placed) = (Self::default(), 0);
        for call in calls {
            for step in histories.history(archive, call.session, until)?.until(until) {
                for transition in &step.transitions {
                    if let Transition::CallPlaced { call, lead: rung, .. } = transition
                        && (*rung, step.seq >= placed) == (lead, true)
                    {
                        (placed, then.last_call) = (step.seq, Some(*call));
                    } else if let Transition::ContactLinked { call: linked, contact, .. } = transition
                        && linked == call
                    {
                        then.contact = Some(Linked { contact: *contact, at: step.at });
                    }
                }
            }
        }
        Ok(then)
    }
}

fn missing_call() -> Problem {
    Problem::from(std::io::Error::other("the call of a request that was done is not there"))
}
