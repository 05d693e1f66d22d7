//! Text from anywhere, made fit for one line of a terminal.

use std::borrow::Cow;

/// Returns the text with every control character spelled out, as `\n` or `\u{1b}`: names come from anywhere, and a line that is
/// printed must stay one line.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let spelled = text.chars().fold(String::new(), |mut spelled, character| {
        if character.is_control() {
            spelled.extend(character.escape_default());
        } else {
            spelled.push(character);
        }
        spelled
    });
    Cow::Owned(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(printable("Evil\u{1b}[2J\n#99 forged\0"), "Evil\\u{1b}[2J\\n#99 forged\\u{0}");
        assert!(matches!(printable("Tomás \\n Rivera"), Cow::Borrowed(_)));
    }
}
