//! Calls as the API shows them.

use std::sync::Arc;

use redial_engine::{Call, CallId, CrmSync, LeadDetails, Line, Outcome};
use serde::{Serialize, Serializer};

use super::{Id, Lens, Time};

/// What is shown of one call.
#[derive(Clone, Debug)]
pub(crate) struct CallSnapshot {
    /// Which call it is.
    pub(crate) id: CallId,
    /// The call.
    pub(crate) call: Call,
    /// Whom it rings.
    pub(crate) person: Arc<LeadDetails>,
}

impl CallSnapshot {
    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> CallView<'_> {
        CallView::new(self.id, &self.call, &self.person, lens)
    }
}

/// The seed's Call, whom it rings, and what the seed does not know of.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallView<'a> {
    id: Id,
    lead_id: Id,
    session_id: Id,
    status: &'static str,
    call_status: Option<&'static str>,
    started_at: Time,
    ended_at: Option<Time>,
    provider_call_id: ProviderCallId,
    crm_activity_id: Option<Id>,
    crm_activity_status: Option<&'static str>,
    number: Number,
    abandoned: bool,
    line: &'static str,
    lead: Person<'a>,
}

/// What a call shows of the lead.
#[derive(Debug, Serialize)]
struct Person<'a> {
    id: Id,
    name: &'a str,
    job_title: &'a str,
    phone_number: &'a str,
    company: &'a str,
}

impl<'a> CallView<'a> {
    /// Makes the view of a call.
    pub(crate) fn new(id: CallId, call: &Call, person: &'a LeadDetails, lens: &Lens) -> Self {
        let lead_id = Id(lens.names.lead(call.lead));
        Self {
            id: Id(lens.names.call(id)),
            lead_id,
            session_id: Id(lens.names.session(id.session)),
            status: if call.is_ringing() { "RINGING" } else { "COMPLETED" },
            call_status: call.ending().map(|(outcome, _)| call_status(outcome)),
            started_at: lens.time(call.started_at),
            ended_at: call.ending().map(|(_, at)| lens.time(at)),
            provider_call_id: ProviderCallId(id),
            crm_activity_id: match call.crm {
                CrmSync::Synced { .. } => Some(Id(lens.names.activity(id))),
                CrmSync::None | CrmSync::Pending { .. } | CrmSync::Deferred { .. } | CrmSync::Failed => None,
            },
            crm_activity_status: sync_status(call.crm),
            number: Number(id),
            abandoned: call.abandoned,
            line: match call.line {
                Line::Ringing { .. } => "RINGING",
                Line::Releasing { .. } => "RELEASING",
                Line::Ended { .. } => "ENDED",
            },
            lead: Person {
                id: lead_id,
                name: &person.name,
                job_title: &person.job_title,
                phone_number: &person.phone_number,
                company: &person.company,
            },
        }
    }
}

/// Returns the seed's word for how a call ended.
pub(crate) const fn call_status(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Connected => "CONNECTED",
        Outcome::NoAnswer => "NO_ANSWER",
        Outcome::Busy => "BUSY",
        Outcome::Voicemail => "VOICEMAIL",
        Outcome::Failed => "FAILED",
        Outcome::CanceledByDialer => "CANCELED_BY_DIALER",
    }
}

/// Returns the seed's word for how far a sync has come; a wait between two attempts shows as PENDING.
pub(crate) const fn sync_status(crm: CrmSync) -> Option<&'static str> {
    match crm {
        CrmSync::None => None,
        CrmSync::Pending { .. } | CrmSync::Deferred { .. } => Some("PENDING"),
        CrmSync::Synced { .. } => Some("SYNCED"),
        CrmSync::Failed => Some("FAILED"),
    }
}

/// The simulated carrier's own name of a call: made of the ordinals, so it is the same after a restart.
#[derive(Debug)]
struct ProviderCallId(CallId);

impl Serialize for ProviderCallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("SIM-{:08X}-{:04X}", self.0.session.0, self.0.n))
    }
}

/// The number of a call that timelines print: `0.1`.
#[derive(Debug)]
pub(super) struct Number(pub(super) CallId);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
