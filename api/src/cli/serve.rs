//! `redial serve`: the API, dialing live.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use redial_leads::Region;
use redial_store::{Durability, Ending, OLD_JOURNAL};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::failure::Failure;
use super::inputs;
use super::logging::LogForm;
use redial_http::net::{self, Bounds};
use redial_http::{HostName, RateLimit, ServerState, app};
use redial_live::{
    Driver, OpenError, StartOptions, StartReport, StorageOptions, StoreError, WorldOptions, WorldReport,
};

/// Serve the API and dial live, against a simulated carrier and CRM
///
/// Every record is in the journal before any caller is answered and before it is pushed. Stop the server with Ctrl-C or
/// SIGTERM; the next start resumes its sessions.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 3001)]
    port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// The directory of the journal and of the mock CRM's log; without it, $REDIAL_DATA or redial-data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep everything in memory; nothing survives the end of the process
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// The durability of a record before its answer
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Safety::Fsync)]
    durability: Safety,
    /// The size of a journal segment, in bytes, at which another one begins
    #[arg(long, value_name = "BYTES", hide = true, default_value_t = StorageOptions::SEGMENT_BYTES)]
    segment_bytes: u64,
    /// The number of records between two snapshots
    #[arg(long, value_name = "RECORDS", hide = true, default_value_t = StorageOptions::SNAPSHOT_EVERY)]
    snapshot_every: u64,
    /// The simulated world: a built-in scenario's name or a file (TOML); without it, the journal's scenario, or the
    /// built-in one
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// The seed of all chance; without it, the journal's seed, or a random one, which is printed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// A script that replaces carrier, CRM and enrichment service: a .jsonl file with timed answers
    #[arg(long, value_name = "SCRIPT", conflicts_with_all = ["scenario", "seed"])]
    world: Option<PathBuf>,
    /// The leads of a new journal, a .csv or .json file; without it, six demo leads
    #[arg(long, value_name = "FILE")]
    leads: Option<PathBuf>,
    /// The country of a phone number without a country code
    #[arg(long, value_name = "CODE", default_value = "US")]
    region: Region,
    /// A host name under which browsers may call, besides addresses and localhost; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<HostName>,
    /// The most connections at once; when all are taken, the one that has waited longest for a request is closed
    #[arg(long, value_name = "N", default_value_t = Bounds::default().connections, value_parser = connections)]
    max_connections: usize,
    /// The most requests per second from one client address; without it, no limit
    #[arg(long, value_name = "N")]
    rate_limit: Option<NonZeroU32>,
    /// The most requests at once from one client address; without it, those of one second
    #[arg(long, value_name = "N", requires = "rate_limit")]
    rate_burst: Option<NonZeroU32>,
    /// The form of the log on the standard error; $RUST_LOG filters it
    #[arg(long, value_enum, default_value_t = LogForm::Text)]
    log: LogForm,
}

/// The durability of a record before its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Safety {
    /// The records are synced: they survive a power cut
    Fsync,
    /// The system has them: they survive the end of the process, but not a power cut
    Os,
    /// Nothing: everything is in memory, like with --memory
    None,
}

fn connections(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a whole number above 0 is needed".into())
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> Result<(), Failure> {
    args.log.start()?;
    net::raise_limit();
    let world = match &args.world {
        Some(script) => WorldOptions::Scripted(inputs::script(script)?),
        None => WorldOptions::Simulated {
            scenario: inputs::scenario(args.scenario.as_deref())?.map(Box::new),
            seed: args.seed,
        },
    };
    let leads = args.leads.as_deref().map(|path| inputs::leads(path, args.region)).transpose()?;
    let beginning = StartOptions { world, leads, default_leads: redial_leads::demo };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("the runtime cannot be started").map_err(Failure::io)?;
    runtime.block_on(serve(args, beginning))
}

async fn serve(args: &ServeArgs, beginning: StartOptions) -> Result<(), Failure> {
    let address = SocketAddr::new(args.host, args.port);
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address}")).map_err(Failure::io)?;
    let address = listener.local_addr().context("the listening address is unknown").map_err(Failure::io)?;
    let stop_asked = asked_to_stop();
    let keeping = keeping(args)?;
    let mut live = Driver::open(&keeping, beginning).await.map_err(unopened)?;
    announce(address, &live.report, keeping.durability);
    let mut state = ServerState::new(live.desk.clone(), &live.report, args.region, args.allow_host.clone().into());
    state.rate_limit = args.rate_limit.map(|rate| Arc::new(RateLimit::new(rate, args.rate_burst.unwrap_or(rate))));
    let (push, studies, figures) = (state.push.clone(), state.studies.clone(), state.connections.clone());
    let bounds = Bounds { connections: args.max_connections, ..Bounds::default() };
    let (stop, closing) = watch::channel(());
    let server = tokio::spawn(net::serve(listener, app(state), bounds, figures, closing));
    tokio::select! {
        () = stop_asked => {}
        error = live.failed() => return Err(failed(error)),
    }
    tracing::info!("stopping; sessions go on at the next start");
    drop(stop);
    push.close();
    studies.close();
    server.await.context("the accept loop ended unexpectedly").map_err(Failure::io)?;
    live.stop().await.map_err(|error: StoreError| Failure::io(error))
}

