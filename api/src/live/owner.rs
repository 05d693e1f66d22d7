//! The owner: the one task that steps the dialer.

use std::sync::Arc;

use redial_engine::{Dialer, Effect, Input, Instant};
use redial_replay::{Encoder, Header};
use redial_sim::Weather;
use tokio::sync::{mpsc, oneshot, watch};

use crate::desk::{Answer, House, Release, Request};
use crate::live::archive::Archive;
use crate::live::batch::Batch;
use crate::live::books::Books;
use crate::live::check::Check;
use crate::live::clock::Clock;
use crate::live::snapshots::Snapshots;
use crate::live::store::{Store, StoreError};
use crate::live::tally::Tally;

/// How many requests are taken between two looks at the clock.
const AT_ONCE: usize = 256;

/// How many bytes of the first records are held before they are written: a list of leads may be long.
const FIRST_LOT: usize = 1 << 20;

/// All that a live dialer is made of, before it begins.
pub(crate) struct Ready {
    pub(crate) dialer: Dialer,
    pub(crate) weather: Weather,
    pub(crate) encoder: Encoder,
    pub(crate) books: Books,
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
    books: Books,
    archive: Arc<Archive>,
    store: Store,
    clock: Clock,
    requests: mpsc::Receiver<Request>,
    stop: oneshot::Receiver<()>,
    header: Header,
    segment_bytes: u64,
    snapshots: Snapshots,
    /// How many bytes are in the present segment, or on their way there.
    in_segment: u64,
    /// The seq of the last durable record, for those who listen.
    tide: watch::Sender<u64>,
    tally: Tally,
    first: Vec<Input>,
    resumes: bool,
    /// What builds while another batch is being written.
    building: Batch,
    /// What is being written.
    writing: Option<Batch>,
}

impl Owner {
    pub(crate) fn new(
        ready: Ready,
        requests: mpsc::Receiver<Request>,
        stop: oneshot::Receiver<()>,
        tide: watch::Sender<u64>,
        tally: Tally,
    ) -> Self {
        let mut owner = Self {
            dialer: ready.dialer,
            weather: ready.weather,
            encoder: ready.encoder,
            books: ready.books,
            archive: ready.archive,
            store: ready.store,
            clock: ready.clock,
            requests,
            stop,
            header: ready.header,
            segment_bytes: ready.segment_bytes,
            snapshots: ready.snapshots,
            in_segment: 0,
            tide,
            tally,
            first: ready.inputs,
            resumes: ready.resumes,
            building: Batch::default(),
            writing: None,
        };
        owner.begin_segment();
        owner
    }

