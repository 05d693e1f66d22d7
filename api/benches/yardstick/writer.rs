//! The journal writer, fed by producers that each wait until their record is durable, beside bare writes and syncs of
//! the same size.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc as thread;

use redial_engine::{CallId, CarrierEvent, Config, CrmAsk, Input, Instant, Outcome, SessionId, Transition};
use redial_replay::{Encoder, Header};
use redial_store::{Commit, DirectoryError, Durability, Files, Tip, Writer};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::clock::wall;
use crate::figure::BenchFigure;
use crate::limit::Limit;
use crate::options::YardstickOptions;
use crate::rounds::ratios;

/// The numbers of producers that wait at a time.
const PRODUCERS: [usize; 3] = [1, 64, 512];

/// The number of records that each of them appends in a round, one after the other; the yardstick syncs as often.
const EACH: usize = 600;

/// The bytes at which a commit is handed over while another one is written, as in the server.
const LARGE: usize = 64 * 1024;

/// The seconds between two syncs of `HEAD`, as in the server.
const HEAD_SYNC: f64 = 1.0;

pub(crate) fn figures(options: &YardstickOptions, limit: Option<&Limit>) -> Vec<BenchFigure> {
    let mut series = PRODUCERS.map(Series::of);
    for _ in 0..options.rounds {
        for series in &mut series {
            series.measure(&options.directory, limit);
        }
    }
    series.into_iter().flat_map(Series::figures).collect()
}

/// The measurements with one number of producers, one for each round.
struct Series {
    producers: usize,
    goalpost: Vec<f64>,
    records: Vec<f64>,
    bytes: Vec<f64>,
    group: Vec<f64>,
    size: Vec<f64>,
}

impl Series {
    fn of(producers: usize) -> Self {
        let none = Vec::new;
        Self { producers, goalpost: none(), records: none(), bytes: none(), group: none(), size: none() }
    }

    /// Writes, and has the yardstick write as many bytes in as many commits, in the same directory.
    fn measure(&mut self, directory: &Path, limit: Option<&Limit>) {
        let folder = tempfile::tempdir_in(directory).expect("there is room");
        let written = write(self.producers, folder.path());
        let (group, size) = (written.records / written.commits, written.bytes / written.records);
        self.records.push(written.records / written.seconds);
        self.bytes.push(written.bytes / written.seconds / 1e6);
        self.group.push(group);
        self.size.push(size);
        let Some(limit) = limit else { return };
        let path = folder.path().join("limit.sync");
        let (whole, bytes, rounds) = (group.round().max(1.0), size.round().to_string(), EACH.to_string());
        let (path, whole_text) = (path.to_string_lossy(), whole.to_string());
        let what = ["fsync", "--path", &path, "--group", &whole_text, "--bytes", &bytes, "--rounds", &rounds];
        let found = limit.run(&what, 0);
        let per_second = found["syncs_per_s"].as_f64().expect("the yardstick says how often it synced");
        // Its groups are whole, ours are a mean.
        self.goalpost.push(per_second * group);
    }

    fn figures(self) -> Vec<BenchFigure> {
        let share = ratios(&self.records, &self.goalpost);
        let name = |what: &str| format!("journal writer, {} waiting: {what}", self.producers);
        vec![
            BenchFigure::new(name("goalpost, bare syncs"), "records/s", self.goalpost),
            BenchFigure::new(name("durable"), "records/s", self.records),
            BenchFigure::new(name("durable, of the goalpost"), "", share).with(0.8..=f64::INFINITY, 0.8),
            BenchFigure::new(name("durable bytes"), "MB/s", self.bytes),
            BenchFigure::new(name("records a sync"), "", self.group),
            BenchFigure::new(name("bytes a record"), "B", self.size),
        ]
    }
}

/// The work that became durable.
struct DurableWork {
    records: f64,
    bytes: f64,
    commits: f64,
    seconds: f64,
}

/// Lines on the way to the disk.
struct PendingCommit {
    lines: Vec<u8>,
    begins: Option<u64>,
    tip: Tip,
}

type Producer = oneshot::Sender<()>;

/// Takes records as the owner of a live dialer does: while commits are written, it builds the next one.
struct RecordFeed {
    encoder: Encoder,
    building: Vec<u8>,
    begins: Option<u64>,
    seq: u64,
    waiting: Vec<Producer>,
    /// The producers that wait for each commit on the way.
    writing: VecDeque<Vec<Producer>>,
    commits: thread::Sender<PendingCommit>,
    written: DurableWork,
}

