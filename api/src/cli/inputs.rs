//! The input files of the command line: lists of leads, scenarios and scripts.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use redial_engine::LeadDetails;
use redial_leads::{ImportError, Region};
use redial_ports::Script;
use redial_sim::{PRESETS, Preset, Scenario};

use super::failure::{Failure, exit};

/// Reads a scenario, if one is named: a built-in one by its name, or a file.
pub(crate) fn scenario(path: Option<&Path>) -> Result<Option<Scenario>, Failure> {
    let Some(path) = path else { return Ok(None) };
    if let Some(preset) = path.to_str().and_then(Preset::named) {
        return Ok(Some(preset.scenario()));
    }
    let text = text(path).map_err(|failure| {
        let is_name = path.extension().is_none() && path.components().count() == 1;
        let hint = "it is neither a file nor a built-in scenario; `redial sim --list-scenarios` names those";
        if is_name && failure.code == exit::IO { Failure::io(failure.error.context(hint)) } else { failure }
    })?;
    Scenario::read(&text).map(Some).with_context(|| path.display().to_string()).map_err(Failure::data)
}

/// Reads a script of a world.
pub(crate) fn script(path: &Path) -> Result<Script, Failure> {
    Script::read(path, &text(path)?).map_err(Failure::data)
}

/// Reads a file of text.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string()).map_err(Failure::io)?;
    String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
        Failure::data(anyhow::anyhow!("{}: line {line}: this is not UTF-8", path.display()))
    })
}

/// Prints the built-in scenarios, a line each.
pub(crate) fn presets() -> io::Result<()> {
    let mut out = io::stdout().lock();
    PRESETS.iter().try_for_each(|Preset { name, about, .. }| writeln!(out, "{name:<22}  {about}"))
}

/// Reads a list of leads. Every bad entry is reported on the standard error, and left out.
pub(crate) fn leads(path: &Path, region: Region) -> Result<Vec<Arc<LeadDetails>>, Failure> {
    let import = redial_leads::read_file(path, region).map_err(|error| match error {
        ImportError::Io { .. } => Failure::io(error),
        ImportError::Unknown(_) => Failure::usage(error),
        ImportError::TooLarge
        | ImportError::TooMany
        | ImportError::Header(_)
        | ImportError::Json(_)
        | ImportError::Content { .. } => Failure::data(error),
    })?;
    for bad in &import.bad {
        eprintln!("redial: {}: {bad}", path.display());
    }
    if !import.bad.is_empty() {
        let (good, bad) = (import.leads.len(), import.bad.len());
        eprintln!("redial: {}: {good} leads taken, {bad} left out", path.display());
    }
    if import.leads.is_empty() {
        return Err(Failure::data(anyhow::anyhow!("{}: there is no good lead in it", path.display())));
    }
    Ok(import.leads.into_iter().map(Arc::new).collect())
}
