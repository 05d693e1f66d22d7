//! Leads, and other objects, in JSON.

use std::collections::BTreeMap;
use std::fmt;

use redial_engine::LeadDetails;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::import::{BadLead, FilePosition, Import, ImportError, ROWS_MAX};
use super::lead_draft::LeadDraft;
use super::phone::Region;
use super::quoted::quoted;

/// The fields of a JSON object. A duplicate field is an error, in nested objects too: the intended value is unknown.
#[derive(Debug)]
pub struct Fields(BTreeMap<String, Value>);

impl Fields {
    /// Returns the value of a field.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns the names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the draft of the lead that the object describes.
    pub fn lead(&self) -> LeadDraft<'_> {
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
            let Once(value) = map.next_value()?;
            fields.insert(name, value);
        }
        Ok(Fields(fields))
    }
}

/// A value in which no object has a duplicate field.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, is_so: bool) -> Result<Value, E> {
        Ok(is_so.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Once(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let Fields(fields) = FieldsVisitor.visit_map(map)?;
        Ok(Value::Object(fields.into_iter().collect()))
    }
}

/// Reads an array of leads.
pub(super) fn read(bytes: &[u8], region: Region) -> Result<Import, ImportError> {
    let entries: Vec<&RawValue> = serde_json::from_slice(bytes).map_err(ImportError::Json)?;
    if entries.len() > ROWS_MAX {
        return Err(ImportError::TooMany);
    }
    let mut import = Import::default();
    for (position, entry) in (1..).map(FilePosition::Entry).zip(entries) {
        match lead(entry, region) {
            Ok(lead) => {
                import.leads.push(lead);
                import.positions.push(position);
            }
            Err(reason) => import.bad.push(BadLead { position, reason }),
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
    fn an_input_that_is_no_array_is_rejected() {
        for text in ["", "{}", "null", "[", "[1,]", "[] []", "[\"\\ud800\"", "\u{0}"] {
            assert!(matches!(read(text.as_bytes(), Region::default()), Err(ImportError::Json(_))), "{text}");
        }
        assert!(matches!(read(b"[\"\xff\"]", Region::default()), Err(ImportError::Json(_))));
    }

    #[test]
    fn a_duplicate_field_is_an_error() {
        let error = serde_json::from_str::<Fields>(r#"{"a":1,"b":2,"a":3}"#).unwrap_err();
        assert_eq!(error.to_string(), "the field \"a\" stands twice at line 1 column 16");
        for inside in [r#"{"a":{"b":1,"b":1}}"#, r#"{"a":[1,[{"b":1,"c":{},"b":null}]]}"#] {
            let error = serde_json::from_str::<Fields>(inside).unwrap_err().to_string();
            assert!(error.starts_with("the field \"b\" stands twice"), "{error}");
        }
    }

    #[test]
    fn other_values_are_read_unchanged() {
        let text = r#"{"a":[null,true,-1,18446744073709551615,0.5,"é\n",{"b":{"c":[]}},{"b":{}}]}"#;
        let Fields(fields) = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_value(fields).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }
}
