//! Measurements that a journal gives of a run: the delays of the timers, and the number of sessions live at once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use redial_engine::{CallId, CarrierEvent, CrmAsk, CrmReply, Input, Instant, State, Transition};
use redial_replay::{JournalLine, Reader, Record};
use redial_sim::{Dice, Purpose, Scenario, Times, below};

/// The seed of the server's world.
pub(crate) const SEED: u64 = 42;

/// The measurements that a journal gives.
pub(crate) struct JournalPast {
    /// The delay of each call's ending, least first.
    pub(crate) late_ms: Vec<f64>,
    /// The delay of each answer of the CRM, including the wait for the disk before the request; least first.
    pub(crate) crm_late_ms: Vec<f64>,
    /// The most sessions that ran at the same time.
    pub(crate) live_at_once: u32,
    /// The number of settled sessions.
    pub(crate) settled: u32,
    /// The number of records.
    pub(crate) records: u64,
}

impl JournalPast {
    /// Reads a whole journal of the built-in scenario.
    pub(crate) fn read(journal: &Path) -> Result<Self> {
        Self::read_in(journal, Scenario::seed())
    }

    /// Reads a whole journal of a scenario.
    pub(crate) fn read_in(journal: &Path, scenario: Scenario) -> Result<Self> {
        let mut reader = Reader::open(BufReader::new(File::open(journal)?))?;
        let mut state = State::new(reader.header().config);
        let mut witness = Witness::new(scenario);
        while let Some(line) = reader.next()? {
            let JournalLine::Record(stored) = line else { continue };
            let record = stored.parse()?;
            state.fold(record.at, &record.transitions).ok().context("the journal does not fold")?;
            witness.see(&record, &state);
        }
        let settled = state.sessions().iter().filter(|session| session.is_settled()).count();
        witness.late_ms.sort_by(f64::total_cmp);
        witness.crm_late_ms.sort_by(f64::total_cmp);
        Ok(Self {
            late_ms: witness.late_ms,
            crm_late_ms: witness.crm_late_ms,
            live_at_once: witness.live_at_once,
            settled: u32::try_from(settled)?,
            records: state.seq(),
        })
    }
}

/// Measures one record after the other.
struct Witness {
    scenario: Scenario,
    dice: Dice,
    /// The last request to the CRM about each call, with its time.
    asked: BTreeMap<CallId, (CrmAsk, Instant)>,
    late_ms: Vec<f64>,
    crm_late_ms: Vec<f64>,
    live: u32,
    live_at_once: u32,
}

impl Witness {
    fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            dice: Dice::new(SEED, 0),
            asked: BTreeMap::new(),
            late_ms: Vec::new(),
            crm_late_ms: Vec::new(),
            live: 0,
            live_at_once: 0,
        }
    }

    fn see(&mut self, record: &Record, state: &State) {
        match record.input {
            Input::Carrier { event: CarrierEvent::Released, .. } => {}
            Input::Carrier { call, .. } => {
                let due = self.ends_at(call, state);
                self.late_ms.push(record.at.ms_since(due) as f64);
            }
            Input::Crm { call, reply, .. } => self.hear_crm(call, reply, record.at),
            Input::Tick | Input::Resumed(_) | Input::Command(_) | Input::Keyed(_) | Input::Enrichment { .. } => {}
        }
        record.transitions.iter().for_each(|transition| self.note(transition, record.at));
    }

    /// Returns the time at which the carrier was to end a call.
    fn ends_at(&mut self, id: CallId, state: &State) -> Instant {
        let call = state.call(id).expect("the carrier speaks of calls that were placed");
        let calls = &state.leads()[call.lead.index()].calls;
        let nth = calls.iter().position(|other| *other == id).expect("a lead knows its calls");
        let Times::Uniform(span) = self.scenario.carrier.ring_ms else {
            unreachable!("the seed's ring times are a range")
        };
        let nth = u16::try_from(nth).expect("no lead is called so often");
        let ring = span.0 + below(self.dice.call(call.lead, nth, Purpose::Ring), span.1 - span.0 + 1);
        call.started_at.after_ms(u64::from(ring))
    }

    fn hear_crm(&mut self, call: CallId, reply: CrmReply, at: Instant) {
        let Some((ask, asked_at)) = self.asked.get(&call).copied() else { return };
        let takes_ms = match ask {
            CrmAsk::Contact => self.scenario.crm.contact_ms.0,
            CrmAsk::Activity => self.scenario.crm.activity_ms.0,
        };
        self.crm_late_ms.push(at.ms_since(asked_at) as f64 - f64::from(takes_ms));
        match reply {
            CrmReply::ContactUpserted(_) => drop(self.asked.insert(call, (CrmAsk::Activity, at))),
            CrmReply::ContactFailed | CrmReply::ActivityCreated(_) | CrmReply::ActivityFailed => {}
        }
    }

    fn note(&mut self, transition: &Transition, at: Instant) {
        if let Transition::CrmSyncStarted { call, ask, .. } = *transition {
            self.asked.insert(call, (ask, at));
        } else if let Transition::SessionStarted { .. } = transition {
            self.live += 1;
            self.live_at_once = self.live_at_once.max(self.live);
        } else if let Transition::SessionStopped { .. } = transition {
            self.live -= 1;
        }
    }
}

/// Returns a quantile of numbers that are sorted.
pub(crate) fn quantile(sorted: &[f64], which: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let place = (last as f64 * which).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// Counts the sessions that have stopped while the journal still grows, without parsing it.
pub(crate) struct JournalTail {
    journal: File,
    /// The bytes that are read and not counted; they may end within a word.
    rest: Vec<u8>,
    stopped: u32,
}

impl JournalTail {
    const WORD: &'static [u8] = b"\"session_stopped\"";

    /// Begins at the beginning.
    pub(crate) fn of(journal: &Path) -> Result<Self> {
        Ok(Self { journal: File::open(journal)?, rest: Vec::new(), stopped: 0 })
    }

    /// Returns how many sessions have stopped by now.
    pub(crate) fn stopped(&mut self) -> Result<u32> {
        self.journal.read_to_end(&mut self.rest)?;
        let lines = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let found = self.rest[..lines].windows(Self::WORD.len()).filter(|window| *window == Self::WORD).count();
        self.rest.drain(..lines);
        self.stopped += u32::try_from(found)?;
        Ok(self.stopped)
    }
}
