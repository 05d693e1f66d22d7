//! The source of a journal: a file, a data directory, or the standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use redial_replay::{Tail, Until};
use redial_store::{DirectoryError, Ending, Fault, Files, HEAD, Head, OLD_JOURNAL, Segment, Stream, is_held, scan};

use crate::cli::failure::Failure;

/// The source of a journal.
pub(crate) enum JournalSource {
    /// The standard input, which can be read only once.
    Stdin,
    /// One file.
    File(PathBuf),
    /// The segments of a data directory.
    Directory {
        files: Files,
        segments: Vec<Segment>,
        /// The number of sound bytes.
        end: u64,
        torn: Option<Tail>,
        /// The last record that was acknowledged when the reading began, if a server is still writing.
        acknowledged: Option<u64>,
    },
    /// A data directory whose journal is damaged.
    Damaged(Fault),
}

impl JournalSource {
    /// Finds the source that a path names. A data directory is checked against its `HEAD`, unless a server is writing
    /// to it.
    pub(crate) fn of(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::Stdin);
        }
        if !path.is_dir() {
            return Ok(Self::File(path.to_owned()));
        }
        let files = Files::at(path);
        let io = |error| unreadable(path, error);
        // HEAD first: the record that it claims is then in the segments, which are listed later.
        let head = Head::read(&files).map_err(io)?;
        let segments = Segment::all(&files).map_err(io)?;
        if segments.is_empty() && head.is_none() {
            return Ok(Self::File(path.join(OLD_JOURNAL)));
        }
        if let Some(tip) = head.and_then(|head| head.tip()).filter(|tip| tip.seq > 0 && is_held(path)) {
            eprintln!(
                "redial: a server is writing this journal; it is read up to {HEAD} as it was, record {}",
                tip.seq
            );
            let end = segments.last().map_or(0, Segment::end);
            return Ok(Self::Directory { files, segments, end, torn: None, acknowledged: Some(tip.seq) });
        }
        match scan(&files, |_, _| Ok(())) {
            Ok(Some(found)) => {
                let torn = match found.ending {
                    Ending::Torn { bytes } => Some(Tail::Torn { offset: found.end, bytes }),
                    Ending::Clean | Ending::Closed => None,
                };
                Ok(Self::Directory { files, segments: found.segments, end: found.end, torn, acknowledged: None })
            }
            Ok(None) => Ok(Self::Directory { files, segments: Vec::new(), end: 0, torn: None, acknowledged: None }),
            Err(DirectoryError::Fault(fault)) => Ok(Self::Damaged(fault)),
            Err(DirectoryError::Io { file, error }) => Err(unreadable(&path.join(file), error)),
        }
    }

    /// Opens the journal at its beginning; `None` if it is damaged.
    pub(crate) fn open(&self) -> io::Result<Option<Box<dyn BufRead>>> {
        Ok(match self {
            Self::Stdin => Some(Box::new(io::stdin().lock())),
            Self::File(path) => Some(Box::new(BufReader::with_capacity(1 << 18, File::open(path)?))),
            Self::Directory { files, segments, end, .. } => {
                Some(Box::new(BufReader::with_capacity(1 << 18, Stream::open(files, segments)?.take(*end))))
            }
            Self::Damaged(_) => None,
        })
    }

    /// Returns the end of the reading, at most the last acknowledged record if a server is still writing.
    pub(crate) fn until(&self, asked: Until) -> Until {
        match (self, asked) {
            (Self::Directory { acknowledged: Some(last), .. }, Until::End) => Until::Seq(*last),
            (Self::Directory { .. } | Self::Stdin | Self::File(_) | Self::Damaged(_), asked) => asked,
        }
    }

    /// Returns the torn tail, which a reader of the sound part does not see.
    pub(crate) fn torn(&self) -> Option<Tail> {
        match self {
            Self::Directory { torn, .. } => *torn,
            Self::Stdin | Self::File(_) | Self::Damaged(_) => None,
        }
    }
}

/// Returns the failure of a journal that cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> Failure {
    Failure::io(anyhow::Error::new(error).context(format!("failed to read {}", path.display())))
}
