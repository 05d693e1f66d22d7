//! Phone numbers in one spelling, so that the same telephone has the same number.

use std::fmt;
use std::str::FromStr;

use phonenumber::Mode;
use phonenumber::country::Id;

/// The country of a number without a country code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region(Id);

impl Default for Region {
    /// The United States.
    fn default() -> Self {
        Self(Id::US)
    }
}

/// The text is not an ISO 3166 code of a country.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the two-letter code of a country, like US or DE")]
pub struct NotARegion(String);

impl FromStr for Region {
    type Err = NotARegion;

    fn from_str(text: &str) -> Result<Self, NotARegion> {
        text.parse().map(Self).map_err(|_| NotARegion(text.to_owned()))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0.as_ref(), f)
    }
}

impl Region {
    /// The longest number, in digits, by ITU-T E.164.
    const DIGITS_MAX: usize = 15;

    /// Returns the number in E.164, or `None` if the text is no phone number.
    ///
    /// A number counts if it parses. The check does not ask if the number is in service or its area exists, because
    /// numbering plans change and real lists are dirty. An extension is left out: it shares the telephone line.
    pub fn e164(self, text: &str) -> Option<Box<str>> {
        let number = phonenumber::parse(Some(self.0), text).ok()?;
        let e164 = number.format().mode(Mode::E164).to_string();
        (e164.len() <= 1 + Self::DIGITS_MAX).then(|| e164.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telephone_has_one_number_however_it_is_written() {
        for text in
            ["+1 415 555 0132", "(415) 555-0132", "415.555.0132", "1-415-555-0132", "+14155550132", "4155550132 ext. 7"]
        {
            assert_eq!(Region::default().e164(text).as_deref(), Some("+14155550132"), "{text}");
        }
    }

    #[test]
    fn a_number_without_a_country_code_belongs_to_the_region() {
        let region: Region = "DE".parse().unwrap();
        assert_eq!(region.e164("030 901820").as_deref(), Some("+4930901820"));
        assert_eq!(region.e164("+1 415 555 0132").as_deref(), Some("+14155550132"));
        assert_eq!(region.to_string(), "DE");
    }

    #[test]
    fn a_text_that_is_no_number_has_no_e164() {
        for text in ["", " ", "n/a", "ask for Bob", "+", "++", "0", "tel:", "☎", "+1", "12345678901234567890"] {
            assert_eq!(Region::default().e164(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic() {
        let alphabet: Vec<char> = "0159+-().,;:x#*/ \t\u{a0}extTEL=٣９ａñ☎\u{200b}&%".chars().collect();
        let mut dice = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..20_000 {
            let mut draw = |end: usize| {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                (dice % end as u64) as usize
            };
            let text: String = (0..draw(24)).map(|_| alphabet[draw(alphabet.len())]).collect();
            if let Some(number) = Region::default().e164(&text) {
                let digits = number.strip_prefix('+').expect("E.164 begins with a plus");
                assert!(
                    (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()),
                    "{text:?}: {number}"
                );
            }
        }
    }

    #[test]
    fn a_region_is_a_country() {
        assert_eq!("XX".parse::<Region>(), Err(NotARegion("XX".into())));
    }
}
