//! A scripted dialer: tests hand it inputs, and it records every step.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use redial_engine::*;
use redial_replay::{Comparison, Encoder, Header, JournalLine, Reader, Timeline, recover, verify};
use serde_json::Value;
use uuid::Uuid;

pub(crate) struct ScriptedDialer {
    dialer: Dialer,
    encoder: Encoder,
    timeline: Timeline,
    /// The timeline so far.
    pub(crate) text: String,
    pub(crate) journal: Vec<u8>,
    /// The names of all recorded variants, like `crm_reply_ignored.stale`.
    pub(crate) facts: BTreeSet<String>,
}

impl ScriptedDialer {
    pub(crate) fn new(config: Config, header: Header) -> Self {
        let mut journal = Vec::new();
        let encoder = Encoder::begin(&Header { config, ..header }, &mut journal);
        let dialer = Dialer::new(config);
        Self { dialer, encoder, timeline: Timeline::new(), text: String::new(), journal, facts: BTreeSet::new() }
    }

    /// Steps the dialer with an input, and checks its invariants.
    #[expect(clippy::needless_pass_by_value, reason = "a script is a list of inputs, made in place")]
    pub(crate) fn at(&mut self, ms: u64, input: Input) -> &mut Self {
        let step = self.dialer.step(Instant::from_ms(ms), &input);
        assert_eq!(step.state.audit(), Ok(()), "after {input:?}");
        self.encoder.step(&step, &mut self.journal);
        self.timeline.record(step.seq, step.at, step.input, step.transitions, &mut self.text);
        self.facts.extend(step.transitions.iter().map(name));
        self
    }

    /// Resumes the journal as another process does.
    pub(crate) fn resume(&mut self, ms: u64, config: Config) -> &mut Self {
        let header = Header { prev: self.encoder.chain(), config, ..header() };
        self.encoder = Encoder::begin(&header, &mut self.journal);
        let resumption = Resumption { engine: header.engine.into(), rules: header.rules, config };
        self.at(ms, Input::Resumed(Box::new(resumption)))
    }

    pub(crate) fn reader(&self) -> Reader<&[u8]> {
        Reader::open(&self.journal[..]).expect("the header holds")
    }

    /// Ends the script: checks that the journal verifies, and folds to the dialer's own state.
    pub(crate) fn done(&mut self) -> Self {
        let report = verify(self.reader()).expect("memory reads");
        assert!(matches!(report.result, Comparison::Same), "{report:?}");
        let recovered = recover(self.reader()).expect("the journal holds");
        assert_eq!(&recovered.state, self.dialer.state());
        assert_eq!(recovered.chain, self.encoder.chain());
        self.is_canonical();
        std::mem::replace(self, Self::new(Config::default(), header()))
    }
}

impl ScriptedDialer {
    /// Checks that every record is the text that `serde_json` writes.
    fn is_canonical(&self) {
        let mut reader = self.reader();
        while let Some(line) = reader.next().expect("the journal holds") {
            if let JournalLine::Record(record) = line {
                let parsed = record.parse().expect("the record holds");
                let json = serde_json::to_string(&parsed).expect("its keys are strings");
                let text = String::from_utf8_lossy(record.bytes);
                assert_eq!(text.rsplit_once(",\"chain\":").map(|(body, _)| body), json.strip_suffix('}'));
            }
        }
    }
}

impl fmt::Display for ScriptedDialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Returns the name of a transition's variant, and of its reason if it has one.
pub(crate) fn name(transition: &Transition) -> String {
    let value = serde_json::to_value(transition).expect("its keys are strings");
    let (name, body) = value.as_object().and_then(|object| object.iter().next()).expect("a transition is tagged");
    let reason = if name == "refused" {
        Some(body)
    } else {
        body.get("reason").filter(|_| name.ends_with("ignored") || name == "enrichment_failed")
    };
    reason.map_or_else(|| name.clone(), |reason| format!("{name}.{}", variant(reason)))
}

fn variant(value: &Value) -> String {
    let name = value.as_str().or_else(|| value.as_object().and_then(|object| object.keys().next()).map(String::as_str));
    name.expect("a reason is a word or tagged").to_owned()
}

