//! The timeline: a text for people, one aligned line per transition.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

use redial_engine::{Input, Instant, LeadDetails, LeadId, Refusal, SessionId, SessionSpec, State, Transition};

use crate::header::Header;
use crate::printable::printable;
use crate::public_ids::PublicIds;
use crate::words;

/// Prints records. It keeps the details of every lead that was added, so that it can print names.
#[derive(Clone, Debug)]
pub struct Timeline {
    names: Option<PublicIds>,
    leads: BTreeMap<LeadId, Arc<LeadDetails>>,
    only: Option<SessionId>,
    /// The width of seq and time, in characters; it only grows, so that the columns after it stay aligned.
    gutter: usize,
    /// The width of the subjects, in characters.
    subject: usize,
}

/// A transition in words.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Words {
    /// The subject: `call 0.1`.
    pub subject: String,
    /// The event: `ended`.
    pub verb: &'static str,
    /// The details: `voicemail`. Control characters in it are escaped.
    pub detail: String,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { names: None, leads: BTreeMap::new(), only: None, gutter: 13, subject: 10 }
    }
}

impl Timeline {
    /// Returns a timeline that knows no lead.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Restricts the timeline to one session; `None` lifts the restriction.
    pub const fn only(&mut self, session: Option<SessionId>) {
        self.only = session;
    }

    /// Adds all leads of a state.
    pub fn know(&mut self, state: &State) {
        self.leads.extend((0..).map(LeadId).zip(state.leads().iter().map(|lead| Arc::clone(&lead.details))));
    }

    /// Adds a lead.
    pub fn introduce(&mut self, lead: LeadId, details: Arc<LeadDetails>) {
        self.leads.insert(lead, details);
    }

    /// Puts a transition into words; returns `None` if it does not concern the session that the timeline is restricted
    /// to. A `LeadAdded` also adds the lead to the timeline.
    pub fn tell(&mut self, transition: &Transition) -> Option<Words> {
        if let Transition::LeadAdded { lead, details } = transition {
            self.introduce(*lead, Arc::clone(details));
        }
        if self.only.is_some() && session_of(transition) != self.only {
            return None;
        }
        let (subject, verb, detail) = self.cells(transition);
        Some(Words { subject, verb, detail: printable(detail.trim_end()).to_string() })
    }

    /// Prints the journal's header. From then on the line of a started session also shows its UUID.
    pub fn head(&mut self, header: &Header, out: &mut String) {
        self.names = Some(PublicIds::of(header));
        let Header { journal, epoch, engine, rules, .. } = header;
        *out += &format!("journal {journal}  since {epoch}  engine {engine}, rules {rules}\n");
        if let Some(excerpt) = header.extract {
            *out += &format!("extract of session {}: its place in the journal cannot be checked\n", excerpt.session);
        }
    }

    /// Continues under a later header of the journal, after which new ordinals may have other public ids.
    pub fn turn_to(&mut self, header: &Header) {
        self.names = self.names.is_some().then(|| PublicIds::of(header));
    }

    /// Prints one record, one line per transition. Only the first line shows seq and time.
    pub fn record(&mut self, seq: u64, at: Instant, input: &Input, transitions: &[Transition], out: &mut String) {
        let mut moment = Some((seq, at));
        for transition in transitions {
            if let Some(words) = self.tell(transition) {
                self.row(moment.take(), &words, out);
            }
        }
        if transitions.is_empty() && self.only.is_none() {
            let subject = words::input(input).to_owned();
            self.row(moment, &Words { subject, verb: "passed", detail: "nothing followed".to_owned() }, out);
        }
    }

