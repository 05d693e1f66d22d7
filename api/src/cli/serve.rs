//! `redial serve`: the API, dialing live.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::log::Log;
use super::{Failure, list};
use crate::http::{AppState, HostName, app};
use crate::leads::Region;
use crate::live::{Beginning, Live, OpenError, Opening, StoreError};

/// How long requests that are under way may take when the server is told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Serve the API and dial live, against a simulated carrier and CRM
///
/// Everything that happens is written to the journal before anybody is told. Stop the server with Ctrl-C or SIGTERM; the next
/// start goes on where it was.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 3001)]
    port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Where the journal and the mock CRM's books are kept; without it, $REDIAL_DATA or redial-data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep everything in memory; nothing survives the end of the process
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// What the simulated world is like (TOML); without it, as the journal says, or the built-in scenario
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// What all luck is drawn from; without it, as the journal says, or drawn and printed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The leads of a new journal, a .csv or .json file; without it, six demo leads
    #[arg(long, value_name = "FILE")]
    leads: Option<PathBuf>,
    /// The country that a phone number without a country code is meant in
    #[arg(long, value_name = "CODE", default_value = "US")]
    region: Region,
    /// A host name by which browsers may ask, besides addresses and localhost; may be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<HostName>,
    /// How the log is written, on the standard error; $RUST_LOG says what is in it
    #[arg(long, value_enum, default_value_t = Log::Text)]
    log: Log,
}

/// Runs the command.
pub(crate) fn run(args: &Serve) -> Result<(), Failure> {
    args.log.start()?;
    let scenario = list::scenario(args.scenario.as_deref())?;
    let leads = args.leads.as_deref().map(|path| list::leads(path, args.region)).transpose()?;
    let beginning = Beginning { scenario, seed: args.seed, leads };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("the runtime cannot be started").map_err(Failure::io)?;
    runtime.block_on(serve(args, beginning))
}

async fn serve(args: &Serve, beginning: Beginning) -> Result<(), Failure> {
    let address = SocketAddr::new(args.host, args.port);
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address}")).map_err(Failure::io)?;
    let address = listener.local_addr().context("the listening address is unknown").map_err(Failure::io)?;
    let stop_asked = asked_to_stop();
    let data = (!args.memory).then(|| args.data.clone().unwrap_or_else(usual_data));
    let mut live = Live::open(data.as_deref(), beginning).await.map_err(unopened)?;
    announce(address, &live.opening);
    let state = AppState::new(live.desk.clone(), &live.opening, args.region, args.allow_host.clone().into());
    let push = state.push.clone();
    let (stop, stopped) = watch::channel(());
    let server = axum::serve(listener, app(state)).with_graceful_shutdown(gone(stopped));
    let server = tokio::spawn(server.into_future());
    tokio::select! {
        () = stop_asked => {}
        error = live.failed() => return Err(Failure::io(error)),
    }
    tracing::info!("stopping; sessions go on at the next start");
    drop(stop);
    push.close();
    // Whoever does not come to an end in time is cut off; what was acknowledged is durable anyway.
    drop(tokio::time::timeout(DRAIN, server).await);
    live.stop().await.map_err(|error: StoreError| Failure::io(error))
}

fn usual_data() -> PathBuf {
    std::env::var_os("REDIAL_DATA").filter(|dir| !dir.is_empty()).map_or_else(|| "redial-data".into(), PathBuf::from)
}

async fn gone(mut stopped: watch::Receiver<()>) {
    // An error means that the sender is gone, which is the sign.
    drop(stopped.changed().await);
}

/// Hears SIGINT and SIGTERM from the moment of the call; the future ends with the first of them.
fn asked_to_stop() -> impl Future<Output = ()> {
    let signals =
        signal(SignalKind::interrupt()).and_then(|interrupt| Ok((interrupt, signal(SignalKind::terminate())?)));
    if let Err(error) = &signals {
        tracing::error!("signals cannot be heard ({error}); only a kill ends this server");
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
        OpenError::Damaged { .. } | OpenError::Books { .. } | OpenError::NotLive { .. } => Failure::data(error),
        OpenError::LeadsForAnOldJournal(_) => Failure::usage(error),
        OpenError::Io { .. } | OpenError::InUse(_) | OpenError::Store(_) => Failure::io(error),
    }
}

fn announce(address: SocketAddr, opening: &Opening) {
    if !address.ip().is_loopback() {
        tracing::warn!("no authentication: whoever can reach {address} can dial");
    }
    if let Some(found) = &opening.found {
        if let Some((bytes, kept)) = &found.torn {
            tracing::warn!("the last line was never finished; its {bytes} bytes are kept in {}", kept.display());
        }
        if let Some(before) = found.seed_before {
            tracing::warn!("seed {} takes over from {before}", opening.seed);
        }
        if let Some(before) = &found.scenario_before {
            tracing::warn!("scenario {} takes over from {before}", opening.scenario);
        }
    }
    let mut out = io::stdout().lock();
    // Whoever does not read this can still use the server.
    drop(greet(&mut out, address, opening));
}

fn greet(out: &mut impl Write, address: SocketAddr, opening: &Opening) -> io::Result<()> {
    writeln!(out, "redial listens on http://{address}")?;
    match (&opening.path, &opening.found) {
        (None, _) => writeln!(out, "journal {} in memory", opening.journal)?,
        (Some(path), None) => writeln!(out, "journal {} in {}, new", opening.journal, path.display())?,
        (Some(path), Some(found)) => writeln!(
            out,
            "journal {} in {}, {} records, {} sessions running",
            opening.journal,
            path.display(),
            found.records,
            found.running
        )?,
    }
    writeln!(out, "scenario {}, seed {}", opening.scenario, opening.seed)
}
