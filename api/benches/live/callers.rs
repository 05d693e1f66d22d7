//! Callers that start sessions: connections that are kept, each with one request under way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use redial_engine::LeadId;
use redial_replay::PublicIds;

use crate::server::MeasuredServer;
use crate::{clock, list};

/// The answers to the starts.
pub(crate) struct StartTimes {
    /// From the first request to the last answer.
    pub(crate) seconds: f64,
    /// The time of each answer, shortest first.
    pub(crate) took_ms: Vec<f64>,
}

/// Starts this many sessions, as fast as they are answered.
pub(crate) fn start_sessions(server: &MeasuredServer, sessions: u32, connections: u32) -> Result<StartTimes> {
    let (names, next) = (PublicIds::new(server.journal_id), AtomicU32::new(0));
    let mut callers = Vec::new();
    for _ in 0..connections {
        callers.push(Caller::connect(server)?);
    }
    let begun = clock::wall();
    let took: Result<Vec<Vec<f64>>> = thread::scope(|scope| {
        let threads: Vec<_> = callers
            .iter_mut()
            .map(|caller| {
                let (names, next) = (&names, &next);
                scope.spawn(move || caller.start_some(names, next, sessions))
            })
            .collect();
        let ended = threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a caller has panicked"))?);
        ended.collect()
    });
    let seconds = clock::wall() - begun;
    let mut took_ms = took?.concat();
    took_ms.sort_by(f64::total_cmp);
    Ok(StartTimes { seconds, took_ms })
}

struct Caller {
    connection: BufReader<TcpStream>,
}

impl Caller {
    fn connect(server: &MeasuredServer) -> Result<Self> {
        let connection = TcpStream::connect(server.address).context("the server cannot be reached")?;
        connection.set_nodelay(true)?;
        Ok(Self { connection: BufReader::new(connection) })
    }

    /// Starts the sessions that no other caller has taken; returns the time of each answer.
    fn start_some(&mut self, names: &PublicIds, next: &AtomicU32, sessions: u32) -> Result<Vec<f64>> {
        let mut took_ms = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= sessions {
                return Ok(took_ms);
            }
            let body = body(names, number);
            let begun = clock::wall();
            self.post(&body)?;
            took_ms.push((clock::wall() - begun) * 1e3);
        }
    }

    fn post(&mut self, body: &str) -> Result<()> {
        let length = body.len();
        let request = format!(
            "POST /dialer/sessions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        self.connection.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = 0;
        loop {
            let header = self.line()?.to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body)?;
        ensure!(status.contains(" 201 "), "a session was refused: {status}: {}", String::from_utf8_lossy(&body));
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        ensure!(line.ends_with('\n'), "the server has hung up");
        Ok(line.trim_end().to_owned())
    }
}

/// The body of a request that starts a session over the leads with its number.
fn body(names: &PublicIds, number: u32) -> String {
    let first = number * list::LEADS;
    let leads: Vec<_> = (first..first + list::LEADS).map(|lead| names.lead(LeadId(lead)).to_string()).collect();
    serde_json::json!({ "agentId": "agent-1", "leadIds": leads }).to_string()
}
