//! What the owner does with time, commands and questions: it steps the dialer, as long as there is room for what follows.

use std::iter;

use redial_engine::{Input, Instant};

use super::Owner;
use crate::live::desk::{CommandCallback, CommandOutcome, ReadView, Reply, Request, Scope};
use crate::live::disk_reserve::DiskReserve;

/// How many requests are taken between two looks at the clock.
const AT_ONCE: usize = 256;

impl Owner {
    /// Stops the clock where there is no room for what a step may write, and nothing is stepped then; starts it again when there is,
    /// with a tick, so that the dialer is told the present time before anything else.
    pub(super) fn follow_room(&mut self) {
        match (self.reserve.now(), self.clock.is_held()) {
            (DiskReserve::Short | DiskReserve::Full, false) => self.clock.hold(),
            (DiskReserve::Enough, true) => {
                self.clock.go_on();
                match std::mem::take(&mut self.refused) {
                    0 => {}
                    refused => tracing::warn!("{refused} commands were refused while there was no room on the disk"),
                }
                self.step(self.clock.now(), &Input::Tick);
            }
            (DiskReserve::Enough, false) | (DiskReserve::Short | DiskReserve::Full, true) => {}
        }
    }

    /// Steps everything that is due, a deadline before an arrival of the same millisecond. While there is no room, all of it waits.
    pub(super) fn catch_up(&mut self) {
        if self.clock.is_held() {
            return;
        }
        let now = self.clock.now();
        while let Some(at) = self.next_at().filter(|at| *at <= now) {
            if self.dialer.next_deadline() == Some(at) {
                self.step(now, &Input::Tick);
            } else if let Some(input) = self.weather.arrived(at) {
                self.step(now, &input);
            }
        }
    }

    pub(super) fn next_at(&self) -> Option<Instant> {
        [self.dialer.next_deadline(), self.weather.next_at()].into_iter().flatten().min()
    }

    pub(super) fn step(&mut self, now: Instant, input: &Input) {
        self.turn();
        let stepped = self.dialer.step(now, input);
        self.metrics.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
    }

    pub(super) fn serve_some(&mut self, first: Request) {
        self.catch_up();
        self.serve(first);
        self.serve_waiting();
    }

    /// Takes the requests that wait already, up to a limit, or until what builds is large.
    pub(super) fn serve_waiting(&mut self) {
        for _ in 1..AT_ONCE {
            match self.requests.try_recv() {
                Ok(request) => self.serve(request),
                Err(_) => return,
            }
            if self.building.is_large() {
                return;
            }
        }
    }

    pub(super) fn serve(&mut self, request: Request) {
        match request {
            Request::Tell(input, answer) => {
                if let Some(release) = self.tell(&input, answer) {
                    self.release(Scope::All, release);
                }
            }
            Request::Read(scope, read) => {
                let seq = if self.is_durable(scope) { self.archive.tip() } else { self.dialer.state().seq() };
                let release = read(&ReadView { seq, ..self.view() }, self.clock.now());
                self.release(scope, release);
            }
        }
    }

    /// Lets an answer go, once nothing that it is about is on its way to the disk: nobody must see what a power cut could unmake.
    fn release(&mut self, scope: Scope, release: Reply) {
        if self.is_durable(scope) {
            release();
        } else {
            self.building.release(release);
        }
    }

    fn is_durable(&self, scope: Scope) -> bool {
        match scope {
            Scope::All => self.building.is_empty() && self.writing.is_empty(),
            Scope::Session(session) => {
                !iter::once(&self.building).chain(&self.writing).any(|batch| batch.is_about(session))
            }
            Scope::Nothing => true,
        }
    }

    fn view(&self) -> ReadView<'_> {
        let state = self.dialer.state();
        ReadView { seq: state.seq(), state, crm: self.weather.crm() }
    }

    /// Steps a command, unless it comes under a key that was used already. Where there is no room for it, that is said at once.
    fn tell(&mut self, input: &Input, answer: CommandCallback) -> Option<Reply> {
        self.follow_room();
        let now = self.clock.now();
        if let Input::Keyed(keyed) = input
            && let Some(used) = self.dialer.state().key_use(&keyed.by.key, now)
        {
            return Some(answer(&self.view(), CommandOutcome::Repeat(used)));
        }
        if self.clock.is_held() {
            self.refused += 1;
            answer(&self.view(), CommandOutcome::Full)();
            return None;
        }
        self.turn();
        let stepped = self.dialer.step(now, input);
        self.metrics.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
        let view = ReadView { seq: stepped.seq, state: stepped.state, crm: self.weather.crm() };
        Some(answer(&view, CommandOutcome::Done(&stepped)))
    }

    /// Begins a segment before a record where the last one has all its bytes. A header waits for its record: by itself it would need
    /// room when there may be none.
    fn turn(&mut self) {
        if self.is_segment_full && self.building.records() == 0 {
            self.is_segment_full = false;
            self.begin_segment();
        }
    }

    /// Lets the next batch, which holds no record yet, begin a segment.
    pub(super) fn begin_segment(&mut self) {
        self.header.prev = self.encoder.chain();
        self.building.begin_segment(self.dialer.state().seq(), &self.header, &mut self.encoder);
        self.in_segment = 0;
    }
}
