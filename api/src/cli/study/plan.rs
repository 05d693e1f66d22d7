//! The input files of a study.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use redial_engine::LeadDetails;
use redial_leads::Region;
use redial_sim::{FileError, FileErrors, Preset, Scenario};
use redial_study::{Plan, StudyFile};

use super::layout::SCENARIO;
use crate::cli::failure::{Failure, exit};
use crate::cli::inputs;
use redial_studies::people;

/// A study with its input files.
pub(super) struct LoadedStudy {
    pub(super) plan: Plan,
    /// The text of the study file.
    file: StudyFile,
    /// The text of the scenario file.
    pub(super) scenario: String,
    /// The list of leads, if they are not invented.
    pub(super) leads: Option<LeadFile>,
}

/// A list of leads.
pub(super) struct LeadFile {
    /// The name of its file in the study's own folder.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// The country of its phone numbers without a country code.
    pub(super) region: Region,
    list: Vec<Arc<LeadDetails>>,
}

/// The mistakes in the files of a study.
#[derive(Default)]
struct FileMistakes {
    /// In the study file.
    mistakes: Vec<FileError>,
    /// In the scenario file.
    scenario: Option<anyhow::Error>,
    /// The exit code, if it is not that of bad data.
    code: Option<u8>,
}

/// Reads a study, the scenario that it names, and the leads; reports all mistakes in all of them.
pub(super) fn read(path: &Path, region: Option<Region>) -> Result<LoadedStudy, Failure> {
    let text = inputs::text(path)?;
    let named = || path.display().to_string();
    let (file, mistakes) = StudyFile::read_on(&text).with_context(named).map_err(Failure::data)?;
    let mut wrong = FileMistakes { mistakes, ..FileMistakes::default() };
    let beside = path.parent().unwrap_or(Path::new(""));
    let scenario = scenario(&file, beside, &mut wrong);
    let leads = leads(&file, beside, region, &mut wrong);
    let list = |take: u32| match &leads {
        None => people(take),
        Some(leads) => leads.list.iter().take(take as usize).cloned().collect(),
    };
    let plan = scenario.as_ref().map(|scenario| Plan::new(&file, scenario, list));
    match (plan, scenario, wrong.is_none()) {
        (Some(Ok(plan)), Some(scenario), true) => Ok(LoadedStudy { plan, file, scenario, leads }),
        (plan, ..) => {
            if let Some(Err(mistakes)) = plan {
                wrong.mistakes.extend_from_slice(mistakes.all());
            }
            Err(wrong.failure(path))
        }
    }
}

impl FileMistakes {
    fn is_none(&self) -> bool {
        self.mistakes.is_empty() && self.scenario.is_none()
    }

    fn failure(self, path: &Path) -> Failure {
        let code = self.code.filter(|_| self.mistakes.len() == 1 && self.scenario.is_none()).unwrap_or(exit::DATA);
        let mistakes = FileErrors::of(self.mistakes).map(|mistakes| anyhow::anyhow!("{}: {mistakes}", path.display()));
        let error = match (mistakes, self.scenario) {
            (Some(study), Some(scenario)) => anyhow::anyhow!("{study:#}\nredial: {scenario:#}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => unreachable!("a failure has a mistake"),
        };
        Failure { code, error }
    }
}

/// Reads the scenario, and checks it by itself, so that messages name the lines of its file.
fn scenario(file: &StudyFile, beside: &Path, wrong: &mut FileMistakes) -> Option<String> {
    if let Some(preset) = Preset::named(&file.scenario) {
        return Some(preset.text.to_owned());
    }
    let path = beside.join(&file.scenario);
    let text = inputs::text(&path).map_err(|failure| {
        let hint = "`redial sim --list-scenarios` names those that are built in";
        wrong.mistakes.push(file.scenario_mistake(format!("scenario: {:#}; {hint}", failure.error)));
    });
    let text = text.ok()?;
    wrong.scenario = Scenario::read(&text).with_context(|| path.display().to_string()).err();
    wrong.scenario.is_none().then_some(text)
}

/// Reads the leads, if the file names any. The region of the command line overrides the file's.
fn leads(file: &StudyFile, beside: &Path, region: Option<Region>, wrong: &mut FileMistakes) -> Option<LeadFile> {
    let own = file.region.as_deref().map(str::parse).transpose();
    let own = own.map_err(|error| wrong.mistakes.push(file.region_mistake(format!("region: {error}")))).ok()?;
    let region = region.or(own).unwrap_or_default();
    let path = beside.join(file.leads.as_ref()?);
    let read = inputs::leads(&path, region).and_then(|list| {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string()).map_err(Failure::io)?;
        Ok(LeadFile { name: copied_name(&path), bytes, region, list })
    });
    read.map_err(|failure| {
        wrong.code = Some(failure.code);
        wrong.mistakes.push(file.leads_mistake(format!("leads: {:#}", failure.error)));
    })
    .ok()
}

fn copied_name(path: &Path) -> String {
    let end = path.extension().map_or_else(String::new, |end| end.to_string_lossy().into_owned());
    format!("leads.{end}")
}

impl LoadedStudy {
    /// Returns the study file for the study's own folder, in which scenario and leads are beside it.
    pub(super) fn own_text(&self) -> String {
        match &self.leads {
            None => self.file.renamed(SCENARIO, "", ""),
            Some(leads) => self.file.renamed(SCENARIO, &leads.name, &leads.region.to_string()),
        }
    }

    /// Returns the options with which `redial sim` dials the same leads.
    pub(super) fn leads_options(&self) -> String {
        self.leads.as_ref().map_or_else(String::new, |LeadFile { name, region, .. }| {
            if *region == Region::default() {
                format!(" --leads {name}")
            } else {
                format!(" --leads {name} --region {region}")
            }
        })
    }

    /// Returns the study's fingerprint: a hash of everything that its results depend on.
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
