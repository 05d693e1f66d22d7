//! The journal's directory, with a stopwatch around each sync of a segment.

use std::fs::File;
use std::io;

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use redial_clock::Stopwatch;
use redial_store::{Disk, DiskFile, Files};

/// How long syncs of the journal alone took, in seconds; clones share the histogram.
#[derive(Clone, Debug)]
pub struct SyncTimes(pub Histogram);

impl Default for SyncTimes {
    fn default() -> Self {
        Self(Histogram::new(exponential_buckets(0.000_1, 2.0, 16)))
    }
}

/// A directory that measures the syncs of its segments.
#[derive(Clone, Debug)]
pub(crate) struct TimedDisk {
    pub files: Files,
    pub syncs: SyncTimes,
}

/// A file of a [`TimedDisk`].
#[derive(Debug)]
pub(crate) struct TimedFile {
    file: File,
    /// The histogram of the syncs; `None` for a file that is no segment.
    syncs: Option<SyncTimes>,
}

impl TimedDisk {
    fn watch(&self, name: &str, file: File) -> TimedFile {
        let syncs = name.ends_with(".jsonl").then(|| self.syncs.clone());
        TimedFile { file, syncs }
    }
}

impl Disk for TimedDisk {
    type File = TimedFile;

    fn names(&self) -> io::Result<Vec<String>> {
        self.files.names()
    }

    fn open(&self, name: &str) -> io::Result<TimedFile> {
        Ok(self.watch(name, self.files.open(name)?))
    }

    fn edit(&self, name: &str) -> io::Result<TimedFile> {
        Ok(self.watch(name, self.files.edit(name)?))
    }

    fn create(&self, name: &str) -> io::Result<TimedFile> {
        Ok(self.watch(name, self.files.create(name)?))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.files.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files.remove(name)
    }

    fn sync(&self) -> io::Result<()> {
        self.files.sync()
    }
}

impl DiskFile for TimedFile {
    fn length(&self) -> io::Result<u64> {
        self.file.length()
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        DiskFile::read_at(&self.file, bytes, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        DiskFile::write_at(&mut self.file, bytes, offset)
    }

    fn reserve(&mut self, length: u64) -> io::Result<()> {
        self.file.reserve(length)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.cut(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        let watch = Stopwatch::start();
        self.file.sync()?;
        if let Some(syncs) = &self.syncs {
            syncs.0.observe(watch.elapsed_seconds());
        }
        Ok(())
    }
}
