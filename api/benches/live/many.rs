//! 100,000 sessions, live and then stopped: the cost of each, and the delay of its timers.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use redial_sim::Scenario;
use redial_testing::scenario;

use crate::figure::BenchFigure;
use crate::options::LiveOptions;
use crate::past::{JournalPast, quantile};
use crate::scrape::Scrape;
use crate::server::MeasuredServer;
use crate::{callers, list};

/// The scenario in which calls ring for long and are not answered, so that all sessions are live at once.
fn patient() -> String {
    scenario("unanswered").replace("ring_ms = [3000, 8000]", "ring_ms = [20000, 28000]")
}

/// The number of sessions.
const SESSIONS: u32 = 100_000;

/// Measures rounds of a new server each.
pub(crate) fn figures(options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        rounds.push(round(options)?);
        eprintln!("many, round {number}");
    }
    let all = |figure: &dyn Fn(&ManyRound) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let late = |which| all(&|round| quantile(&round.past.late_ms, which));
    Ok(vec![
        BenchFigure::new("many: sessions live at once", "", all(&|round| f64::from(round.past.live_at_once))),
        BenchFigure::new("many: memory a live session", "B", all(&|round| round.live)).with(0.0..=2_000.0, 2_000.0),
        BenchFigure::new("many: timers late, p50", "ms", late(0.5)),
        BenchFigure::new("many: timers late, p99", "ms", late(0.99)).with(0.0..=100.0, 100.0),
        BenchFigure::new("many: timers late, worst", "ms", late(1.0)),
        BenchFigure::new("many: memory a stopped session, at the end of the run", "B", all(&|round| round.stopped))
            .with(0.0..=1_200.0, 1_200.0),
        BenchFigure::new("many: memory a stopped session, after a restart", "B", all(&|round| round.restarted))
            .with(0.0..=1_200.0, 1_200.0),
        BenchFigure::new("many: records in the journal", "", all(&|round| round.past.records as f64)),
    ])
}

struct ManyRound {
    live: f64,
    stopped: f64,
    restarted: f64,
    past: JournalPast,
}

fn round(options: &LiveOptions) -> Result<ManyRound> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let data = directory.path().join("data");
    MeasuredServer::in_scenario(&data, SESSIONS * list::LEADS, &patient())?.stop()?;
    let mut server = MeasuredServer::resume(&data)?;
    server.wait_until_checked();
    let before = server.memory()?;
    let each = |memory: u64| (memory as f64 - before as f64) / f64::from(SESSIONS);
    callers::start_sessions(&server, SESSIONS, options.connections)?;
    let live = each(server.memory()?);
    loop {
        thread::sleep(Duration::from_secs(1));
        let scrape = Scrape::of(&server)?;
        if scrape.value("redial_running_sessions") + scrape.value("redial_crm_pending") == 0.0 {
            break;
        }
    }
    let stopped = each(server.memory()?);
    server.stop()?;
    let mut server = MeasuredServer::resume(&data)?;
    server.wait_until_checked();
    let restarted = each(server.memory()?);
    server.stop()?;
    let past =
        JournalPast::read_in(&server.exported()?, Scenario::read(&patient()).map_err(|mistake| anyhow!("{mistake}"))?)?;
    Ok(ManyRound { live, stopped, restarted, past })
}
