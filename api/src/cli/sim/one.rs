//! One run: its journal, its timeline, its summary.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use anyhow::Context;
use chrono::DateTime;
use redial_engine::{SessionId, State, Stepped};
use redial_replay::{Chain, Encoder, Header, PublicIds, Reader, Timeline, printable};
use redial_sim::SessionWorld;

use super::setup::SimSetup;
use crate::cli::failure::Failure;
use redial_http::wire::{CallsShown, Lens, SessionSnapshot, call_status};
use redial_studies::{EPOCH, header};

/// The size of the write buffer of the journal, in bytes.
const HELD: usize = 1 << 16;

/// The form in which a run is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RunForm {
    Summary,
    Timeline,
    Json,
}

/// Plays one run.
pub(super) fn run(setup: &SimSetup, run: u64, journal: Option<&Path>, form: RunForm) -> Result<(), Failure> {
    let header = header(&setup.scenario, setup.seed, run);
    let file = journal.map(file_for).transpose()?;
    let mut recorder = RunRecorder::begin(&header, file, form == RunForm::Timeline);
    let mut stage =
        SessionWorld::set(&setup.scenario, &setup.leads, setup.seed, run, &mut |stepped| recorder.see(stepped));
    let state = stage.play(&mut |stepped| recorder.see(stepped)).clone();
    let chain = recorder.end(journal)?;
    let lens = lens(&header);
    let printed = match form {
        RunForm::Timeline => Ok(()),
        RunForm::Json => json(&state, &lens),
        RunForm::Summary => summary(&state, &lens, setup, run, chain),
    };
    printed.map_err(Failure::io)
}

/// Creates the journal's file. Only an empty file or the journal of another run is overwritten: any other file, a live
/// journal above all, may have no copy.
fn file_for(path: &Path) -> Result<File, Failure> {
    let named = || path.display().to_string();
    let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
    let mut file = file.with_context(named).map_err(Failure::io)?;
    if file.metadata().with_context(named).map_err(Failure::io)?.is_file() {
        let is_empty = file.read(&mut [0]).with_context(named).map_err(Failure::io)? == 0;
        file.rewind().with_context(named).map_err(Failure::io)?;
        let is_run = || Reader::open(BufReader::new(&file)).is_ok_and(|reader| reader.header().run.is_some());
        if !is_empty && !is_run() {
            let what = "the file holds no simulated run's journal, and is not overwritten";
            return Err(Failure::usage(anyhow::anyhow!("{}: {what}; name another file", path.display())));
        }
        file.rewind().and_then(|()| file.set_len(0)).with_context(named).map_err(Failure::io)?;
    }
    Ok(file)
}

fn lens(header: &Header) -> Lens {
    let epoch = DateTime::parse_from_rfc3339(EPOCH).expect("the epoch is a constant").to_utc();
    Lens { names: PublicIds::new(header.journal), epoch }
}

/// Writes the journal and the timeline while the run is played.
struct RunRecorder {
    encoder: Encoder,
    held: Vec<u8>,
    file: Option<BufWriter<File>>,
    timeline: Option<(Timeline, String)>,
    written: io::Result<()>,
    printed: io::Result<()>,
}

impl RunRecorder {
    fn begin(header: &Header, file: Option<File>, timeline: bool) -> Self {
        let mut held = Vec::new();
        let encoder = Encoder::begin(header, &mut held);
        let timeline = timeline.then(|| {
            let (mut timeline, mut text) = (Timeline::new(), String::new());
            timeline.head(header, &mut text);
            (timeline, text)
        });
        Self { encoder, held, file: file.map(BufWriter::new), timeline, written: Ok(()), printed: Ok(()) }
    }

    fn see(&mut self, stepped: &Stepped<'_>) {
        self.encoder.step(stepped, &mut self.held);
        if self.held.len() >= HELD {
            self.hand_on();
        }
        if let Some((timeline, text)) = &mut self.timeline {
            timeline.record(stepped.seq, stepped.at, stepped.input, stepped.transitions, text);
            if text.len() >= HELD {
                print_all(text, &mut self.printed);
            }
        }
    }

    fn hand_on(&mut self) {
        if let (Some(file), Ok(())) = (&mut self.file, &self.written) {
            self.written = file.write_all(&self.held);
        }
        self.held.clear();
    }

    fn end(mut self, journal: Option<&Path>) -> Result<Chain, Failure> {
        self.hand_on();
        if let Some((_, text)) = &mut self.timeline {
            print_all(text, &mut self.printed);
        }
        let named = || journal.map_or_else(String::new, |path| path.display().to_string());
        let flushed = self.written.and_then(|()| self.file.as_mut().map_or(Ok(()), Write::flush));
        flushed.with_context(named).map_err(Failure::io)?;
        self.printed.context("the standard output").map_err(Failure::io)?;
        Ok(self.encoder.chain())
    }
}

fn print_all(text: &mut String, result: &mut io::Result<()>) {
    if result.is_ok() {
        *result = io::stdout().lock().write_all(text.as_bytes());
    }
    text.clear();
}

fn snapshot(state: &State) -> SessionSnapshot {
    let session = &state.sessions()[0];
    let who = |lead: redial_engine::LeadId| std::sync::Arc::clone(&state.leads()[lead.index()].details);
    SessionSnapshot::take(SessionId(0), session, state.seq(), CallsShown::Whole, who)
}

fn json(state: &State, lens: &Lens) -> io::Result<()> {
    let mut line = serde_json::to_vec(&snapshot(state).view(lens))?;
    line.push(b'\n');
    io::stdout().lock().write_all(&line)
}

fn summary(state: &State, lens: &Lens, setup: &SimSetup, run: u64, chain: Chain) -> io::Result<()> {
    let (session, mut text) = (&state.sessions()[0], String::new());
    let metrics = session.metrics();
    let SimSetup { scenario, seed, .. } = setup;
    let mut line = |args: std::fmt::Arguments<'_>| {
        text.write_fmt(args).and_then(|()| text.write_str("\n")).expect("a String takes all text");
    };
    let (lines, leads) = (session.spec().lines, session.spec().leads.len());
    line(format_args!(
        "scenario {}, seed {seed}, run {run}: {leads} leads on {lines} lines",
        printable(&scenario.name)
    ));
    match session.winner().map(|n| (n, session.calls()[usize::from(n)])) {
        Some((n, call)) => {
            let name = &state.leads()[call.lead.index()].details.name;
            line(format_args!("won by call 0.{n}: {}", printable(name)));
        }
        None => line(format_args!("no person answered")),
    }
    line(format_args!(
        "attempted {}, connected {}, failed {}, canceled {}, abandoned {}",
        metrics.attempted, metrics.connected, metrics.failed, metrics.canceled, metrics.abandoned
    ));
    for (n, call) in session.calls().iter().enumerate() {
        let name = &state.leads()[call.lead.index()].details.name;
        let (outcome, ended_at) = call.ending().expect("a run ends when every call has");
        let rang = ended_at.ms_since(call.started_at);
        let status = call_status(outcome).as_str();
        line(format_args!(
            "  0.{n:<3} {:>9}  {status:<18} after {rang:>6} ms  {}",
            call.started_at.to_string(),
            printable(name)
        ));
    }
    line(format_args!("{} records, fingerprint {chain}", state.seq()));
    line(format_args!("session {}", lens.names.session(SessionId(0))));
    io::stdout().lock().write_all(text.as_bytes())
}
