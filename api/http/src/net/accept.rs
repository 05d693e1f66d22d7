//! The accept loop: accepts connections up to a limit, closes idle ones for new ones, and drains them at the end.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use redial_clock::Stopwatch;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{Id, JoinSet};

use super::bounds::Bounds;
use super::connection::{self, Peer, ServerContext};
use super::document::document;
use super::metrics::{CloseReason, ConnectionMetrics};
use super::phase::SharedPhase;

/// The pause after the system could not give a connection, for want of files or memory.
const PAUSE: Duration = Duration::from_millis(100);

/// The time in which the same failure is logged once, in milliseconds.
const SAID_AGAIN_MS: u64 = 10_000;

/// The most rejected connections that get an answer at the same time. The others are closed without one.
const TURNED_AWAY_MAX: usize = 64;

/// The time in which a rejected client can read the answer.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves the routes on a listener until `closing` changes or closes. Requests under way then have `bounds.drain` to
/// finish; the rest is cut off.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    bounds: Bounds,
    metrics: ConnectionMetrics,
    mut closing: watch::Receiver<()>,
) {
    let context = ServerContext { routes, bounds, metrics, closing: closing.clone() };
    let mut connections = Connections {
        context,
        tasks: JoinSet::new(),
        shared: HashMap::new(),
        farewells: Arc::new(Semaphore::new(TURNED_AWAY_MAX)),
    };
    let mut said: Option<Stopwatch> = None;
    loop {
        tokio::select! {
            biased;
            _ = closing.changed() => break,
            Some(ended) = connections.tasks.join_next_with_id() => {
                connections.forget(ended.map_or_else(|error| error.id(), |(id, ())| id));
            }
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connections.admit(stream, peer),
                Err(error) if is_of_the_client(&error) => {}
                Err(error) => {
                    connections.context.metrics.failures.inc();
                    if said.as_ref().is_none_or(|since| since.elapsed_ms() >= SAID_AGAIN_MS) {
                        said = Some(Stopwatch::start());
                        tracing::warn!("no connection can be accepted: {error}");
                    }
                    connections.make_room();
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    connections.drain().await;
}

/// Returns true if the client closed the connection before it was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&error.kind())
}

/// The open connections.
struct Connections {
    context: ServerContext,
    tasks: JoinSet<()>,
    shared: HashMap<Id, Arc<SharedPhase>>,
    /// Bounds the rejected connections that are being answered.
    farewells: Arc<Semaphore>,
}

impl Connections {
    fn admit(&mut self, stream: TcpStream, peer: SocketAddr) {
        if self.shared.len() >= self.context.bounds.connections && !self.make_room() {
            self.turn_away(stream);
            return;
        }
        tune(&stream, self.context.bounds.stall);
        self.context.metrics.accepted.inc();
        self.context.metrics.open.inc();
        let (shared, context) = (Arc::new(SharedPhase::new()), self.context.clone());
        let task = connection::serve(stream, Peer(peer.ip().to_canonical()), Arc::clone(&shared), context);
        self.shared.insert(self.tasks.spawn(task).id(), shared);
    }

    /// Closes the connection that has been idle longest. It counts as closed from now on. Returns false if no
    /// connection is idle.
    fn make_room(&mut self) -> bool {
        let waiting = self.shared.iter().filter_map(|(id, shared)| Some((shared.readiness_to_leave()?, *id)));
        let Some((_, id)) = waiting.min_by_key(|(readiness, _)| *readiness) else { return false };
        if let Some(shared) = self.shared.remove(&id) {
            self.context.metrics.open.dec();
            shared.leave.notify_one();
        }
        true
    }

    fn forget(&mut self, id: Id) {
        if self.shared.remove(&id).is_some() {
            self.context.metrics.open.dec();
        }
    }

    /// Answers 503 and closes the connection. It first reads what the client sends: a reset would discard the answer.
    fn turn_away(&mut self, mut stream: TcpStream) {
        self.context.metrics.let_go(CloseReason::full);
        let Ok(place) = Arc::clone(&self.farewells).try_acquire_owned() else { return };
        let words = document(StatusCode::SERVICE_UNAVAILABLE, &self.context.bounds);
        self.tasks.spawn(async move {
            let farewell = async {
                stream.write_all(&words).await?;
                stream.shutdown().await?;
                let mut unread = [0; 1024];
                while stream.read(&mut unread).await? > 0 {}
                io::Result::Ok(())
            };
            // A client that does not read the answer has gone.
            drop(tokio::time::timeout(FAREWELL, farewell).await);
            drop(place);
        });
    }

    async fn drain(mut self) {
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.context.bounds.drain, ended).await.is_err() {
            tracing::warn!("{} connections did not end in time and are cut off", self.tasks.len());
            self.tasks.shutdown().await;
        }
    }
}

/// Sets socket options: small answers leave at once, and a vanished client is detected as fast as one that does not
/// read.
fn tune(stream: &TcpStream, stall: Duration) {
    if let Err(error) = stream.set_nodelay(true).and_then(|()| bound_silence(stream, stall)) {
        tracing::debug!("a connection could not be tuned: {error}");
    }
}

#[cfg(target_os = "linux")]
fn bound_silence(stream: &TcpStream, stall: Duration) -> io::Result<()> {
    let bound = u32::try_from(stall.as_millis()).unwrap_or(u32::MAX);
    Ok(rustix::net::sockopt::set_tcp_user_timeout(stream, bound)?)
}

/// Elsewhere the system decides how long it retries.
#[cfg(not(target_os = "linux"))]
fn bound_silence(_: &TcpStream, _: Duration) -> io::Result<()> {
    Ok(())
}
