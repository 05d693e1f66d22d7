//! A server in a process of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use uuid::Uuid;

use crate::list;
use crate::past::SEED;

/// A server that runs; it is killed if nobody stops it.
pub(crate) struct Server {
    process: Child,
    /// Kept open: a server whose words nobody takes might stumble.
    _words: BufReader<ChildStdout>,
    data: PathBuf,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The id of its journal.
    pub(crate) journal_id: Uuid,
}

impl Server {
    /// Starts one with so many leads, on a data directory that is not there yet.
    pub(crate) fn begin(data: &Path, leads: u32) -> Result<Self> {
        let list = data.with_extension("csv");
        fs::write(&list, list::csv(0..leads.min(list::AT_ONCE))?)?;
        let server = Self::start(data, |command| command.args(["--seed", &SEED.to_string(), "--leads"]).arg(&list))?;
        server.import_from(list::AT_ONCE, leads)?;
        Ok(server)
    }

    /// Starts one with so many leads in a world of its own, on a data directory that is not there yet.
    pub(crate) fn in_scenario(data: &Path, leads: u32, scenario: &str) -> Result<Self> {
        let (list, file) = (data.with_extension("csv"), data.with_extension("toml"));
        fs::write(&list, list::csv(0..leads.min(list::AT_ONCE))?)?;
        fs::write(&file, scenario)?;
        let seed = SEED.to_string();
        let server = Self::start(data, |command| {
            command.args(["--seed", &seed, "--leads"]).arg(&list).arg("--scenario").arg(&file)
        })?;
        server.import_from(list::AT_ONCE, leads)?;
        Ok(server)
    }

    /// Sends it the leads from `first` on, up to `leads`, a list at a time.
    fn import_from(&self, first: u32, leads: u32) -> Result<()> {
        for first in (first..leads).step_by(list::AT_ONCE as usize) {
            let rows = list::csv(first..leads.min(first + list::AT_ONCE))?;
            let mut stream = TcpStream::connect(self.address).context("the server cannot be reached")?;
            write!(
                stream,
                "POST /leads/import?duplicates=keep HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: text/csv\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n",
                rows.len()
            )?;
            stream.write_all(&rows)?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            ensure!(answer.contains("\"bad\":0,\"skipped\":0"), "a list was not taken in: {answer:.300}");
        }
        Ok(())
    }

    /// Starts one on the data directory of another that has ended.
    pub(crate) fn resume(data: &Path) -> Result<Self> {
        // One segment for all that comes, so that whoever follows it sees everything.
        Self::start(data, |command| command.args(["--segment-bytes", "1000000000000"]))
    }

    fn start(data: &Path, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redial"));
        command.args(["serve", "--port", "0", "--data"]).arg(data).stdout(Stdio::piped());
        // What is freed goes back to the system at once, so that memory is what is held.
        command.env("MIMALLOC_PURGE_DELAY", "0");
        let mut process = with(&mut command).spawn().context("redial cannot be started")?;
        let mut words = BufReader::new(process.stdout.take().context("the server has no output")?);
        let mut word_after = |before: &str| -> Result<String> {
            let mut line = String::new();
            words.read_line(&mut line)?;
            let rest = line.split_once(before).map(|(_, rest)| rest.trim());
            let word = rest.and_then(|rest| rest.split(' ').next());
            word.map(str::to_owned).with_context(|| format!("the server says {line:?}, not {before:?}"))
        };
        let address = word_after("listens on http://")?.parse().context("the server names no address")?;
        let journal_id = word_after("journal ")?.parse().context("the server names no journal")?;
        Ok(Self { process, _words: words, data: data.to_owned(), address, journal_id })
    }

    /// Returns the segment of its journal that it writes.
    pub(crate) fn segment(&self) -> Result<PathBuf> {
        let names = fs::read_dir(&self.data)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let newest = names.filter(|name| name.starts_with("journal-")).max();
        Ok(self.data.join(newest.context("there is no journal")?))
    }

    /// Writes the whole journal of a server that has ended into one file, and returns where.
    pub(crate) fn exported(&self) -> Result<PathBuf> {
        let file = self.data.with_extension("jsonl");
        let mut command = Command::new(env!("CARGO_BIN_EXE_redial"));
        let status = command.args(["log", "export"]).arg(&self.data).arg(&file).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "redial log export ended with {status}");
        Ok(file)
    }

    /// Asks for a page on a connection of its own; returns head and body.
    pub(crate) fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address).context("the server cannot be reached")?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// Waits until it has read what its snapshot spared the start; that takes memory of its own.
    pub(crate) fn wait_until_checked(&self) -> Result<()> {
        while !self.get("/health")?.contains("\"checked\":true") {
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Returns the bytes of memory that it has resident.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS is not known")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024)
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<()> {
        kill_process(Pid::from_child(&self.process), Signal::TERM)?;
        let status = self.process.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a stop there is nothing left to kill.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