fn keeping(args: &ServeArgs) -> Result<StorageOptions, Failure> {
    let (is_kept, durability) = match args.durability {
        Safety::Fsync => (!args.memory, Durability::Fsync),
        Safety::Os => (!args.memory, Durability::Os),
        Safety::None if args.data.is_some() => {
            return Err(Failure::usage(anyhow::anyhow!(
                "--durability none keeps nothing, so --data cannot be used with it"
            )));
        }
        Safety::None => (false, Durability::Os),
    };
    let data = is_kept.then(|| args.data.clone().unwrap_or_else(usual_data));
    let (segment_bytes, snapshot_every) = (args.segment_bytes.max(1), args.snapshot_every.max(1));
    Ok(StorageOptions { data, durability, segment_bytes, snapshot_every })
}

fn usual_data() -> PathBuf {
    std::env::var_os("REDIAL_DATA").filter(|dir| !dir.is_empty()).map_or_else(|| "redial-data".into(), PathBuf::from)
}

/// Listens for SIGINT and SIGTERM from the moment of the call; the future ends with the first one.
fn asked_to_stop() -> impl Future<Output = ()> {
    let signals =
        signal(SignalKind::interrupt()).and_then(|interrupt| Ok((interrupt, signal(SignalKind::terminate())?)));
    if let Err(error) = &signals {
        tracing::error!("failed to listen for signals ({error}); only a kill ends this server");
    }
    async {
        let Ok((mut interrupt, mut terminate)) = signals else { return std::future::pending().await };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

fn unopened(error: OpenError) -> Failure {
    match error {
        OpenError::Damaged { .. }
        | OpenError::LostEnd { .. }
        | OpenError::MockCrmLog { .. }
        | OpenError::MockCrmLogAlone(_)
        | OpenError::NotLive { .. } => Failure::data(error),
        OpenError::LeadsForAnOldJournal(_) | OpenError::OtherWorld { .. } => Failure::usage(error),
        OpenError::Io { .. } | OpenError::Full(_) | OpenError::InUse(_) | OpenError::Store(_) => Failure::io(error),
    }
}

fn failed(error: StoreError) -> Failure {
    match error {
        StoreError::Damaged { .. } => Failure::data(error),
        StoreError::Unread { .. }
        | StoreError::Write { .. }
        | StoreError::Full
        | StoreError::World(_)
        | StoreError::Gone => Failure::io(error),
    }
}

fn announce(address: SocketAddr, opening: &StartReport, durability: Durability) {
    if !address.ip().is_loopback() {
        tracing::warn!("no authentication: any client that reaches {address} can dial");
    }
    if let Some(torn) = &opening.torn {
        let (bytes, file, kept) = (torn.bytes, &torn.file, &torn.kept);
        tracing::warn!("torn: the last {bytes} bytes of {file} were never finished, and never acknowledged");
        tracing::warn!("they were cut off, and are kept in {kept}");
    }
    if let Some(found) = &opening.previous {
        if found.was_taken_over {
            tracing::warn!(
                "the journal was one file, {OLD_JOURNAL}; it is the first segment now, with a HEAD beside it"
            );
        }
        if found.had_bad_slot {
            tracing::warn!("one slot of HEAD did not hold; the other one counts");
        }
        if let Some(seq) = found.forked_at {
            tracing::warn!(
                "the journal was forked at record {seq}: the sessions that ran there are stopped, and dial no one"
            );
        }
        if let WorldReport::Simulated { scenario, seed } = &opening.world {
            if let Some(before) = found.seed_before {
                tracing::warn!("seed {seed} takes over from {before}");
            }
            if let Some(before) = &found.scenario_before {
                tracing::warn!("scenario {scenario} takes over from {before}");
            }
        }
    }
    let (contacts, activities) = opening.lost.counts();
    if contacts + activities > 0 {
        tracing::warn!(
            "the CRM knows {contacts} contacts and {activities} activities of a past that this journal lost; they \
             stay as they are"
        );
    }
    let mut out = io::stdout().lock();
    // A closed standard output does not stop the server.
    drop(greet(&mut out, address, opening, durability));
}

fn greet(out: &mut impl Write, address: SocketAddr, opening: &StartReport, durability: Durability) -> io::Result<()> {
    let safe = match durability {
        Durability::Fsync => "synced before every answer",
        Durability::Os => "not synced: a power cut can lose acknowledged records",
    };
    writeln!(out, "redial listens on http://{address}")?;
    match (&opening.path, &opening.previous) {
        (None, _) => writeln!(out, "journal {} in memory", opening.journal)?,
        (Some(path), None) => writeln!(out, "journal {} in {}, new, {safe}", opening.journal, path.display())?,
        (Some(path), Some(found)) => writeln!(
            out,
            "journal {} in {}, {} records, {}; sessions: {} resumed, {} stopped as INTERRUPTED; {safe}",
            opening.journal,
            path.display(),
            found.records,
            verdict(found.ending),
            found.resumed,
            found.interrupted
        )?,
    }
    match &opening.world {
        WorldReport::Simulated { scenario, seed } => writeln!(out, "scenario {scenario}, seed {seed}"),
        WorldReport::Scripted(script) => writeln!(out, "world scripted by {}", script.display()),
    }
}

/// Returns the greeting's words for the journal that a start continues; a damaged one is refused.
const fn verdict(ending: Ending) -> &'static str {
    match ending {
        Ending::Closed | Ending::Clean => "clean",
        Ending::Torn { .. } => "torn",
    }
}
