//! The list of leads: filters, search, order and page.

use redial_engine::{Headcount, Industry, LeadId, State};
use redial_leads::quoted;

use crate::error::Problem;
use crate::query::{Paging, Params};
use crate::wire::LeadSnapshot;

/// A query of the list of leads.
pub(crate) struct LeadQuery {
    industry: Filter<Industry>,
    headcount: Filter<Headcount>,
    search: Option<String>,
    sort: Option<Sort>,
    paging: Paging,
}

/// A filter of a list. A value that no lead can have is no error: it matches no lead.
#[derive(Clone, Copy)]
enum Filter<T> {
    All,
    Only(T),
    Nothing,
}

impl<T: Copy + PartialEq> Filter<T> {
    fn new<const N: usize>(value: Option<&str>, all: [T; N], spelling: fn(T) -> &'static str) -> Self {
        match value {
            None => Self::All,
            Some(value) => all.into_iter().find(|one| spelling(*one) == value).map_or(Self::Nothing, Self::Only),
        }
    }

    fn takes(self, one: T) -> bool {
        match self {
            Self::All => true,
            Self::Only(wanted) => wanted == one,
            Self::Nothing => false,
        }
    }
}

/// Restores `500+`: an unescaped plus sign in a query means a space.
fn plus(headcount: &str) -> &str {
    if headcount == "500 " { Headcount::Above500.as_str() } else { headcount }
}

impl LeadQuery {
    /// Parses the query from the parameters.
    pub(crate) fn new(params: &Params) -> Result<Self, Problem> {
        Ok(Self {
            industry: Filter::new(params.filled("industry")?, Industry::ALL, Industry::as_str),
            headcount: Filter::new(params.filled("headcount")?.map(plus), Headcount::ALL, Headcount::as_str),
            search: params.filled("search")?.map(str::to_lowercase),
            sort: params.filled("sort")?.map(Sort::new).transpose()?,
            paging: params.paging()?,
        })
    }

    /// Copies the leads that match the filters out of the state. Without search and order they are the page; else
    /// [`LeadQuery::finish`] makes the page of them, off the dialer's task.
    pub(crate) fn gather(&self, state: &State) -> FoundLeads {
        let passing = (0..).map(LeadId).zip(state.leads()).filter(|(_, lead)| {
            self.industry.takes(lead.details.industry) && self.headcount.takes(lead.details.headcount)
        });
        let snapshot = |(id, lead)| LeadSnapshot::take(id, lead, state);
        if self.search.is_some() || self.sort.is_some() {
            let leads: Vec<_> = passing.map(snapshot).collect();
            return FoundLeads { total: leads.len(), leads };
        }
        FoundLeads { total: passing.clone().count(), leads: self.paging.of(passing).map(snapshot).collect() }
    }

    /// Searches, sorts, and returns the page.
    pub(crate) fn finish(self, mut found: FoundLeads) -> FoundLeads {
        if self.search.is_none() && self.sort.is_none() {
            return found;
        }
        if let Some(search) = &self.search {
            found.leads.retain(|lead| holds(lead, search));
        }
        if let Some(sort) = self.sort {
            sort.apply(&mut found.leads);
        }
        FoundLeads { total: found.leads.len(), leads: self.paging.of(found.leads.into_iter()).collect() }
    }
}

/// The leads that match a query.
pub(crate) struct FoundLeads {
    /// The leads of the page.
    pub leads: Vec<LeadSnapshot>,
    /// The number on all pages.
    pub total: usize,
}

/// Returns true if a text of the lead contains the searched one, which is in lower case.
fn holds(lead: &LeadSnapshot, search: &str) -> bool {
    let who = &lead.details;
    let number = who.phone_e164.as_deref().unwrap_or_default();
    [&who.name, &who.company, &who.email, &who.job_title, &who.phone_number]
        .into_iter()
        .map(|text| &**text)
        .chain([number])
        .any(|text| text.to_lowercase().contains(search))
}

/// The order of a list.
#[derive(Clone, Copy)]
struct Sort {
    field: SortField,
    is_falling: bool,
}

/// The field that orders a list.
#[derive(Clone, Copy)]
enum SortField {
    Name,
    JobTitle,
    PhoneNumber,
    Company,
    Email,
    Headcount,
    Industry,
    Enriched,
}

impl SortField {
    const ALL: [(&'static str, Self); 8] = [
        ("name", Self::Name),
        ("job_title", Self::JobTitle),
        ("phone_number", Self::PhoneNumber),
        ("company", Self::Company),
        ("email", Self::Email),
        ("headcount", Self::Headcount),
        ("industry", Self::Industry),
        ("enriched", Self::Enriched),
    ];
}

/// Returns the name of every order.
pub(crate) fn sorts() -> Vec<String> {
    SortField::ALL.iter().flat_map(|(name, _)| [(*name).to_owned(), format!("-{name}")]).collect()
}

impl Sort {
    fn new(text: &str) -> Result<Self, Problem> {
        let (name, is_falling) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        match SortField::ALL.iter().find(|(known, _)| *known == name) {
            Some((_, field)) => Ok(Self { field: *field, is_falling }),
            None => {
                let allowed = SortField::ALL.map(|(known, _)| known).join(", ");
                let text = quoted(text);
                Err(Problem::bad_request(format!(
                    "sort is {text}: allowed are {allowed}, each with a leading - for descending order"
                )))
            }
        }
    }

    /// Sorts the leads. Equal ones keep the order in which they were added.
    fn apply(self, leads: &mut Vec<LeadSnapshot>) {
        let mut keyed: Vec<_> = leads.drain(..).map(|lead| (self.key(&lead), lead)).collect();
        keyed.sort_by(|(a, _), (b, _)| if self.is_falling { b.cmp(a) } else { a.cmp(b) });
        leads.extend(keyed.into_iter().map(|(_, lead)| lead));
    }

    fn key(self, lead: &LeadSnapshot) -> SortKey {
        let who = &lead.details;
        match self.field {
            SortField::Name => SortKey::text(&who.name),
            SortField::JobTitle => SortKey::text(&who.job_title),
            SortField::PhoneNumber => SortKey::text(who.phone_e164.as_deref().unwrap_or(&who.phone_number)),
            SortField::Company => SortKey::text(&who.company),
            SortField::Email => SortKey::text(&who.email),
            SortField::Headcount => SortKey::Rank(who.headcount as u8),
            SortField::Industry => SortKey::text(who.industry.as_str()),
            SortField::Enriched => SortKey::Rank(u8::from(lead.is_enriched())),
        }
    }
}

/// A sort key. All keys of one list are of the same variant.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Text(String),
    Rank(u8),
}

impl SortKey {
    fn text(text: &str) -> Self {
        Self::Text(text.to_lowercase())
    }
}
