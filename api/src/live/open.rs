//! Opening a journal: a new one, or one that another process began.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use redial_engine::{Command, Config, Dialer, Input, Instant, Resumption, State, Transition};
use redial_replay::{Chain, Damage, DamageKind, Encoder, Header, Line, Names, Reader, Verdict};
use redial_sim::{Scenario, Weather};
use uuid::Uuid;

use crate::live::Beginning;
use crate::live::archive::{Archive, Entry};
use crate::live::books::{self, Books};
use crate::live::clock::{Clock, since, wall};
use crate::live::opening::{Found, OpenError, Opening};
use crate::live::owner::Ready;
use crate::live::store::Store;

/// The file that holds the journal.
pub(crate) const JOURNAL: &str = "journal.jsonl";
/// The file that holds the mock CRM's books.
const BOOKS: &str = "mock-crm.jsonl";

/// Opens the journal in `data`, or one in memory.
pub(crate) fn open(data: Option<&Path>, beginning: Beginning) -> Result<(Ready, Opening), OpenError> {
    let Some(data) = data else { return Ok(begin(None, beginning)) };
    fs::create_dir_all(data).map_err(|error| OpenError::Io { path: data.to_owned(), error })?;
    let lock = lock(data)?;
    let path = data.join(JOURNAL);
    let length = fs::metadata(&path).map_or(0, |file| file.len());
    let files = Files { path, books: data.join(BOOKS), lock };
    if length == 0 { files.begin(beginning) } else { files.go_on(beginning) }
}

/// One process at a time; the lock goes with the process, however it ends.
fn lock(data: &Path) -> Result<File, OpenError> {
    let path = data.join("LOCK");
    let file = File::create(&path).map_err(|error| OpenError::Io { path: path.clone(), error })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(data.to_owned())),
        Err(TryLockError::Error(error)) => Err(OpenError::Io { path, error }),
    }
}

/// Begins a new journal; `files` are where it is kept.
fn begin(files: Option<(Arc<Archive>, Store, PathBuf)>, beginning: Beginning) -> (Ready, Opening) {
    let scenario = beginning.scenario.unwrap_or_else(Scenario::seed);
    let leads = beginning.leads.unwrap_or_else(crate::leads::demo);
    let journal = new_journal();
    let seed = beginning.seed.unwrap_or_else(|| drawn_seed(journal));
    let epoch = wall();
    let written = epoch.to_rfc3339_opts(SecondsFormat::Millis, true);
    let header = header(journal, written, &scenario, seed, Chain::ZERO);
    let mut line = Vec::new();
    let encoder = Encoder::begin(&header, &mut line);
    let (archive, store, path) = match files {
        Some((archive, store, path)) => (archive, store, Some(path)),
        None => {
            let archive = Arc::new(Archive::memory());
            (Arc::clone(&archive), Store::Memory(archive), None)
        }
    };
    let ready = Ready {
        dialer: Dialer::new(scenario.dialer),
        weather: Weather::new(&scenario, seed, 0),
        encoder,
        books: Books::default(),
        archive,
        store,
        clock: Clock::starting_at(Instant::EPOCH),
        header: line,
        inputs: leads.into_iter().map(|lead| Input::Command(Command::AddLead(lead))).collect(),
        resumes: false,
    };
    let names = Names::new(journal);
    (ready, Opening { names, journal, epoch, seed, scenario: scenario.name, path, found: None })
}

/// A data directory that is ours.
struct Files {
    path: PathBuf,
    books: PathBuf,
    lock: File,
}

impl Files {
    fn begin(self, beginning: Beginning) -> Result<(Ready, Opening), OpenError> {
        if fs::metadata(&self.books).is_ok_and(|books| books.len() > 0) {
            let what = format!("they tell of a journal that is not there: {}", self.path.display());
            return Err(OpenError::Books { path: self.books, what });
        }
        let (archive, store) = self.store()?;
        self.sync_directory()?;
        let path = self.path.clone();
        self.keep_lock();
        Ok(begin(Some((archive, store, path)), beginning))
    }

