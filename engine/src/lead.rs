//! Leads: the people to call, and their data.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::id::{CallId, ContactId, PersonId};
use crate::list;
use crate::time::Instant;

/// A lead, with their calls, contact and enrichment data.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lead {
    /// The person and their company.
    pub details: Arc<LeadDetails>,
    /// The person behind the lead; leads with an equal E.164 number share one.
    pub person: PersonId,
    /// When the lead was added.
    pub added_at: Instant,
    /// The enrichment service's data.
    pub enrichment: Option<Arc<Enrichment>>,
    /// The contact in the CRM, and since when.
    pub contact: Option<Linked>,
    /// Every call to the lead, oldest first.
    #[serde(deserialize_with = "list::read")]
    pub calls: Vec<CallId>,
}

/// A lead's contact in the CRM.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Linked {
    /// The contact.
    pub contact: ContactId,
    /// When it was linked.
    pub at: Instant,
}

/// The person behind a lead and their company. Validated before the engine sees it; never changed afterwards.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LeadDetails {
    /// The person's name.
    pub name: Box<str>,
    /// Their job title.
    pub job_title: Box<str>,
    /// The phone number as it was given.
    pub phone_number: Box<str>,
    /// The phone number in E.164, if it parses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_e164: Option<Box<str>>,
    /// Their company.
    pub company: Box<str>,
    /// Their e-mail address as it was given.
    pub email: Box<str>,
    /// The number of the company's employees.
    pub headcount: Headcount,
    /// The company's industry.
    pub industry: Industry,
}

/// The number of a company's employees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Headcount {
    /// 1 to 10.
    #[serde(rename = "1-10")]
    UpTo10,
    /// 11 to 50.
    #[serde(rename = "11-50")]
    UpTo50,
    /// 51 to 200.
    #[serde(rename = "51-200")]
    UpTo200,
    /// 201 to 500.
    #[serde(rename = "201-500")]
    UpTo500,
    /// More than 500.
    #[serde(rename = "500+")]
    Above500,
}

impl Headcount {
    /// Every headcount, smallest first.
    pub const ALL: [Self; 5] = [Self::UpTo10, Self::UpTo50, Self::UpTo200, Self::UpTo500, Self::Above500];

    /// Returns its text, the same in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UpTo10 => "1-10",
            Self::UpTo50 => "11-50",
            Self::UpTo200 => "51-200",
            Self::UpTo500 => "201-500",
            Self::Above500 => "500+",
        }
    }
}

/// The industry of a company.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Industry {
    /// Software, hardware, the net.
    Technology,
    /// Building.
    Construction,
    /// Moving and storing goods.
    Logistics,
    /// Medicine and care.
    Healthcare,
    /// Money.
    Finance,
    /// Making goods.
    Manufacturing,
}

impl Industry {
    /// Every industry, in the order in which filters list them.
    pub const ALL: [Self; 6] =
        [Self::Technology, Self::Construction, Self::Logistics, Self::Healthcare, Self::Finance, Self::Manufacturing];

    /// Returns its text, the same in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Technology => "Technology",
            Self::Construction => "Construction",
            Self::Logistics => "Logistics",
            Self::Healthcare => "Healthcare",
            Self::Finance => "Finance",
            Self::Manufacturing => "Manufacturing",
        }
    }
}

/// The enrichment service's data about a lead.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Enrichment {
    /// The address of the person's profile.
    pub linkedin_url: Box<str>,
    /// The headcount that the service found.
    pub company_size_verified: Headcount,
    /// The company's yearly revenue, as people write it.
    pub company_revenue: Box<str>,
    /// The company's technologies.
    pub technologies_used: Box<[Box<str>]>,
    /// The company's last funding round, if any.
    pub recent_funding: Option<Box<str>>,
    /// How likely the person is to decide on a purchase, 0 to 100.
    pub decision_maker_score: u8,
}
