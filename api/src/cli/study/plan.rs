//! The files that a study is made of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use redial_engine::LeadDetails;
use redial_sim::study::{Plan, StudyFile};
use redial_sim::{Preset, Scenario};

use super::folder::SCENARIO;
use crate::cli::{Failure, list};
use crate::leads::Region;
use crate::studies::people;

/// A study with everything that it was read from.
pub(super) struct Asked {
    pub(super) plan: Plan,
    /// The study's own file.
    file: StudyFile,
    /// The scenario's.
    pub(super) scenario: String,
    /// The leads', with the end of its name, if they were not invented.
    pub(super) leads: Option<(String, Vec<u8>)>,
}

/// Reads a study, the scenario that it names, and the leads.
pub(super) fn read(path: &Path, region: Region) -> Result<Asked, Failure> {
    let text = list::text(path)?;
    let named = || path.display().to_string();
    let file = StudyFile::read(&text).with_context(named).map_err(Failure::data)?;
    let beside = path.parent().unwrap_or(Path::new(""));
    let scenario = scenario(&file, beside).with_context(named).map_err(Failure::data)?;
    let leads = file.leads.as_ref().map(|name| leads(&file, &beside.join(name), region)).transpose();
    let leads = leads.map_err(|failure| Failure { error: failure.error.context(named()), ..failure })?;
    let list = |take: u32| match &leads {
        None => people(take),
        Some((_, list)) => list.iter().take(take as usize).cloned().collect(),
    };
    let plan = Plan::new(&file, &scenario, list).with_context(named).map_err(Failure::data)?;
    let leads = leads.map(|(path, _)| bytes(&path)).transpose()?;
    Ok(Asked { plan, file, scenario, leads })
}

/// Reads the scenario, and judges it by itself, so that its own lines are named.
fn scenario(file: &StudyFile, beside: &Path) -> anyhow::Result<String> {
    if let Some(preset) = Preset::named(&file.scenario) {
        return Ok(preset.text.to_owned());
    }
    let path = beside.join(&file.scenario);
    let text = list::text(&path).map_err(|failure| {
        let hint = "`redial sim --list-scenarios` names those that are built in";
        anyhow::anyhow!(file.scenario_mistake(format!("scenario: {:#}; {hint}", failure.error)))
    })?;
    Scenario::read(&text).with_context(|| path.display().to_string())?;
    Ok(text)
}

type Leads = (PathBuf, Vec<Arc<LeadDetails>>);

fn leads(file: &StudyFile, path: &Path, region: Region) -> Result<Leads, Failure> {
    let leads = list::leads(path, region).map_err(|failure| Failure {
        code: failure.code,
        error: anyhow::anyhow!(file.leads_mistake(format!("leads: {:#}", failure.error))),
    })?;
    Ok((path.to_owned(), leads))
}

fn bytes(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string()).map_err(Failure::io)?;
    let end = path.extension().map_or_else(String::new, |end| end.to_string_lossy().into_owned());
    Ok((format!("leads.{end}"), bytes))
}

impl Asked {
    /// Returns the study file as it stands in the study's own folder: scenario and leads lie beside it.
    pub(super) fn own_text(&self) -> String {
        self.file.renamed(SCENARIO, self.leads.as_ref().map_or("", |(name, _)| name))
    }

    /// Returns what the study is known by: a hash of everything that its results follow from.
    pub(super) fn known_by(&self) -> String {
        let plan = &self.plan;
        let mut hasher = blake3::Hasher::new();
        let version = format!("{} rules {} {}", env!("CARGO_PKG_VERSION"), redial_engine::RULES, plan.name);
        let numbers = format!("{} {} {} {:?}", plan.seed, plan.runs, plan.baseline, plan.goals);
        for text in [version, numbers].iter().chain(plan.settings.iter().map(|setting| &setting.text)) {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        for lead in &plan.leads {
            hasher.update(&serde_json::to_vec(lead).expect("a lead is plain data"));
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}
