//! The live driver: one task that owns the dialer and its weather, and waits for whatever comes next.
//!
//! Persist, then act: a record is durable before its effects leave and before anybody is answered. While one batch of records is
//! being written, the next one builds; when that one is large, it is handed over before the first is durable.

pub(crate) mod archive;
mod batch;
mod check;
mod clock;
mod delta_list;
pub(crate) mod desk;
mod dialer_metrics;
mod disk_reserve;
mod index;
mod journal_writer;
pub(crate) mod lost;
mod mock_crm_file;
mod mock_crm_log;
mod open;
mod owner;
mod recovery;
mod snapshots;
mod start_report;
mod store;
mod timed_disk;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_engine::{LeadDetails, Session, State, Status, StopReason};
use redial_sim::Scenario;
use redial_store::{DirectoryError, Durability};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::live::desk::Desk;
pub(crate) use check::Checked;
pub(crate) use clock::{Clock, Stopwatch};
pub(crate) use dialer_metrics::DialerMetrics;
pub(crate) use disk_reserve::{DiskReserve, ReserveWatch};
pub(crate) use open::judge_crm_log;
use owner::Owner;
pub(crate) use start_report::{OpenError, StartReport};
pub(crate) use store::{CRM_LOG, CommitTimes, StoreError};
pub(crate) use timed_disk::SyncTimes;

/// What a live dialer begins with.
pub(crate) struct StartOptions {
    /// What the world is like; `None` goes on with what the journal says, or with the built-in scenario.
    pub(crate) scenario: Option<Scenario>,
    /// The seed of the world's luck; `None` goes on with what the journal says, or draws one.
    pub(crate) seed: Option<u64>,
    /// The leads of a new journal; `None` takes the demo leads.
    pub(crate) leads: Option<Vec<Arc<LeadDetails>>>,
}

/// Where a journal is kept, and how well.
pub(crate) struct StorageOptions {
    /// The data directory; `None` keeps everything in memory.
    pub(crate) data: Option<PathBuf>,
    /// What an answer must survive before it leaves.
    pub(crate) durability: Durability,
    /// How many bytes a segment has before another one begins.
    pub(crate) segment_bytes: u64,
    /// After how many records a snapshot is taken, besides the one at a clean stop.
    pub(crate) snapshot_every: u64,
}

impl StorageOptions {
    /// The size of a segment where nobody asks for another.
    pub(crate) const SEGMENT_BYTES: u64 = 64 << 20;

    /// How many records lie between two snapshots where nobody asks for another number.
    pub(crate) const SNAPSHOT_EVERY: u64 = 1_000_000;

    /// Keeps nothing.
    #[cfg(test)]
    pub(crate) fn memory() -> Self {
        let (segment_bytes, snapshot_every) = (Self::SEGMENT_BYTES, Self::SNAPSHOT_EVERY);
        Self { data: None, durability: Durability::Fsync, segment_bytes, snapshot_every }
    }
}

/// What is watched of a live dialer from outside.
#[derive(Clone, Debug)]
pub(crate) struct LiveMetrics {
    /// What the owner counts.
    pub(crate) dialer: DialerMetrics,
    /// How long the journal took to become durable.
    pub(crate) commits: CommitTimes,
    /// How long syncs of the journal alone took.
    pub(crate) syncs: SyncTimes,
    /// How much room there is on the disk.
    pub(crate) reserve: ReserveWatch,
    /// Whether all of the stored journal was read since the start.
    pub(crate) checked: Checked,
    clock: Clock,
    epoch: DateTime<Utc>,
}

impl LiveMetrics {
    /// Returns how far the wall clock is ahead of the engine's, in seconds.
    pub(crate) fn drift_seconds(&self) -> f64 {
        self.clock.drift_ms(self.epoch) as f64 / 1e3
    }
}

/// A dialer that is live.
pub(crate) struct Live {
    /// The door to it.
    pub(crate) desk: Desk,
    /// How it was opened.
    pub(crate) report: StartReport,
    stop: oneshot::Sender<()>,
    owner: JoinHandle<Result<(), StoreError>>,
    damage: oneshot::Receiver<DirectoryError>,
}

impl Live {
    /// Opens the journal where `keeping` says, and begins to dial.
    ///
    /// # Errors
    ///
    /// The directory or what is in it cannot be used.
    pub(crate) async fn open(keeping: &StorageOptions, beginning: StartOptions) -> Result<Self, OpenError> {
        let (mut parts, mut report) = open::open(keeping, beginning).map_err(OpenError::or_full)?;
        let check = parts.check.take();
        let (requests, waiting) = mpsc::channel(Desk::CAPACITY);
        let (stop, stopped) = oneshot::channel();
        let (durable_tail, tail) = watch::channel(0);
        let (checked, damage) = check::begin(check);
        let metrics = LiveMetrics {
            dialer: DialerMetrics::of(parts.dialer.state()),
            commits: parts.store.commits(),
            syncs: parts.store.syncs(),
            reserve: parts.store.reserve(),
            checked,
            clock: parts.clock.clone(),
            epoch: report.epoch,
        };
        let desk = Desk::new(requests, Arc::clone(&parts.archive), report.names.clone(), tail, metrics.clone());
        let mut owner = Owner::new(parts, waiting, stopped, durable_tail, metrics.dialer);
        let interrupted = interrupted(owner.state());
        owner.begin().await.map_err(OpenError::Store)?;
        if let Some(found) = &mut report.found {
            found.resumed = owner.state().sessions().iter().filter(|session| session.is_running()).count();
            found.interrupted = self::interrupted(owner.state()) - interrupted;
        }
        let owner = tokio::spawn(owner.run());
        Ok(Self { desk, report, stop, owner, damage })
    }

    /// Waits until the journal cannot be written any more, or is found not to hold; a server stops then.
    pub(crate) async fn failed(&mut self) -> StoreError {
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

    /// Takes no more, makes durable what there is, and ends; sessions stay as they are for the next start.
    pub(crate) async fn stop(self) -> Result<(), StoreError> {
        drop(self.stop);
        match self.owner.await {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}

/// Counts the sessions that were stopped because they were silent for too long while no process ran.
fn interrupted(state: &State) -> usize {
    let is_interrupted = |session: &&Session| match session.status() {
        Status::Running => false,
        Status::Stopped { reason, .. } => reason == StopReason::Interrupted,
    };
    state.sessions().iter().filter(is_interrupted).count()
}
