//! The image of a state: its serialized form, without the parts that follow from others.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::config::Config;
use crate::due::{DueIndex, Wait};
use crate::id::{CallId, LeadId, PersonId};
use crate::key::Keys;
use crate::lead::Lead;
use crate::person::Person;
use crate::session::Session;
use crate::state::State;
use crate::time::Instant;

/// The serialized form of a state. The index of deadlines, the index of telephone numbers and the places of keys are
/// rebuilt from it.
#[derive(Serialize, Deserialize)]
struct Image<'a> {
    config: Config,
    now: Option<Instant>,
    seq: u64,
    leads: Cow<'a, [Lead]>,
    people: Cow<'a, [Person]>,
    sessions: Cow<'a, [Session]>,
    keys: Cow<'a, Keys>,
    /// Missing in the states of rules 1.
    #[serde(default, skip_serializing_if = "no_enrichment_is_open")]
    enrichments: Cow<'a, BTreeMap<LeadId, Instant>>,
}

fn no_enrichment_is_open(enrichments: &BTreeMap<LeadId, Instant>) -> bool {
    enrichments.is_empty()
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let image = Image {
            config: self.config,
            now: self.now,
            seq: self.seq,
            leads: Cow::Borrowed(&self.leads),
            people: Cow::Borrowed(&self.people),
            sessions: Cow::Borrowed(&self.sessions),
            keys: Cow::Borrowed(&self.keys),
            enrichments: Cow::Borrowed(&self.enrichments),
        };
        image.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Image { config, now, seq, leads, people, sessions, keys, enrichments } = Image::deserialize(deserializer)?;
        let mut state = Self::new(config);
        (state.now, state.seq) = (now, seq);
        (state.leads, state.people, state.sessions) = (leads.into_owned(), people.into_owned(), sessions.into_owned());
        state.keys = keys.into_owned().found();
        state.enrichments = enrichments.into_owned();
        if let Some(fault) = state.keys.fault() {
            return Err(D::Error::custom(fault));
        }
        if !state.is_closed() {
            return Err(D::Error::custom("the state names something that is not in it"));
        }
        state.phones = state.phones();
        state.due = state.due();
        Ok(state)
    }
}

impl State {
    /// Returns true if every id in the state names an existing object.
    fn is_closed(&self) -> bool {
        let has_call = |id: &CallId| self.call(*id).is_some();
        let has_lead = |lead: &LeadId| lead.index() < self.leads.len();
        let lead = |lead: &Lead| lead.person.index() < self.people.len() && lead.calls.iter().all(has_call);
        let person = |person: &Person| {
            let sessions = &person.waiting;
            person.line.iter().all(has_call) && sessions.iter().all(|id| id.index() < self.sessions.len())
        };
        let session = |session: &Session| {
            let called = session.calls().iter().map(|call| &call.lead);
            session.is_closed() && session.spec().leads.iter().chain(called).all(has_lead)
        };
        let enrichments = &self.enrichments;
        enrichments.keys().all(has_lead)
            && self.leads.iter().all(lead)
            && self.people.iter().all(person)
            && self.sessions.iter().all(session)
    }

    /// Rebuilds the index of telephone numbers.
    fn phones(&self) -> BTreeMap<Box<str>, PersonId> {
        let phone = |lead: &Lead| Some((lead.details.phone_e164.clone()?, lead.person));
        self.leads.iter().filter_map(phone).collect()
    }

    /// Rebuilds the index of deadlines.
    fn due(&self) -> DueIndex {
        let mut due = DueIndex::default();
        for (session, known) in self.numbered_sessions() {
            for (n, call) in (0..).zip(known.calls()) {
                let id = CallId::new(session, n);
                due.change(Wait::Line(id), None, call.line.deadline());
                due.change(Wait::Crm(id), None, call.crm.deadline());
            }
        }
        for (lead, deadline) in self.open_enrichments() {
            due.change(Wait::Enrichment(lead), None, Some(deadline));
        }
        due
    }
}
