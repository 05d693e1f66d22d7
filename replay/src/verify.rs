//! Verification: every input is executed again, and what follows is compared with what was written, byte for byte.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use redial_engine::{Dialer, Input, Instant, RULES, State, Transition};

use crate::chain::Chain;
use crate::damage::{Damage, DamageKind, ReadError};
use crate::divergence::{Divergence, Recent};
use crate::encoder::Encoder;
use crate::extract::Extract;
use crate::header::Header;
use crate::reader::{Judged, Kind, Reader, Verdict};
use crate::record::{self, Record};

/// What a verification found.
#[derive(Debug)]
pub struct Report {
    /// Whether the journal holds.
    pub result: Comparison,
    /// How the journal ends, as far as it was read.
    pub verdict: Verdict,
    /// The first header.
    pub header: Header,
    /// How many records hold.
    pub records: u64,
    /// The seq of the last record that holds; in an extract it is more than their number.
    pub seq: u64,
    /// The time of the last record that holds.
    pub at: Instant,
    /// How many transitions those records have.
    pub transitions: u64,
    /// How many sessions were started.
    pub sessions: u64,
    /// How many calls were placed.
    pub calls: u64,
    /// The chain of the last line that holds: the fingerprint of the whole run.
    pub fingerprint: Chain,
    /// Where the engine of today decides otherwise than the rules that wrote.
    pub rules_changed: RulesChanged,
    /// True when reading was stopped before the end, because that was asked for.
    pub is_partial: bool,
}

/// Whether a journal holds.
#[derive(Debug)]
pub enum Comparison {
    /// Every record is what the engine makes of its input; or folds, in an extract, whose place in the journal cannot be checked.
    Same,
    /// By the same rules the engine makes something else of an input.
    Diverged(Box<Divergence>),
    /// The bytes are not what was written.
    Damaged(Damage),
}

/// Records whose transitions follow no more from their inputs, because the rules have changed since.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulesChanged {
    /// How many there are.
    pub records: u64,
    /// The seqs of the first of them, at most [`RulesChanged::LISTED`].
    pub first: Vec<u64>,
}

impl RulesChanged {
    /// How many are listed.
    pub const LISTED: usize = 20;

    fn add(&mut self, seq: u64) {
        self.records += 1;
        if self.first.len() < Self::LISTED {
            self.first.push(seq);
        }
    }
}

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// To the end.
    End,
    /// Up to and with this record.
    Seq(u64),
    /// Up to and with the records of this moment.
    At(Instant),
}

impl Until {
    fn is_before(self, seq: u64, at: Instant) -> bool {
        match self {
            Self::End => false,
            Self::Seq(last) => seq > last,
            Self::At(last) => at > last,
        }
    }
}

/// One record that holds, for whoever looks on.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Its place in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Instant,
    /// What the dialer was told.
    pub input: &'a Input,
    /// What followed, as it was recorded.
    pub transitions: &'a [Transition],
}

/// A verification that has come to its end.
#[derive(Debug)]
pub struct Verified {
    /// What it found.
    pub report: Report,
    /// What the records came to; in case of a divergence, what the engine of today makes of them. `None` in case of damage.
    pub world: Option<World>,
}