    fn go_on(self, beginning: Beginning) -> Result<(Ready, Opening), OpenError> {
        if beginning.leads.is_some() {
            return Err(OpenError::LeadsForAnOldJournal(self.path));
        }
        let (archive, store) = self.store()?;
        let past = self.read(&archive)?;
        let torn = self.cut(past.verdict)?;
        let old_scenario: Option<Scenario> =
            past.header.scenario.as_ref().and_then(|json| serde_json::from_str(json.get()).ok());
        let (Some(old_scenario), Some(old_seed)) = (old_scenario, past.header.seed) else {
            let what = "its header names no scenario and seed that this version understands".to_owned();
            return Err(OpenError::NotLive { path: self.path, what });
        };
        if past.header.run.is_some() {
            let what = "it is the journal of a simulated run; replay it instead".to_owned();
            return Err(OpenError::NotLive { path: self.path, what });
        }
        let epoch = self.epoch(&past.header)?;
        let scenario = beginning.scenario.unwrap_or_else(|| old_scenario.clone());
        let seed = beginning.seed.unwrap_or(old_seed);
        let mut weather = Weather::new(&scenario, seed, 0);
        let books = self.restore(&mut weather)?;
        books::check(&past.state, weather.crm()).map_err(|what| OpenError::Books { path: self.books.clone(), what })?;
        // Times go on counting from the same moment, written in the same way.
        let header = header(past.header.journal, past.header.epoch, &scenario, seed, past.chain);
        let mut line = Vec::new();
        let encoder = Encoder::begin(&header, &mut line);
        let now = since(epoch, wall()).max(past.state.now());
        let found = Found {
            records: past.state.seq(),
            running: past.state.sessions().iter().filter(|session| session.is_running()).count(),
            torn,
            seed_before: (old_seed != seed).then_some(old_seed),
            scenario_before: (old_scenario != scenario).then_some(old_scenario.name),
        };
        let names = Names::new(header.journal);
        let opening = Opening {
            names,
            journal: header.journal,
            epoch,
            seed,
            scenario: scenario.name.clone(),
            path: Some(self.path.clone()),
            found: Some(found),
        };
        let ready = Ready {
            dialer: Dialer::from(past.state),
            weather,
            encoder,
            books,
            archive,
            store,
            clock: Clock::starting_at(now),
            header: line,
            inputs: vec![Input::Resumed(Box::new(resumption(scenario.dialer)))],
            resumes: true,
        };
        self.keep_lock();
        Ok((ready, opening))
    }

    fn store(&self) -> Result<(Arc<Archive>, Store), OpenError> {
        let append = |path: &Path| OpenOptions::new().create(true).append(true).open(path);
        let journal = append(&self.path).map_err(|error| self.io(error))?;
        let books = append(&self.books).map_err(|error| OpenError::Io { path: self.books.clone(), error })?;
        let reading = File::open(&self.path).map_err(|error| self.io(error))?;
        Ok((Arc::new(Archive::file(reading)), Store::files(journal, books)))
    }

    /// Folds the journal and finds its records.
    fn read(&self, archive: &Archive) -> Result<Past, OpenError> {
        let damaged = |error| OpenError::Damaged { path: self.path.clone(), error };
        let file = File::open(&self.path).map_err(|error| self.io(error))?;
        let mut reader = Reader::open(BufReader::with_capacity(1 << 20, file)).map_err(damaged)?;
        if reader.header().extract.is_some() {
            let what = "it is an extract of one session".to_owned();
            return Err(OpenError::NotLive { path: self.path.clone(), what });
        }
        archive.note_header(reader.next_offset());
        let mut state = State::new(reader.header().config);
        let mut transitions: Vec<Transition> = Vec::new();
        while let Some(line) = reader.next().map_err(damaged)? {
            match line {
                Line::Header { bytes, .. } => archive.note_header(bytes.len() as u64),
                Line::Record(record) => {
                    record.transitions_into(&mut transitions).map_err(|damage| damaged(damage.into()))?;
                    state.fold(record.at, &transitions).map_err(|misfit| {
                        let kind = DamageKind::Misfit(misfit);
                        damaged(Damage { seq: record.seq, offset: record.offset, kind }.into())
                    })?;
                    archive.note([Entry::new(record.bytes.len() as u64, &transitions)]);
                }
            }
        }
        Ok(Past { state, header: reader.last_header().clone(), chain: reader.chain(), verdict: reader.verdict() })
    }