pub(crate) fn header() -> Header {
    Header::new(Uuid::from_u128(0x5eed_0000_0000_8000_8000_0000_0000_0001), "2026-01-01T00:00:00Z", Config::default())
}

pub(crate) fn add(name: &str, phone: &str) -> Input {
    Input::Command(Command::AddLead(Arc::new(LeadDetails {
        name: name.into(),
        job_title: "Analyst".into(),
        phone_number: phone.into(),
        phone_e164: phone.starts_with('+').then(|| phone.into()),
        company: "Northwind".into(),
        email: "someone@northwind.example".into(),
        headcount: Headcount::UpTo50,
        industry: Industry::Technology,
    })))
}

pub(crate) fn enrich(lead: u32) -> Input {
    Input::Command(Command::EnrichLead { lead: LeadId(lead), data: Arc::new(enrichment_data()) })
}

pub(crate) fn enrichment_data() -> Enrichment {
    Enrichment {
        linkedin_url: "https://linkedin.example/in/someone".into(),
        company_size_verified: Headcount::UpTo200,
        company_revenue: "$10M".into(),
        technologies_used: ["Rust".into(), "Postgres".into()].into(),
        recent_funding: None,
        decision_maker_score: 87,
    }
}

pub(crate) fn start(leads: &[u32], lines: u8) -> Input {
    let leads = leads.iter().copied().map(LeadId).collect();
    Input::Command(Command::StartSession(Arc::new(SessionSpec { agent: "agent-1".into(), leads, lines })))
}

pub(crate) fn stop(session: u32) -> Input {
    Input::Command(Command::StopSession { session: SessionId(session) })
}

pub(crate) fn retry(call: &str) -> Input {
    Input::Command(Command::RetryCrmSync { call: call_id(call) })
}

pub(crate) fn request_enrichment(lead: u32) -> Input {
    Input::Command(Command::RequestEnrichment { lead: LeadId(lead) })
}

pub(crate) const fn enrichment(lead: u32, reply: EnrichmentReply) -> Input {
    Input::Enrichment { lead: LeadId(lead), reply }
}

fn call_id(call: &str) -> CallId {
    call.parse().expect("a call is written like 0.1")
}

pub(crate) fn carrier(call: &str, event: CarrierEvent) -> Input {
    Input::Carrier { call: call_id(call), event }
}

pub(crate) fn crm(call: &str, attempt: u8, reply: CrmReply) -> Input {
    Input::Crm { call: call_id(call), attempt, reply }
}

pub(crate) const fn contact(number: u32) -> CrmReply {
    CrmReply::ContactUpserted(ContactId(number))
}

pub(crate) const fn activity(number: u32) -> CrmReply {
    CrmReply::ActivityCreated(ActivityId(number))
}

