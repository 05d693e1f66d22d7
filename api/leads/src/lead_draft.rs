//! The draft of a lead, and the check of its fields.

use std::fmt;

use redial_engine::{Headcount, Industry, LeadDetails};
use serde_json::Value;

use super::phone::Region;
use super::quoted::{kind, quoted, shown};

/// The fields of a lead that people fill in, in the order of the model. Other fields are ignored.
pub const FIELDS: [&str; 7] = ["name", "job_title", "phone_number", "company", "email", "headcount", "industry"];

/// The longest text, in characters.
pub const TEXT_MAX: usize = 200;

/// The value of one field, before the check.
#[derive(Clone, Copy, Debug)]
pub enum FieldValue<'a> {
    /// There is no value.
    Missing,
    /// A text.
    Text(&'a str),
    /// A JSON value that is no text.
    Other(&'a Value),
}

impl<'a> From<Option<&'a Value>> for FieldValue<'a> {
    fn from(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Missing,
            Some(Value::String(text)) => Self::Text(text),
            Some(other) => Self::Other(other),
        }
    }
}

/// A lead before the check: the value of each of [`FIELDS`].
#[derive(Clone, Copy, Debug)]
pub struct LeadDraft<'a>([FieldValue<'a>; 7]);

impl<'a> LeadDraft<'a> {
    /// Makes a draft from the value that `written` returns for each field.
    pub fn new(written: impl FnMut(&'static str) -> FieldValue<'a>) -> Self {
        Self(FIELDS.map(written))
    }

    /// Checks the draft. Texts are kept as they are; an e-mail address or a phone number may have any form.
    ///
    /// # Errors
    ///
    /// All mistakes, not only the first.
    pub fn check(&self, region: Region) -> Result<LeadDetails, Mistakes> {
        let [name, job_title, phone_number, company, email, headcount, industry] = self.0;
        let mut mistakes = Mistakes::default();
        let name = mistakes.text(FIELDS[0], name);
        let job_title = mistakes.text(FIELDS[1], job_title);
        let phone_number = mistakes.text(FIELDS[2], phone_number);
        let company = mistakes.text(FIELDS[3], company);
        let email = mistakes.text(FIELDS[4], email);
        let headcount = mistakes.choice(FIELDS[5], headcount, Headcount::ALL, Headcount::as_str);
        let industry = mistakes.choice(FIELDS[6], industry, Industry::ALL, Industry::as_str);
        let (Some(headcount), Some(industry)) = (headcount, industry) else { return Err(mistakes) };
        mistakes.none()?;
        Ok(LeadDetails {
            name: name.into(),
            job_title: job_title.into(),
            phone_number: phone_number.into(),
            phone_e164: region.e164(phone_number),
            company: company.into(),
            email: email.into(),
            headcount,
            industry,
        })
    }
}

/// All mistakes of an input: each names the field, its value and the allowed values.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<String>);

impl Mistakes {
    /// Adds a mistake.
    pub fn add(&mut self, mistake: String) {
        self.0.push(mistake);
    }

    /// Returns an error if there are mistakes.
    pub fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Returns a text that is not blank and not longer than [`TEXT_MAX`], or adds a mistake and returns the empty text.
    pub fn text<'a>(&mut self, field: &str, written: FieldValue<'a>) -> &'a str {
        let needed = format_args!("a string of 1 to {TEXT_MAX} characters is needed");
        match written {
            FieldValue::Missing => self.add(format!("{field} is missing: {needed}")),
            FieldValue::Other(value) => self.add(format!("{field} is {} ({}): {needed}", shown(value), kind(value))),
            FieldValue::Text(text) if text.trim().is_empty() => {
                self.add(format!("{field} is {}: it must not be blank", quoted(text)));
            }
            FieldValue::Text(text) => match text.chars().count() {
                length if length > TEXT_MAX => {
                    let text = quoted(text);
                    self.add(format!("{field} is {text}, {length} characters: at most {TEXT_MAX} are allowed"));
                }
                _ => return text,
            },
        }
        ""
    }

    /// Returns the one of `all` with exactly this spelling, or adds a mistake.
    fn choice<T: Copy, const N: usize>(
        &mut self,
        field: &str,
        written: FieldValue<'_>,
        all: [T; N],
        spelling: fn(T) -> &'static str,
    ) -> Option<T> {
        let allowed = all.map(|one| format!("{:?}", spelling(one))).join(", ");
        match written {
            FieldValue::Missing => self.add(format!("{field} is missing: allowed are {allowed}")),
            FieldValue::Other(value) => self.add(format!("{field} is {}: allowed are {allowed}", shown(value))),
            FieldValue::Text(text) => match all.into_iter().find(|one| spelling(*one) == text) {
                Some(one) => return Some(one),
                None => self.add(format!("{field} is {}: allowed are {allowed}", quoted(text))),
            },
        }
        None
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(lead: &Value) -> Result<LeadDetails, String> {
        LeadDraft::new(|field| lead.get(field).into()).check(Region::default()).map_err(|mistakes| mistakes.to_string())
    }

    fn ada() -> Value {
        json!({
            "name": "Ada Byron", "job_title": "Analyst", "phone_number": "(415) 555-0132", "company": "Northwind",
            "email": "ada@northwind.example", "headcount": "11-50", "industry": "Technology",
        })
    }

    #[test]
    fn a_complete_lead_is_kept_as_written_and_its_number_is_parsed() {
        let lead = check(&ada()).unwrap();
        assert_eq!((&*lead.name, &*lead.phone_number), ("Ada Byron", "(415) 555-0132"));
        assert_eq!(lead.phone_e164.as_deref(), Some("+14155550132"));
        assert_eq!((lead.headcount, lead.industry), (Headcount::UpTo50, Industry::Technology));
    }

    #[test]
    fn a_number_that_does_not_parse_is_no_mistake() {
        let mut lead = ada();
        lead["phone_number"] = json!("ask reception");
        assert_eq!(check(&lead).unwrap().phone_e164, None);
    }

    #[test]
    fn fields_of_the_server_are_ignored() {
        let mut lead = ada();
        lead["id"] = json!(7);
        lead["enriched"] = json!("yes");
        assert_eq!(check(&lead), check(&ada()));
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let said =
            check(&json!({ "name": 42, "job_title": " \t", "company": "x".repeat(201), "industry": "technology" }));
        assert_eq!(
            said.unwrap_err().split("; ").collect::<Vec<_>>(),
            [
                "name is 42 (a number): a string of 1 to 200 characters is needed",
                "job_title is \" \\t\": it must not be blank",
                "phone_number is missing: a string of 1 to 200 characters is needed",
                &format!("company is \"{}…\", 201 characters: at most 200 are allowed", "x".repeat(60)),
                "email is missing: a string of 1 to 200 characters is needed",
                "headcount is missing: allowed are \"1-10\", \"11-50\", \"51-200\", \"201-500\", \"500+\"",
                "industry is \"technology\": allowed are \"Technology\", \"Construction\", \"Logistics\", \
                 \"Healthcare\", \"Finance\", \"Manufacturing\"",
            ]
        );
    }

    #[test]
    fn two_hundred_characters_are_counted_not_bytes() {
        let mut lead = ada();
        lead["name"] = json!("é".repeat(200));
        assert!(check(&lead).is_ok());
    }
}
