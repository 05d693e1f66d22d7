//! The time of a record from its step to its listeners, including the wait for the disk.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use redial_engine::SessionId;
use redial_replay::PublicIds;
use redial_testing::scenario;
use rustix::time::ClockId;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::figure::BenchFigure;
use crate::options::LiveOptions;
use crate::past::quantile;
use crate::server::MeasuredServer;
use crate::{callers, clock, list};

/// The number of sessions.
const SESSIONS: u32 = 1_000;

/// The number of listeners to everything, and to one session each.
const OF_ALL: u32 = 20;
const OF_ONE: u32 = 180;

/// The time for which they listen: every call has ended by then.
const SECONDS: u64 = 30;

/// Measures rounds of a new server each.
pub(crate) fn figures(options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        rounds.push(round()?);
        eprintln!("pushed, round {number}");
    }
    let took = |which| rounds.iter().map(|round| quantile(round, which)).collect::<Vec<_>>();
    let heard = rounds.iter().map(|round| round.len() as f64).collect();
    Ok(vec![
        BenchFigure::new("pushed: messages to 200 readers", "", heard),
        BenchFigure::new("pushed: from the step to a reader, p50", "ms", took(0.5)),
        BenchFigure::new("pushed: from the step to a reader, p95", "ms", took(0.95)).with(0.0..=100.0, 100.0),
        BenchFigure::new("pushed: from the step to a reader, worst", "ms", took(1.0)),
    ])
}

fn round() -> Result<Vec<f64>> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let mut server =
        MeasuredServer::in_scenario(&directory.path().join("data"), SESSIONS * list::LEADS, &scenario("unanswered"))?;
    callers::start_sessions(&server, SESSIONS, 64)?;
    let (address, names) = (server.address, PublicIds::new(server.journal_id));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let took_ms = runtime.block_on(async {
        let mut readers = JoinSet::new();
        for _ in 0..OF_ALL {
            readers.spawn(listen(address, "/events".to_owned()));
        }
        for number in 0..OF_ONE {
            let session = names.session(SessionId(number * SESSIONS / OF_ONE));
            readers.spawn(listen(address, format!("/dialer/sessions/{session}/events")));
        }
        let mut took_ms = Vec::new();
        while let Some(ended) = readers.join_next().await {
            took_ms.extend(ended??);
        }
        took_ms.sort_by(f64::total_cmp);
        anyhow::Ok(took_ms)
    })?;
    server.stop()?;
    Ok(took_ms)
}

/// Listens for a while; returns the age of each record at its arrival.
async fn listen(address: SocketAddr, path: String) -> Result<Vec<f64>> {
    let mut stream = TcpStream::connect(address).await.context("the server cannot be reached")?;
    // By HTTP/1.0, whose bodies come without chunks, so that a line is a line.
    stream.write_all(format!("GET {path} HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n").as_bytes()).await?;
    let mut lines = BufReader::with_capacity(64 * 1024, stream).lines();
    let epoch = epoch(&mut lines).await?;
    let mut took_ms = Vec::new();
    let until = clock::wall() + Duration::from_secs(SECONDS).as_secs_f64();
    loop {
        let left = Duration::from_secs_f64((until - clock::wall()).max(0.0));
        let Ok(line) = timeout(left, lines.next_line()).await else { return Ok(took_ms) };
        let line = line?.context("the stream has ended")?;
        let now = clock::seconds(ClockId::Realtime);
        if line.starts_with("data: ") {
            took_ms.push((now - epoch) * 1e3 - number_after(&line, "\"at\":")?);
        }
    }
}

/// Reads the first message, which shows the present; returns the epoch of its times, in seconds since 1970.
async fn epoch(lines: &mut Lines<BufReader<TcpStream>>) -> Result<f64> {
    loop {
        let line = lines.next_line().await?.context("the stream has ended")?;
        let Some(data) = line.strip_prefix("data: ") else { continue };
        let present: serde_json::Value = serde_json::from_str(data)?;
        let epoch = present["epoch"].as_str().context("the present names no epoch")?;
        return Ok(chrono::DateTime::parse_from_rfc3339(epoch)?.timestamp_millis() as f64 / 1e3);
    }
}

fn number_after(line: &str, before: &str) -> Result<f64> {
    let (_, rest) = line.split_once(before).with_context(|| format!("no {before} in a message"))?;
    let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    Ok(digits.parse()?)
}
