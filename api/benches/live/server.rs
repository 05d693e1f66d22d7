//! A server in a process of its own.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use redial_testing::http::post_request;
use redial_testing::{Program, ServerProcess};
use uuid::Uuid;

use crate::list;
use crate::past::SEED;

/// The program that is measured.
pub(crate) const REDIAL: Program = Program::at(env!("CARGO_BIN_EXE_redial"));

/// A server that runs; it is killed when it is dropped.
pub(crate) struct MeasuredServer {
    process: ServerProcess,
    data: PathBuf,
    /// Its address.
    pub(crate) address: SocketAddr,
    /// The id of its journal.
    pub(crate) journal_id: Uuid,
}

impl MeasuredServer {
    /// Starts a server with this many leads on a new data directory.
    pub(crate) fn begin(data: &Path, leads: u32) -> Result<Self> {
        Self::begin_with(data, leads, |command| command)
    }

    /// Starts a server with this many leads in a scenario, on a new data directory.
    pub(crate) fn in_scenario(data: &Path, leads: u32, scenario: &str) -> Result<Self> {
        let file = data.with_extension("toml");
        fs::write(&file, scenario)?;
        Self::begin_with(data, leads, |command| command.arg("--scenario").arg(&file))
    }

    fn begin_with(data: &Path, leads: u32, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<Self> {
        let list = data.with_extension("csv");
        fs::write(&list, list::csv(0..leads.min(list::AT_ONCE))?)?;
        let seed = SEED.to_string();
        let server = Self::start(data, |command| with(command.args(["--seed", &seed, "--leads"]).arg(&list)))?;
        server.import_from(list::AT_ONCE, leads)?;
        Ok(server)
    }

    /// Imports the leads from `first` up to `leads`, a list at a time.
    fn import_from(&self, first: u32, leads: u32) -> Result<()> {
        for first in (first..leads).step_by(list::AT_ONCE as usize) {
            let rows = String::from_utf8(list::csv(first..leads.min(first + list::AT_ONCE))?)?;
            let request = post_request("/leads/import?duplicates=keep", &["Content-Type: text/csv"], &rows);
            let answer = String::from_utf8(self.process.send(&request).1)?;
            ensure!(answer.contains("\"bad\":0,\"skipped\":0"), "a list was not imported whole: {answer:.300}");
        }
        Ok(())
    }

    /// Starts a server on the data directory of another that has ended.
    pub(crate) fn resume(data: &Path) -> Result<Self> {
        // One segment for all later records, so that a reader of it misses none.
        Self::start(data, |command| command.args(["--segment-bytes", "1000000000000"]))
    }

    fn start(data: &Path, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<Self> {
        let mut command = REDIAL.serve_command(data);
        // Freed memory returns to the system at once, so that resident memory is memory in use.
        with(command.env("MIMALLOC_PURGE_DELAY", "0"));
        let process = ServerProcess::start(command);
        let address = process.address().parse().context("the server names no address")?;
        let journal = process.greeting().get(1).and_then(|line| line.strip_prefix("journal ")?.split(' ').next());
        let journal_id = journal.context("the server names no journal")?.parse()?;
        Ok(Self { process, data: data.to_owned(), address, journal_id })
    }

    /// Returns the segment that it writes.
    pub(crate) fn segment(&self) -> Result<PathBuf> {
        let names = fs::read_dir(&self.data)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let newest = names.filter(|name| name.starts_with("journal-")).max();
        Ok(self.data.join(newest.context("there is no journal")?))
    }

    /// Writes the whole journal of a server that has ended into one file; returns its path.
    pub(crate) fn exported(&self) -> Result<PathBuf> {
        let file = self.data.with_extension("jsonl");
        let mut command = REDIAL.command();
        let status = command.args(["log", "export"]).arg(&self.data).arg(&file).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "redial journal export ended with {status}");
        Ok(file)
    }

    /// Gets a text on a connection of its own.
    pub(crate) fn get(&self, path: &str) -> Result<String> {
        Ok(String::from_utf8(self.process.get_bytes(path).1)?)
    }

    /// Waits until it has verified the part of the journal that its snapshot replaced; which takes memory of its own.
    pub(crate) fn wait_until_checked(&self) {
        self.process.wait_until_checked();
    }

    /// Returns its resident memory in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS is not known")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024)
    }

    /// Sends it SIGTERM and waits until it has ended.
    pub(crate) fn stop(&mut self) -> Result<()> {
        let code = self.process.stop();
        ensure!(code == Some(0), "the server ended with {code:?}");
        Ok(())
    }
}
