//! Clients that send nothing, send slowly, or never read, beside good ones, while sessions with long lists run: the
//! delays of the good clients, and the cost for the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use redial_engine::LeadId;
use redial_replay::PublicIds;
use redial_testing::scenario;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};

use crate::client::Client;
use crate::clock;
use crate::figure::BenchFigure;
use crate::options::LiveOptions;
use crate::past::quantile;
use crate::scrape::Scrape;
use crate::server::MeasuredServer;

const SILENT: usize = 1_000;
const DRIBBLING: usize = 1_000;
const DEAF: usize = 1_000;

/// Clients that behave: each asks fifty times a second.
const GOOD: u32 = 16;

/// The time of the good clients alone, and beside hostile ones: longer than the server waits for a silent reader.
const ALONE: Duration = Duration::from_secs(10);
const TOGETHER: Duration = Duration::from_secs(50);

/// The number of leads that the good clients dial.
const LEADS: u32 = 1_000;

/// Sessions that run the whole time, so that the messages to deaf clients are long.
const LONG: u32 = 20;

/// The number of leads of each of them.
const LONG_LEADS: u32 = 10_000;

/// The most memory at the peak beyond that before, in MB: messages held for listeners (202), 3,000 connections, and
/// requests under way.
const BEYOND: f64 = 512.0;

/// Measures rounds of a new server each.
pub(crate) fn figures(options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        rounds.push(round()?);
        eprintln!("hostile, round {number}");
    }
    let all = |figure: &dyn Fn(&HostileRound) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let mega = |figure: &dyn Fn(&HostileRound) -> u64| all(&|round| figure(round) as f64 / 1e6);
    Ok(vec![
        BenchFigure::new("hostile: good clients alone, p99", "ms", all(&|round| quantile(&round.alone_ms, 0.99))),
        BenchFigure::new(
            "hostile: good clients in bad company, p50",
            "ms",
            all(&|round| quantile(&round.together_ms, 0.5)),
        ),
        BenchFigure::new(
            "hostile: good clients in bad company, p99",
            "ms",
            all(&|round| quantile(&round.together_ms, 0.99)),
        )
        .with(0.0..=50.0, 50.0),
        BenchFigure::new(
            "hostile: good clients in bad company, worst",
            "ms",
            all(&|round| quantile(&round.together_ms, 1.0)),
        ),
        BenchFigure::new("hostile: memory before", "MB", mega(&|round| round.before)),
        BenchFigure::new("hostile: memory at the peak", "MB", mega(&|round| round.peak)),
        BenchFigure::new(
            "hostile: memory at the peak, beyond that before",
            "MB",
            mega(&|round| round.peak - round.before),
        )
        .with(0.0..=BEYOND, BEYOND),
        BenchFigure::new("hostile: memory after", "MB", mega(&|round| round.after)),
        BenchFigure::new("hostile: held for listeners at the peak", "MB", all(&|round| round.held / 1e6)),
        BenchFigure::new("hostile: connections at once", "", all(&|round| round.open)),
        BenchFigure::new("hostile: connections that the server let go", "", all(&|round| round.let_go)),
    ])
}

struct HostileRound {
    alone_ms: Vec<f64>,
    together_ms: Vec<f64>,
    before: u64,
    peak: u64,
    after: u64,
    held: f64,
    open: f64,
    let_go: f64,
}

fn round() -> Result<HostileRound> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let mut server = MeasuredServer::in_scenario(
        &directory.path().join("data"),
        LEADS + LONG * LONG_LEADS,
        &scenario("unanswered"),
    )?;
    let (address, names) = (server.address, PublicIds::new(server.journal_id));
    let long = start_long(address, &names)?;
    let GoodClients { took_ms: alone_ms, .. } = good(&server, names.clone(), ALONE)?;
    let before = server.memory()?;
    let over = Arc::new(AtomicBool::new(false));
    let hostile = {
        let over = Arc::clone(&over);
        thread::spawn(move || crowd(address, &long, &over))
    };
    let GoodClients { took_ms: together_ms, peak, held, open } = good(&server, names, TOGETHER)?;
    over.store(true, Ordering::Relaxed);
    hostile.join().map_err(|_| anyhow!("the hostile clients have panicked"))??;
    let scrape = Scrape::of(&server)?;
    let reasons = ["silent", "slow_head", "stalled", "displaced"];
    let let_go = reasons.map(|reason| scrape.value(&format!("redial_connections_let_go_total{{reason=\"{reason}\"}}")));
    let after = server.memory()?;
    server.stop()?;
    Ok(HostileRound { alone_ms, together_ms, before, peak, after, held, open, let_go: let_go.iter().sum() })
}

