//! `redial journal`: data directories, inspected, verified, forked and exported.

mod judge;
mod salvage;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use redial_store::{Ending, Files, Scan, Stream, replace};

use self::judge::{Fold, failed, judge};
use super::failure::Failure;

/// Inspect a data directory, verify it, fork its sound part, or export it
///
/// No subcommand changes the directory that it reads. Exit codes: 64 the new directory or file is not new; 65 the
/// journal is damaged; 74 a file cannot be read or written.
#[derive(Debug, clap::Args)]
pub(crate) struct JournalArgs {
    #[command(subcommand)]
    command: JournalCommand,
}

#[derive(Debug, clap::Subcommand)]
enum JournalCommand {
    /// Print its segments, its records, HEAD, and how the journal ends
    Info {
        /// The data directory
        dir: PathBuf,
    },
    /// Check every line's chain, the claim of HEAD, and that the records fold
    Verify {
        /// The data directory
        dir: PathBuf,
    },
    /// Copy the sound part into a new directory, where the journal continues under the same id
    ///
    /// No lost id or key is assigned again: later records have ids and keys of their own. Running sessions are stopped
    /// at the next start, and dial no one. The mock CRM's file is copied as it is; where it does not hold, the exit
    /// code is 65.
    Salvage {
        /// The data directory
        dir: PathBuf,
        /// The new directory; it must not exist, or be empty
        new: PathBuf,
    },
    /// Write the journal as one file, which `redial replay` verifies
    Export {
        /// The data directory
        dir: PathBuf,
        /// The file; it must not exist
        file: PathBuf,
    },
}

/// Runs the command.
pub(crate) fn run(args: &JournalArgs) -> Result<(), Failure> {
    match &args.command {
        JournalCommand::Info { dir } => info(dir),
        JournalCommand::Verify { dir } => verify(dir),
        JournalCommand::Salvage { dir, new } => salvage::run(dir, new),
        JournalCommand::Export { dir, file } => export(dir, file),
    }
}

fn info(dir: &Path) -> Result<(), Failure> {
    let scan = judge(dir, |_, _| Ok(()))?;
    println!("journal {} in {}, since {}", scan.header.journal, dir.display(), scan.header.epoch);
    for segment in &scan.segments {
        println!("  {}  {} bytes", segment.name, segment.length);
    }
    println!("  {} records, up to {}, fingerprint {}", scan.tip.seq, scan.at, scan.tip.chain);
    match scan.head.tip() {
        Some(tip) => println!("  HEAD: acknowledged up to record {}", tip.seq),
        None => println!("  HEAD says nothing"),
    }
    if scan.last_header.is_forked_at(scan.tip.seq) {
        println!("  forked at record {}, and not begun again since", scan.tip.seq);
    }
    println!("  {}", ending(&scan));
    Ok(())
}

fn ending(scan: &Scan) -> String {
    match scan.ending {
        Ending::Closed => "clean: its server was stopped in good order".to_owned(),
        Ending::Clean => "clean: it ends with a whole record; its server was killed, or still runs".to_owned(),
        Ending::Torn { bytes } => {
            format!("torn: the last {bytes} bytes were never finished; the next start cuts them off and keeps them")
        }
    }
}

fn verify(dir: &Path) -> Result<(), Failure> {
    let mut fold = Fold::default();
    let scan = judge(dir, |header, line| fold.take(header, line))?;
    println!("{}", ending(&scan));
    println!("{} records hold, and everything that HEAD claims is there; fingerprint {}", scan.tip.seq, scan.tip.chain);
    Ok(())
}

fn export(dir: &Path, path: &Path) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(Failure::usage(anyhow!("{} exists; export writes a new file", path.display())));
    }
    let scan = judge(dir, |_, _| Ok(()))?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::usage(anyhow!("{} is not the name of a file", path.display())))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = replace(&Files::at(folder), name, |file| {
        let mut source = Stream::open(&Files::at(dir), &scan.segments)?.take(scan.end);
        io::copy(&mut source, file).map(drop)
    });
    if let Err(error) = written {
        return Err(failed(path, error));
    }
    println!("{} records in {}, fingerprint {}", scan.tip.seq, path.display(), scan.tip.chain);
    Ok(())
}
