//! The same model in SimPy: as its documentation teaches it, and at its fastest.

use std::process::Command;

use serde_json::Value;

use crate::limit::sources;

/// A program of the yardstick.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SimpyProgram {
    /// A process for each call and each session.
    AsTaught,
    /// Callbacks only.
    Lean,
}

impl SimpyProgram {
    const fn file(self) -> &'static str {
        match self {
            Self::AsTaught => "py/simpy_peer.py",
            Self::Lean => "py/simpy_lean.py",
        }
    }
}

/// Runs a SimPy program once.
///
/// # Errors
///
/// Python, SimPy or the program is missing; the text names it.
pub(crate) fn sessions_per_second(program: SimpyProgram, sessions: u64) -> Result<f64, String> {
    let file = sources().join(program.file());
    let output = Command::new("python3").arg(&file).args(["--sessions", &sessions.to_string()]).output();
    let output = output.map_err(|error| format!("python3 cannot be run: {error}"))?;
    let found: Option<Value> = serde_json::from_slice(&output.stdout).ok();
    found.and_then(|found| found["sessions_per_s"].as_f64()).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("{} printed no figures: {}", file.display(), said.lines().last().unwrap_or("nothing was said"))
    })
}