    /// Puts a transition into words: subject, verb, detail.
    fn cells(&self, transition: &Transition) -> (String, &'static str, String) {
        match transition {
            Transition::Resumed(resumption) => {
                let detail = format!("engine {}, rules {}", resumption.engine, resumption.rules);
                ("journal".to_owned(), "resumed", detail)
            }
            Transition::KeyUsed(by) => ("desk".to_owned(), "keyed", by.key.to_string()),
            Transition::LeadAdded { lead, details } => {
                let phone = details.phone_e164.as_deref().unwrap_or(&details.phone_number);
                (format!("lead {lead}"), "added", pair(&details.name, phone))
            }
            Transition::LeadEnriched { lead, data } => (
                format!("lead {lead}"),
                "enriched",
                pair(self.who(*lead), format!("score {}", data.decision_maker_score)),
            ),
            Transition::EnrichmentRequested { lead, deadline } => {
                (format!("lead {lead}"), "looked up", pair(self.who(*lead), format!("answer <= {deadline}")))
            }
            Transition::EnrichmentFailed { lead, reason } => {
                (format!("lead {lead}"), "failed", pair("enrichment", words::enrichment_failure(*reason)))
            }
            Transition::EnrichmentIgnored { lead, reason } => {
                (format!("lead {lead}"), "ignored", pair("enrichment", words::enrichment_ignore(*reason)))
            }
            Transition::SessionStarted { session, spec } => {
                (format!("session {session}"), "started", pair(&spec.agent, self.terms(*session, spec)))
            }
            Transition::LeadPassedOver { session, lead } => {
                (format!("session {session}"), "passed", pair(self.who(*lead), "is on another line"))
            }
            Transition::CallPlaced { call, lead, deadline } => {
                (format!("call {call}"), "placed", pair(self.who(*lead), format!("ring <= {deadline}")))
            }
            Transition::CallEnded { call, outcome, release_by } => {
                let release = release_by.map(|by| format!("free <= {by}")).unwrap_or_default();
                (format!("call {call}"), "ended", pair(words::outcome(*outcome), release))
            }
            Transition::SessionWon { call } => (format!("session {}", call.session), "won", format!("by call {call}")),
            Transition::SessionStopped { session, reason } => {
                (format!("session {session}"), "stopped", words::stop_reason(*reason).to_owned())
            }
            Transition::LineReleased { call, by } => {
                (format!("line {call}"), "released", format!("by the {}", words::released_by(*by)))
            }
            Transition::AnswerAbandoned { call } => {
                (format!("line {call}"), "abandoned", "a person answered too late".to_owned())
            }
            Transition::CrmSyncStarted { call, attempt, ask, deadline } => {
                let asked = format!("{} <= {deadline}", words::crm_ask(*ask));
                (format!("crm  {call}"), "started", pair(format!("attempt {attempt}"), asked))
            }
            Transition::ContactLinked { call, contact, deadline } => (
                format!("crm  {call}"),
                "linked",
                pair(format!("contact {contact}"), format!("activity <= {deadline}")),
            ),
            Transition::CrmSyncDeferred { call, attempt, retry_at } => {
                (format!("crm  {call}"), "deferred", pair(format!("attempt {attempt}"), format!("again at {retry_at}")))
            }
            Transition::CrmSynced { call, activity } => {
                (format!("crm  {call}"), "synced", format!("activity {activity}"))
            }
            Transition::CrmSyncFailed { call } => (format!("crm  {call}"), "failed", "no attempt is left".to_owned()),
            Transition::CarrierEventIgnored { call, event, reason } => {
                let detail = pair(words::carrier_event(*event), words::carrier_ignore(*reason));
                (format!("line {call}"), "ignored", detail)
            }
            Transition::CrmReplyIgnored { call, attempt, reply, reason } => {
                let reason = format!("attempt {attempt}: {}", words::crm_ignore(*reason));
                (format!("crm  {call}"), "ignored", pair(words::crm_reply(*reply), reason))
            }
            Transition::Refused(refusal) => ("desk".to_owned(), "refused", words::refusal(*refusal)),
        }
    }

    fn who(&self, lead: LeadId) -> Box<str> {
        self.leads.get(&lead).map_or_else(|| format!("lead {lead}").into(), |details| details.name.clone())
    }

    /// Returns a session's number of leads, number of lines and, after a header, its UUID.
    fn terms(&self, session: SessionId, spec: &SessionSpec) -> String {
        let name = self.names.as_ref().map(|names| format!("  {}", names.session(session))).unwrap_or_default();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (leads, lines) = (spec.leads.len(), spec.lines);
        format!("{leads} lead{} on {lines} line{}{name}", plural(leads), plural(usize::from(lines)))
    }

    fn row(&mut self, moment: Option<(u64, Instant)>, words: &Words, out: &mut String) {
        let Words { subject, verb, detail } = words;
        self.subject = self.subject.max(subject.chars().count());
        let gutter = self.gutter(moment);
        let width = self.subject;
        writeln!(out, "{gutter}  {subject:<width$} {verb:<10} {detail}").expect("a string takes every text");
    }

    fn gutter(&mut self, moment: Option<(u64, Instant)>) -> String {
        let Some((seq, at)) = moment else { return " ".repeat(self.gutter) };
        let (seq, at) = (format!("  #{seq} "), at.to_string());
        self.gutter = self.gutter.max(seq.len() + at.len());
        let rest = self.gutter - seq.len();
        format!("{seq}{at:>rest$}")
    }
}

/// Formats two values as two columns.
fn pair(first: impl fmt::Display, second: impl fmt::Display) -> String {
    format!("{first:<19} {second}")
}

/// Returns the session that a transition concerns. Some refusals concern one, too.
const fn session_of(transition: &Transition) -> Option<SessionId> {
    let Transition::Refused(refusal) = transition else { return transition.session() };
    match *refusal {
        Refusal::AlreadyStopped(session) | Refusal::UnknownSession(session) => Some(session),
        Refusal::SyncNotFailed(call) | Refusal::UnknownCall(call) => Some(call.session),
        Refusal::UnknownLead(_)
        | Refusal::AlreadyEnriched(_)
        | Refusal::EnrichmentPending(_)
        | Refusal::NoLeads
        | Refusal::TooManyLeads
        | Refusal::RepeatedLead(_)
        | Refusal::LinesOutOfRange(_)
        | Refusal::Full
        | Refusal::KeyUsed
        | Refusal::KeyUnsound => None,
    }
}