/// What records come to.
#[derive(Debug)]
pub enum World {
    /// The dialer of a whole journal, in its last state.
    Whole(Box<Dialer>),
    /// The session of an extract.
    Extract(Box<Extract>),
}

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
    let mut run = Run { reader, until, look, records: 0, transitions: 0, is_partial: false };
    let (outcome, world, rules_changed) = match excerpt {
        None => {
            let mut rerun = Rerun::new(run.reader.header());
            let outcome = run.whole(&mut rerun);
            (outcome, World::Whole(Box::new(rerun.dialer)), rerun.rules_changed)
        }
        Some(excerpt) => {
            let mut extract = Extract::new(excerpt.session);
            let outcome = run.extract(&mut extract);
            (outcome, World::Extract(Box::new(extract)), RulesChanged::default())
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
    look: L,
    records: u64,
    transitions: u64,
    is_partial: bool,
}

/// The engine that executes again, and what it needs to.
struct Rerun {
    dialer: Dialer,
    rules: u32,
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
            rules: RULES,
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
        self.rules = rules;
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
            self.is_partial = true;
            return Ok(None);
        }
        self.reader.read()
    }

    /// Executes one record again. The line is not checked yet: that the same bytes come out, its chain included, is the check.
    #[inline]
    fn again(&mut self, rerun: &mut Rerun) -> Result<Again, ReadError> {
        let (seq, at, input) = match told(self.reader.line()) {
            Some(told) => told,
            None => {
                let Record { seq, at, input, .. } = self.reader.judged()?.1;
                (seq, at, input)
            }
        };
        if self.until.is_before(seq, at) {
            self.reader.judge()?;
            self.is_partial = true;
            return Ok(Again::Stop);
        }
        if let Input::Resumed(resumption) = &input {
            rerun.obey(resumption.rules);
        }
        let mut encoder = Encoder::from(self.reader.chain());
        rerun.buffer.clear();
        let step = rerun.dialer.step(at, &input);
        encoder.step(&step, &mut rerun.buffer);
        if rerun.buffer != self.reader.line() {
            return self.compare(rerun, &input);
        }
        self.reader.accept(Judged { seq: step.seq, at: step.at, chain: encoder.chain() });
        rerun.recent.keep(&rerun.buffer);
        if let Some(recorded) = &mut rerun.recorded {
            recorded.fold(at, step.transitions).map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
        }
        Ok(self.show(&Step { seq, at, input: &input, transitions: step.transitions }))
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
        rerun.recent.keep(self.reader.line());
        self.reader.accept(judged);
        let Record { seq, at, input, transitions } = &record;
        Ok(self.show(&Step { seq: *seq, at: *at, input, transitions }))
    }

    /// Folds an extract.
    fn extract(&mut self, extract: &mut Extract) -> Result<Option<Box<Divergence>>, ReadError> {
        while let Some(kind) = self.read()? {
            let (judged, record) = match kind {
                Kind::Header => continue,
                Kind::Record => self.reader.judged()?,
            };
            if self.until.is_before(judged.seq, judged.at) {
                self.is_partial = true;
                break;
            }
            let fold = extract.fold(record.at, &record.transitions);
            fold.map_err(|misfit| self.reader.damage(DamageKind::Misfit(misfit)))?;
            self.reader.accept(judged);
            let Record { seq, at, input, transitions } = &record;
            if let Again::Stop = self.show(&Step { seq: *seq, at: *at, input, transitions }) {
                break;
            }
        }
        Ok(None)
    }

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

    fn finish(self, result: Comparison, world: World, rules_changed: RulesChanged) -> Verified {
        let (sessions, calls) = world.counts();
        let report = Report {
            verdict: self.reader.verdict(),
            header: self.reader.header().clone(),
            records: self.records,
            seq: self.reader.seq(),
            at: self.reader.at(),
            transitions: self.transitions,
            sessions,
            calls,
            fingerprint: self.reader.chain(),
            rules_changed,
            is_partial: self.is_partial,
            result,
        };
        let is_sound = !matches!(report.result, Comparison::Damaged(_));
        Verified { report, world: is_sound.then_some(world) }
    }
}

impl World {
    fn counts(&self) -> (u64, u64) {
        match self {
            Self::Whole(dialer) => {
                let sessions = dialer.state().sessions();
                (sessions.len() as u64, sessions.iter().map(|session| session.calls().len() as u64).sum())
            }
            Self::Extract(extract) => extract.session().map_or((0, 0), |session| (1, session.calls().len() as u64)),
        }
    }
}

/// What came of a record.
enum Again {
    Same,
    Stop,
    Diverged(Box<Divergence>),
}

/// Reads seq, time and input of a line that may be anything; `None` where it is not written as the encoder writes.
#[inline]
fn told(line: &[u8]) -> Option<(u64, Instant, Input)> {
    let (body, _) = record::seal(line)?;
    let opening = record::opening(body)?;
    let (input, _) = record::cut(opening.rest)?;
    Some((opening.seq, opening.at, serde_json::from_slice(input).ok()?))
}
