//! How ids and times are written.

use chrono::{DateTime, SecondsFormat, Utc};
use redial_engine::{ActivityId, ContactId};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// An id of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Id(pub(crate) Uuid);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

/// A date and time in ISO 8601, with milliseconds, in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Time(pub(crate) DateTime<Utc>);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// An id that the mock CRM gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CrmName {
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
