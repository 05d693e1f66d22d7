//! Untrusted text, escaped for one line of a terminal.

use std::borrow::Cow;

/// Returns the text with every control character escaped, as `\n` or `\u{1b}`. Names are untrusted, and must neither
/// break a line nor control the terminal.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().fold(String::new(), |mut escaped, character| {
        if character.is_control() {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
        escaped
    });
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(printable("Evil\u{1b}[2J\n#99 forged\0"), "Evil\\u{1b}[2J\\n#99 forged\\u{0}");
        assert!(matches!(printable("Tomás \\n Rivera"), Cow::Borrowed(_)));
    }
}
