//! Opening a journal: a new one, or one that another process began.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use redial_engine::{Command, Config, Dialer, Input, Instant, Resumption, State};
use redial_replay::directory::{
    DirectoryError, Ending, Files, Lock, OLD_JOURNAL, Scan, Torn, Writer, keep, renew, replace, scan, scan_from,
    take_over,
};
use redial_replay::{Chain, Encoder, Header, Names, Place, Reader};
use redial_sim::{Scenario, Weather};
use uuid::Uuid;

use crate::live::archive::Archive;
use crate::live::books::{Books, BooksError, Reading, Restored};
use crate::live::check::Check;
use crate::live::clock::{Clock, since, wall};
use crate::live::ledger::Ledger;
use crate::live::opening::{Found, OpenError, Opening};
use crate::live::owner::Ready;
use crate::live::past::Past;
use crate::live::scribe::Scribe;
use crate::live::snapshots::{self, Snapshots};
use crate::live::store::{BOOKS, Store};
use crate::live::watched::{Syncs, Watched};
use crate::live::{Beginning, Keeping};

/// Opens a journal where `keeping` says.
pub(crate) fn open(keeping: &Keeping, beginning: Beginning) -> Result<(Ready, Opening), OpenError> {
    let Some(data) = &keeping.data else { return Ok(begin(None, beginning)) };
    let io = |error| OpenError::Io { path: data.clone(), error };
    fs::create_dir_all(data).map_err(io)?;
    // It is held until the process ends.
    std::mem::forget(Lock::take(data).map_err(OpenError::locked(data))?);
    let files = Files::at(data);
    refuse_a_run(&data.join(OLD_JOURNAL))?;
    let was_taken_over = take_over(&files).map_err(OpenError::at(data))?;
    let house = |archive| House { data, files: files.clone(), archive, keeping, syncs: Syncs::default() };
    match read(&files).map_err(OpenError::at(data))? {
        None => house(Arc::new(Archive::segments())).begin(beginning),
        Some((scan, past, place)) => {
            let (mut ready, opening) = house(past.archive).go_on(beginning, &scan, past.state, was_taken_over)?;
            let Scan { segments, head, .. } = scan;
            ready.check = place.map(|place| Check { files, segments, head, place });
            Ok((ready, opening))
        }
    }
}

/// Reads what is there, from the newest snapshot on, whose place is returned as well. Whatever is wrong with that way, the whole
/// journal decides.
fn read(files: &Files) -> Result<Option<(Scan, Past, Option<Place>)>, DirectoryError> {
    if let Ok(Some(snapshot)) = snapshots::find(files) {
        match Past::from(snapshot, Arc::new(Archive::segments())) {
            Ok((mut past, place)) => {
                if let Ok(Some(scan)) = scan_from(files, place.clone(), |_, line| past.take(line)) {
                    return Ok(Some((scan, past, Some(place))));
                }
            }
            Err(bad) => tracing::warn!("{bad}; the whole journal is read instead"),
        }
    }
    let archive = Arc::new(Archive::segments());
    let mut past: Option<Past> = None;
    let begin = |header: &Header, bytes| Past::new(header, bytes, Arc::clone(&archive));
    let found = scan(files, |header, line| past.get_or_insert_with(|| begin(header, line.offset())).take(line))?;
    Ok(found.map(|scan| {
        let past = past.unwrap_or_else(|| begin(&scan.header, scan.end));
        (scan, past, None)
    }))
}

/// Refuses the journal of a simulated run before anything is done to it.
fn refuse_a_run(path: &Path) -> Result<(), OpenError> {
    let Ok(file) = File::open(path) else { return Ok(()) };
    if Reader::open(BufReader::new(file)).is_ok_and(|reader| reader.header().run.is_some()) {
        let what = "it is the journal of a simulated run; replay it instead".to_owned();
        return Err(OpenError::NotLive { path: path.to_owned(), what });
    }
    Ok(())
}

/// Where a new journal is kept.
struct Kept {
    archive: Arc<Archive>,
    store: Store,
    path: PathBuf,
    torn: Option<Torn>,
    segment_bytes: u64,
    snapshots: Snapshots,
}

