//! Mistakes in files that people write: scenarios and studies.

use std::ops::Range;

/// A mistake in a scenario or a study file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct FileError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub mistake: String,
}

impl FileError {
    /// Names a mistake at a place in the text, counted in bytes.
    pub(crate) fn at(text: &str, place: Range<usize>, mistake: String) -> Self {
        let before = &text.as_bytes()[..place.start.min(text.len())];
        Self { line: 1 + before.iter().filter(|byte| **byte == b'\n').count(), mistake }
    }

    /// Names what the TOML reader found.
    pub(crate) fn toml(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span().unwrap_or(0..0), error.message().trim().to_owned())
    }
}
