//! The driver: it opens a journal, starts the owner of the dialer, and stops it.

use std::path::Path;
use std::sync::Arc;

use redial_engine::{Session, State, Status, StopReason};
use redial_store::DirectoryError;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::check;
use crate::desk::Desk;
use crate::dialer_metrics::DialerMetrics;
use crate::live_metrics::LiveMetrics;
use crate::open;
use crate::open_error::OpenError;
use crate::options::{StartOptions, StorageOptions};
use crate::owner::Owner;
use crate::start_report::StartReport;
use crate::store_error::StoreError;

/// A live dialer.
pub struct Driver {
    /// Its desk.
    pub desk: Desk,
    /// How it started.
    pub report: StartReport,
    stop: oneshot::Sender<()>,
    owner: JoinHandle<Result<(), StoreError>>,
    damage: oneshot::Receiver<DirectoryError>,
}

impl Driver {
    /// Opens the journal, and begins to dial.
    ///
    /// # Errors
    ///
    /// The directory or its content cannot be used.
    pub async fn open(storage: &StorageOptions, options: StartOptions) -> Result<Self, OpenError> {
        let (mut parts, mut report) = open::open(storage, options).map_err(OpenError::or_full)?;
        let check = parts.check.take();
        let (requests, waiting) = mpsc::channel(Desk::CAPACITY);
        let (stop, stopped) = oneshot::channel();
        let (durable_tail, tail) = watch::channel(0);
        let (checked, damage) = check::begin(check);
        let metrics = LiveMetrics {
            dialer: DialerMetrics::of(parts.dialer.state()),
            commits: parts.store.commits(),
            syncs: parts.store.syncs(),
            reserve: parts.reserve(),
            checked,
            clock: parts.clock.clone(),
            epoch: report.epoch,
        };
        let desk = Desk::new(requests, Arc::clone(&parts.archive), report.names.clone(), tail, metrics.clone());
        let mut owner = Owner::new(parts, waiting, stopped, durable_tail, metrics.dialer);
        let interrupted = interrupted(owner.state());
        owner.begin().await.map_err(OpenError::Store)?;
        if let Some(previous) = &mut report.previous {
            previous.resumed = owner.state().sessions().iter().filter(|session| session.is_running()).count();
            previous.interrupted = self::interrupted(owner.state()) - interrupted;
        }
        let owner = tokio::spawn(owner.run());
        Ok(Self { desk, report, stop, owner, damage })
    }

    /// Waits until the journal can no longer be written, or is found to be damaged; a server stops then.
    pub async fn failed(&mut self) -> StoreError {
        let ended = tokio::select! {
            ended = &mut self.owner => ended,
            Ok(error) = &mut self.damage => {
                return StoreError::found(self.report.path.as_deref().unwrap_or(Path::new("")), error);
            }
        };
        match ended {
            Ok(Err(error)) => error,
            Ok(Ok(())) => StoreError::Gone,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    /// Accepts no more requests, makes everything durable, and ends; sessions stay as they are for the next start.
    pub async fn stop(self) -> Result<(), StoreError> {
        drop(self.stop);
        match self.owner.await {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}

/// Counts the sessions that were stopped because no process ran for too long.
fn interrupted(state: &State) -> usize {
    let is_interrupted = |session: &&Session| match session.status() {
        Status::Running => false,
        Status::Stopped { reason, .. } => reason == StopReason::Interrupted,
    };
    state.sessions().iter().filter(is_interrupted).count()
}
