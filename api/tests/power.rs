//! Whole worlds on a disk whose power is cut: leads that are dialed, a CRM with a log of its own, and restarts in
//! between.
//!
//! The driver is the live one in small: records are durable before their effects leave, and the CRM's log is durable
//! before the records of its replies.

#[expect(dead_code, reason = "the tests of the archive use the rest of it")]
#[path = "../../replay/store/tests/disk/mod.rs"]
mod disk;

mod crm;

use std::collections::BTreeSet;
use std::sync::Arc;

use crm::{CrmLine, DiskCrm, entries};
use disk::process::take;
use disk::{MemoryDisk, SplitMix};
use redial_engine::{
    CallId, Command, CrmSync, Dialer, Effect, Input, Instant, LeadId, Resumption, SessionSpec, State, Status,
    StopReason, Transition,
};
use redial_replay::{Encoder, Header};
use redial_sim::{Scenario, Weather, leads::invent};
use redial_store::{Commit, DirectoryError, Durability, Scan, Tip, Writer, scan};
use redial_testing::scenario;
use uuid::Uuid;

use crate::left::BOOKS;

const LEADS: u32 = 8;

/// One process.
struct Life {
    dialer: Dialer,
    weather: Weather,
    encoder: Encoder,
    header: Header,
    writer: Writer<MemoryDisk>,
    books: DiskCrm,
    now: Instant,
    lines: Vec<u8>,
    begins: Option<u64>,
    effects: Vec<Effect>,
}

/// Reads the state of the journal.
fn found(disk: &MemoryDisk) -> Result<Option<(Scan, State)>, DirectoryError> {
    let mut state = None;
    let scanned = scan(disk, |header, line| take(state.get_or_insert_with(|| State::new(header.config)), line))?;
    Ok(scanned.map(|scan| {
        let config = scan.header.config;
        (scan, state.unwrap_or_else(|| State::new(config)))
    }))
}

impl Life {
    /// Starts after `pause_ms` on the state of the disk.
    fn start(disk: &MemoryDisk, scenario: &Scenario, seed: u64, pause_ms: u64) -> Option<Self> {
        let mut weather = Weather::new(scenario, seed, 0);
        let found = found(disk).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let books = DiskCrm::open(disk, &mut weather).ok()?;
        let durability = Durability::Fsync;
        let (dialer, tip, writer, inputs) = match found {
            None => {
                let leads = (0..LEADS).map(|n| Input::Command(Command::AddLead(Arc::new(invent(5, n)))));
                let writer = Writer::begin(disk.clone(), durability).ok()?.0;
                (Dialer::new(scenario.dialer), Tip::default(), writer, leads.collect())
            }
            Some((scan, state)) => {
                let (engine, rules, config) = (redial_engine::VERSION.into(), redial_engine::RULES, scenario.dialer);
                let resumed = Input::Resumed(Box::new(Resumption { engine, rules, config }));
                let writer = Writer::resume(disk.clone(), &scan, durability).ok()?.0;
                (Dialer::from(state), scan.tip, writer, vec![resumed])
            }
        };
        let header = Header {
            prev: tip.chain,
            ..Header::new(Uuid::from_u128(u128::from(seed)), "2026-01-01T00:00:00Z", scenario.dialer)
        };
        let mut lines = Vec::new();
        let encoder = Encoder::begin(&header, &mut lines);
        let (now, begins) = (dialer.state().now().after_ms(pause_ms), Some(tip.seq + 1));
        let resumes = tip.seq > 0;
        let mut life =
            Self { dialer, weather, encoder, header, writer, books, now, lines, begins, effects: Vec::new() };
        for input in &inputs {
            life.step(input);
        }
        if resumes {
            life.effects = Effect::outstanding(life.dialer.state()).collect();
        }
        life.commit().ok()?;
        Some(life)
    }

    /// Steps an input; returns true when it has started a session.
    fn step(&mut self, input: &Input) -> bool {
        let stepped = self.dialer.step(self.now, input);
        self.encoder.step(&stepped, &mut self.lines);
        self.effects.extend(stepped.transitions.iter().filter_map(|fact| Effect::of(fact, stepped.state)));
        stepped.transitions.iter().any(|fact| matches!(fact, Transition::SessionStarted { .. }))
    }

    /// Makes the records durable, and then executes their effects.
    fn commit(&mut self) -> Result<(), DirectoryError> {
        self.books.write().map_err(|error| DirectoryError::Io { file: BOOKS.to_owned(), error })?;
        if !self.lines.is_empty() {
            let tip = Tip { seq: self.dialer.state().seq(), chain: self.encoder.chain() };
            self.writer.commit(Commit { bytes: &self.lines, begins: self.begins.take(), tip })?;
            self.lines.clear();
        }
        for effect in self.effects.drain(..) {
            self.weather.perform(self.now, effect, self.dialer.state());
        }
        self.books.note(&self.weather);
        Ok(())
    }

    /// Steps the next event of the world; returns false when there is none.
    fn pass(&mut self) -> bool {
        let (deadline, arrival) = (self.dialer.next_deadline(), self.weather.next_at());
        let Some(at) = [deadline, arrival].into_iter().flatten().min() else { return false };
        self.now = self.now.max(at);
        if deadline == Some(at) {
            self.step(&Input::Tick);
        } else if let Some(input) = self.weather.arrived(at) {
            self.step(&input);
        }
        true
    }

    /// Begins a segment with the next record.
    fn turn(&mut self) {
        self.header.prev = self.encoder.chain();
        self.encoder = Encoder::begin(&self.header, &mut self.lines);
        self.begins = Some(self.dialer.state().seq() + 1);
    }
}