/// Begins a new journal; in memory unless it is kept.
fn begin(kept: Option<Kept>, beginning: Beginning) -> (Ready, Opening) {
    let scenario = beginning.scenario.unwrap_or_else(Scenario::seed);
    let leads = beginning.leads.unwrap_or_else(crate::leads::demo);
    let journal = new_journal();
    let seed = beginning.seed.unwrap_or_else(|| drawn_seed(journal));
    let epoch = wall();
    let written = epoch.to_rfc3339_opts(SecondsFormat::Millis, true);
    let header = header(journal, written, &scenario, seed, Chain::ZERO);
    let names = Names::new(journal);
    let (archive, store, path, torn, segment_bytes, snapshots) = match kept {
        Some(Kept { archive, store, path, torn, segment_bytes, snapshots }) => {
            (archive, store, Some(path), torn, segment_bytes, snapshots)
        }
        None => {
            let archive = Arc::new(Archive::memory());
            (Arc::clone(&archive), Store::Memory(archive), None, None, u64::MAX, Snapshots::new(None, u64::MAX, 0))
        }
    };
    let ready = Ready {
        dialer: Dialer::new(scenario.dialer),
        weather: Weather::new(&scenario, seed, 0),
        encoder: Encoder::from(Chain::ZERO),
        books: Books::new(names.clone()),
        archive,
        store,
        clock: Clock::starting_at(Instant::EPOCH),
        header,
        segment_bytes,
        snapshots,
        check: None,
        inputs: leads.into_iter().map(|lead| Input::Command(Command::AddLead(lead))).collect(),
        resumes: false,
    };
    let lost = Arc::default();
    (ready, Opening { names, journal, epoch, seed, scenario: scenario.name, path, torn, lost, found: None })
}

/// A data directory that is ours.
struct House<'a> {
    data: &'a Path,
    files: Files,
    archive: Arc<Archive>,
    keeping: &'a Keeping,
    syncs: Syncs,
}

