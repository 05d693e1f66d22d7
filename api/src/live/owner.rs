//! The owner: the one task that steps the dialer.

mod step;

use std::collections::VecDeque;
use std::sync::Arc;

use redial_engine::{Dialer, Effect, Input, State};
use redial_replay::{Encoder, Header};
use redial_sim::Weather;
use tokio::sync::{mpsc, oneshot, watch};

use crate::live::archive::Archive;
use crate::live::batch::Batch;
use crate::live::check::Check;
use crate::live::clock::Clock;
use crate::live::desk::Request;
use crate::live::dialer_metrics::DialerMetrics;
use crate::live::disk_reserve::ReserveWatch;
use crate::live::mock_crm_log::MockCrmLog;
use crate::live::snapshots::Snapshots;
use crate::live::store::{Store, StoreError};

/// How many bytes of the first records are held before they are written: a list of leads may be long.
const FIRST_LOT: u64 = 1 << 20;

/// All that a live dialer is made of, before it begins.
pub(crate) struct OwnerParts {
    pub(crate) dialer: Dialer,
    pub(crate) weather: Weather,
    pub(crate) encoder: Encoder,
    pub(crate) books: MockCrmLog,
    pub(crate) archive: Arc<Archive>,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    /// The header that a new segment begins with; its `prev` is the encoder's chain.
    pub(crate) header: Header,
    /// How many bytes a segment has before another one begins.
    pub(crate) segment_bytes: u64,
    /// When snapshots are taken.
    pub(super) snapshots: Snapshots,
    /// What the start has not read.
    pub(super) check: Option<Check>,
    /// What is told before anybody else may speak.
    pub(crate) inputs: Vec<Input>,
    /// True when another process began the journal, so that something may be owed to the world.
    pub(crate) resumes: bool,
}

/// The task that owns dialer and weather.
pub(crate) struct Owner {
    dialer: Dialer,
    weather: Weather,
    encoder: Encoder,
    books: MockCrmLog,
    archive: Arc<Archive>,
    store: Store,
    reserve: ReserveWatch,
    clock: Clock,
    requests: mpsc::Receiver<Request>,
    stop: oneshot::Receiver<()>,
    header: Header,
    segment_bytes: u64,
    snapshots: Snapshots,
    /// How many bytes are in the present segment, or on their way there.
    in_segment: u64,
    /// True when another one begins with the next batch.
    is_segment_full: bool,
    /// The seq of the last durable record, for those who listen.
    durable_tail: watch::Sender<u64>,
    metrics: DialerMetrics,
    first: Vec<Input>,
    resumes: bool,
    /// How many commands were refused since there was room last.
    refused: u64,
    /// What builds while others are being written.
    building: Batch,
    /// Handed over and not durable yet, oldest first; no more than two.
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
        let mut owner = Self {
            dialer: parts.dialer,
            weather: parts.weather,
            encoder: parts.encoder,
            books: parts.books,
            archive: parts.archive,
            reserve: parts.store.reserve(),
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

    /// The state so far.
    pub(crate) fn state(&self) -> &State {
        self.dialer.state()
    }

    /// Tells the dialer what comes first, makes that durable, and asks the world again for what was owed.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        for input in std::mem::take(&mut self.first) {
            let at = self.clock.now();
            self.step(at, &input);
            if self.building.length() >= FIRST_LOT {
                self.flush()?;
                self.all_durable().await?;
            }
        }
        if self.resumes {
            // Whatever the first step asks is owed as well, so all of it is asked from here, once.
            self.building.forget_effects();
            self.building.owe(Effect::outstanding(self.dialer.state()));
        }
        self.flush()?;
        self.all_durable().await
    }

    /// Lives until somebody says stop or the journal cannot be written.
    pub(crate) async fn run(mut self) -> Result<(), StoreError> {
        loop {
            self.follow_room();
            self.catch_up();
            self.flush()?;
            let wake = self.next_at().filter(|_| !self.clock.is_held()).map(|at| self.clock.wake(at));
            tokio::select! {
                biased;
                result = self.store.done(), if !self.writing.is_empty() => {
                    result?;
                    self.durable();
                    // Who was answered may ask again before the next batch leaves: so it is larger, and there are fewer syncs.
                    tokio::task::yield_now().await;
                    self.serve_waiting();
                }
                _ = &mut self.stop => break,
                () = self.reserve.changed() => {}
                () = wait(wake), if wake.is_some() => {}
                request = self.requests.recv() => match request {
                    Some(request) => self.serve_some(request),
                    None => break,
                },
            }
        }
        // Whoever has asked already is answered; nobody else gets in.
        self.requests.close();
        while let Ok(request) = self.requests.try_recv() {
            self.serve(request);
        }
        self.all_durable().await?;
        self.flush()?;
        self.all_durable().await?;
        self.store.close().await?;
        let Self { snapshots, dialer, header, encoder, archive, .. } = self;
        let take = move || snapshots.close(dialer.state(), &header, encoder.chain(), &archive);
        tokio::task::spawn_blocking(take).await.map_err(|_| StoreError::Gone)
    }

    /// Hands over what has built up, where it is due.
    fn flush(&mut self) -> Result<(), StoreError> {
        while self.is_due() {
            let mut batch = std::mem::take(&mut self.building);
            self.in_segment += batch.length();
            // A header alone is no reason to begin another segment, however long it is.
            if self.in_segment >= self.segment_bytes && batch.records() > 0 {
                self.is_segment_full = true;
            }
            if batch.records() > 0 {
                self.metrics.batch(batch.records(), batch.length());
            }
            let bytes = batch.bytes();
            self.writing.push_back(batch);
            if self.store.begin(bytes)? {
                self.durable();
            }
        }
        Ok(())
    }

    /// Says whether what has built up is to be handed over now: at once where the disk is idle, and before it is idle where that is large.
    /// What begins a segment waits until all before it is durable: the archive opens the new file where the durable records end.
    fn is_due(&self) -> bool {
        match self.writing.len() {
            0 => !self.building.is_empty(),
            1 => self.building.is_large() && !self.building.has_header(),
            _ => false,
        }
    }

    /// Waits until everything is durable; gives up where there is no room left for it.
    async fn all_durable(&mut self) -> Result<(), StoreError> {
        while !self.writing.is_empty() {
            tokio::select! {
                biased;
                result = self.store.done() => result?,
                () = self.reserve.gone() => return Err(StoreError::Full),
            }
            self.durable();
            self.flush()?;
        }
        Ok(())
    }

    /// What was handed over first is durable: now the answers and the effects may leave.
    fn durable(&mut self) {
        let Some(mut batch) = self.writing.pop_front() else { return };
        let now = self.clock.now();
        for effect in batch.durable(&self.archive) {
            self.weather.perform(now, effect, self.dialer.state());
        }
        let tip = self.archive.tip();
        self.durable_tail.send_replace(tip);
        self.snapshots.note(tip, || self.store.sync_head());
        self.books.note(self.weather.crm(), self.dialer.state(), self.building.books());
    }
}

/// Waits for a moment; a timer only wakes, the clock decides.
async fn wait(wake: Option<tokio::time::Instant>) {
    if let Some(wake) = wake {
        tokio::time::sleep_until(wake).await;
    }
}