    /// Cuts off the bytes of a line that was never finished, and keeps them.
    fn cut(&self, verdict: Verdict) -> Result<Option<(u64, PathBuf)>, OpenError> {
        let Verdict::Torn { offset, bytes } = verdict else { return Ok(None) };
        let kept = self.path.with_extension(format!("{offset}.torn"));
        let cut = || {
            let all = fs::read(&self.path)?;
            let tail = usize::try_from(offset).ok().and_then(|offset| all.get(offset..)).unwrap_or_default();
            fs::write(&kept, tail)?;
            let file = OpenOptions::new().write(true).open(&self.path)?;
            file.set_len(offset)?;
            file.sync_all()
        };
        cut().map_err(|error| self.io(error))?;
        Ok(Some((bytes, kept)))
    }

    fn restore(&self, weather: &mut Weather) -> Result<Books, OpenError> {
        let io = |error| OpenError::Io { path: self.books.clone(), error };
        let file = File::open(&self.books).map_err(io)?;
        let restored = Books::restore(BufReader::new(file), weather.crm_mut());
        let (books, whole) = restored.map_err(|error| {
            if error.kind() == io::ErrorKind::InvalidData {
                OpenError::Books { path: self.books.clone(), what: error.to_string() }
            } else {
                io(error)
            }
        })?;
        OpenOptions::new().write(true).open(&self.books).and_then(|file| file.set_len(whole)).map_err(io)?;
        Ok(books)
    }

    fn epoch(&self, header: &Header) -> Result<DateTime<Utc>, OpenError> {
        let epoch = DateTime::parse_from_rfc3339(&header.epoch).map_err(|error| OpenError::NotLive {
            path: self.path.clone(),
            what: format!("its epoch {:?} is no time: {error}", header.epoch),
        })?;
        Ok(epoch.to_utc())
    }

    /// Makes the names of new files durable: a synced file is of no use when its name is lost.
    fn sync_directory(&self) -> Result<(), OpenError> {
        let directory = self.path.parent().unwrap_or(Path::new("."));
        File::open(directory).and_then(|directory| directory.sync_all()).map_err(|error| self.io(error))
    }

    fn io(&self, error: io::Error) -> OpenError {
        OpenError::Io { path: self.path.clone(), error }
    }

    /// The lock is held until the process ends.
    fn keep_lock(self) {
        std::mem::forget(self.lock);
    }
}

/// What a journal came to.
struct Past {
    state: State,
    header: Header,
    chain: Chain,
    verdict: Verdict,
}

fn header(journal: Uuid, epoch: String, scenario: &Scenario, seed: u64, prev: Chain) -> Header {
    let mut header = Header::new(journal, epoch, scenario.dialer);
    header.scenario = Some(serde_json::value::to_raw_value(scenario).expect("a scenario is plain data"));
    header.seed = Some(seed);
    header.prev = prev;
    header
}

fn resumption(config: Config) -> Resumption {
    Resumption { engine: redial_engine::VERSION.into(), rules: redial_engine::RULES, config }
}

#[expect(clippy::disallowed_methods, reason = "a new journal's own id is the one that is drawn")]
fn new_journal() -> Uuid {
    Uuid::new_v4()
}

/// A seed that nobody chose: short enough to be typed again.
fn drawn_seed(journal: Uuid) -> u64 {
    u64::from(journal.as_fields().0)
}
