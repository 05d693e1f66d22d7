//! `redial replay`: reads a journal, executes it again, and says whether it holds.

mod look;
mod moment;
mod source;
#[cfg(test)]
mod tests;
mod verdict;
mod world;

use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;
use redial_engine::State;
use redial_replay::{Comparison, Line, ReadError, Reader, ReplayedState, Report, Tail, Until, Verified, verify_until};

use self::look::Look;
use self::moment::{Moment, Wanted};
use self::source::Source;
use self::world::{Shown, Side, Subject};
use super::{Failure, exit};

/// Verify a journal: execute it again and compare
///
/// Every line's chain is checked, every input is given to the engine again, and what follows is compared with what was recorded,
/// record by record. Nothing is written and no lock is taken, so the journal of a running server may be verified, as far as it was
/// acknowledged when the reading began.
///
/// Exit codes: 0 the journal holds; 3 the engine makes something else of an input than was recorded; 65 the journal is damaged;
/// 64 the command line makes no sense; 74 the journal cannot be read.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// The journal: a file, a data directory, or - for the standard input
    path: PathBuf,
    /// Print the records too, one line a transition
    #[arg(long)]
    timeline: bool,
    /// Stop there and print the state: a seq (25), seconds since the journal's start (5.2 or 5s), or a time
    /// (2026-01-01T09:30:00Z)
    #[arg(long, value_name = "SEQ|TIME", value_parser = moment::parse)]
    until: Option<Moment>,
    /// Show one session only: its UUID, the UUID's first 8 digits, or its number in the timeline
    #[arg(long, value_name = "ID", value_parser = moment::parse_session)]
    session: Option<Wanted>,
    /// Print JSON: one object; with --timeline, one object a transition before it
    #[arg(long)]
    json: bool,
    /// Take a torn tail for damage (65), and a difference that changed rules explain for a divergence (3)
    #[arg(long)]
    strict: bool,
}

/// The engine makes something else of an input than was recorded.
const DIVERGED: u8 = 3;

/// Runs the command.
pub(crate) fn run(args: &Replay) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let code = replay(args, &mut out).and_then(|code| {
        out.flush().map_err(Failure::io)?;
        Ok(code)
    });
    match code {
        Ok(code) => ExitCode::from(code),
        Err(failure) => super::ended(Err(failure)),
    }
}

fn replay(args: &Replay, out: &mut impl Write) -> Result<u8, Failure> {
    let path = args.path.as_path();
    let source = Source::of(path)?;
    if let Source::Damaged(fault) = &source {
        verdict::refused(fault, path, args.json, out).map_err(Failure::io)?;
        return Ok(exit::DATA);
    }
    let reader = match source.open().map_err(|error| unreadable(path, error))?.map(Reader::open) {
        Some(Ok(reader)) => reader,
        Some(Err(ReadError::Io(error))) => return Err(unreadable(path, error)),
        Some(Err(ReadError::Damage(damage))) => {
            verdict::unopened(&damage, args.json, out).map_err(Failure::io)?;
            return Ok(exit::DATA);
        }
        None => return Err(unreadable(path, io::Error::from(io::ErrorKind::NotFound))),
    };
    let asked = match &args.until {
        None => Until::End,
        Some(moment) => moment.since(&reader.header().epoch).map_err(Failure::usage)?,
    };
    let until = source.until(asked);
    let mut look = Look::new(args, reader.header(), out);
    let mut verified = verify_until(reader, until, |step| look.at(step)).map_err(|error| unreadable(path, error))?;
    let session = look.done(&verified)?;
    if let Some(torn) = source.torn() {
        verified.report.tail = torn;
    }
    if let Until::Seq(wanted) = until
        && verified.report.seq < wanted
        && matches!(verified.report.result, Comparison::Same)
        && !verified.report.is_partial
    {
        let last = verified.report.seq;
        return Err(if asked == until {
            Failure::usage(anyhow!("--until {wanted}: the journal ends at #{last}"))
        } else {
            Failure::data(anyhow!(
                "HEAD says that records up to #{wanted} were acknowledged; the journal ends at #{last}"
            ))
        });
    }
    if let Comparison::Diverged(divergence) = &mut verified.report.result
        && let Some(reader) = again(&source).map_err(Failure::io)?
    {
        divergence.look_back(reader).map_err(Failure::io)?;
    }
    let report = &verified.report;
    let recorded = match &report.result {
        Comparison::Diverged(divergence) if args.until.is_some() => {
            recorded(&source, divergence.seq).map_err(Failure::io)?
        }
        Comparison::Same | Comparison::Diverged(_) | Comparison::Damaged(_) => None,
    };
    let shown = if args.until.is_some() { shown(&verified, recorded.as_ref()) } else { Vec::new() };
    let told = if args.json {
        verdict::json(report, &shown, session, out)
    } else {
        world::text(report, &shown, session, out).and_then(|()| verdict::text(report, path, session, out))
    };
    told.map_err(Failure::io)?;
    Ok(code(report, args.strict))
}

fn code(report: &Report, strict: bool) -> u8 {
    match report.result {
        Comparison::Damaged(_) => exit::DATA,
        Comparison::Diverged(_) => DIVERGED,
        Comparison::Same if strict && matches!(report.tail, Tail::Torn { .. }) => exit::DATA,
        Comparison::Same if strict && report.rules_changed.records > 0 => DIVERGED,
        Comparison::Same => 0,
    }
}

/// Returns the states to show: the one that the records came to, or both sides where they differ.
fn shown<'a>(verified: &'a Verified, recorded: Option<&'a State>) -> Vec<Shown<'a>> {
    let computed = match &verified.world {
        None => return Vec::new(),
        Some(ReplayedState::Whole(dialer)) => Subject::State(dialer.state()),
        Some(ReplayedState::Extract(extract)) => Subject::Extract(extract),
    };
    let side = match verified.report.result {
        Comparison::Diverged(_) => Side::Computed,
        Comparison::Same | Comparison::Damaged(_) => Side::Both,
    };
    let recorded = recorded.map(|state| Shown { side: Side::Recorded, subject: Subject::State(state) });
    recorded.into_iter().chain([Shown { side, subject: computed }]).collect()
}

/// Folds what was recorded, up to a record; `None` where that leads nowhere.
fn recorded(source: &Source, seq: u64) -> Result<Option<State>, ReadError> {
    let Some(mut reader) = again(source)? else { return Ok(None) };
    let mut state = State::new(reader.header().config);
    while reader.seq() < seq
        && let Some(line) = reader.next()?
    {
        if let Line::Record(record) = line
            && state.fold(record.at, &record.parse()?.transitions).is_err()
        {
            return Ok(None);
        }
    }
    Ok(Some(state))
}

/// Opens the journal once more; the standard input cannot be.
fn again(source: &Source) -> Result<Option<Reader<Box<dyn BufRead>>>, ReadError> {
    match source {
        Source::Stdin | Source::Damaged(_) => Ok(None),
        Source::File(_) | Source::Directory { .. } => source.open()?.map(Reader::open).transpose(),
    }
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    Failure::io(anyhow::Error::new(error).context(format!("failed to read {}", path.display())))
}
