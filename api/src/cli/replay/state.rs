//! A state, or a session of it, for people and for machines.

use std::io::{self, Write};

use anyhow::anyhow;
use redial_engine::{Call, CallId, CrmSync, LeadId, Line, Session, SessionId, State, Status, StopReason};
use redial_http::wire::{CallsShown, Lens, SessionSnapshot};
use redial_replay::{Extract, PublicIds, Report};
use serde_json::{Value, json};

use crate::cli::failure::Failure;

/// A state to show, and its origin.
pub(crate) struct ShownState<'a> {
    pub(crate) side: Side,
    pub(crate) subject: StateOrExtract<'a>,
}

/// The origin of a state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The journal, and the engine of today.
    Both,
    /// The journal alone.
    Recorded,
    /// The engine of today alone.
    Computed,
}

/// The state to show.
pub(crate) enum StateOrExtract<'a> {
    /// The state of a whole journal.
    State(&'a State),
    /// The session of an extract.
    Extract(&'a Extract),
}

/// The most sessions that are listed for people; the running ones come first, then the newest.
const LISTED: usize = 20;

impl Side {
    fn words(self) -> &'static str {
        match self {
            Self::Both => "The state",
            Self::Recorded => "The state as recorded",
            Self::Computed => "The state as computed",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Both => "state",
            Self::Recorded => "recorded",
            Self::Computed => "computed",
        }
    }
}

impl StateOrExtract<'_> {
    fn sessions(&self, only: Option<SessionId>) -> Vec<(SessionId, &Session)> {
        let all: Vec<_> = match self {
            Self::State(state) => (0..).map(SessionId).zip(state.sessions()).collect(),
            Self::Extract(extract) => extract.session().map(|session| (extract.id(), session)).into_iter().collect(),
        };
        all.into_iter().filter(|(id, _)| only.is_none_or(|only| only == *id)).collect()
    }

    fn name(&self, lead: LeadId) -> String {
        let details = match self {
            Self::State(state) => state.lead(lead).map(|lead| &lead.details),
            Self::Extract(extract) => extract.lead(lead),
        };
        details.map_or_else(|| format!("lead {lead}"), |details| details.name.to_string())
    }
}

/// Prints the states, for people.
pub(crate) fn text(
    report: &Report,
    shown: &[ShownState<'_>],
    only: Option<SessionId>,
    out: &mut impl Write,
) -> io::Result<()> {
    let names = &report.names;
    for ShownState { side, subject } in shown {
        let seq = match subject {
            StateOrExtract::State(state) => state.seq(),
            StateOrExtract::Extract(_) => report.seq,
        };
        writeln!(out, "{} after #{seq}, at {}", side.words(), report.at)?;
        let mut sessions = subject.sessions(only);
        let count = sessions.len();
        sessions.sort_by_key(|(id, session)| (!session.is_running(), std::cmp::Reverse(*id)));
        for (id, session) in sessions.into_iter().take(LISTED) {
            session_text(id, session, subject, names, out)?;
        }
        if count > LISTED {
            writeln!(out, "  … and {} more sessions; --session shows one, --json all", count - LISTED)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn session_text(
    id: SessionId,
    session: &Session,
    subject: &StateOrExtract<'_>,
    names: &PublicIds,
    out: &mut impl Write,
) -> io::Result<()> {
    let status = match session.status() {
        Status::Running => "running".to_owned(),
        Status::Stopped { at, reason } => format!("stopped ({}) at {at}", stop_reason(reason)),
    };
    let (spec, started) = (session.spec(), session.started_at());
    writeln!(
        out,
        "  session {id}  {}  {}, {} lines, since {started}, {status}",
        names.session(id),
        spec.agent,
        spec.lines
    )?;
    let metrics = session.metrics();
    writeln!(
        out,
        "    attempted {}, connected {}, failed {}, canceled {}, active {}, abandoned {}",
        metrics.attempted, metrics.connected, metrics.failed, metrics.canceled, metrics.active, metrics.abandoned
    )?;
    for (n, call) in (0..).zip(session.calls()) {
        let is_winner = if session.winner() == Some(n) { ", won" } else { "" };
        let (call_id, who) = (CallId::new(id, n), subject.name(call.lead));
        writeln!(out, "    call {call_id:<6} {who:<20} {}{is_winner}; crm {}", line_text(call), sync_text(call.crm))?;
    }
    let queue: Vec<String> = session.queue().take(LISTED).map(|lead| subject.name(lead)).collect();
    let more = session.queue().count() - queue.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    if !queue.is_empty() {
        writeln!(out, "    not dialed: {}{more}", queue.join(", "))?;
    }
    Ok(())
}

fn line_text(call: &Call) -> String {
    let abandoned = if call.abandoned { ", abandoned" } else { "" };
    match call.line {
        Line::Ringing { deadline } => format!("rings since {} until {deadline}", call.started_at),
        Line::Releasing { outcome, at, deadline } => {
            format!("{} at {at}, the line is released until {deadline}{abandoned}", word(&outcome))
        }
        Line::Ended { outcome, at } => format!("{} at {at}{abandoned}", word(&outcome)),
    }
}

fn sync_text(sync: CrmSync) -> String {
    match sync {
        CrmSync::None => "nothing yet".to_owned(),
        CrmSync::Pending { attempt, deadline } => format!("asked, attempt {attempt}, until {deadline}"),
        CrmSync::Deferred { attempt, retry_at } => format!("attempt {attempt} failed, again at {retry_at}"),
        CrmSync::Synced { activity } => format!("synced as activity {activity}"),
        CrmSync::Failed => "failed".to_owned(),
    }
}

const fn stop_reason(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Winner => "winner",
        StopReason::Exhausted => "exhausted",
        StopReason::Manual => "manual",
        StopReason::Interrupted => "interrupted",
    }
}

/// Returns the journal's word for a value, with spaces.
fn word(value: &impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().replace('_', " ")
}

/// Returns the states for machines, each under the name of its side; sessions have the form of the API.
pub(crate) fn json(
    report: &Report,
    shown: &[ShownState<'_>],
    only: Option<SessionId>,
) -> Result<Vec<(&'static str, Value)>, Failure> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let lens = Lens::of(report).map_err(|error| Failure::data(anyhow!("the journal's epoch is no time: {error}")))?;
    Ok(shown.iter().map(|state| (state.side.name(), state_json(&state.subject, report.seq, only, &lens))).collect())
}

fn state_json(subject: &StateOrExtract<'_>, seq: u64, only: Option<SessionId>, lens: &Lens) -> Value {
    let sessions = subject.sessions(only).into_iter().filter_map(|(id, _)| {
        let snapshot = match subject {
            StateOrExtract::State(state) => SessionSnapshot::present(state, state.seq(), id, CallsShown::Whole),
            StateOrExtract::Extract(extract) => SessionSnapshot::of_extract(extract, seq, CallsShown::Whole),
        };
        snapshot.map(|snapshot| json!(snapshot.view(lens)))
    });
    let sessions: Vec<Value> = sessions.collect();
    match subject {
        StateOrExtract::State(state) => {
            json!({ "seq": state.seq(), "at_ms": state.now(), "leads": state.leads().len(), "sessions": sessions })
        }
        StateOrExtract::Extract(_) => json!({ "sessions": sessions }),
    }
}