/// Starts the sessions with long lists; returns their paths.
fn start_long(address: SocketAddr, names: &PublicIds) -> Result<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (mut client, mut paths) = (Client::connect(address).await?, Vec::new());
        for number in 0..LONG {
            let first = LEADS + number * LONG_LEADS;
            let leads: Vec<_> =
                (first..first + LONG_LEADS).map(|lead| format!("\"{}\"", names.lead(LeadId(lead)))).collect();
            let body = format!(r#"{{"agentId":"long-{number}","leadIds":[{}],"concurrency":10}}"#, leads.join(","));
            let started: serde_json::Value =
                serde_json::from_slice(client.post("/dialer/sessions", &body, "201").await?)?;
            paths.push(format!("/dialer/sessions/{}", started["id"].as_str().context("a session without an id")?));
        }
        Ok(paths)
    })
}

/// The delays of the good clients, and the peak cost of the server meanwhile.
struct GoodClients {
    took_ms: Vec<f64>,
    peak: u64,
    held: f64,
    open: f64,
}

/// Runs the good clients for a while.
fn good(server: &MeasuredServer, names: PublicIds, how_long: Duration) -> Result<GoodClients> {
    let address = server.address;
    let asking = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for number in 0..GOOD {
                tasks.spawn(behave(address, names.clone(), number, how_long));
            }
            let mut took_ms = Vec::new();
            while let Some(ended) = tasks.join_next().await {
                took_ms.extend(ended??);
            }
            took_ms.sort_by(f64::total_cmp);
            anyhow::Ok(took_ms)
        })
    });
    let (mut peak, mut held, mut open) = (0, 0_f64, 0_f64);
    while !asking.is_finished() {
        peak = peak.max(server.memory()?);
        let scrape = Scrape::of(server)?;
        open = open.max(scrape.value("redial_connections"));
        held = held.max(scrape.value("redial_push_held_bytes"));
        thread::sleep(Duration::from_millis(250));
    }
    let took_ms = asking.join().map_err(|_| anyhow!("the good clients have panicked"))??;
    Ok(GoodClients { took_ms, peak, held, open })
}

/// Starts a session now and then, and gets it.
async fn behave(address: SocketAddr, names: PublicIds, number: u32, how_long: Duration) -> Result<Vec<f64>> {
    let mut client = Client::connect(address).await?;
    let mut ticks = interval(Duration::from_millis(20));
    let mut took_ms = Vec::new();
    let mut path = "/leads?limit=50".to_owned();
    let asks = u32::try_from(how_long.as_millis() / 20)?;
    for n in 0..asks {
        ticks.tick().await;
        let begun = clock::wall();
        if n % 50 == 0 {
            let lead = names.lead(LeadId((number * 61 + n) % LEADS));
            let body = format!(r#"{{"agentId":"agent-{number}","leadIds":["{lead}"]}}"#);
            let started: serde_json::Value =
                serde_json::from_slice(client.post("/dialer/sessions", &body, "201").await?)?;
            took_ms.push((clock::wall() - begun) * 1e3);
            path = format!("/dialer/sessions/{}", started["id"].as_str().context("a session without an id")?);
        } else {
            client.get(&path).await?;
            took_ms.push((clock::wall() - begun) * 1e3);
        }
    }
    Ok(took_ms)
}

/// Runs the hostile clients until it is over.
fn crowd(address: SocketAddr, long: &[String], over: &AtomicBool) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..SILENT {
            tasks.spawn(be_silent(address));
        }
        for _ in 0..DRIBBLING {
            tasks.spawn(dribble(address));
        }
        for number in 0..DEAF {
            let path = match number % 4 {
                0 => "/events?after=0".to_owned(),
                1 => "/events".to_owned(),
                2 => format!("{}/events", long[number % long.len()]),
                _ => format!("{}/events?after=0", long[number % long.len()]),
            };
            tasks.spawn(be_deaf(address, path));
        }
        while !over.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(50)).await;
        }
    });
    Ok(())
}

/// A disconnected client connects again at once; one that cannot connect tries again a moment later.
async fn be_silent(address: SocketAddr) {
    loop {
        match TcpStream::connect(address).await {
            Ok(mut stream) => drop(stream.read(&mut [0]).await),
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn dribble(address: SocketAddr) {
    loop {
        let Ok(mut stream) = TcpStream::connect(address).await else {
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        for byte in b"GET /health HTTP/1.1\r\nhost: localhost\r\nx: yyyyyyyyyyyyyyyyyyy" {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            if timeout(Duration::from_secs(1), stream.read(&mut [0])).await.is_ok() {
                break;
            }
        }
    }
}

async fn be_deaf(address: SocketAddr, path: String) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    loop {
        let Ok(socket) = TcpSocket::new_v4() else { return };
        // It takes in as little as it can.
        drop(socket.set_recv_buffer_size(4_096));
        match socket.connect(address).await {
            Ok(mut stream) => {
                drop(stream.write_all(request.as_bytes()).await);
                sleep(Duration::from_secs(40)).await;
            }
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}
