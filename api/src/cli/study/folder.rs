//! The folder of a study: copies of its input files, its rows, its checkpoint, and at the end its findings.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use redial_study::{Block, CsvTable, ParquetTable, Part, Plan, Results, RowReader, Shard, Summary};

use super::checkpoint::{Checkpoint, read_checkpoint};
use super::checksums::{ChecksummingWriter, Checksums};
use super::layout::{CSV, PARQUET, PART, REPORT, SCENARIO, SCENARIOS, STUDY, SUMMARY, scenario_file};
use super::plan::LoadedStudy;
use super::report;
use crate::cli::failure::Failure;

/// The size of a table's write buffer, in bytes.
const HELD: usize = 1 << 20;

/// A folder that is being filled.
pub(super) struct Folder {
    dir: PathBuf,
    /// The progress of the study when the folder was opened.
    pub(super) part: Part,
    csv: CsvTable<Rows>,
    /// Only of a whole study: parts are put together from their CSV tables.
    parquet: Option<ParquetTable<BufWriter<File>>>,
}

/// The table of runs, with its checksums.
type Rows = BufWriter<ChecksummingWriter<File>>;

impl Folder {
    /// Makes a folder; one that is not empty is refused. Its table of runs is locked until this value is dropped or the
    /// process ends, so that no two processes fill one folder.
    pub(super) fn create(dir: &Path, study: &LoadedStudy, shard: Shard) -> Result<Self, Failure> {
        if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
            let what = "it is not empty; name another folder, or resume its study with --resume";
            return Err(Failure::usage(anyhow::anyhow!("{}: {what}", dir.display())));
        }
        copy_inputs(dir, study).map_err(Failure::io)?;
        let part = Part::begin(&study.plan, study.known_by(), shard);
        let table = locked(dir, File::options().read(true).write(true).create_new(true))?;
        let csv = CsvTable::begin(&study.plan, rows_of(table, Checksums::default())).map_err(Failure::io)?;
        let mut folder = Self { dir: dir.to_owned(), csv, parquet: parquet(dir, &study.plan, shard)?, part };
        let part = folder.part.clone();
        folder.keep(&part)?;
        Ok(folder)
    }

    /// Opens the folder of an interrupted study.
    pub(super) fn resume(dir: &Path, study: &LoadedStudy, shard: Shard) -> Result<Self, Failure> {
        // A study that never began, or is finished, is reported before the table is locked.
        read_checkpoint(dir)?;
        let table = locked(dir, File::options().read(true).write(true))?;
        let checkpoint = read_checkpoint(dir)?;
        let place = || dir.join(PART).display().to_string();
        if checkpoint.part.plan != study.known_by() || !checkpoint.part.fits(&study.plan) {
            let what = "this is of another study, or was made by another version of the program";
            return Err(Failure::data(anyhow::anyhow!("{}: {what}", place())));
        }
        if checkpoint.part.shard != shard {
            let what = match checkpoint.part.shard {
                Shard::WHOLE => "this is the whole study; leave --shard out".to_owned(),
                part => format!("this is part {part}; name it with --shard {part}"),
            };
            return Err(Failure::usage(anyhow::anyhow!("{}: {what}", place())));
        }
        let sums = checkpoint.checked(dir)?;
        let mut parquet = parquet(dir, &study.plan, shard)?;
        if let Some(table) = &mut parquet {
            see_rows(dir, &study.plan, &checkpoint, |first, rows| Ok(table.write(first, rows)?))?;
        }
        let csv = resume_csv(dir, &study.plan, table, sums)?;
        Ok(Self { dir: dir.to_owned(), part: checkpoint.part, csv, parquet })
    }

    /// Writes the rows of some blocks, which follow those before.
    pub(super) fn write(&mut self, plan: &Plan, blocks: &[Block]) -> Result<(), Failure> {
        for block in blocks {
            let first = plan.runs_of(block.number).start;
            self.csv.write(first, &block.rows).with_context(|| self.name(CSV)).map_err(Failure::io)?;
            if let Some(parquet) = &mut self.parquet {
                let written = parquet.write(first, &block.rows);
                written.with_context(|| self.name(PARQUET)).map_err(Failure::io)?;
            }
        }
        Ok(())
    }

    /// Writes a checkpoint. All rows that it covers are synced before it.
    pub(super) fn keep(&mut self, part: &Part) -> Result<(), Failure> {
        let rows = self.csv.out();
        let synced = rows.flush().and_then(|()| rows.get_ref().out.sync_data());
        let sums = rows.get_ref().sums.clone();
        synced.with_context(|| self.name(CSV)).map_err(Failure::io)?;
        self.part = part.clone();
        replace(&self.dir, PART, &Checkpoint::of(&sums, part).text()).map_err(Failure::io)
    }

    /// Writes the findings of the study, and removes its checkpoint.
    pub(super) fn finish(self, study: &LoadedStudy, results: &Results) -> Result<(), Failure> {
        if let Some(table) = self.parquet {
            let end = || -> anyhow::Result<()> { Ok(table.end()?.flush()?) };
            end().with_context(|| self.dir.join(PARQUET).display().to_string()).map_err(Failure::io)?;
        }
        findings(&self.dir, study, results).map_err(Failure::io)?;
        let part = self.dir.join(PART);
        fs::remove_file(&part).with_context(|| part.display().to_string()).map_err(Failure::io)
    }

    fn name(&self, file: &str) -> String {
        self.dir.join(file).display().to_string()
    }
}

