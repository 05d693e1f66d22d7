//! The owner: the one task that steps the dialer.

mod step;

use std::collections::VecDeque;
use std::sync::Arc;

use redial_clock::Clock;
use redial_engine::{Dialer, Effect, Input, State};
use redial_ports::{ReserveWatch, World};
use redial_replay::{Encoder, Header};
use tokio::sync::{mpsc, oneshot, watch};

use crate::archive::Archive;
use crate::batch::Batch;
use crate::check::Check;
use crate::dialer_metrics::DialerMetrics;
use crate::request::Request;
use crate::snapshots::Snapshots;
use crate::store::Store;
use crate::store_error::StoreError;

/// The size at which the first records are flushed, in bytes: a list of leads may be long.
const FIRST_FLUSH: u64 = 1 << 20;

/// The parts that an owner is made of.
pub(crate) struct OwnerParts {
    pub dialer: Dialer,
    pub world: World,
    pub encoder: Encoder,
    pub archive: Arc<Archive>,
    pub store: Store,
    pub clock: Clock,
    /// The header of a new segment; its `prev` is the encoder's chain.
    pub header: Header,
    /// The size at which a segment is full, in bytes.
    pub segment_bytes: u64,
    /// Takes snapshots when they are due.
    pub(super) snapshots: Snapshots,
    /// The part of the journal that the start has not read.
    pub(super) check: Option<Check>,
    /// The inputs that are stepped before any request.
    pub inputs: Vec<Input>,
    /// True when an earlier process began the journal, so that effects may be outstanding.
    pub resumes: bool,
}

impl OwnerParts {
    /// Returns the reserve of the journal and that of the world's own files, as one.
    pub(crate) fn reserve(&self) -> ReserveWatch {
        self.store.reserve().and(self.world.reserve())
    }
}

/// The task that owns the dialer and its world.
pub(crate) struct Owner {
    dialer: Dialer,
    world: World,
    encoder: Encoder,
    archive: Arc<Archive>,
    store: Store,
    /// The reserve of the journal, and that of the world's own files.
    reserve: ReserveWatch,
    clock: Clock,
    requests: mpsc::Receiver<Request>,
    stop: oneshot::Receiver<()>,
    header: Header,
    segment_bytes: u64,
    snapshots: Snapshots,
    /// The size of the current segment, pending batches included, in bytes.
    in_segment: u64,
    /// True when the next batch begins a new segment.
    is_segment_full: bool,
    /// The seq of the last durable record.
    durable_tail: watch::Sender<u64>,
    metrics: DialerMetrics,
    first: Vec<Input>,
    resumes: bool,
    /// The number of commands refused since the disk last had room.
    refused: u64,
    /// The batch that builds while others are written.
    building: Batch,
    /// The batches that are handed over and not durable yet, oldest first; two at most.
    writing: VecDeque<Batch>,
}

impl Owner {
    pub(crate) fn new(
        parts: OwnerParts,
        requests: mpsc::Receiver<Request>,
        stop: oneshot::Receiver<()>,
        durable_tail: watch::Sender<u64>,
        metrics: DialerMetrics,
    ) -> Self {
        let reserve = parts.reserve();
        let mut owner = Self {
            dialer: parts.dialer,
            encoder: parts.encoder,
            archive: parts.archive,
            reserve,
            world: parts.world,
            store: parts.store,
            clock: parts.clock,
            requests,
            stop,
            header: parts.header,
            segment_bytes: parts.segment_bytes,
            snapshots: parts.snapshots,
            in_segment: 0,
            is_segment_full: false,
            durable_tail,
            metrics,
            first: parts.inputs,
            resumes: parts.resumes,
            refused: 0,
            building: Batch::default(),
            writing: VecDeque::new(),
        };
        owner.begin_segment();
        owner
    }

    /// Returns the dialer's state.
    pub(crate) fn state(&self) -> &State {
        self.dialer.state()
    }

