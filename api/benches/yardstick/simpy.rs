//! The same model in SimPy, as its documentation teaches it: what most people would write.

use std::process::Command;

use serde_json::Value;

use crate::limit::sources;

/// Runs the SimPy program once; `None` where Python, SimPy or the program is missing.
pub(crate) fn sessions_per_second(sessions: u64) -> Option<f64> {
    let program = sources().join("py/simpy_peer.py");
    let output = Command::new("python3").arg(program).args(["--sessions", &sessions.to_string()]).output().ok()?;
    let found: Value = serde_json::from_slice(&output.stdout).ok()?;
    found["sessions_per_s"].as_f64()
}
