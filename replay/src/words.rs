//! The words of a timeline for inputs, outcomes, reasons and refusals.

use redial_engine::{
    CarrierEvent, CarrierIgnore, Command, CrmAsk, CrmIgnore, CrmReply, EnrichmentFailure, EnrichmentIgnore, Input,
    MAX_LEADS, MAX_LINES, Outcome, Refusal, ReleasedBy, StopReason,
};

pub(crate) const fn input(input: &Input) -> &'static str {
    match input {
        Input::Tick => "time",
        Input::Resumed(_) => "resumed",
        Input::Command(asked) => command(asked),
        Input::Keyed(keyed) => match &keyed.command {
            Some(asked) => command(asked),
            None => "key",
        },
        Input::Carrier { .. } => "carrier",
        Input::Crm { .. } => "crm",
        Input::Enrichment { .. } => "enrichment",
    }
}

const fn command(command: &Command) -> &'static str {
    match command {
        Command::AddLead(_) => "add lead",
        Command::EnrichLead { .. } => "enrich lead",
        Command::RequestEnrichment { .. } => "request enrichment",
        Command::StartSession(_) => "start session",
        Command::StopSession { .. } => "stop session",
        Command::RetryCrmSync { .. } => "retry crm sync",
    }
}

pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Connected => "connected",
        Outcome::NoAnswer => "no answer",
        Outcome::Busy => "busy",
        Outcome::Voicemail => "voicemail",
        Outcome::Failed => "failed",
        Outcome::CanceledByDialer => "canceled by dialer",
    }
}

pub(crate) const fn stop_reason(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Winner => "winner",
        StopReason::Exhausted => "exhausted",
        StopReason::Manual => "manual",
        StopReason::Interrupted => "interrupted",
    }
}

pub(crate) const fn released_by(by: ReleasedBy) -> &'static str {
    match by {
        ReleasedBy::Carrier => "carrier",
        ReleasedBy::Deadline => "deadline",
    }
}

pub(crate) const fn crm_ask(ask: CrmAsk) -> &'static str {
    match ask {
        CrmAsk::Contact => "contact",
        CrmAsk::Activity => "activity",
    }
}

pub(crate) const fn carrier_event(event: CarrierEvent) -> &'static str {
    match event {
        CarrierEvent::Answered => "answered",
        CarrierEvent::NoAnswer => "no answer",
        CarrierEvent::Busy => "busy",
        CarrierEvent::Voicemail => "voicemail",
        CarrierEvent::Failed => "failed",
        CarrierEvent::Released => "released",
    }
}

pub(crate) fn crm_reply(reply: CrmReply) -> String {
    match reply {
        CrmReply::ContactUpserted(contact) => format!("contact {contact}"),
        CrmReply::ContactFailed => "contact failed".to_owned(),
        CrmReply::ActivityCreated(activity) => format!("activity {activity}"),
        CrmReply::ActivityFailed => "activity failed".to_owned(),
    }
}

pub(crate) const fn carrier_ignore(reason: CarrierIgnore) -> &'static str {
    match reason {
        CarrierIgnore::UnknownCall => "there is no such call",
        CarrierIgnore::LineEnded => "the line is free already",
        CarrierIgnore::AlreadyAbandoned => "counted as abandoned already",
    }
}

pub(crate) const fn crm_ignore(reason: CrmIgnore) -> &'static str {
    match reason {
        CrmIgnore::UnknownCall => "there is no such call",
        CrmIgnore::NotAsked => "not requested",
        CrmIgnore::AlreadyLinked => "the lead has its contact",
        CrmIgnore::AlreadySynced => "synced already",
        CrmIgnore::Stale => "no longer awaited",
    }
}

pub(crate) const fn enrichment_failure(reason: EnrichmentFailure) -> &'static str {
    match reason {
        EnrichmentFailure::Service => "the service has no answer",
        EnrichmentFailure::Deadline => "the service did not answer in time",
    }
}

pub(crate) const fn enrichment_ignore(reason: EnrichmentIgnore) -> &'static str {
    match reason {
        EnrichmentIgnore::UnknownLead => "there is no such lead",
        EnrichmentIgnore::NotAsked => "no request is open",
    }
}

pub(crate) fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::UnknownLead(lead) => format!("there is no lead {lead}"),
        Refusal::UnknownSession(session) => format!("there is no session {session}"),
        Refusal::UnknownCall(call) => format!("there is no call {call}"),
        Refusal::AlreadyEnriched(lead) => format!("lead {lead} is enriched already"),
        Refusal::EnrichmentPending(lead) => format!("the enrichment service was asked about lead {lead} already"),
        Refusal::AlreadyStopped(session) => format!("session {session} has stopped already"),
        Refusal::SyncNotFailed(call) => format!("the sync of call {call} has not failed"),
        Refusal::NoLeads => "a session needs at least one lead".to_owned(),
        Refusal::TooManyLeads => format!("a session takes at most {MAX_LEADS} leads"),
        Refusal::RepeatedLead(lead) => format!("lead {lead} is listed twice"),
        Refusal::LinesOutOfRange(lines) => format!("{lines} lines, where a session has 1 to {MAX_LINES}"),
        Refusal::Full => "the ordinals are used up".to_owned(),
        Refusal::KeyUsed => "the key was used already".to_owned(),
        Refusal::KeyUnsound => "the key is malformed".to_owned(),
    }
}
