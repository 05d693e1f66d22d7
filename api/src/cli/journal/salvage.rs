//! `redial journal salvage`: the sound part of a journal continues in a directory of its own.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::anyhow;
use redial_replay::PublicIds;
use redial_store::{Disk, Files, Lock, SalvageError, Salvaged, bring, is_held, salvage};
use uuid::Uuid;

use super::judge::{Fold, failed, judge, refused};
use crate::cli::failure::Failure;
use redial_live::{CRM_LOG, OpenError, judge_crm_log};

/// Copies the sound part of a directory into a new one.
pub(super) fn run(dir: &Path, new: &Path) -> Result<(), Failure> {
    if is_held(dir) {
        return Err(Failure::io(anyhow!("{} is in use by another redial; stop that one first", dir.display())));
    }
    let entries = match fs::read_dir(new) {
        Ok(entries) => Some(entries.count()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(new, error)),
    };
    if entries.is_some_and(|entries| entries > 0) {
        return Err(Failure::usage(anyhow!("{} is not empty; salvage writes into a new directory", new.display())));
    }
    // A missing source is reported before the new directory is created.
    drop(fs::read_dir(dir).map_err(|error| failed(dir, error))?);
    fs::create_dir_all(new).map_err(|error| failed(new, error))?;
    let _lock = Lock::take(new).map_err(Failure::io)?;
    match copy_sound(dir, new) {
        Ok(saved) => {
            print_salvaged(&saved, dir, new);
            books_hold(dir, new)
        }
        Err(failure) => {
            clear(new, entries.is_none());
            Err(failure)
        }
    }
}

/// Copies the CRM log and the sound part of the journal. HEAD comes last: until it is durable, there is no journal.
fn copy_sound(dir: &Path, new: &Path) -> Result<Salvaged, Failure> {
    let (from, to) = (Files::at(dir), Files::at(new));
    let salvaged = bring(&from, &to, CRM_LOG).and_then(|_| salvage(&from, &to, new_fork()));
    let salvaged = salvaged.map_err(|error| match error {
        SalvageError::From(error) => refused(dir, error),
        SalvageError::To(error) => refused(new, error),
    });
    salvaged?.ok_or_else(|| Failure::data(anyhow!("nothing in {} is sound, not even its first line", dir.display())))
}

/// Removes the files of a salvage that failed: half a journal is useless, and in the way of the next attempt.
fn clear(new: &Path, is_made: bool) {
    for name in Files::at(new).names().unwrap_or_default() {
        drop(fs::remove_file(new.join(name)));
    }
    if is_made {
        drop(fs::remove_dir(new));
    }
}

fn print_salvaged(saved: &Salvaged, dir: &Path, new: &Path) {
    println!("journal {} goes on in {}, forked at record {}", saved.header.journal, new.display(), saved.tip.seq);
    if let Some(fault) = &saved.fault {
        println!("  {fault}");
    }
    if let Some(claimed) = saved.claimed.filter(|claimed| claimed.seq > saved.tip.seq) {
        let lost = claimed.seq - saved.tip.seq;
        println!("  {lost} acknowledged records are not in it: {} to {}", saved.tip.seq + 1, claimed.seq);
    }
    println!("  {} bytes were left behind; {} is as it was", saved.left, dir.display());
    println!("  sessions that ran at record {} are stopped when it is served, and dial no one", saved.tip.seq);
}

/// Judges the CRM log as a server does that starts from the new directory.
fn books_hold(dir: &Path, new: &Path) -> Result<(), Failure> {
    let mut fold = Fold::default();
    let scan = judge(new, |header, line| fold.take(header, line))?;
    let Some(state) = fold.0 else { return Ok(()) };
    // A scripted world has no CRM log.
    if scan.last_header.scenario.is_none() && scan.last_header.seed.is_none() {
        return Ok(());
    }
    let judged = judge_crm_log(new, &state, &PublicIds::of(&scan.last_header));
    judged.map_err(|error| {
        let error = OpenError::from(error);
        let OpenError::MockCrmLog { path, what } = error else { return Failure::data(error) };
        Failure::data(anyhow!(
            "the journal is saved, but no server can continue it yet: the CRM log {} cannot be used: {what}. It is a \
             copy of that in {}; put a sound copy in its place",
            path.display(),
            dir.display()
        ))
    })
}

#[expect(clippy::disallowed_methods, reason = "a fork's id is random, like a journal's")]
fn new_fork() -> Uuid {
    Uuid::new_v4()
}
