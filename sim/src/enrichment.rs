//! A simulated enrichment service: its data is a function of the seed and the lead.

use std::collections::BTreeMap;
use std::sync::Arc;

use redial_engine::{Enrichment, EnrichmentReply, Headcount, Instant, LeadDetails, LeadId, State};

use crate::context::SimContext;
use crate::dice::{Dice, below};
use crate::queue::WorldEvent;

const TECHNOLOGIES: [&str; 12] = [
    "Salesforce",
    "HubSpot",
    "AWS",
    "Azure",
    "Slack",
    "Zoom",
    "SAP",
    "Oracle",
    "Snowflake",
    "Kubernetes",
    "Shopify",
    "Jira",
];
const ROUNDS: [&str; 5] = ["Seed", "Series A", "Series B", "Series C", "Debt"];
const REVENUES: [&str; 5] = ["$0.5M - $2M", "$2M - $10M", "$10M - $50M", "$50M - $200M", "$200M+"];

/// The time that the service takes to answer, in milliseconds.
const ANSWER_MS: u64 = 20;

/// The simulated enrichment service. A repeated request about a lead gets the same answer.
#[derive(Clone, Debug)]
pub(crate) struct EnrichmentService {
    seed: u64,
    /// The answers that are on the way.
    answers: BTreeMap<LeadId, Arc<Enrichment>>,
}

impl EnrichmentService {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed, answers: BTreeMap::new() }
    }

    /// Looks the lead up, and answers later.
    #[cold]
    pub(crate) fn ask(&mut self, lead: LeadId, state: &State, now: Instant, context: &mut SimContext) {
        let known = state.lead(lead).expect("an effect names a lead that was added");
        self.answers.insert(lead, Arc::new(enrichment(self.seed, lead, &known.details)));
        context.queue.push(now.after_ms(ANSWER_MS), WorldEvent::Enrichment(lead));
    }

    /// Takes the answer about a lead. A second request before the first answer has one answer.
    #[cold]
    pub(crate) fn answer(&mut self, lead: LeadId) -> Option<EnrichmentReply> {
        self.answers.remove(&lead).map(EnrichmentReply::Found)
    }

    pub(crate) fn clear(&mut self) {
        self.answers.clear();
    }
}

/// Returns the data of the service on a lead.
#[must_use]
pub fn enrichment(seed: u64, lead: LeadId, details: &LeadDetails) -> Enrichment {
    let mut dice = Dice::new(seed, 0);
    let mut draw = |word, span| below(dice.enrichment(lead, word), span);
    let size = verified_size(details.headcount, draw(0, 10));
    let first_technology = draw(1, TECHNOLOGIES.len() as u32) as usize;
    let technologies =
        (0..2 + draw(2, 3) as usize).map(|n| TECHNOLOGIES[(first_technology + 5 * n) % TECHNOLOGIES.len()].into());
    let technologies_used = technologies.collect();
    let round = draw(3, 2 * ROUNDS.len() as u32) as usize;
    let recent_funding = ROUNDS.get(round).map(|round| format!("{round}, ${}M", 1 + draw(4, 80)).into());
    Enrichment {
        linkedin_url: format!("https://www.linkedin.com/in/{}-{}", slug(&details.name), lead.0 + 1).into(),
        company_size_verified: size,
        company_revenue: REVENUES[Headcount::ALL.iter().position(|other| *other == size).unwrap_or(0)].into(),
        technologies_used,
        recent_funding,
        decision_maker_score: draw(5, 101) as u8,
    }
}

/// Returns the claimed size, or a neighbouring one in two cases of ten.
fn verified_size(claimed: Headcount, luck: u32) -> Headcount {
    let place = Headcount::ALL.iter().position(|other| *other == claimed).unwrap_or(0);
    let place = match luck {
        0 => place.saturating_sub(1),
        1 => (place + 1).min(Headcount::ALL.len() - 1),
        2.. => place,
    };
    Headcount::ALL[place]
}

/// Turns a name into a part of an address: lower-case letters and digits, one dash between words.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}
