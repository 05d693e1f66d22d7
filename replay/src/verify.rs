//! Verification: the engine executes every input again, and the resulting line must equal the stored one, byte for
//! byte.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use redial_engine::{Dialer, Input, Instant, RULES, State};
use serde::Deserialize;

use crate::check::CheckedLine;
use crate::damage::{DamageKind, ReadError};
use crate::divergence::{Divergence, Recent};
use crate::encoder::Encoder;
use crate::extract::Extract;
use crate::fast_input;
use crate::header::Header;
use crate::public_ids::PublicIds;
use crate::reader::{LineKind, Reader};
use crate::record::{self, Record, RecordStart};
use crate::report::{Comparison, ReplayedState, Report, RulesChanged, Step, Until, Verified};

/// Verifies a journal to its end. Memory does not grow with the journal beyond the state.
///
/// # Errors
///
/// The source cannot be read. Damage is a finding and not an error.
pub fn verify<R: BufRead>(reader: Reader<R>) -> io::Result<Report> {
    Ok(verify_until(reader, Until::End, |_| ControlFlow::Continue(()))?.report)
}

/// Verifies a journal up to a point. `look` receives every record that passed, and may stop the verification.
///
/// # Errors
///
/// The source cannot be read. Damage is a finding and not an error.
pub fn verify_until<R: BufRead>(
    reader: Reader<R>,
    until: Until,
    look: impl FnMut(&Step<'_>) -> ControlFlow<()>,
) -> io::Result<Verified> {
    let excerpt = reader.header().extract;
    let mut verifier =
        Verifier { reader, until, observed: Observed { look, records: 0, transitions: 0, is_partial: false } };
    let (outcome, world, rules_changed) = match excerpt {
        None => {
            let mut rerun = Rerun::new(verifier.reader.header());
            let outcome = verifier.whole(&mut rerun);
            (outcome, ReplayedState::Whole(Box::new(rerun.dialer)), rerun.rules_changed)
        }
        Some(excerpt) => {
            let mut extract = Extract::new(excerpt.session);
            let outcome = verifier.extract(&mut extract);
            (outcome, ReplayedState::Extract(Box::new(extract)), RulesChanged::default())
        }
    };
    let result = match outcome {
        Ok(None) => Comparison::Same,
        Ok(Some(divergence)) => Comparison::Diverged(divergence),
        Err(ReadError::Damage(damage)) => Comparison::Damaged(damage),
        Err(ReadError::Io(error)) => return Err(error),
    };
    Ok(verifier.finish(result, world, rules_changed))
}

struct Verifier<R, L> {
    reader: Reader<R>,
    until: Until,
    observed: Observed<L>,
}

/// The callback, and counts of the records that it received.
struct Observed<L> {
    look: L,
    records: u64,
    transitions: u64,
    is_partial: bool,
}

/// The engine that executes the inputs again, and its buffers.
struct Rerun {
    dialer: Dialer,
    /// The fold of the recorded transitions, kept beside the dialer's state while rules other than today's are in
    /// force.
    recorded: Option<State>,
    buffer: Vec<u8>,
    recent: Recent,
    rules_changed: RulesChanged,
}

impl Rerun {
    fn new(header: &Header) -> Self {
        let mut rerun = Self {
            dialer: Dialer::new(header.config),
            recorded: None,
            buffer: Vec::new(),
            recent: Recent::default(),
            rules_changed: RulesChanged::default(),
        };
        rerun.obey(header.rules);
        rerun
    }

    /// Continues under the given version of the rules.
    fn obey(&mut self, rules: u32) {
        if rules == RULES {
            self.recorded = None;
        } else if self.recorded.is_none() {
            self.recorded = Some(self.dialer.state().clone());
        }
    }
}

impl<R: BufRead, L: FnMut(&Step<'_>) -> ControlFlow<()>> Verifier<R, L> {
    /// Executes a whole journal, up to the first divergence.
    fn whole(&mut self, rerun: &mut Rerun) -> Result<Option<Box<Divergence>>, ReadError> {
        while let Some(kind) = self.read()? {
            match kind {
                LineKind::Header => rerun.obey(self.reader.last_header().rules),
                LineKind::Record => match self.execute(rerun)? {
                    StepOutcome::Same => {}
                    StepOutcome::Stop => break,
                    StepOutcome::Diverged(divergence) => return Ok(Some(divergence)),
                },
            }
        }
        Ok(None)
    }

    /// Reads a line, unless the last requested record was read.
    fn read(&mut self) -> Result<Option<LineKind>, ReadError> {
        if matches!(self.until, Until::Seq(last) if self.reader.seq() >= last) {
            self.observed.is_partial = true;
            return Ok(None);
        }
        self.reader.read()
    }

    /// Executes one record. The line needs no separate check: equal bytes, chain included, are the check.
    #[inline]
    fn execute(&mut self, rerun: &mut Rerun) -> Result<StepOutcome, ReadError> {
        let RecordHead { seq, at, input, spelled } = match parse_head(self.reader.line()) {
            Some(head) => head,
            None => {
                let Record { seq, at, input, .. } = self.reader.parsed()?.1;
                RecordHead { seq, at, input, spelled: None }
            }
        };
        if self.until.is_before(seq, at) {
            self.reader.checked()?;
            self.observed.is_partial = true;
            return Ok(StepOutcome::Stop);
        }
        if let Input::Resumed(resumption) = &input {
            rerun.obey(resumption.rules);
        }
        let mut encoder = Encoder::from(self.reader.chain());
        rerun.buffer.clear();
        let step = rerun.dialer.step(at, &input);
        match spelled {
            Some(length) if step.seq == seq && step.at == at => {
                encoder.record_after(&self.reader.line()[..length], step.transitions, &mut rerun.buffer);
            }
            Some(_) | None => encoder.step(&step, &mut rerun.buffer),
        }
        if rerun.buffer != self.reader.line() {
            return self.compare(rerun, &input);
        }
        self.reader.accept(CheckedLine { seq: step.seq, at: step.at, chain: encoder.chain() });
        rerun.recent.keep(&mut rerun.buffer);
        if let Some(recorded) = &mut rerun.recorded {
            recorded.fold(at, step.transitions).map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
        }
        let header = self.reader.last_header();
        Ok(self.observed.show(&Step { seq, at, input: &input, transitions: step.transitions, header }))
    }

    /// Determines why the bytes differ: the line is damaged, or spells the same record differently, or the rules have
    /// changed, or the engine diverged.
    #[cold]
    fn compare(&mut self, rerun: &mut Rerun, input: &Input) -> Result<StepOutcome, ReadError> {
        let (checked, record) = self.reader.parsed()?;
        let buffer = std::mem::take(&mut rerun.buffer);
        let computed: Record = serde_json::from_slice(&buffer).expect("an encoded record can be parsed");
        rerun.buffer = buffer;
        if record.input != *input {
            return Err(self.reader.damage(DamageKind::UnreadableRecord(None)).into());
        }
        let is_same = record.transitions == computed.transitions;
        if let Some(recorded) = &mut rerun.recorded {
            recorded
                .fold(record.at, &record.transitions)
                .map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
            if !is_same {
                rerun.rules_changed.add(record.seq);
                rerun.dialer = Dialer::from(recorded.clone());
            }
        } else if !is_same {
            let divergence = Divergence::between(record, &computed, rerun.dialer.state(), &rerun.recent);
            return Ok(StepOutcome::Diverged(Box::new(divergence)));
        }
        rerun.recent.keep(&mut self.reader.line().to_vec());
        self.reader.accept(checked);
        let Record { seq, at, input, transitions } = &record;
        Ok(self.observed.show(&Step { seq: *seq, at: *at, input, transitions, header: self.reader.last_header() }))
    }

    /// Folds an extract.
    fn extract(&mut self, extract: &mut Extract) -> Result<Option<Box<Divergence>>, ReadError> {
        while let Some(kind) = self.read()? {
            let (checked, record) = match kind {
                LineKind::Header => continue,
                LineKind::Record => self.reader.parsed()?,
            };
            if self.until.is_before(checked.seq, checked.at) {
                self.observed.is_partial = true;
                break;
            }
            let fold = extract.fold(record.at, &record.transitions);
            fold.map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
            self.reader.accept(checked);
            let Record { seq, at, input, transitions } = &record;
            let header = self.reader.last_header();
            if let StepOutcome::Stop = self.observed.show(&Step { seq: *seq, at: *at, input, transitions, header }) {
                break;
            }
        }
        Ok(None)
    }

    fn finish(self, result: Comparison, world: ReplayedState, rules_changed: RulesChanged) -> Verified {
        let (sessions, calls) = world.counts();
        let report = Report {
            tail: self.reader.tail(),
            header: self.reader.header().clone(),
            names: PublicIds::of(self.reader.last_header()),
            records: self.observed.records,
            seq: self.reader.seq(),
            at: self.reader.at(),
            transitions: self.observed.transitions,
            sessions,
            calls,
            fingerprint: self.reader.chain(),
            rules_changed,
            is_partial: self.observed.is_partial,
            result,
        };
        let is_sound = !matches!(report.result, Comparison::Damaged(_));
        Verified { report, world: is_sound.then_some(world) }
    }
}

impl<L: FnMut(&Step<'_>) -> ControlFlow<()>> Observed<L> {
    /// Counts a record that passed, and hands it to the callback.
    #[inline]
    fn show(&mut self, step: &Step<'_>) -> StepOutcome {
        self.records += 1;
        self.transitions += step.transitions.len() as u64;
        match (self.look)(step) {
            ControlFlow::Continue(()) => StepOutcome::Same,
            ControlFlow::Break(()) => {
                self.is_partial = true;
                StepOutcome::Stop
            }
        }
    }
}

/// The outcome of one record.
enum StepOutcome {
    Same,
    Stop,
    Diverged(Box<Divergence>),
}

/// Parses seq, time and input of an unchecked line; returns `None` unless seq and time are spelled as the encoder
/// spells them. It does not read past the input.
#[inline]
fn parse_head(line: &[u8]) -> Option<RecordHead> {
    let RecordStart { seq, at, rest } = record::parse_start(line)?;
    if let Some((input, rest)) = fast_input::parse(rest) {
        return Some(RecordHead { seq, at, input, spelled: Some(line.len() - rest.len()) });
    }
    let input = Input::deserialize(&mut serde_json::Deserializer::from_slice(rest)).ok()?;
    Some(RecordHead { seq, at, input, spelled: None })
}

/// The part of a record that the dialer needs to execute it.
struct RecordHead {
    seq: u64,
    at: Instant,
    input: Input,
    /// The length of the line up to the end of the input, in bytes, if that part is spelled as the encoder would spell
    /// it.
    spelled: Option<usize>,
}
