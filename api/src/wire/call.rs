//! Calls as the API shows them.

use std::sync::Arc;

use redial_engine::{Call, CallId, CrmSync, LeadDetails, Line, Outcome, State};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::{Id, Lens, Time};

/// What is shown of one call.
#[derive(Clone, Debug)]
pub(crate) struct CallSnapshot {
    /// Which call it is.
    pub(crate) id: CallId,
    /// The call.
    pub(crate) call: Call,
    /// Who dialed it.
    pub(crate) agent: Box<str>,
    /// Whom it rings.
    pub(crate) person: Arc<LeadDetails>,
}

impl CallSnapshot {
    /// Finds a call; `None` where there is none of that id.
    pub(crate) fn of(state: &State, id: CallId) -> Option<Self> {
        let agent = state.session(id.session)?.spec().agent.clone();
        let call = *state.call(id)?;
        Some(Self { id, call, agent, person: Arc::clone(&state.lead(call.lead)?.details) })
    }

    /// Returns the JSON.
    pub(crate) fn view(&self, lens: &Lens) -> CallView<'_> {
        CallView::new(self.id, &self.call, &self.agent, &self.person, lens)
    }
}

/// One ring of one lead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallView<'a> {
    /// The call's id.
    id: Id,
    /// Whom it rings.
    lead_id: Id,
    /// The session that it belongs to.
    session_id: Id,
    /// Who dialed it.
    agent_id: &'a str,
    /// Whether it still rings.
    status: CallState,
    /// How it ended; null while it rings.
    #[schema(required)]
    call_status: Option<CallStatus>,
    /// When it was placed.
    started_at: Time,
    /// When it ended; null while it rings.
    #[schema(required)]
    ended_at: Option<Time>,
    /// The simulated carrier's own name of the call.
    provider_call_id: ProviderCallId,
    /// The app's activity, once the CRM has taken it.
    #[schema(required)]
    crm_activity_id: Option<Id>,
    /// How far the result has come on its way to the CRM; null while the call rings.
    #[schema(required)]
    crm_activity_status: Option<SyncStatus>,
    /// The session's number and the call's within it, as timelines print it.
    number: CallNumber,
    /// Whether a person answered in the moment in which the dialer hung up, and heard nobody.
    abandoned: bool,
    /// What the telephone line does; it may be busy for a moment longer than the call rings.
    line: LineState,
    /// What is shown of the lead.
    lead: CalledLead<'a>,
}

/// What a call shows of its lead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
struct CalledLead<'a> {
    /// The lead's id.
    id: Id,
    /// The person's name.
    name: &'a str,
    /// What they do.
    job_title: &'a str,
    /// Their phone number as it was given.
    phone_number: &'a str,
    /// Where they work.
    company: &'a str,
}

/// Whether a call rings.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum CallState {
    Ringing,
    Completed,
}

/// What a telephone line does: it rings, is perhaps released, and then has ended.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum LineState {
    Ringing,
    Releasing,
    Ended,
}

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CallStatus {
    /// A person answered.
    Connected,
    /// Nobody answered in time.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The carrier could not place it.
    Failed,
    /// Somebody else answered, or the session was stopped.
    CanceledByDialer,
}

/// How far a result has come on its way to the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = CrmActivityStatus)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum SyncStatus {
    /// It is being offered, or waits to be offered again.
    Pending,
    /// The CRM has it.
    Synced,
    /// It was offered as often as allowed, and the CRM did not take it.
    Failed,
}

impl SyncStatus {
    /// Every status.
    pub(crate) const ALL: [Self; 3] = [Self::Pending, Self::Synced, Self::Failed];

    /// Returns the word that stands for it everywhere.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Synced => "SYNCED",
            Self::Failed => "FAILED",
        }
    }
}

impl CallStatus {
    /// Returns the word that stands for it everywhere.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "CONNECTED",
            Self::NoAnswer => "NO_ANSWER",
            Self::Busy => "BUSY",
            Self::Voicemail => "VOICEMAIL",
            Self::Failed => "FAILED",
            Self::CanceledByDialer => "CANCELED_BY_DIALER",
        }
    }
}

impl<'a> CallView<'a> {
    /// Makes the view of a call.
    pub(crate) fn new(id: CallId, call: &Call, agent: &'a str, person: &'a LeadDetails, lens: &Lens) -> Self {
        let lead_id = Id(lens.names.lead(call.lead));
        Self {
            id: Id(lens.names.call(id)),
            lead_id,
            session_id: Id(lens.names.session(id.session)),
            agent_id: agent,
            status: if call.is_ringing() { CallState::Ringing } else { CallState::Completed },
            call_status: call.ending().map(|(outcome, _)| call_status(outcome)),
            started_at: lens.time(call.started_at),
            ended_at: call.ending().map(|(_, at)| lens.time(at)),
            provider_call_id: ProviderCallId(id),
            crm_activity_id: match call.crm {
                CrmSync::Synced { .. } => Some(Id(lens.names.activity(id))),
                CrmSync::None | CrmSync::Pending { .. } | CrmSync::Deferred { .. } | CrmSync::Failed => None,
            },
            crm_activity_status: sync_status(call.crm),
            number: CallNumber(id),
            abandoned: call.abandoned,
            line: match call.line {
                Line::Ringing { .. } => LineState::Ringing,
                Line::Releasing { .. } => LineState::Releasing,
                Line::Ended { .. } => LineState::Ended,
            },
            lead: CalledLead {
                id: lead_id,
                name: &person.name,
                job_title: &person.job_title,
                phone_number: &person.phone_number,
                company: &person.company,
            },
        }
    }
}

/// Returns the API's word for how a call ended.
pub(crate) const fn call_status(outcome: Outcome) -> CallStatus {
    match outcome {
        Outcome::Connected => CallStatus::Connected,
        Outcome::NoAnswer => CallStatus::NoAnswer,
        Outcome::Busy => CallStatus::Busy,
        Outcome::Voicemail => CallStatus::Voicemail,
        Outcome::Failed => CallStatus::Failed,
        Outcome::CanceledByDialer => CallStatus::CanceledByDialer,
    }
}

/// Returns the API's word for how far a sync has come; a wait between two attempts shows as PENDING.
pub(crate) const fn sync_status(crm: CrmSync) -> Option<SyncStatus> {
    match crm {
        CrmSync::None => None,
        CrmSync::Pending { .. } | CrmSync::Deferred { .. } => Some(SyncStatus::Pending),
        CrmSync::Synced { .. } => Some(SyncStatus::Synced),
        CrmSync::Failed => Some(SyncStatus::Failed),
    }
}

/// The simulated carrier's own name of a call: made of the ordinals, so it is the same after a restart.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, pattern = "^SIM-[0-9A-F]{8}-[0-9A-F]{4}$")]
struct ProviderCallId(CallId);

impl Serialize for ProviderCallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("SIM-{:08X}-{:04X}", self.0.session.0, self.0.n))
    }
}

/// The number of a call that timelines print: `0.1`.
#[derive(Debug, ToSchema)]
#[schema(as = CallNumber, value_type = String, pattern = r"^[0-9]+\.[0-9]+$")]
pub(super) struct CallNumber(pub(super) CallId);

impl Serialize for CallNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