/// Writes the summary, the report and the scenarios.
pub(super) fn findings(dir: &Path, study: &LoadedStudy, results: &Results) -> anyhow::Result<()> {
    let summary = Summary::of(&study.plan, results);
    let mut json = serde_json::to_vec_pretty(&summary).expect("a summary is plain data");
    json.push(b'\n');
    replace(dir, SUMMARY, &json)?;
    replace(dir, REPORT, report::html(study, &summary, results)?.as_bytes())
}

/// Copies the input files of the study, so that the folder alone reproduces it, and writes every setting's scenario.
pub(super) fn copy_inputs(dir: &Path, study: &LoadedStudy) -> anyhow::Result<()> {
    let scenarios = dir.join(SCENARIOS);
    fs::create_dir_all(&scenarios).with_context(|| scenarios.display().to_string())?;
    if let Some(leads) = &study.leads {
        replace(dir, &leads.name, &leads.bytes)?;
    }
    replace(dir, STUDY, study.own_text().as_bytes())?;
    replace(dir, SCENARIO, study.scenario.as_bytes())?;
    for (place, setting) in study.plan.settings.iter().enumerate() {
        replace(dir, &scenario_file(&study.plan, place), setting.text.as_bytes())?;
    }
    Ok(())
}

/// Joins the tables of parts: their CSV tables one after the other, up to `runs`, and a Parquet table of the same rows.
pub(super) fn join_tables(dir: &Path, plan: &Plan, parts: &[PathBuf], runs: u64) -> Result<(), Failure> {
    let named = |file: &str| dir.join(file).display().to_string();
    let mut csv = CsvTable::begin(plan, create(&dir.join(CSV))?).map_err(Failure::io)?;
    let mut table = ParquetTable::begin(plan, create(&dir.join(PARQUET))?).map_err(Failure::io)?;
    for part in parts {
        see_rows(part, plan, &read_checkpoint(part)?, |first, rows| {
            if first < runs {
                csv.write(first, rows)?;
                table.write(first, rows)?;
            }
            Ok(())
        })?;
    }
    csv.out().flush().with_context(|| named(CSV)).map_err(Failure::io)?;
    let end = || -> anyhow::Result<()> { Ok(table.end()?.flush()?) };
    end().with_context(|| named(PARQUET)).map_err(Failure::io)
}

/// Reads the checkpoint of the study in a folder, and checks its rows against their checksums.
pub(super) fn part(dir: &Path) -> Result<Part, Failure> {
    let checkpoint = read_checkpoint(dir)?;
    checkpoint.checked(dir)?;
    Ok(checkpoint.part)
}

/// Reads the rows of a folder, run by run.
fn see_rows(
    dir: &Path,
    plan: &Plan,
    checkpoint: &Checkpoint,
    mut see: impl FnMut(u64, &[redial_study::Run]) -> anyhow::Result<()>,
) -> Result<(), Failure> {
    let path = dir.join(CSV);
    let named = || path.display().to_string();
    let file = File::open(&path).with_context(named).map_err(Failure::io)?;
    let first = plan.runs_of(checkpoint.part.shard.blocks(plan).start).start;
    let mut reader = RowReader::begin(plan, first, BufReader::with_capacity(HELD, file).take(checkpoint.rows_bytes));
    for run in first..first + checkpoint.part.runs_done(plan) {
        let row = reader.next_run().with_context(named).map_err(Failure::data)?;
        see(run, &row).with_context(|| path.display().to_string()).map_err(Failure::io)?;
    }
    Ok(())
}

/// Continues the table after the rows that the checkpoint covers; later rows are cut off.
fn resume_csv(dir: &Path, plan: &Plan, mut table: File, sums: Checksums) -> Result<CsvTable<Rows>, Failure> {
    let cut = table.set_len(sums.length()).and_then(|()| table.seek(SeekFrom::End(0)));
    cut.with_context(|| dir.join(CSV).display().to_string()).map_err(Failure::io)?;
    CsvTable::resume(plan, rows_of(table, sums)).map_err(Failure::io)
}

fn rows_of(table: File, sums: Checksums) -> Rows {
    BufWriter::with_capacity(HELD, ChecksummingWriter { out: table, sums })
}

/// Opens the table of runs, and takes its lock.
fn locked(dir: &Path, options: &fs::OpenOptions) -> Result<File, Failure> {
    let path = dir.join(CSV);
    let file = options.open(&path).with_context(|| path.display().to_string()).map_err(Failure::io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::usage(anyhow::anyhow!("{}: another redial is at work on the study in it", dir.display())))
        }
        Err(TryLockError::Error(error)) => {
            Err(Failure::io(anyhow::Error::new(error).context(format!("{}: failed to lock it", path.display()))))
        }
    }
}

fn parquet(dir: &Path, plan: &Plan, shard: Shard) -> Result<Option<ParquetTable<BufWriter<File>>>, Failure> {
    if shard != Shard::WHOLE {
        return Ok(None);
    }
    ParquetTable::begin(plan, create(&dir.join(PARQUET))?).map(Some).map_err(Failure::io)
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    let file = File::create(path).with_context(|| path.display().to_string()).map_err(Failure::io)?;
    Ok(BufWriter::with_capacity(HELD, file))
}

/// Writes a file atomically, also across a power cut.
fn replace(dir: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let (path, fresh) = (dir.join(name), dir.join(format!("{name}.new")));
    let write = || -> io::Result<()> {
        let mut file = File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        fs::rename(&fresh, &path)?;
        File::open(dir)?.sync_all()
    };
    write().with_context(|| path.display().to_string())
}
