//! The cost and the punctuality of a live server with thousands of sessions at once.
//!
//! `cargo bench -p redial --bench live -- --help`

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/figure.rs"]
mod figure;
#[path = "../shared/machine.rs"]
mod machine;
#[path = "../shared/people.rs"]
mod people;

mod callers;
mod client;
mod hostile;
mod list;
mod many;
mod options;
mod past;
mod polled;
mod pushed;
mod scrape;
mod server;

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use rustix::process::{Resource, getrlimit, setrlimit};

use callers::StartTimes;
use figure::BenchFigure;
use options::{LiveOptions, LivePart};
use past::{JournalPast, JournalTail, quantile};
use scrape::Scrape;
use server::{MeasuredServer, REDIAL};

fn measured(part: LivePart, options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    match part {
        LivePart::Whole => whole(options),
        LivePart::Polled => polled::figures(options),
        LivePart::Pushed => pushed::figures(options),
        LivePart::Many => many::figures(options),
        LivePart::Hostile => hostile::figures(options),
    }
}

fn main() -> Result<()> {
    let options = LiveOptions::parse();
    if !options.bench {
        println!("the figures are made by cargo bench");
        return Ok(());
    }
    eprintln!("{}", machine::line());
    raise_limit()?;
    let parts = [LivePart::Whole, LivePart::Polled, LivePart::Pushed, LivePart::Many, LivePart::Hostile];
    for part in parts.into_iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        figure::print(&measured(part, &options)?, options.json);
    }
    eprintln!("{}", machine::line());
    Ok(())
}

/// Takes as many connections as the system allows.
fn raise_limit() -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).context("the limit of open files cannot be raised")
}

fn whole(options: &LiveOptions) -> Result<Vec<BenchFigure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        let round = round(options)?;
        eprintln!("round {number}: {}", round.verdict);
        rounds.push(round);
    }
    Ok(figures(&rounds))
}

/// The measurements of one server.
struct WholeRound {
    before_leads: u64,
    imported: u64,
    before_sessions: u64,
    all_started: u64,
    peak: u64,
    leads: u32,
    sessions: u32,
    answered: StartTimes,
    /// Commands that became durable together, on average.
    per_commit: f64,
    past: JournalPast,
    verdict: String,
}

fn round(options: &LiveOptions) -> Result<WholeRound> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let leads = options.sessions * list::LEADS;
    let before_leads = alone(&directory.path().join("alone"))?;

    let data = directory.path().join("data");
    let mut server = MeasuredServer::begin(&data, leads)?;
    let imported = server.memory()?;
    server.stop()?;
    // Memory that an import did not return is no property of the leads.
    let mut server = MeasuredServer::resume(&data)?;
    let before_sessions = server.memory()?;
    let commits = || anyhow::Ok(Scrape::of(&server)?.value("redial_journal_batch_records_count"));
    let commits_before = commits()?;
    let answered = callers::start_sessions(&server, options.sessions, options.connections)?;
    let per_commit = f64::from(options.sessions) / (commits()? - commits_before);
    let all_started = server.memory()?;
    let mut peak = all_started;
    let mut progress = JournalTail::of(&server.segment()?)?;
    while progress.stopped()? < options.sessions {
        peak = peak.max(server.memory()?);
        thread::sleep(Duration::from_millis(100));
    }
    // The last results need a moment to reach the CRM.
    thread::sleep(Duration::from_secs(1));
    peak = peak.max(server.memory()?);
    server.stop()?;

    let journal = server.exported()?;
    let past = JournalPast::read(&journal)?;
    ensure!(past.settled == options.sessions, "{} of {} sessions have settled", past.settled, options.sessions);
    let verdict = replay(&journal)?;
    let sessions = options.sessions;
    Ok(WholeRound {
        before_leads,
        imported,
        before_sessions,
        all_started,
        peak,
        leads,
        sessions,
        answered,
        per_commit,
        past,
        verdict,
    })
}

/// Returns the memory of a server that knows one lead and does nothing.
fn alone(data: &Path) -> Result<u64> {
    let mut server = MeasuredServer::begin(data, 1)?;
    let memory = server.memory()?;
    server.stop()?;
    Ok(memory)
}

fn replay(journal: &Path) -> Result<String> {
    let output = REDIAL.replay(journal);
    ensure!(output.code == Some(0), "redial replay ended with {:?}: {}", output.code, output.out);
    Ok(output.out.lines().next().unwrap_or("replayed").to_owned())
}

fn figures(rounds: &[WholeRound]) -> Vec<BenchFigure> {
    let all = |figure: &dyn Fn(&WholeRound) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let per = |above: u64, below: u64, count: u32| (above as f64 - below as f64) / f64::from(count);
    let late = |which: f64| all(&|round| quantile(&round.past.late_ms, which));
    let crm_late = |which: f64| all(&|round| quantile(&round.past.crm_late_ms, which));
    let answer = |which: f64| all(&|round| quantile(&round.answered.took_ms, which));
    vec![
        BenchFigure::new("memory with one lead", "MB", all(&|round| round.before_leads as f64 / 1e6)),
        BenchFigure::new(
            "memory a lead, just imported",
            "B",
            all(&|round| per(round.imported, round.before_leads, round.leads)),
        ),
        BenchFigure::new(
            "memory a lead, after a restart",
            "B",
            all(&|round| per(round.before_sessions, round.before_leads, round.leads)),
        )
        .with(0.0..=600.0, 600.0),
        BenchFigure::new(
            "memory a session, all started",
            "B",
            all(&|round| per(round.all_started, round.before_sessions, round.sessions)),
        )
        .with(0.0..=3_000.0, 3_000.0),
        BenchFigure::new(
            "memory a session, at the peak of the whole run",
            "B",
            all(&|round| per(round.peak, round.before_sessions, round.sessions)),
        )
        .with(0.0..=3_000.0, 3_000.0),
        BenchFigure::new("sessions live at once", "", all(&|round| f64::from(round.past.live_at_once))),
        BenchFigure::new("sessions started", "/s", all(&|round| f64::from(round.sessions) / round.answered.seconds)),
        BenchFigure::new("sessions started, a sync", "", all(&|round| round.per_commit))
            .with(16.0..=f64::INFINITY, 16.0),
        BenchFigure::new("a start answered, p50", "ms", answer(0.5)),
        BenchFigure::new("a start answered, p99", "ms", answer(0.99)),
        BenchFigure::new("timers late, p50", "ms", late(0.5)),
        BenchFigure::new("timers late, p99", "ms", late(0.99)).with(0.0..=50.0, 50.0),
        BenchFigure::new("timers late, worst", "ms", late(1.0)),
        BenchFigure::new("CRM answers late, p50", "ms", crm_late(0.5)),
        BenchFigure::new("CRM answers late, p99", "ms", crm_late(0.99)),
        BenchFigure::new("CRM answers late, worst", "ms", crm_late(1.0)),
        BenchFigure::new("records in the journal", "", all(&|round| round.past.records as f64)),
    ]
}
