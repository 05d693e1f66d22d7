//! One lead, judged: what must be there, and what may stand in it.

use std::fmt;

use redial_engine::{Headcount, Industry, LeadDetails};
use serde_json::Value;

use super::phone::Region;
use super::shown::{kind, quoted, shown};

/// The fields of a lead that people fill in, in the order of the model. Others in a body are ignored.
pub(crate) const FIELDS: [&str; 7] = ["name", "job_title", "phone_number", "company", "email", "headcount", "industry"];

/// The most characters of a text.
pub(crate) const TEXT_MAX: usize = 200;

/// What was written for one field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Written<'a> {
    /// Nothing at all.
    Missing,
    /// A text.
    Text(&'a str),
    /// Something else than a text.
    Other(&'a Value),
}

impl<'a> From<Option<&'a Value>> for Written<'a> {
    fn from(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Missing,
            Some(Value::String(text)) => Self::Text(text),
            Some(other) => Self::Other(other),
        }
    }
}

/// A lead as somebody wrote it, not judged yet: what stands under each of [`FIELDS`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeadDraft<'a>([Written<'a>; 7]);

impl<'a> LeadDraft<'a> {
    /// Makes a draft of what `written` says about each field.
    pub(crate) fn new(written: impl FnMut(&'static str) -> Written<'a>) -> Self {
        Self(FIELDS.map(written))
    }

    /// Judges the draft. Texts are kept as they were written; e-mail address and phone number may look like anything.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, not only the first.
    pub(crate) fn check(&self, region: Region) -> Result<LeadDetails, Mistakes> {
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

/// Everything that is wrong with something written: each says which field, what stands there, and what may.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mistakes(Vec<String>);

impl Mistakes {
    /// Takes note of a mistake.
    pub(crate) fn add(&mut self, mistake: String) {
        self.0.push(mistake);
    }

    /// Returns the mistakes, if there are any, as an error.
    pub(crate) fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Takes a text that is not blank and not longer than [`TEXT_MAX`]; the empty text stands for a mistake.
    pub(crate) fn text<'a>(&mut self, field: &str, written: Written<'a>) -> &'a str {
        let needed = format_args!("a string of 1 to {TEXT_MAX} characters is needed");
        match written {
            Written::Missing => self.add(format!("{field} is missing: {needed}")),
            Written::Other(value) => self.add(format!("{field} is {} ({}): {needed}", shown(value), kind(value))),
            Written::Text(text) if text.trim().is_empty() => {
                self.add(format!("{field} is {}: it must not be blank", quoted(text)));
            }
            Written::Text(text) => match text.chars().count() {
                length if length > TEXT_MAX => {
                    let text = quoted(text);
                    self.add(format!("{field} is {text}, {length} characters: at most {TEXT_MAX} are allowed"));
                }
                _ => return text,
            },
        }
        ""
    }

    /// Takes one of `all`, spelled exactly.
    fn choice<T: Copy, const N: usize>(
        &mut self,
        field: &str,
        written: Written<'_>,
        all: [T; N],
        spelling: fn(T) -> &'static str,
    ) -> Option<T> {
        let allowed = all.map(|one| format!("{:?}", spelling(one))).join(", ");
        match written {
            Written::Missing => self.add(format!("{field} is missing: allowed are {allowed}")),
            Written::Other(value) => self.add(format!("{field} is {}: allowed are {allowed}", shown(value))),
            Written::Text(text) => match all.into_iter().find(|one| spelling(*one) == text) {
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
    fn a_whole_lead_is_kept_as_written_and_its_number_is_understood() {
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
    fn what_the_server_owns_is_ignored() {
        let mut lead = ada();
        lead["id"] = json!(7);
        lead["enriched"] = json!("yes");
        assert_eq!(check(&lead), check(&ada()));
    }

    #[test]
    fn every_mistake_is_said_at_once() {
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
