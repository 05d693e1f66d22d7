//! A parser for the most frequent inputs, in the one spelling that the encoder writes.
//!
//! Nine records of ten have a carrier event, a CRM reply or a tick as their input. For these the parser takes a tenth
//! of the time of a parser for any JSON. It returns `None` for any other input and any other spelling; the caller then
//! falls back to serde.

use redial_engine::{ActivityId, CallId, CarrierEvent, ContactId, CrmReply, Input, SessionId};

/// Parses the input at the beginning of the text; also returns the text after it. Returns `None` unless the input is a
/// carrier event, a CRM reply or a tick, spelled exactly as the encoder spells it.
#[inline]
#[must_use]
pub fn parse(text: &[u8]) -> Option<(Input, &[u8])> {
    match text.get(..10)? {
        b"{\"carrier\"" => {
            let (call, rest) = call(text.strip_prefix(b"{\"carrier\":{\"call\":\"")?)?;
            let rest = rest.strip_prefix(b"\",\"event\":\"")?;
            let matching = |event| rest.strip_prefix(end_of(event)).map(|rest| (event, rest));
            let (event, rest) = CarrierEvent::ALL.into_iter().find_map(matching)?;
            Some((Input::Carrier { call, event }, rest))
        }
        [b'{', b'"', b'c', b'r', b'm', ..] => {
            let (call, rest) = call(text.strip_prefix(b"{\"crm\":{\"call\":\"")?)?;
            let (attempt, rest) = number(rest.strip_prefix(b"\",\"attempt\":")?)?;
            let (reply, rest) = reply(rest.strip_prefix(b",\"reply\":")?)?;
            Some((Input::Crm { call, attempt: u8::try_from(attempt).ok()?, reply }, rest))
        }
        _ => text.strip_prefix(b"\"tick\"").map(|rest| (Input::Tick, rest)),
    }
}

/// Returns the text of a carrier event's name up to the end of the input.
const fn end_of(event: CarrierEvent) -> &'static [u8] {
    match event {
        CarrierEvent::Answered => b"answered\"}}",
        CarrierEvent::NoAnswer => b"no_answer\"}}",
        CarrierEvent::Busy => b"busy\"}}",
        CarrierEvent::Voicemail => b"voicemail\"}}",
        CarrierEvent::Failed => b"failed\"}}",
        CarrierEvent::Released => b"released\"}}",
    }
}

fn reply(text: &[u8]) -> Option<(CrmReply, &[u8])> {
    if let Some(rest) = text.strip_prefix(b"{\"contact_upserted\":") {
        let (contact, rest) = number(rest)?;
        return rest.strip_prefix(b"}}}").map(|rest| (CrmReply::ContactUpserted(ContactId(contact)), rest));
    }
    if let Some(rest) = text.strip_prefix(b"{\"activity_created\":") {
        let (activity, rest) = number(rest)?;
        return rest.strip_prefix(b"}}}").map(|rest| (CrmReply::ActivityCreated(ActivityId(activity)), rest));
    }
    if let Some(rest) = text.strip_prefix(b"\"contact_failed\"}}") {
        return Some((CrmReply::ContactFailed, rest));
    }
    text.strip_prefix(b"\"activity_failed\"}}").map(|rest| (CrmReply::ActivityFailed, rest))
}

fn call(text: &[u8]) -> Option<(CallId, &[u8])> {
    let (session, rest) = number(text)?;
    let (n, rest) = number(rest.strip_prefix(b".")?)?;
    Some((CallId::new(SessionId(session), u16::try_from(n).ok()?), rest))
}

/// Parses a decimal number without leading zeros.
#[inline]
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at(digits);
    let is_canonical = digits == 1 || (digits > 1 && number[0] != b'0');
    let value = |value: u32, digit: &u8| value.checked_mul(10)?.checked_add(u32::from(digit - b'0'));
    if is_canonical { number.iter().try_fold(0, value).map(|number| (number, rest)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_inputs_parse_as_serde_parses_them() {
        let call = CallId::new(SessionId(u32::MAX), u16::MAX);
        let replies = [
            CrmReply::ContactUpserted(ContactId(u32::MAX)),
            CrmReply::ContactFailed,
            CrmReply::ActivityCreated(ActivityId(0)),
            CrmReply::ActivityFailed,
        ];
        let carrier = CarrierEvent::ALL.map(|event| Input::Carrier { call, event });
        let crm = replies.map(|reply| Input::Crm { call, attempt: 255, reply });
        for expected in carrier.into_iter().chain(crm).chain([Input::Tick]) {
            let text = serde_json::to_string(&expected).expect("it is plain data") + ",\"transitions\":[]";
            assert_eq!(parse(text.as_bytes()), Some((expected, &b",\"transitions\":[]"[..])), "{text}");
        }
    }

    #[test]
    fn other_spellings_are_not_parsed() {
        for text in [
            r#"{"carrier":{"call":"0.01","event":"busy"}},"#,
            r#"{"carrier":{"call":"0.65536","event":"busy"}},"#,
            r#"{"carrier": {"call":"0.1","event":"busy"}},"#,
            r#"{"carrier":{"event":"busy","call":"0.1"}},"#,
            r#"{"carrier":{"call":"0.1","event":"bus"#,
            r#"{"crm":{"call":"0.1","attempt":256,"reply":"contact_failed"}},"#,
            r#"{"crm":{"call":"0.1","attempt":1,"reply":{"contact_upserted":4294967296}}},"#,
            r#"{"crm":{"call":"0.1","attempt":1,"reply":{"contact_upserted":1}}"#,
            r#"{"carrier":{"call":"0.1","event":"busy","x":1}},"#,
            "",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