    /// Tells the dialer what comes first, makes that durable, and asks the world again for what was owed.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        for input in std::mem::take(&mut self.first) {
            let at = self.clock.now();
            self.step(at, &input);
            if self.building.bytes_held() >= FIRST_LOT {
                self.flush()?;
                self.settle().await?;
            }
        }
        if self.resumes {
            // Whatever the first step asks is owed as well, so all of it is asked from here, once.
            self.building.forget_effects();
            self.building.owe(Effect::outstanding(self.dialer.state()));
        }
        self.flush()?;
        self.settle().await
    }

    /// Lives until somebody says stop or the journal cannot be written.
    pub(crate) async fn run(mut self) -> Result<(), StoreError> {
        loop {
            self.catch_up();
            self.flush()?;
            let wake = self.next_at().map(|at| self.clock.when(at));
            tokio::select! {
                biased;
                result = self.store.done(), if self.writing.is_some() => {
                    result?;
                    self.durable();
                    // Who was answered may ask again before the next batch leaves: so it is larger, and there are fewer syncs.
                    tokio::task::yield_now().await;
                    self.serve_waiting();
                }
                _ = &mut self.stop => break,
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
        self.settle().await?;
        self.flush()?;
        self.settle().await?;
        self.store.close().await?;
        let Self { snapshots, dialer, header, encoder, archive, .. } = self;
        let take = move || snapshots.close(dialer.state(), &header, encoder.chain(), &archive);
        tokio::task::spawn_blocking(take).await.map_err(|_| StoreError::Gone)
    }

    /// Steps everything that is due, a deadline before an arrival of the same millisecond.
    fn catch_up(&mut self) {
        let now = self.clock.now();
        while let Some(at) = self.next_at().filter(|at| *at <= now) {
            if self.dialer.next_deadline() == Some(at) {
                self.step(now, &Input::Tick);
            } else if let Some(input) = self.weather.arrived(at) {
                self.step(now, &input);
            }
        }
    }

    fn next_at(&self) -> Option<Instant> {
        [self.dialer.next_deadline(), self.weather.next_at()].into_iter().flatten().min()
    }

    fn step(&mut self, now: Instant, input: &Input) {
        let stepped = self.dialer.step(now, input);
        self.tally.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
    }

    fn serve_some(&mut self, first: Request) {
        self.catch_up();
        self.serve(first);
        self.serve_waiting();
    }

    /// Takes the requests that wait already, up to a limit.
    fn serve_waiting(&mut self) {
        for _ in 1..AT_ONCE {
            match self.requests.try_recv() {
                Ok(request) => self.serve(request),
                Err(_) => return,
            }
        }
    }

    fn serve(&mut self, request: Request) {
        let release = match request {
            Request::Tell(input, answer) => self.tell(&input, answer),
            Request::Read(read) => {
                read(&House { state: self.dialer.state(), crm: self.weather.crm() }, self.clock.now())
            }
        };
        // A reader must not see what a power cut could unmake; with nothing on its way there is nothing to wait for.
        if self.building.is_empty() && self.writing.is_none() {
            release();
        } else {
            self.building.release(release);
        }
    }

    /// Steps a command, unless it comes under a key that was used already.
    fn tell(&mut self, input: &Input, answer: Answer) -> Release {
        let now = self.clock.now();
        if let Input::Keyed(keyed) = input
            && let Some(used) = self.dialer.state().key_use(&keyed.by.key, now)
        {
            return answer(&House { state: self.dialer.state(), crm: self.weather.crm() }, Err(used));
        }
        let stepped = self.dialer.step(now, input);
        self.tally.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
        answer(&House { state: stepped.state, crm: self.weather.crm() }, Ok(&stepped))
    }

    /// Begins to write what has built up, unless something is being written.
    fn flush(&mut self) -> Result<(), StoreError> {
        while self.writing.is_none() && !self.building.is_empty() {
            let mut batch = std::mem::take(&mut self.building);
            self.in_segment += batch.length();
            // A header alone is no reason to begin another segment, however long it is.
            if self.in_segment >= self.segment_bytes && batch.records() > 0 {
                self.begin_segment();
            }
            if batch.records() > 0 {
                self.tally.batch(batch.records(), batch.length());
            }
            let bytes = batch.bytes();
            self.writing = Some(batch);
            if self.store.begin(bytes)? {
                self.durable();
            }
        }
        Ok(())
    }

    /// Lets the next batch, which is still empty, begin a segment.
    fn begin_segment(&mut self) {
        self.header.prev = self.encoder.chain();
        self.building.begin_segment(self.dialer.state().seq(), &self.header, &mut self.encoder);
        self.in_segment = 0;
    }

    /// Waits until everything is durable.
    async fn settle(&mut self) -> Result<(), StoreError> {
        while self.writing.is_some() {
            self.store.done().await?;
            self.durable();
            self.flush()?;
        }
        Ok(())
    }

    /// What was being written is durable: now the answers and the effects may leave.
    fn durable(&mut self) {
        let Some(mut batch) = self.writing.take() else { return };
        let now = self.clock.now();
        for effect in batch.durable(&self.archive) {
            self.weather.perform(now, effect, self.dialer.state());
        }
        let tip = self.archive.tip();
        self.tide.send_replace(tip);
        self.snapshots.note(tip);
        self.books.note(self.weather.crm(), self.dialer.state(), self.building.books());
    }
}

/// Waits for a moment; a timer only wakes, the clock decides.
async fn wait(wake: Option<tokio::time::Instant>) {
    if let Some(wake) = wake {
        tokio::time::sleep_until(wake).await;
    }
}
