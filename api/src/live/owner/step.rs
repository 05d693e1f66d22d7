//! What the owner does with time, commands and questions: it steps the dialer, as long as there is room for what follows.

use redial_engine::{Input, Instant};

use super::Owner;
use crate::desk::{Answer, House, Release, Request, Word};
use crate::live::room::Room;

/// How many requests are taken between two looks at the clock.
const AT_ONCE: usize = 256;

impl Owner {
    /// Looks whether there is room for what a step may write. Where there is none, time stands still and nothing is stepped; when there
    /// is again, the dialer is told the present time before anything else.
    pub(super) fn look(&mut self) {
        match (self.rooms.now(), self.clock.is_held()) {
            (Room::Short | Room::Gone, false) => self.clock.hold(),
            (Room::Enough, true) => {
                self.clock.go_on();
                match std::mem::take(&mut self.refused) {
                    0 => {}
                    refused => tracing::warn!("{refused} commands were refused while there was no room on the disk"),
                }
                self.step(self.clock.now(), &Input::Tick);
            }
            (Room::Enough, false) | (Room::Short | Room::Gone, true) => {}
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
        self.tally.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
    }

    pub(super) fn serve_some(&mut self, first: Request) {
        self.catch_up();
        self.serve(first);
        self.serve_waiting();
    }

    /// Takes the requests that wait already, up to a limit.
    pub(super) fn serve_waiting(&mut self) {
        for _ in 1..AT_ONCE {
            match self.requests.try_recv() {
                Ok(request) => self.serve(request),
                Err(_) => return,
            }
        }
    }

    pub(super) fn serve(&mut self, request: Request) {
        let release = match request {
            Request::Tell(input, answer) => match self.tell(&input, answer) {
                Some(release) => release,
                None => return,
            },
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

    /// Steps a command, unless it comes under a key that was used already. Where there is no room for it, that is said at once.
    fn tell(&mut self, input: &Input, answer: Answer) -> Option<Release> {
        self.look();
        let now = self.clock.now();
        if let Input::Keyed(keyed) = input
            && let Some(used) = self.dialer.state().key_use(&keyed.by.key, now)
        {
            return Some(answer(&House { state: self.dialer.state(), crm: self.weather.crm() }, Word::Before(used)));
        }
        if self.clock.is_held() {
            self.refused += 1;
            answer(&House { state: self.dialer.state(), crm: self.weather.crm() }, Word::Full)();
            return None;
        }
        self.turn();
        let stepped = self.dialer.step(now, input);
        self.tally.step(&stepped);
        self.building.record(&stepped, &mut self.encoder);
        Some(answer(&House { state: stepped.state, crm: self.weather.crm() }, Word::Done(&stepped)))
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
