//! The yardstick: sources that are kept elsewhere, copied, built and run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The yardstick's program.
pub(crate) struct Limit {
    program: PathBuf,
}

impl Limit {
    /// Builds it, with redial's own flags for a release.
    ///
    /// # Errors
    ///
    /// The sources are not there, or cannot be built; the text says where or why.
    pub(crate) fn build() -> Result<Self, String> {
        let sources = sources().join("limit");
        if !sources.join("Cargo.toml").is_file() {
            return Err(format!("{} holds none; REDIAL_YARDSTICK says where it is", sources.display()));
        }
        let release = Path::new(env!("CARGO_BIN_EXE_redial")).parent().ok_or("the target directory is unknown")?;
        let copy = release.join("yardstick");
        copied(&sources, &copy).map_err(|error| format!("{} cannot be copied: {error}", sources.display()))?;
        let status = Command::new(env!("CARGO"))
            .args(["build", "--release", "--locked", "--target-dir", "target"])
            .envs([("CARGO_PROFILE_RELEASE_LTO", "fat"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")])
            .current_dir(&copy)
            .status();
        match status {
            Ok(status) if status.success() => Ok(Self { program: copy.join("target/release/limit") }),
            Ok(status) => Err(format!("building it ended with {status}")),
            Err(error) => Err(format!("cargo cannot be run: {error}")),
        }
    }

    /// Runs one of its measurements once, over so many sessions; returns its output.
    pub(crate) fn run(&self, what: &[&str], sessions: u64) -> Value {
        let sessions = sessions.to_string();
        let output = Command::new(&self.program).args(what).args(["--sessions", &sessions, "--runs", "1"]).output();
        let output = output.expect("the yardstick was built a moment ago");
        serde_json::from_slice(&output.stdout).expect("the yardstick prints one JSON object")
    }
}

/// Returns where the yardstick's sources are kept.
pub(crate) fn sources() -> PathBuf {
    match std::env::var_os("REDIAL_YARDSTICK") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/yardstick"),
    }
}

/// Copies the files that have changed, so that nothing is built twice. The sources may be read-only; the copies are
/// not.
fn copied(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "target" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copied(&from, &to)?;
            continue;
        }
        let bytes = fs::read(&from)?;
        if fs::read(&to).ok().as_ref() != Some(&bytes) {
            fs::write(&to, bytes)?;
        }
    }
    Ok(())
}
