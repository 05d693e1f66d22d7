//! The accept loop: takes connections in while there is room, makes room where it can, and ends them in good order.

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

/// How long nothing is taken in after the system had none to give: no file, no memory.
const PAUSE: Duration = Duration::from_millis(100);

/// For how many ms nothing is said of the same trouble again.
const SAID_AGAIN_MS: u64 = 10_000;

/// How many who are turned away are told so at the same time; the others see the connection end.
const TURNED_AWAY_MAX: usize = 64;

/// How long somebody who is turned away may take to read that.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves the routes on a listener until `closing` changes or closes; then requests that are under way have `bounds.drain` to come to
/// their end, and what is left is cut off.
pub(crate) async fn serve(
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
                        tracing::warn!("no connection can be taken in: {error}");
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

/// The client is gone before it was taken in: that concerns nobody else.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&error.kind())
}

/// The connections that are open.
struct Connections {
    context: ServerContext,
    tasks: JoinSet<()>,
    shared: HashMap<Id, Arc<SharedPhase>>,
    /// Held by those who tell somebody that they are turned away.
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

    /// Asks the one who has waited longest for a request of its own to go. It counts no more; it is about to end.
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

    /// Says 503 and ends the connection, in good order if the client lets it: a reset would take the answer with it.
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
            // Who does not hear it has gone already.
            drop(tokio::time::timeout(FAREWELL, farewell).await);
            drop(place);
        });
    }

    async fn drain(mut self) {
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.context.bounds.drain, ended).await.is_err() {
            tracing::warn!("{} connections did not come to an end in time and are cut off", self.tasks.len());
            self.tasks.shutdown().await;
        }
    }
}

/// Small answers leave at once; a client that is gone without a word is noticed in the time in which one that reads nothing is.
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

/// Elsewhere the system itself decides for how long it tries.
#[cfg(not(target_os = "linux"))]
fn bound_silence(_: &TcpStream, _: Duration) -> io::Result<()> {
    Ok(())
}