/// Returns the names of all kinds of transitions. A new variant does not compile until it is listed.
pub(crate) fn every_kind() -> Vec<String> {
    let call = CallId::new(SessionId(0), 0);
    let (lead, session) = (LeadId(0), SessionId(0));
    let (event, reply) = (CarrierEvent::Busy, CrmReply::ContactFailed);

    let carrier = std::iter::successors(Some(CarrierIgnore::UnknownCall), |reason| match reason {
        CarrierIgnore::UnknownCall => Some(CarrierIgnore::LineEnded),
        CarrierIgnore::LineEnded => Some(CarrierIgnore::AlreadyAbandoned),
        CarrierIgnore::AlreadyAbandoned => None,
    });
    let crm = std::iter::successors(Some(CrmIgnore::UnknownCall), |reason| match reason {
        CrmIgnore::UnknownCall => Some(CrmIgnore::NotAsked),
        CrmIgnore::NotAsked => Some(CrmIgnore::AlreadyLinked),
        CrmIgnore::AlreadyLinked => Some(CrmIgnore::AlreadySynced),
        CrmIgnore::AlreadySynced => Some(CrmIgnore::Stale),
        CrmIgnore::Stale => None,
    });
    let failures = [EnrichmentFailure::Service, EnrichmentFailure::Deadline];
    let unasked = [EnrichmentIgnore::UnknownLead, EnrichmentIgnore::NotAsked];
    let refusals = std::iter::successors(Some(Refusal::UnknownLead(lead)), |refusal| match refusal {
        Refusal::UnknownLead(_) => Some(Refusal::UnknownSession(session)),
        Refusal::UnknownSession(_) => Some(Refusal::UnknownCall(call)),
        Refusal::UnknownCall(_) => Some(Refusal::AlreadyEnriched(lead)),
        Refusal::AlreadyEnriched(_) => Some(Refusal::EnrichmentPending(lead)),
        Refusal::EnrichmentPending(_) => Some(Refusal::AlreadyStopped(session)),
        Refusal::AlreadyStopped(_) => Some(Refusal::SyncNotFailed(call)),
        Refusal::SyncNotFailed(_) => Some(Refusal::NoLeads),
        Refusal::NoLeads => Some(Refusal::TooManyLeads),
        Refusal::TooManyLeads => Some(Refusal::RepeatedLead(lead)),
        Refusal::RepeatedLead(_) => Some(Refusal::LinesOutOfRange(0)),
        Refusal::LinesOutOfRange(_) => Some(Refusal::Full),
        Refusal::Full => Some(Refusal::KeyUsed),
        Refusal::KeyUsed => Some(Refusal::KeyUnsound),
        Refusal::KeyUnsound => None,
    });
    let deadline = Instant::EPOCH;
    let plain = std::iter::successors(Some(Transition::CrmSyncFailed { call }), |transition| match transition {
        Transition::CrmSyncFailed { .. } => Some(Transition::LeadPassedOver { session, lead }),
        Transition::LeadPassedOver { .. } => Some(Transition::CallPlaced { call, lead, deadline }),
        Transition::CallPlaced { .. } => Some(Transition::CallEnded { call, outcome: Outcome::Busy, release_by: None }),
        Transition::CallEnded { .. } => Some(Transition::SessionWon { call }),
        Transition::SessionWon { .. } => Some(Transition::SessionStopped { session, reason: StopReason::Manual }),
        Transition::SessionStopped { .. } => Some(Transition::LineReleased { call, by: ReleasedBy::Carrier }),
        Transition::LineReleased { .. } => Some(Transition::AnswerAbandoned { call }),
        Transition::AnswerAbandoned { .. } => {
            Some(Transition::CrmSyncStarted { call, attempt: 1, ask: CrmAsk::Contact, deadline })
        }
        Transition::CrmSyncStarted { .. } => Some(Transition::ContactLinked { call, contact: ContactId(0), deadline }),
        Transition::ContactLinked { .. } => Some(Transition::CrmSyncDeferred { call, attempt: 1, retry_at: deadline }),
        Transition::CrmSyncDeferred { .. } => Some(Transition::CrmSynced { call, activity: ActivityId(0) }),
        Transition::CrmSynced { .. } => Some(Transition::EnrichmentRequested { lead, deadline }),
        // These have too many fields for a literal; the list below names them.
        Transition::EnrichmentRequested { .. }
        | Transition::Resumed(_)
        | Transition::KeyUsed(_)
        | Transition::LeadAdded { .. }
        | Transition::LeadEnriched { .. }
        | Transition::EnrichmentFailed { .. }
        | Transition::EnrichmentIgnored { .. }
        | Transition::SessionStarted { .. }
        | Transition::CarrierEventIgnored { .. }
        | Transition::CrmReplyIgnored { .. }
        | Transition::Refused(_) => None,
    });
    let carrier = carrier.map(|reason| Transition::CarrierEventIgnored { call, event, reason });
    let crm = crm.map(|reason| Transition::CrmReplyIgnored { call, attempt: 1, reply, reason });
    let failures = failures.map(|reason| Transition::EnrichmentFailed { lead, reason });
    let unasked = unasked.map(|reason| Transition::EnrichmentIgnored { lead, reason });
    let all = plain.chain(carrier).chain(crm).chain(failures).chain(unasked).chain(refusals.map(Transition::Refused));
    let rest = ["resumed", "key_used", "lead_added", "lead_enriched", "session_started"].map(str::to_owned);
    all.map(|transition| name(&transition)).chain(rest).collect()
}
