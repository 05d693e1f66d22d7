//! Wrong values as error messages repeat them: in quotes, and cut if they are long.

use std::borrow::Cow;

use serde_json::Value;

/// The longest part of a value that a message repeats, in characters.
const SHOWN_MAX: usize = 60;

/// Returns a text in quotes, escaped, and cut if it is long.
pub fn quoted(text: &str) -> String {
    format!("{:?}", cut(text))
}

/// Returns a JSON value as text, cut if it is long.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            cut(&value.to_string()).into_owned()
        }
    }
}

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN_MAX) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// Returns the kind of a value, with its article.
pub const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(quoted("ab\n"), r#""ab\n""#);
        assert_eq!(quoted(&"é".repeat(60)).chars().count(), 62);
        assert_eq!(quoted(&"é".repeat(61)).chars().count(), 63);
        assert_eq!(shown(&serde_json::json!([1, "a"])), r#"[1,"a"]"#);
    }
}
