//! Leads, and other objects, in JSON.

use std::collections::BTreeMap;
use std::fmt;

use redial_engine::LeadDetails;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::check::LeadDraft;
use super::phone::Region;
use super::shown::quoted;
use super::{BadLead, Import, ImportError, Place, ROWS_MAX};

/// The fields of a JSON object. A field that stands twice is an error: nobody can know which one was meant.
#[derive(Debug)]
pub(crate) struct Fields(BTreeMap<String, Value>);

impl Fields {
    /// Returns what stands under a name.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns the names of all fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the lead that the object describes, not judged yet.
    pub(crate) fn lead(&self) -> LeadDraft<'_> {
        LeadDraft::new(|name| self.field(name).into())
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if fields.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the field {} stands twice", quoted(&name))));
            }
            let value = map.next_value()?;
            fields.insert(name, value);
        }
        Ok(Fields(fields))
    }
}

/// Reads an array of leads.
pub(super) fn read(bytes: &[u8], region: Region) -> Result<Import, ImportError> {
    let entries: Vec<&RawValue> = serde_json::from_slice(bytes).map_err(ImportError::Json)?;
    if entries.len() > ROWS_MAX {
        return Err(ImportError::TooMany);
    }
    let mut import = Import::default();
    for (place, entry) in (1..).map(Place::Entry).zip(entries) {
        match lead(entry, region) {
            Ok(lead) => {
                import.leads.push(lead);
                import.places.push(place);
            }
            Err(reason) => import.bad.push(BadLead { place, reason }),
        }
    }
    Ok(import)
}

fn lead(entry: &RawValue, region: Region) -> Result<LeadDetails, String> {
    let fields: Fields = serde_json::from_str(entry.get()).map_err(|error| error.to_string())?;
    fields.lead().check(region).map_err(|mistakes| mistakes.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = r#"{"name":"Ada Byron","job_title":"Analyst","phone_number":"415 555 0132","company":"Northwind",
        "email":"ada@northwind.example","headcount":"11-50","industry":"Technology"}"#;

    #[test]
    fn good_leads_are_kept_and_bad_ones_are_named() {
        let text = format!("[{ADA}, 7, {}, {ADA}]", ADA.replace("11-50", "12"));
        let import = read(text.as_bytes(), Region::default()).unwrap();
        assert_eq!(import.leads.len(), 2);
        let bad: Vec<_> = import.bad.iter().map(ToString::to_string).collect();
        assert!(bad[0].starts_with("lead 2: invalid type: integer `7`, expected a JSON object"), "{}", bad[0]);
        assert!(bad[1].starts_with("lead 3: headcount is \"12\": allowed are \"1-10\""), "{}", bad[1]);
    }

    #[test]
    fn what_is_no_array_is_refused() {
        for text in ["", "{}", "null", "[", "[1,]", "[] []", "[\"\\ud800\"", "\u{0}"] {
            assert!(matches!(read(text.as_bytes(), Region::default()), Err(ImportError::Json(_))), "{text}");
        }
        assert!(matches!(read(b"[\"\xff\"]", Region::default()), Err(ImportError::Json(_))));
    }

    #[test]
    fn a_field_that_stands_twice_is_an_error() {
        let error = serde_json::from_str::<Fields>(r#"{"a":1,"b":2,"a":3}"#).unwrap_err();
        assert_eq!(error.to_string(), "the field \"a\" stands twice at line 1 column 16");
    }
}
