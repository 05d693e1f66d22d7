//! Mistakes in files that people write: scenarios and studies.

use std::fmt;
use std::ops::Range;

/// A mistake in a scenario or a study file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct FileError {
    /// The line, from 1.
    pub line: usize,
    /// The mistake.
    pub mistake: String,
}

impl FileError {
    /// Makes a mistake at a byte range of the text.
    pub fn at(text: &str, place: Range<usize>, mistake: String) -> Self {
        let before = &text.as_bytes()[..place.start.min(text.len())];
        Self { line: 1 + before.iter().filter(|byte| **byte == b'\n').count(), mistake }
    }

    /// Makes a mistake from an error of the TOML reader.
    pub fn toml(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span().unwrap_or(0..0), error.message().trim().to_owned())
    }
}

/// The most characters of a name in a file.
pub const NAME_MAX: usize = 200;

/// Returns true if a text is a valid name: one line, not blank, at most [`NAME_MAX`] characters.
pub fn is_plain(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control)
}

/// The most mistakes of one file that are shown.
const SHOWN_MAX: usize = 50;

/// All mistakes of a file, in the order of its lines: at least one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileErrors(Vec<FileError>);

impl FileErrors {
    /// Sorts mistakes; returns `None` if there are none.
    #[must_use]
    pub fn of(mut mistakes: Vec<FileError>) -> Option<Self> {
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.dedup();
        (!mistakes.is_empty()).then_some(Self(mistakes))
    }

    /// Returns the mistakes.
    #[must_use]
    pub fn all(&self) -> &[FileError] {
        &self.0
    }

    /// Returns the mistakes without their lines, for a generated text.
    #[must_use]
    pub fn without_lines(&self) -> String {
        self.0.iter().map(|mistake| mistake.mistake.as_str()).collect::<Vec<_>>().join("; ")
    }

    /// Returns the mistakes in one line.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }
}

impl From<FileError> for FileErrors {
    fn from(mistake: FileError) -> Self {
        Self(vec![mistake])
    }
}

impl std::error::Error for FileErrors {}

impl fmt::Display for FileErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.0.as_slice() {
            return fmt::Display::fmt(only, f);
        }
        write!(f, "{} mistakes", self.0.len())?;
        self.0.iter().take(SHOWN_MAX).try_for_each(|mistake| write!(f, "\n  {mistake}"))?;
        if self.0.len() > SHOWN_MAX { write!(f, "\n  and {} more", self.0.len() - SHOWN_MAX) } else { Ok(()) }
    }
}