/// Lets producers hand in records until each has handed in all of its own.
fn write(producers: usize, folder: &Path) -> DurableWork {
    let (writer, _) = Writer::begin(Files::at(folder), Durability::Fsync).expect("the directory is ours");
    let (commits, waiting) = thread::channel();
    let (report, mut done) = mpsc::unbounded_channel();
    let disk = std::thread::spawn(move || keep(writer, &waiting, &report));
    let header = Header::new(Uuid::from_u128(1), "2026-01-01T00:00:00Z", Config::default());
    let mut building = Vec::new();
    let encoder = Encoder::begin(&header, &mut building);
    let written = DurableWork { records: 0.0, bytes: 0.0, commits: 0.0, seconds: 0.0 };
    let mut feed = RecordFeed {
        encoder,
        building,
        begins: Some(1),
        seq: 0,
        waiting: Vec::new(),
        writing: VecDeque::new(),
        commits,
        written,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it needs nothing");
    let begun = wall();
    runtime.block_on(async {
        let (hand_in, mut records) = mpsc::channel(4_096);
        for _ in 0..producers {
            tokio::spawn(produce(hand_in.clone()));
        }
        drop(hand_in);
        feed.run(&mut records, &mut done).await;
    });
    let RecordFeed { mut written, commits, .. } = feed;
    written.seconds = wall() - begun;
    // There are no more.
    drop(commits);
    disk.join().expect("it does not panic").expect("the disk works");
    written
}

async fn produce(records: mpsc::Sender<Producer>) {
    for _ in 0..EACH {
        let (done, heard) = oneshot::channel();
        records.send(done).await.expect("the feed takes it");
        heard.await.expect("it becomes durable");
    }
}

impl RecordFeed {
    async fn run(&mut self, records: &mut mpsc::Receiver<Producer>, done: &mut mpsc::UnboundedReceiver<()>) {
        loop {
            self.flush();
            tokio::select! {
                biased;
                _ = done.recv(), if !self.writing.is_empty() => {
                    for waiting in self.writing.pop_front().into_iter().flatten() {
                        waiting.send(()).expect("it waits");
                    }
                    // An answered producer may hand in again before the next commit leaves, as at the server.
                    tokio::task::yield_now().await;
                }
                waiting = records.recv() => match waiting {
                    Some(waiting) => self.take(waiting),
                    None => return,
                },
            }
            while let Ok(waiting) = records.try_recv() {
                self.take(waiting);
                if self.building.len() >= LARGE {
                    break;
                }
            }
        }
    }

    /// Takes a record: a call that ended.
    fn take(&mut self, waiting: Producer) {
        self.seq += 1;
        let call = CallId::new(SessionId((self.seq / 6) as u32), (self.seq % 6) as u16);
        let at = Instant::from_ms(self.seq);
        let input = Input::Carrier { call, event: CarrierEvent::Voicemail };
        let transitions = [
            Transition::CallEnded { call, outcome: Outcome::Voicemail, release_by: None },
            Transition::CrmSyncStarted { call, attempt: 1, ask: CrmAsk::Contact, deadline: at.after_ms(5_000) },
        ];
        self.encoder.record(self.seq, at, &input, &transitions, &mut self.building);
        self.waiting.push(waiting);
    }

    fn flush(&mut self) {
        let is_due = match self.writing.len() {
            0 => !self.waiting.is_empty(),
            1 => self.building.len() >= LARGE,
            _ => false,
        };
        if !is_due {
            return;
        }
        let lines = std::mem::take(&mut self.building);
        let waiting = std::mem::take(&mut self.waiting);
        self.written.records += waiting.len() as f64;
        self.written.bytes += lines.len() as f64;
        self.written.commits += 1.0;
        self.writing.push_back(waiting);
        let tip = Tip { seq: self.seq, chain: self.encoder.chain() };
        self.commits.send(PendingCommit { lines, begins: self.begins.take(), tip }).expect("the disk works");
    }
}

/// Makes commits durable, one after the other, on a thread of its own.
fn keep(
    mut writer: Writer<Files>,
    commits: &thread::Receiver<PendingCommit>,
    report: &mpsc::UnboundedSender<()>,
) -> Result<(), DirectoryError> {
    let mut synced = wall();
    while let Ok(PendingCommit { lines, begins, tip }) = commits.recv() {
        writer.commit(Commit { bytes: &lines, begins, tip })?;
        if report.send(()).is_err() {
            break;
        }
        if wall() - synced > HEAD_SYNC {
            writer.sync_head()?;
            synced = wall();
        }
    }
    writer.close()
}
