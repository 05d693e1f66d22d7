//! Verification: every input is executed again, and what follows is compared with what was written, byte for byte.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use redial_engine::{Dialer, Input, Instant, RULES, State};
use serde::Deserialize;

use crate::check::Judged;
use crate::damage::{DamageKind, ReadError};
use crate::divergence::{Divergence, Recent};
use crate::encoder::Encoder;
use crate::extract::Extract;
use crate::header::Header;
use crate::names::PublicIds;
use crate::reader::{Kind, Reader};
use crate::record::{self, Opening, Record};
use crate::report::{Comparison, ReplayedState, Report, RulesChanged, Step, Until, Verified};
use crate::spelled;

/// Verifies a journal to its end. Memory does not grow with the journal beyond the state.
///
/// # Errors
///
/// The source cannot be read. Damage is a finding and not an error.
pub fn verify<R: BufRead>(reader: Reader<R>) -> io::Result<Report> {
    Ok(verify_until(reader, Until::End, |_| ControlFlow::Continue(()))?.report)
}

/// Verifies a journal up to a point; `look` sees every record that holds, and may break off.
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
    let mut run = Run { reader, until, seen: Seen { look, records: 0, transitions: 0, is_partial: false } };
    let (outcome, world, rules_changed) = match excerpt {
        None => {
            let mut rerun = Rerun::new(run.reader.header());
            let outcome = run.whole(&mut rerun);
            (outcome, ReplayedState::Whole(Box::new(rerun.dialer)), rerun.rules_changed)
        }
        Some(excerpt) => {
            let mut extract = Extract::new(excerpt.session);
            let outcome = run.extract(&mut extract);
            (outcome, ReplayedState::Extract(Box::new(extract)), RulesChanged::default())
        }
    };
    let result = match outcome {
        Ok(None) => Comparison::Same,
        Ok(Some(divergence)) => Comparison::Diverged(divergence),
        Err(ReadError::Damage(damage)) => Comparison::Damaged(damage),
        Err(ReadError::Io(error)) => return Err(error),
    };
    Ok(run.finish(result, world, rules_changed))
}

struct Run<R, L> {
    reader: Reader<R>,
    until: Until,
    seen: Seen<L>,
}

/// Whoever looks on, and what was shown.
struct Seen<L> {
    look: L,
    records: u64,
    transitions: u64,
    is_partial: bool,
}

/// The engine that executes again, and what it needs to.
struct Rerun {
    dialer: Dialer,
    /// The state as recorded, kept beside the dialer's while other rules than today's are in force.
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

    /// Goes on under other rules.
    fn obey(&mut self, rules: u32) {
        if rules == RULES {
            self.recorded = None;
        } else if self.recorded.is_none() {
            self.recorded = Some(self.dialer.state().clone());
        }
    }
}

