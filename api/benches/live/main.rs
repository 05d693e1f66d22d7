//! What a live server needs and how punctual it is, with thousands of sessions at once.
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
mod past;
mod polled;
mod pushed;
mod scrape;
mod server;

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;

use callers::Answered;
use figure::Figure;
use past::{Past, quantile};
use rustix::process::{Resource, getrlimit, setrlimit};
use scrape::Scrape;
use server::Server;

/// What a live server needs and how punctual it is, with thousands of sessions at once
///
/// Starts the release build of `redial serve` on a directory and a port of its own, starts sessions over HTTP as fast as they
/// are answered, waits until every result is in the CRM, stops the server, and reads the journal. Everything is on this machine, so
/// whatever else runs on it counts against the server.
#[derive(Debug, Parser)]
struct Options {
    /// How many sessions to start, each with six leads of its own
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    sessions: u32,
    /// How many connections to start them over
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    connections: u32,
    /// How many rounds, each with a new server; medians are printed
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure these parts alone; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// Given by cargo bench; without it nothing is measured
    #[arg(long, hide = true)]
    bench: bool,
}

/// What is measured, each on servers of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Part {
    /// A whole run, from the import of leads until every result is in the CRM
    Whole,
    /// Every session is looked at every 1.5 s, while commands come in
    Polled,
    /// 200 listeners to 1,000 sessions
    Pushed,
    /// 100,000 sessions, live and stopped
    Many,
    /// Clients that say nothing, dribble, or never read, beside some that behave, over sessions of 10,000 leads; a minute a round
    Hostile,
}

impl Part {
    fn figures(self, options: &Options) -> Result<Vec<Figure>> {
        match self {
            Self::Whole => whole(options),
            Self::Polled => polled::figures(options),
            Self::Pushed => pushed::figures(options),
            Self::Many => many::figures(options),
            Self::Hostile => hostile::figures(options),
        }
    }
}

fn main() -> Result<()> {
    let options = Options::parse();
    if !options.bench {
        println!("the figures are made by cargo bench");
        return Ok(());
    }
    eprintln!("{}", machine::line());
    raise_limit()?;
    let parts = [Part::Whole, Part::Polled, Part::Pushed, Part::Many, Part::Hostile];
    for part in parts.into_iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        figure::print(&part.figures(&options)?, options.json);
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

fn whole(options: &Options) -> Result<Vec<Figure>> {
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        let round = round(options)?;
        eprintln!("round {number}: {}", round.verdict);
        rounds.push(round);
    }
    Ok(figures(&rounds))
}

/// What one server showed.
struct Round {
    before_leads: u64,
    imported: u64,
    before_sessions: u64,
    all_started: u64,
    peak: u64,
    leads: u32,
    sessions: u32,
    answered: Answered,
    /// Commands that became durable together, on average.
    per_commit: f64,
    past: Past,
    verdict: String,
}

fn round(options: &Options) -> Result<Round> {
    let directory = tempfile::tempdir().context("no directory for the server")?;
    let leads = options.sessions * list::LEADS;
    let before_leads = alone(&directory.path().join("alone"))?;

    let data = directory.path().join("data");
    let mut server = Server::begin(&data, leads)?;
    let imported = server.memory()?;
    server.stop()?;
    // What an import leaves behind is no property of the leads.
    let mut server = Server::resume(&data)?;
    let before_sessions = server.memory()?;
    let commits = || anyhow::Ok(Scrape::of(&server)?.value("redial_journal_batch_records_count"));
    let commits_before = commits()?;
    let answered = callers::start_sessions(&server, options.sessions, options.connections)?;
    let per_commit = f64::from(options.sessions) / (commits()? - commits_before);
    let all_started = server.memory()?;
    let mut peak = all_started;
    let mut progress = past::Progress::of(&server.segment()?)?;
    while progress.stopped()? < options.sessions {
        peak = peak.max(server.memory()?);
        thread::sleep(Duration::from_millis(100));
    }
    // The last results need a moment to reach the CRM.
    thread::sleep(Duration::from_secs(1));
    peak = peak.max(server.memory()?);
    server.stop()?;

    let journal = server.exported()?;
    let past = Past::read(&journal)?;
    ensure!(past.settled == options.sessions, "{} of {} sessions have settled", past.settled, options.sessions);
    let verdict = replay(&journal)?;
    let sessions = options.sessions;
    Ok(Round {
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
    let mut server = Server::begin(data, 1)?;
    let memory = server.memory()?;
    server.stop()?;
    Ok(memory)
}

fn replay(journal: &Path) -> Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).arg("replay").arg(journal).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "redial replay ended with {}: {said}", output.status);
    Ok(said.lines().next().unwrap_or("replayed").to_owned())
}

fn figures(rounds: &[Round]) -> Vec<Figure> {
    let all = |figure: &dyn Fn(&Round) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let per = |above: u64, below: u64, count: u32| (above as f64 - below as f64) / f64::from(count);
    let late = |which: f64| all(&|round| quantile(&round.past.late_ms, which));
    let crm_late = |which: f64| all(&|round| quantile(&round.past.crm_late_ms, which));
    let answer = |which: f64| all(&|round| quantile(&round.answered.took_ms, which));
    vec![
        Figure::new("memory with one lead", "MB", all(&|round| round.before_leads as f64 / 1e6)),
        Figure::new(
            "memory a lead, just imported",
            "B",
            all(&|round| per(round.imported, round.before_leads, round.leads)),
        ),
        Figure::new(
            "memory a lead, after a restart",
            "B",
            all(&|round| per(round.before_sessions, round.before_leads, round.leads)),
        )
        .with(0.0..=600.0, 600.0),
        Figure::new(
            "memory a session, all started",
            "B",
            all(&|round| per(round.all_started, round.before_sessions, round.sessions)),
        )
        .with(0.0..=3_000.0, 3_000.0),
        Figure::new(
            "memory a session, at the peak of the whole run",
            "B",
            all(&|round| per(round.peak, round.before_sessions, round.sessions)),
        )
        .with(0.0..=3_000.0, 3_000.0),
        Figure::new("sessions live at once", "", all(&|round| f64::from(round.past.live_at_once))),
        Figure::new("sessions started", "/s", all(&|round| f64::from(round.sessions) / round.answered.seconds)),
        Figure::new("sessions started, a sync", "", all(&|round| round.per_commit)).with(16.0..=f64::INFINITY, 16.0),
        Figure::new("a start answered, p50", "ms", answer(0.5)),
        Figure::new("a start answered, p99", "ms", answer(0.99)),
        Figure::new("timers late, p50", "ms", late(0.5)),
        Figure::new("timers late, p99", "ms", late(0.99)).with(0.0..=50.0, 50.0),
        Figure::new("timers late, worst", "ms", late(1.0)),
        Figure::new("CRM answers late, p50", "ms", crm_late(0.5)),
        Figure::new("CRM answers late, p99", "ms", crm_late(0.99)),
        Figure::new("CRM answers late, worst", "ms", crm_late(1.0)),
        Figure::new("records in the journal", "", all(&|round| round.past.records as f64)),
    ]
}
