//! The owner's steps: time, commands and reads. The dialer is stepped only while the disk has room for the records.

use std::iter;

use redial_engine::{Input, Instant};
use redial_ports::DiskReserve;

use super::Owner;
use crate::request::{CommandCallback, CommandOutcome, ReadView, Reply, Request, Scope};

/// The number of requests taken between two reads of the clock.
const AT_ONCE: usize = 256;

impl Owner {
    /// Holds the clock while the disk has no room for the records of a step; nothing is stepped then. When there is
    /// room again, the clock goes on and a tick is stepped first, so that no other input comes before the present time.
    pub(super) fn follow_reserve(&mut self) {
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

    /// Steps everything that is due, a deadline before an arrival of the same millisecond. All of it waits while the
    /// clock is held.
    pub(super) fn catch_up(&mut self) {
        if self.clock.is_held() {
            return;
        }
        let now = self.clock.now();
        while let Some(at) = self.next_at().filter(|at| *at <= now) {
            if self.dialer.next_deadline() == Some(at) {
                self.step(now, &Input::Tick);
            } else if let Some(input) = self.world.arrived(at) {
                self.step(now, &input);
            }
        }
    }

    /// Steps an input of a real world, and those that have arrived since, up to a limit.
    pub(super) fn hear(&mut self, first: &Input) {
        self.step(self.clock.now(), first);
        for _ in 1..AT_ONCE {
            match self.world.try_input() {
                Some(input) if !self.building.is_large() => self.step(self.clock.now(), &input),
                Some(input) => return self.step(self.clock.now(), &input),
                None => return,
            }
        }
    }

    pub(super) fn next_at(&self) -> Option<Instant> {
        [self.dialer.next_deadline(), self.world.next_at()].into_iter().flatten().min()
    }

    pub(super) fn step(&mut self, now: Instant, input: &Input) {
        self.begin_segment_if_full();
        let stepped = self.dialer.step(now, input);
        self.metrics.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
    }

    pub(super) fn serve_some(&mut self, first: Request) {
        self.catch_up();
        self.serve(first);
        self.serve_waiting();
    }

    /// Serves the requests in the queue, up to a limit, or until the building batch is large.
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
            Request::Tell(input, callback) => {
                if let Some(reply) = self.tell(&input, callback) {
                    self.send(Scope::All, reply);
                }
            }
            Request::Read(scope, read) => {
                let seq = if self.is_durable(scope) { self.archive.tip() } else { self.dialer.state().seq() };
                let reply = read(&ReadView { seq, ..self.view() }, self.clock.now());
                self.send(scope, reply);
            }
        }
    }

    /// Sends a reply once every record in scope is durable: no answer may show a record that a power cut could still
    /// take.
    fn send(&mut self, scope: Scope, reply: Reply) {
        if self.is_durable(scope) {
            reply();
        } else {
            self.building.hold(reply);
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
        ReadView { seq: state.seq(), state, crm: self.world.mock_crm() }
    }

    /// Steps a command, unless its key was used before. If the disk is full, the command is rejected at once, without
    /// waiting for a sync.
    fn tell(&mut self, input: &Input, callback: CommandCallback) -> Option<Reply> {
        self.follow_reserve();
        let now = self.clock.now();
        if let Input::Keyed(keyed) = input
            && let Some(used) = self.dialer.state().key_use(&keyed.by.key, now)
        {
            return Some(callback(&self.view(), CommandOutcome::Repeat(used)));
        }
        if self.clock.is_held() {
            self.refused += 1;
            callback(&self.view(), CommandOutcome::Full)();
            return None;
        }
        self.begin_segment_if_full();
        let stepped = self.dialer.step(now, input);
        self.metrics.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
        let view = ReadView { seq: stepped.seq, state: stepped.state, crm: self.world.mock_crm() };
        Some(callback(&view, CommandOutcome::Done(&stepped)))
    }

    /// Begins a segment before a record if the last segment is full. A header waits for its record: alone it would need
    /// room on a disk that may have none.
    fn begin_segment_if_full(&mut self) {
        if self.is_segment_full && self.building.records() == 0 {
            self.is_segment_full = false;
            self.begin_segment();
        }
    }

    /// Makes the building batch, which holds no record yet, begin a segment.
    pub(super) fn begin_segment(&mut self) {
        self.header.prev = self.encoder.chain();
        self.building.begin_segment(self.dialer.state().seq(), &self.header, &mut self.encoder);
        self.in_segment = 0;
    }
}
