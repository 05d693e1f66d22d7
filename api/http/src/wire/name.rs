//! Ids and times in JSON.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use redial_engine::{ActivityId, ContactId, Headcount, Industry};
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

/// An id of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ToSchema)]
#[schema(value_type = Uuid)]
pub struct Id(pub Uuid);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

/// A date and time in ISO 8601, with milliseconds, in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub struct Time(pub DateTime<Utc>);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// An id that the mock CRM gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CrmName {
    /// Of a contact: `CRM-0000002A`.
    Contact(ContactId),
    /// Of an activity: `MOCK-0000002A`.
    Activity(ActivityId),
}

impl Serialize for CrmName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Contact(id) => serializer.collect_str(&format_args!("CRM-{:08X}", id.0)),
            Self::Activity(id) => serializer.collect_str(&format_args!("MOCK-{:08X}", id.0)),
        }
    }
}

impl PartialSchema for CrmName {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^(CRM|MOCK)-[0-9A-F]{8}$"));
        text.description(Some("An id that the mock CRM gave, to a contact (CRM) or to an activity (MOCK).")).into()
    }
}

impl ToSchema for CrmName {}

/// Documents [`Industry`], a type of the engine.
pub enum IndustryWord {}

impl PartialSchema for IndustryWord {
    fn schema() -> RefOr<Schema> {
        words("An industry.", Industry::ALL.map(Industry::as_str))
    }
}

impl ToSchema for IndustryWord {
    fn name() -> Cow<'static, str> {
        "Industry".into()
    }
}

/// Documents [`Headcount`], a type of the engine.
pub enum HeadcountWord {}

impl PartialSchema for HeadcountWord {
    fn schema() -> RefOr<Schema> {
        words("The number of people at a company.", Headcount::ALL.map(Headcount::as_str))
    }
}

impl ToSchema for HeadcountWord {
    fn name() -> Cow<'static, str> {
        "Headcount".into()
    }
}

/// Builds the schema of a text that is one of several words.
fn words<const N: usize>(about: &str, allowed: [&'static str; N]) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(allowed)).into()
}
