//! Calls as the API shows them.

use std::sync::Arc;

use redial_engine::{Call, CallId, CrmSync, LeadDetails, Line, Outcome, State};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::{Id, Lens, Time};

/// The state of one call that its view needs.
#[derive(Clone, Debug)]
pub struct CallSnapshot {
    /// Its id.
    pub id: CallId,
    /// The call.
    pub call: Call,
    /// The agent of its session.
    pub agent: Box<str>,
    /// The lead that it rings.
    pub person: Arc<LeadDetails>,
}

impl CallSnapshot {
    /// Copies a call out of the state; `None` if the id names none.
    pub fn of(state: &State, id: CallId) -> Option<Self> {
        let agent = state.session(id.session)?.spec().agent.clone();
        let call = *state.call(id)?;
        Some(Self { id, call, agent, person: Arc::clone(&state.lead(call.lead)?.details) })
    }

    /// Returns the JSON.
    pub fn view(&self, lens: &Lens) -> CallView<'_> {
        CallView::new(self.id, &self.call, &self.agent, &self.person, lens)
    }
}

/// One ring of one lead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
#[serde(rename_all = "camelCase")]
pub struct CallView<'a> {
    /// The call's id.
    id: Id,
    /// The lead that it rings.
    lead_id: Id,
    /// The session that it belongs to.
    session_id: Id,
    /// The agent of its session.
    agent_id: &'a str,
    /// Whether the call rings.
    status: CallState,
    /// Its outcome; null while it rings.
    #[schema(required)]
    call_status: Option<CallStatus>,
    /// When it was placed.
    started_at: Time,
    /// When it ended; null while it rings.
    #[schema(required)]
    ended_at: Option<Time>,
    /// The simulated carrier's id of the call.
    provider_call_id: ProviderCallId,
    /// The app's activity, once the CRM has it.
    #[schema(required)]
    crm_activity_id: Option<Id>,
    /// The status of its CRM sync; null while it rings.
    #[schema(required)]
    crm_activity_status: Option<SyncStatus>,
    /// The session's number and the call's within it, as timelines print it.
    number: CallNumber,
    /// Whether a person answered while the dialer hung up, and heard silence.
    abandoned: bool,
    /// The state of the telephone line, which can be busy for a moment longer than the call rings.
    line: LineState,
    /// The lead.
    lead: CalledLead<'a>,
}

/// The lead of a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
struct CalledLead<'a> {
    /// The lead's id.
    id: Id,
    /// The person's name.
    name: &'a str,
    /// Their job title.
    job_title: &'a str,
    /// Their phone number, as imported or entered.
    phone_number: &'a str,
    /// Their company.
    company: &'a str,
}

/// Whether a call rings.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum CallState {
    Ringing,
    Completed,
}

/// The state of a telephone line: ringing, perhaps releasing, then ended.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum LineState {
    Ringing,
    Releasing,
    Ended,
}

/// The outcome of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallStatus {
    /// A person answered.
    Connected,
    /// No answer in time.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The carrier could not place it.
    Failed,
    /// Another call was answered first, or the session was stopped.
    CanceledByDialer,
}

/// The status of a CRM sync.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = CrmActivityStatus)]
#[serde(rename_all = "UPPERCASE")]
pub enum SyncStatus {
    /// An attempt is under way, or the next one is waiting.
    Pending,
    /// The CRM has it.
    Synced,
    /// The CRM did not take it, and no attempt is left.
    Failed,
}

impl SyncStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Synced, Self::Failed];

    /// Returns its word in JSON and in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Synced => "SYNCED",
            Self::Failed => "FAILED",
        }
    }
}

impl CallStatus {
    /// Returns its word in JSON and in metrics.
    pub const fn as_str(self) -> &'static str {
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
    /// Builds the view of a call.
    pub fn new(id: CallId, call: &Call, agent: &'a str, person: &'a LeadDetails, lens: &Lens) -> Self {
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

/// Returns the API's word for an outcome.
pub const fn call_status(outcome: Outcome) -> CallStatus {
    match outcome {
        Outcome::Connected => CallStatus::Connected,
        Outcome::NoAnswer => CallStatus::NoAnswer,
        Outcome::Busy => CallStatus::Busy,
        Outcome::Voicemail => CallStatus::Voicemail,
        Outcome::Failed => CallStatus::Failed,
        Outcome::CanceledByDialer => CallStatus::CanceledByDialer,
    }
}

/// Returns the API's word for the state of a sync. A wait between two attempts is PENDING.
pub const fn sync_status(crm: CrmSync) -> Option<SyncStatus> {
    match crm {
        CrmSync::None => None,
        CrmSync::Pending { .. } | CrmSync::Deferred { .. } => Some(SyncStatus::Pending),
        CrmSync::Synced { .. } => Some(SyncStatus::Synced),
        CrmSync::Failed => Some(SyncStatus::Failed),
    }
}

/// The simulated carrier's id of a call. It is built from the ordinals, so a restart does not change it.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, pattern = "^SIM-[0-9A-F]{8}-[0-9A-F]{4}$")]
struct ProviderCallId(CallId);

impl Serialize for ProviderCallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("SIM-{:08X}-{:04X}", self.0.session.0, self.0.n))
    }
}

/// The number of a call, as timelines print it: `0.1`.
#[derive(Debug, ToSchema)]
#[schema(as = CallNumber, value_type = String, pattern = r"^[0-9]+\.[0-9]+$")]
pub(super) struct CallNumber(pub(super) CallId);

impl Serialize for CallNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
