//! 10,000 sessions that are live, each polled every 1.5 s, while commands arrive: the times of the answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use redial_engine::SessionId;
use redial_replay::PublicIds;
use redial_testing::scenario;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::client::Client;
use crate::figure::BenchFigure;
use crate::options::LiveOptions;
use crate::past::quantile;
use crate::scrape::Scrape;
use crate::server::MeasuredServer;
use crate::{callers, clock, list};

/// The number of connections that read: with those that command, 1,000.
const READING: u32 = 990;

/// The number of connections that command, each ten times a second.
const COMMANDING: u32 = 10;

/// The time between two polls of a session.
const EVERY: Duration = Duration::from_millis(1_500);

/// The number of polls of each session, and the number before the measurement, in which the connections are made.
const TURNS: usize = 6;
const WARM_UP: usize = 1;

/// The time of the measured turns, in seconds.
const SECONDS: u32 = 9;
const WARM_UP_SECONDS: u32 = 2;

/// Measures rounds of a new server each.
pub(crate) fn figures(options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        rounds.push(round(options.sessions)?);
        eprintln!("polled, round {number}");
    }
    let all = |figure: &dyn Fn(&PolledRound) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let read = |which| all(&|round| quantile(&round.reads_ms, which));
    let command = |which| all(&|round| quantile(&round.commands_ms, which));
    Ok(vec![
        BenchFigure::new("polled: sessions that run at the end", "", all(&|round| round.running)),
        BenchFigure::new("polled: reads", "/s", all(&|round| round.reads_ms.len() as f64 / f64::from(SECONDS))),
        BenchFigure::new("polled: a read answered, p50", "ms", read(0.5)),
        BenchFigure::new("polled: a read answered, p99", "ms", read(0.99)).with(0.0..=20.0, 20.0),
        BenchFigure::new("polled: a read answered, worst", "ms", read(1.0)),
        BenchFigure::new("polled: a command durable, p50", "ms", command(0.5)),
        BenchFigure::new("polled: a command durable, p99", "ms", command(0.99)).with(0.0..=60.0, 60.0),
        BenchFigure::new("polled: a command durable, worst", "ms", command(1.0)),
    ])
}

struct PolledRound {
    running: f64,
    reads_ms: Vec<f64>,
    commands_ms: Vec<f64>,
}

fn round(sessions: u32) -> Result<PolledRound> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let mut server =
        MeasuredServer::in_scenario(&directory.path().join("data"), sessions * list::LEADS, &scenario("unanswered"))?;
    callers::start_sessions(&server, sessions, 64)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (reads_ms, commands_ms) =
        runtime.block_on(poll(server.address, PublicIds::new(server.journal_id), sessions))?;
    let running = Scrape::of(&server)?.value("redial_running_sessions");
    server.stop()?;
    Ok(PolledRound { running, reads_ms, commands_ms })
}

async fn poll(address: SocketAddr, names: PublicIds, sessions: u32) -> Result<(Vec<f64>, Vec<f64>)> {
    let names = Arc::new(names);
    let (mut reading, mut commanding) = (JoinSet::new(), JoinSet::new());
    for first in 0..READING.min(sessions) {
        let client = Client::connect(address).await?;
        reading.spawn(read(client, Arc::clone(&names), first, sessions));
    }
    for number in 0..COMMANDING {
        commanding.spawn(command(Client::connect(address).await?, number));
    }
    Ok((sorted(reading).await?, sorted(commanding).await?))
}

async fn sorted(mut tasks: JoinSet<Result<Vec<f64>>>) -> Result<Vec<f64>> {
    let mut took_ms = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        took_ms.extend(ended??);
    }
    ensure!(!took_ms.is_empty(), "nothing was measured");
    took_ms.sort_by(f64::total_cmp);
    Ok(took_ms)
}

/// Polls every [`READING`]th session, one after the other, each once in [`EVERY`].
async fn read(mut client: Client, names: Arc<PublicIds>, first: u32, sessions: u32) -> Result<Vec<f64>> {
    let own: Vec<_> = (first..sessions)
        .step_by(READING as usize)
        .map(|session| format!("/dialer/sessions/{}", names.session(SessionId(session))))
        .collect();
    let pause = EVERY / u32::try_from(own.len())?;
    tokio::time::sleep(pause * first / READING).await;
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut took_ms = Vec::new();
    for (n, path) in own.iter().cycle().take(own.len() * (WARM_UP + TURNS)).enumerate() {
        ticks.tick().await;
        let begun = clock::wall();
        let body = client.get(path).await?;
        if n >= own.len() * WARM_UP {
            took_ms.push((clock::wall() - begun) * 1e3);
        }
        ensure!(body.starts_with(b"{\"id\""), "no session");
    }
    Ok(took_ms)
}

/// Adds a lead every 100 ms.
async fn command(mut client: Client, number: u32) -> Result<Vec<f64>> {
    let mut ticks = interval(Duration::from_millis(100));
    tokio::time::sleep(Duration::from_millis(10 * u64::from(number))).await;
    let mut took_ms = Vec::new();
    for n in 0..(WARM_UP_SECONDS + SECONDS) * 10 {
        ticks.tick().await;
        let body = format!(
            r#"{{"name":"Lead {number}.{n}","job_title":"CEO","phone_number":"+1 212 555 0100","company":"Acme",
                "email":"a@acme.example","headcount":"1-10","industry":"Finance"}}"#
        );
        let begun = clock::wall();
        client.post("/leads", &body, "201").await?;
        if n >= WARM_UP_SECONDS * 10 {
            took_ms.push((clock::wall() - begun) * 1e3);
        }
    }
    Ok(took_ms)
}