impl<R: BufRead, L: FnMut(&Step<'_>) -> ControlFlow<()>> Run<R, L> {
    /// Executes a whole journal again, up to the first divergence.
    fn whole(&mut self, rerun: &mut Rerun) -> Result<Option<Box<Divergence>>, ReadError> {
        while let Some(kind) = self.read()? {
            match kind {
                Kind::Header => rerun.obey(self.reader.last_header().rules),
                Kind::Record => match self.again(rerun)? {
                    Again::Same => {}
                    Again::Stop => break,
                    Again::Diverged(divergence) => return Ok(Some(divergence)),
                },
            }
        }
        Ok(None)
    }

    /// Reads a line, unless the record asked for was the last one.
    fn read(&mut self) -> Result<Option<Kind>, ReadError> {
        if matches!(self.until, Until::Seq(last) if self.reader.seq() >= last) {
            self.seen.is_partial = true;
            return Ok(None);
        }
        self.reader.read()
    }

    /// Executes one record again. The line is not checked yet: that the same bytes come out, its chain included, is the check.
    #[inline]
    fn again(&mut self, rerun: &mut Rerun) -> Result<Again, ReadError> {
        let Told { seq, at, input, spelled } = match told(self.reader.line()) {
            Some(told) => told,
            None => {
                let Record { seq, at, input, .. } = self.reader.judged()?.1;
                Told { seq, at, input, spelled: None }
            }
        };
        if self.until.is_before(seq, at) {
            self.reader.judge()?;
            self.seen.is_partial = true;
            return Ok(Again::Stop);
        }
        if let Input::Resumed(resumption) = &input {
            rerun.obey(resumption.rules);
        }
        let mut encoder = Encoder::from(self.reader.chain());
        rerun.buffer.clear();
        let step = rerun.dialer.step(at, &input);
        match spelled {
            Some(length) if step.seq == seq && step.at == at => {
                encoder.go_on(&self.reader.line()[..length], step.transitions, &mut rerun.buffer);
            }
            Some(_) | None => encoder.step(&step, &mut rerun.buffer),
        }
        if rerun.buffer != self.reader.line() {
            return self.compare(rerun, &input);
        }
        self.reader.accept(Judged { seq: step.seq, at: step.at, chain: encoder.chain() });
        rerun.recent.keep(&mut rerun.buffer);
        if let Some(recorded) = &mut rerun.recorded {
            recorded.fold(at, step.transitions).map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
        }
        let header = self.reader.last_header();
        Ok(self.seen.show(&Step { seq, at, input: &input, transitions: step.transitions, header }))
    }

    /// Finds out why other bytes came out: the line is damaged, or says the same in other words, or the rules have changed, or the
    /// engine diverged.
    #[cold]
    fn compare(&mut self, rerun: &mut Rerun, input: &Input) -> Result<Again, ReadError> {
        let (judged, record) = self.reader.judged()?;
        let buffer = std::mem::take(&mut rerun.buffer);
        let computed: Record = serde_json::from_slice(&buffer).expect("what was encoded can be parsed");
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
            return Ok(Again::Diverged(Box::new(divergence)));
        }
        rerun.recent.keep(&mut self.reader.line().to_vec());
        self.reader.accept(judged);
        let Record { seq, at, input, transitions } = &record;
        Ok(self.seen.show(&Step { seq: *seq, at: *at, input, transitions, header: self.reader.last_header() }))
    }

    /// Folds an extract.
    fn extract(&mut self, extract: &mut Extract) -> Result<Option<Box<Divergence>>, ReadError> {
        while let Some(kind) = self.read()? {
            let (judged, record) = match kind {
                Kind::Header => continue,
                Kind::Record => self.reader.judged()?,
            };
            if self.until.is_before(judged.seq, judged.at) {
                self.seen.is_partial = true;
                break;
            }
            let fold = extract.fold(record.at, &record.transitions);
            fold.map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
            self.reader.accept(judged);
            let Record { seq, at, input, transitions } = &record;
            let header = self.reader.last_header();
            if let Again::Stop = self.seen.show(&Step { seq: *seq, at: *at, input, transitions, header }) {
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
            records: self.seen.records,
            seq: self.reader.seq(),
            at: self.reader.at(),
            transitions: self.seen.transitions,
            sessions,
            calls,
            fingerprint: self.reader.chain(),
            rules_changed,
            is_partial: self.seen.is_partial,
            result,
        };
        let is_sound = !matches!(report.result, Comparison::Damaged(_));
        Verified { report, world: is_sound.then_some(world) }
    }
}

impl<L: FnMut(&Step<'_>) -> ControlFlow<()>> Seen<L> {
    /// Counts a record that holds, and shows it.
    #[inline]
    fn show(&mut self, step: &Step<'_>) -> Again {
        self.records += 1;
        self.transitions += step.transitions.len() as u64;
        match (self.look)(step) {
            ControlFlow::Continue(()) => Again::Same,
            ControlFlow::Break(()) => {
                self.is_partial = true;
                Again::Stop
            }
        }
    }
}

/// What came of a record.
enum Again {
    Same,
    Stop,
    Diverged(Box<Divergence>),
}

/// Reads seq, time and input of a line that may be anything; `None` where it is not written as the encoder writes. What follows
/// the input is not even looked at.
#[inline]
fn told(line: &[u8]) -> Option<Told> {
    let Opening { seq, at, rest } = record::opening(line)?;
    if let Some((input, rest)) = spelled::input(rest) {
        return Some(Told { seq, at, input, spelled: Some(line.len() - rest.len()) });
    }
    let input = Input::deserialize(&mut serde_json::Deserializer::from_slice(rest)).ok()?;
    Some(Told { seq, at, input, spelled: None })
}

/// What a record says that the dialer was told.
struct Told {
    seq: u64,
    at: Instant,
    input: Input,
    /// How much of the line, from its beginning to the end of the input, is known to be spelled as the encoder would.
    spelled: Option<usize>,
}