    /// Steps the first inputs, makes them durable, and performs the outstanding effects again.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        for input in std::mem::take(&mut self.first) {
            let at = self.clock.now();
            self.step(at, &input);
            if self.building.length() >= FIRST_FLUSH {
                self.flush()?;
                self.all_durable().await?;
            }
        }
        if self.resumes {
            // The effects of the first inputs are outstanding as well: each is asked once, from this list.
            self.building.forget_effects();
            self.building.owe(Effect::outstanding(self.dialer.state()));
        }
        self.flush()?;
        self.all_durable().await
    }

    /// Runs until it is stopped or the journal cannot be written.
    pub(crate) async fn run(mut self) -> Result<(), StoreError> {
        loop {
            self.follow_reserve();
            self.catch_up();
            self.flush()?;
            let wake = self.next_at().filter(|_| !self.clock.is_held()).map(|at| self.clock.wake(at));
            tokio::select! {
                biased;
                result = self.store.done(), if !self.writing.is_empty() => {
                    result?;
                    self.durable()?;
                    // A caller that was just answered may send its next request: a larger batch needs fewer syncs.
                    tokio::task::yield_now().await;
                    self.serve_waiting();
                }
                _ = &mut self.stop => break,
                () = self.reserve.changed() => {}
                input = self.world.input(!self.clock.is_held()) => {
                    if let Some(input) = input? {
                        self.catch_up();
                        self.hear(&input);
                    }
                }
                () = wait(wake), if wake.is_some() => {}
                request = self.requests.recv() => match request {
                    Some(request) => self.serve_some(request),
                    None => break,
                },
            }
        }
        // Requests in the queue are answered; later ones are rejected.
        self.requests.close();
        while let Ok(request) = self.requests.try_recv() {
            self.serve(request);
        }
        self.all_durable().await?;
        self.flush()?;
        self.all_durable().await?;
        let Self { world, mut store, snapshots, dialer, header, encoder, archive, .. } = self;
        // Before the journal: its HEAD then says that the end was clean.
        world.close().await?;
        store.close().await?;
        let take = move || snapshots.close(dialer.state(), &header, encoder.chain(), &archive);
        tokio::task::spawn_blocking(take).await.map_err(|_| StoreError::Gone)
    }

    /// Hands the building batch to the store if it is due.
    fn flush(&mut self) -> Result<(), StoreError> {
        while self.is_due() {
            let mut batch = std::mem::take(&mut self.building);
            self.in_segment += batch.length();
            // A header alone never fills a segment, or a long one would begin segments without end.
            if self.in_segment >= self.segment_bytes && batch.records() > 0 {
                self.is_segment_full = true;
            }
            if batch.records() > 0 {
                self.metrics.batch(batch.records(), batch.length());
            }
            let commit = batch.commit();
            self.writing.push_back(batch);
            if self.store.begin(commit)? {
                self.durable()?;
            }
        }
        Ok(())
    }

    /// Returns true if the building batch is handed over now: the disk is idle, or the batch is large and the disk has
    /// one batch only. A batch that begins a segment waits until every earlier record is durable: the archive opens the
    /// new file where the durable records end.
    fn is_due(&self) -> bool {
        match self.writing.len() {
            0 => !self.building.is_empty(),
            1 => self.building.is_large() && !self.building.has_header(),
            _ => false,
        }
    }

    /// Waits until everything is durable; fails if the disk has no room left for it.
    async fn all_durable(&mut self) -> Result<(), StoreError> {
        let mut reserve = self.store.reserve();
        while !self.writing.is_empty() {
            tokio::select! {
                biased;
                result = self.store.done() => result?,
                () = reserve.full() => return Err(StoreError::Full),
            }
            self.durable()?;
            self.flush()?;
        }
        Ok(())
    }

    /// The oldest batch is durable: sends its answers and performs its effects.
    fn durable(&mut self) -> Result<(), StoreError> {
        let Some(mut batch) = self.writing.pop_front() else { return Ok(()) };
        let now = self.clock.now();
        self.world.perform(now, batch.durable(&self.archive), self.dialer.state())?;
        let tip = self.archive.tip();
        self.durable_tail.send_replace(tip);
        self.snapshots.note(tip, || self.store.sync_head());
        Ok(())
    }
}

/// Sleeps until a moment. The timer only wakes the owner; the clock decides if something is due.
async fn wait(wake: Option<tokio::time::Instant>) {
    if let Some(wake) = wake {
        tokio::time::sleep_until(wake).await;
    }
}
