//! `redial replay`: reads a journal, executes it again, and reports whether it holds.

mod observer;
mod source;
mod state;
#[cfg(test)]
mod tests;
mod until;
mod verdict;

use std::io::{self, BufRead, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use redial_engine::State;
use redial_replay::{
    Comparison, JournalLine, ReadError, Reader, ReplayedState, Report, Tail, Until, Verified, verify_until,
};

use self::observer::{Observer, PrintedForm};
use self::source::{JournalSource, unreadable};
use self::state::{ShownState, Side, StateOrExtract};
use self::until::{SessionSelector, UntilPoint};
use super::failure::{Failure, ended, exit};

/// Verify a journal: execute it again and compare
///
/// Checks the chain of every line, gives every input to the engine again, and compares the resulting transitions with
/// the recorded ones, record by record. A replay writes nothing and takes no lock, so the journal of a running server
/// can be verified, up to the last record that was acknowledged when the reading began.
///
/// Exit codes: 0 the journal holds; 3 the engine derives other transitions from an input than were recorded; 65 the
/// journal is damaged; 64 the command line is wrong; 74 the journal cannot be read.
#[derive(Debug, clap::Args)]
pub(crate) struct ReplayArgs {
    /// The journal: a file, a data directory, or - for the standard input
    path: PathBuf,
    /// Print the records too, one line for each transition
    #[arg(long)]
    timeline: bool,
    /// Stop there and print the state: a seq (25), seconds since the journal's start (5.2 or 5s), or a time
    /// (2026-01-01T09:30:00Z)
    #[arg(long, value_name = "SEQ|TIME", value_parser = until::parse)]
    until: Option<UntilPoint>,
    /// Show one session only: its UUID, the UUID's first 8 digits, or its number in the timeline
    #[arg(long, value_name = "ID", value_parser = until::parse_session)]
    session: Option<SessionSelector>,
    /// Print JSON: one object; with --timeline, one object for each transition before it
    #[arg(long)]
    json: bool,
    /// Treat a torn tail as damage (65), and a difference that changed rules explain as a divergence (3)
    #[arg(long)]
    strict: bool,
}

/// The engine derives other transitions from an input than were recorded.
const DIVERGED: u8 = 3;

impl ReplayArgs {
    const fn printed(&self) -> PrintedForm {
        match (self.timeline, self.json) {
            (false, _) => PrintedForm::Nothing,
            (true, false) => PrintedForm::Rows,
            (true, true) => PrintedForm::Json,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ReplayArgs) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let code = replay(args, &mut out).and_then(|code| {
        out.flush().map_err(Failure::io)?;
        Ok(code)
    });
    match code {
        Ok(code) => ExitCode::from(code),
        Err(failure) => ended(Err(failure)),
    }
}

fn replay(args: &ReplayArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let path = args.path.as_path();
    let source = JournalSource::of(path)?;
    if let JournalSource::Damaged(fault) = &source {
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
        Some(point) => point.since(&reader.header().epoch).map_err(Failure::usage)?,
    };
    let until = source.until(asked);
    let mut observer = Observer::new(args.printed(), args.session.as_ref(), reader.header(), out);
    let mut verified =
        verify_until(reader, until, |step| observer.observe(step)).map_err(|error| unreadable(path, error))?;
    let session = observer.done(&verified)?;
    if let Some(torn) = source.torn() {
        verified.report.tail = torn;
    }
    reached(&verified.report, until, asked == until)?;
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
    let printed = if args.json {
        verdict::json(report, state::json(report, &shown, session)?, out)
    } else {
        state::text(report, &shown, session, out).and_then(|()| verdict::text(report, path, session, out))
    };
    printed.map_err(Failure::io)?;
    Ok(code(report, args.strict))
}

/// Checks that the records reach `until`; `is_asked` if the command line named it, else it is the claim of HEAD.
fn reached(report: &Report, until: Until, is_asked: bool) -> Result<(), Failure> {
    let (last, is_whole) = (report.seq, matches!(report.result, Comparison::Same) && !report.is_partial);
    match until {
        Until::Seq(wanted) if last < wanted && is_whole => Err(if is_asked {
            Failure::usage(anyhow!("--until {wanted}: the journal ends at #{last}"))
        } else {
            Failure::data(anyhow!("HEAD claims acknowledged records up to #{wanted}; the journal ends at #{last}"))
        }),
        Until::Seq(_) | Until::End | Until::At(_) => Ok(()),
    }
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

/// Returns the states to show: one, or the recorded and the computed one after a divergence.
fn shown<'a>(verified: &'a Verified, recorded: Option<&'a State>) -> Vec<ShownState<'a>> {
    let computed = match &verified.world {
        None => return Vec::new(),
        Some(ReplayedState::Whole(dialer)) => StateOrExtract::State(dialer.state()),
        Some(ReplayedState::Extract(extract)) => StateOrExtract::Extract(extract),
    };
    let side = match verified.report.result {
        Comparison::Diverged(_) => Side::Computed,
        Comparison::Same | Comparison::Damaged(_) => Side::Both,
    };
    let recorded = recorded.map(|state| ShownState { side: Side::Recorded, subject: StateOrExtract::State(state) });
    recorded.into_iter().chain([ShownState { side, subject: computed }]).collect()
}

/// Folds the recorded transitions, up to a record; `None` if they do not fold.
fn recorded(source: &JournalSource, seq: u64) -> Result<Option<State>, ReadError> {
    let Some(mut reader) = again(source)? else { return Ok(None) };
    let mut state = State::new(reader.header().config);
    while reader.seq() < seq
        && let Some(line) = reader.next()?
    {
        if let JournalLine::Record(record) = line
            && state.fold(record.at, &record.parse()?.transitions).is_err()
        {
            return Ok(None);
        }
    }
    Ok(Some(state))
}

/// Opens the journal once more; `None` for the standard input, which can be read only once.
fn again(source: &JournalSource) -> Result<Option<Reader<Box<dyn BufRead>>>, ReadError> {
    match source {
        JournalSource::Stdin | JournalSource::Damaged(_) => Ok(None),
        JournalSource::File(_) | JournalSource::Directory { .. } => source.open()?.map(Reader::open).transpose(),
    }
}