impl House<'_> {
    fn begin(self, beginning: Beginning) -> Result<(Ready, Opening), OpenError> {
        let books = self.data.join(BOOKS);
        if fs::metadata(&books).is_ok_and(|books| books.len() > 0) {
            let what = "they tell of a journal that is not there".to_owned();
            return Err(OpenError::Books { path: books, what });
        }
        File::create(&books).map_err(|error| self.io(BOOKS, error))?;
        let begun = Writer::begin(self.disk(), self.keeping.durability);
        let (writer, torn) = begun.map_err(OpenError::at(self.data))?;
        let store = self.store(writer)?;
        let snapshots = self.snapshots(0);
        let (archive, path, segment_bytes) = (self.archive, self.data.to_owned(), self.keeping.segment_bytes);
        Ok(begin(Some(Kept { archive, store, path, torn, segment_bytes, snapshots }), beginning))
    }

    fn go_on(
        self,
        beginning: Beginning,
        scan: &Scan,
        state: State,
        was_taken_over: bool,
    ) -> Result<(Ready, Opening), OpenError> {
        if beginning.leads.is_some() {
            return Err(OpenError::LeadsForAnOldJournal(self.data.to_owned()));
        }
        let last = &scan.last_header;
        if scan.header.extract.is_some() {
            return Err(self.not_live("it is an extract of one session".to_owned()));
        }
        let old_scenario: Option<Scenario> =
            last.scenario.as_ref().and_then(|json| serde_json::from_str(json.get()).ok());
        let (Some(old_scenario), Some(old_seed)) = (old_scenario, last.seed) else {
            return Err(self.not_live("its header names no scenario and seed that this version understands".to_owned()));
        };
        if last.run.is_some() {
            return Err(self.not_live("it is the journal of a simulated run; replay it instead".to_owned()));
        }
        let epoch = self.epoch(last)?;
        let scenario = beginning.scenario.unwrap_or_else(|| old_scenario.clone());
        let seed = beginning.seed.unwrap_or(old_seed);
        let mut weather = Weather::new(&scenario, seed, 0);
        let names = Names::of(last);
        // The books are judged before anything of the journal is cut off.
        let Restored { books, lost, whole } = self.restore(&mut weather, &state, &names)?;
        self.settle_books(whole, scan.ending)?;
        let went_on = Writer::go_on(self.disk(), scan, self.keeping.durability);
        let (writer, torn) = went_on.map_err(OpenError::at(self.data))?;
        // Not before: what an unclean stop left is copied, and the old file is to go.
        self.archive.open(&self.files, &scan.segments).map_err(|error| self.io("the journal", error))?;
        let store = self.store(writer)?;
        // Times go on counting from the same moment, written in the same way.
        let mut header = header(last.journal, last.epoch.clone(), &scenario, seed, scan.tip.chain);
        header.forks.clone_from(&last.forks);
        let forked_at = last.forks.last().map(|fork| fork.at).filter(|at| *at == state.seq());
        let mut since_before = state.now();
        if forked_at.is_some() {
            // Nobody knows whom the sessions that ran have called since, so they are stopped, and dial nobody.
            header.config.resume_within_ms = 0;
            since_before = since_before.after_ms(1);
        }
        let now = since(epoch, wall()).max(since_before);
        let found = Found {
            records: state.seq(),
            ending: scan.ending,
            resumed: 0,
            interrupted: 0,
            was_taken_over,
            had_bad_slot: scan.head.slots.iter().any(Option::is_none),
            seed_before: (old_seed != seed).then_some(old_seed),
            forked_at,
            scenario_before: (old_scenario != scenario).then_some(old_scenario.name),
        };
        let snapshots = self.snapshots(state.seq());
        let opening = Opening {
            names,
            journal: header.journal,
            epoch,
            seed,
            scenario: scenario.name.clone(),
            path: Some(self.data.to_owned()),
            torn,
            lost: Arc::new(lost),
            found: Some(found),
        };
        let ready = Ready {
            dialer: Dialer::from(state),
            weather,
            encoder: Encoder::from(scan.tip.chain),
            books,
            archive: self.archive,
            store,
            clock: Clock::starting_at(now),
            inputs: vec![Input::Resumed(Box::new(resumption(header.config)))],
            header,
            segment_bytes: self.keeping.segment_bytes,
            snapshots,
            check: None,
            resumes: true,
        };
        Ok((ready, opening))
    }

    fn snapshots(&self, seq: u64) -> Snapshots {
        Snapshots::new(Some(self.files.clone()), self.keeping.snapshot_every, seq)
    }

    fn disk(&self) -> Watched {
        Watched { files: self.files.clone(), syncs: self.syncs.clone() }
    }

    fn store(&self, writer: Writer<Watched>) -> Result<Store, OpenError> {
        let books = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(self.data.join(BOOKS));
        let books = books.and_then(Ledger::new).map_err(|error| self.io(BOOKS, error))?;
        let (files, durability, syncs) = (self.files.clone(), self.keeping.durability, self.syncs.clone());
        Ok(Store::files(Scribe { writer, files, books, durability, archive: Arc::clone(&self.archive), syncs }))
    }

    /// Gives the CRM its books back, and changes nothing.
    fn restore(&self, weather: &mut Weather, state: &State, names: &Names) -> Result<Restored, OpenError> {
        let reading = Reading { crm: weather.crm_mut(), state, names };
        let restored = match File::open(self.data.join(BOOKS)) {
            Ok(file) => reading.read(BufReader::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => reading.read(io::empty()),
            Err(error) => Err(error.into()),
        };
        let path = || self.data.join(BOOKS);
        restored.map_err(|error| match error {
            BooksError::Io(error) => self.io(BOOKS, error),
            BooksError::Unsound(what) => OpenError::Books { path: path(), what },
            BooksError::Beyond(what) => OpenError::LostEnd { path: self.data.to_owned(), books: path(), what },
        })
    }

    /// Writes the books anew, but for a line that was never finished, unless their writer came to its end in good order: what a
    /// failed sync left may read well, and yet not be on the disk.
    fn settle_books(&self, whole: u64, ending: Ending) -> Result<(), OpenError> {
        let io = |error| self.io(BOOKS, error);
        let length = match fs::metadata(self.data.join(BOOKS)) {
            Ok(books) => books.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return replace(&self.files, BOOKS, |_| Ok(())).map_err(io);
            }
            Err(error) => return Err(io(error)),
        };
        if ending == Ending::Closed && length == whole {
            return Ok(());
        }
        if let Some(torn) = keep(&self.files, BOOKS, whole).map_err(OpenError::at(self.data))? {
            tracing::warn!(
                "the last {} bytes of {BOOKS} were never finished; they are kept in {}",
                torn.bytes,
                torn.kept
            );
        }
        renew(&self.files, BOOKS, whole).map_err(io)
    }

    fn epoch(&self, header: &Header) -> Result<DateTime<Utc>, OpenError> {
        let epoch = DateTime::parse_from_rfc3339(&header.epoch)
            .map_err(|error| self.not_live(format!("its epoch {:?} is no time: {error}", header.epoch)))?;
        Ok(epoch.to_utc())
    }

    fn not_live(&self, what: String) -> OpenError {
        OpenError::NotLive { path: self.data.to_owned(), what }
    }

    fn io(&self, file: &str, error: io::Error) -> OpenError {
        OpenError::Io { path: self.data.join(file), error }
    }
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
