//! The body that starts a session.

use std::collections::BTreeSet;

use redial_engine::{LeadId, MAX_LEADS, MAX_LINES, SessionSpec};
use redial_leads::{Fields, Mistakes, kind, quoted, shown};
use redial_replay::PublicIds;
use serde_json::Value;

use crate::error::Problem;
use crate::limits::LINES;

/// The most wrong ids that an error names.
const NAMED_MAX: usize = 20;

/// A session to start. Its leads may not exist.
#[derive(Debug)]
pub(crate) struct Start {
    agent: String,
    ids: Vec<String>,
    lines: u8,
}

impl Start {
    /// Parses a body.
    ///
    /// # Errors
    ///
    /// All mistakes, not only the first.
    pub(crate) fn new(fields: &Fields) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let agent = mistakes.text("agentId", fields.field("agentId").into()).to_owned();
        let ids = ids(fields.field("leadIds"), &mut mistakes);
        let lines = lines(fields.field("concurrency"), &mut mistakes);
        mistakes.none()?;
        Ok(Self { agent, ids, lines })
    }

    /// Resolves the ids to the first `known` leads. A repeated lead is called once, at its first place.
    ///
    /// # Errors
    ///
    /// Some ids name no lead. The error names the first 20 and counts the others.
    pub(crate) fn resolve(self, names: &PublicIds, known: usize) -> Result<SessionSpec, Problem> {
        let mut unknown = Vec::new();
        let mut seen = BTreeSet::new();
        let mut leads = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            match names.parse_lead(id).filter(|lead| lead.index() < known) {
                None => unknown.push(quoted(id)),
                Some(lead) if seen.insert(lead) => leads.push(lead),
                Some(_) => {}
            }
        }
        if unknown.is_empty() { Ok(self.spec(leads)) } else { Err(refusal(&unknown)) }
    }

    fn spec(self, leads: Vec<LeadId>) -> SessionSpec {
        SessionSpec { agent: self.agent.into(), leads: leads.into(), lines: self.lines }
    }
}

fn ids(value: Option<&Value>, mistakes: &mut Mistakes) -> Vec<String> {
    let needed = format_args!("an array of 1 to {MAX_LEADS} lead ids is needed");
    let items = match value {
        Some(Value::Array(items)) if (1..=MAX_LEADS).contains(&items.len()) => items,
        Some(Value::Array(items)) if items.len() > MAX_LEADS => {
            mistakes.add(format!("leadIds holds {} ids: {needed}", items.len()));
            return Vec::new();
        }
        Some(other) => {
            mistakes.add(format!("leadIds is {} ({}): {needed}", shown(other), kind(other)));
            return Vec::new();
        }
        None => {
            mistakes.add(format!("leadIds is missing: {needed}"));
            return Vec::new();
        }
    };
    let mut ids = Vec::with_capacity(items.len());
    let mut wrong = Vec::new();
    for (place, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(id) => ids.push(id.to_owned()),
            None => wrong.push(format!("leadIds[{place}] is {} ({}): a string is needed", shown(item), kind(item))),
        }
    }
    let rest = wrong.len().saturating_sub(NAMED_MAX);
    wrong.truncate(NAMED_MAX);
    wrong.into_iter().for_each(|mistake| mistakes.add(mistake));
    if rest > 0 {
        mistakes.add(format!("leadIds holds {rest} more that are no strings"));
    }
    ids
}

fn lines(value: Option<&Value>, mistakes: &mut Mistakes) -> u8 {
    let Some(value) = value else { return LINES };
    let whole = value.as_u64().and_then(|lines| u8::try_from(lines).ok());
    whole.filter(|lines| (1..=MAX_LINES).contains(lines)).unwrap_or_else(|| {
        let (shown, kind) = (shown(value), kind(value));
        mistakes.add(format!("concurrency is {shown} ({kind}): a whole number from 1 to {MAX_LINES} is needed"));
        LINES
    })
}

fn refusal(unknown: &[String]) -> Problem {
    let named = unknown.iter().take(NAMED_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    let rest = match unknown.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        rest => format!(", and {rest} more"),
    };
    Problem::bad_request(format!("leadIds names leads that do not exist: {named}{rest}; nobody was called"))
}