fn start_session(luck: &mut SplitMix) -> Input {
    let mut leads: Vec<LeadId> = (0..LEADS).map(LeadId).collect();
    for place in (1..leads.len()).rev() {
        leads.swap(place, luck.below(place as u64 + 1) as usize);
    }
    leads.truncate(1 + luck.below(u64::from(LEADS)) as usize);
    let (leads, lines) = (leads.into(), 1 + luck.below(3) as u8);
    Input::Command(Command::StartSession(Arc::new(SessionSpec { agent: "ada".into(), leads, lines })))
}

/// Runs until the power is cut; notes each acknowledged session.
fn live(life: &mut Life, luck: &mut SplitMix, acknowledged: &mut Vec<SessionSpec>) -> Result<(), DirectoryError> {
    for _ in 0..200 {
        if luck.once_in(12) && life.lines.is_empty() {
            life.turn();
        }
        let mut begun = 0;
        for _ in 0..=luck.below(4) {
            if luck.once_in(5) {
                begun += usize::from(life.step(&start_session(luck)));
            } else if !life.pass() {
                break;
            }
        }
        if life.begins.is_some() {
            // A header is written only with a record.
            life.step(&Input::Tick);
        }
        life.commit()?;
        let sessions = life.dialer.state().sessions();
        acknowledged.extend(sessions[sessions.len() - begun..].iter().map(|session| session.spec().clone()));
        if luck.once_in(4) {
            life.writer.sync_head()?;
        }
    }
    Ok(())
}

fn specs(state: &State) -> Vec<SessionSpec> {
    state.sessions().iter().map(|session| session.spec().clone()).collect()
}

/// Compares the CRM's log with the syncs that the dialer has recorded.
fn crm_log_fits(disk: &MemoryDisk, state: &State, what: &str) {
    let entries = entries(disk);
    let key = |entry: &CrmLine| match *entry {
        CrmLine::Contact(_, lead, _) => (Some(lead), None),
        CrmLine::Activity(_, call, ..) => (None, Some(call)),
    };
    let keys: BTreeSet<_> = entries.iter().map(key).collect();
    assert_eq!(keys.len(), entries.len(), "{what}: the CRM has something twice");
    for (session, known) in state.numbered_sessions() {
        for (n, call) in (0..).zip(known.calls()) {
            let id = CallId::new(session, n);
            let entry = entries.iter().find(|entry| key(entry).1 == Some(id));
            if let CrmSync::Synced { activity } = call.crm {
                let Some(CrmLine::Activity(made, _, lead, _, outcome, _)) = entry else {
                    panic!("{what}: the CRM has forgotten call {id}")
                };
                let ended = call.ending().expect("a synced call has ended").0;
                assert_eq!((*made, *lead, *outcome), (activity, call.lead, ended), "{what}: call {id}");
            }
        }
    }
}

#[test]
fn sessions_outlive_power_cuts_and_the_crm_gets_each_call_once() {
    let scenarios = ["seed", "storm"].map(|name| Scenario::read(&scenario(name)).expect("it is checked"));
    let [mut cuts, mut sessions, mut interrupted, mut failed] = [0; 4];
    for seed in 0..600 {
        let (disk, mut luck) = (MemoryDisk::default(), SplitMix(seed));
        let scenario = &scenarios[seed as usize % 2];
        let mut acknowledged: Vec<SessionSpec> = Vec::new();
        for life in 0..4 {
            let what = format!("seed {seed}, life {life}");
            disk.cut_after(luck.below(160));
            let pause = if luck.once_in(6) { 700_000 } else { luck.below(20_000) };
            if let Some(mut life) = Life::start(&disk, scenario, seed, pause) {
                // Each session that was read is durable now, acknowledged or not.
                acknowledged = specs(life.dialer.state());
                assert!(live(&mut life, &mut luck, &mut acknowledged).is_err(), "{what}: the power went");
            }
            cuts += 1;
            if luck.once_in(4) {
                disk.killed()
            } else {
                disk.reboot(&mut luck)
            }
            let Some((_, state)) = found(&disk).unwrap_or_else(|error| panic!("{what}: {error}")) else {
                assert!(acknowledged.is_empty(), "{what}: the whole journal is gone");
                continue;
            };
            assert!(specs(&state).starts_with(&acknowledged), "{what}: a session is gone");
            crm_log_fits(&disk, &state, &what);
        }
        let mut life = Life::start(&disk, scenario, seed, 0).expect("the power is back");
        while life.pass() {
            life.commit().expect("the power is back");
        }
        life.commit().expect("the power is back");
        let what = format!("seed {seed}, at the end");
        let state = life.dialer.state();
        assert!(state.audit().is_ok(), "{what}");
        assert!(state.sessions().iter().all(|session| session.is_settled()), "{what}: a session goes on for ever");
        crm_log_fits(&disk, state, &what);
        assert!(specs(state).starts_with(&acknowledged), "{what}: a session is gone");
        sessions += state.sessions().len();
        for session in state.sessions() {
            interrupted +=
                usize::from(matches!(session.status(), Status::Stopped { reason: StopReason::Interrupted, .. }));
            failed += session.calls().iter().filter(|call| call.crm == CrmSync::Failed).count();
        }
    }
    eprintln!("{cuts} power cuts, {sessions} sessions, {interrupted} interrupted, {failed} syncs given up");
    // The test proves little unless every one of these cases occurs.
    assert!(cuts == 2_400 && sessions > 1_000 && interrupted > 50, "{cuts}, {sessions}, {interrupted}");
}
