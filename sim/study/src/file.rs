//! Reads a study file: TOML to a checked request, or all mistakes with their lines.

use std::ops::Range;

use toml::de::DeTable;

use super::reader::StudyReader;
use super::spec::{ENDLESS, RUNS, RUNS_UNLESS_NAMED, SEED, StudySpec};
use redial_sim::{FileError, FileErrors};

/// The keys of a study file.
const KEYS: [&str; 9] = ["name", "scenario", "leads", "region", "seed", "runs", "grid", "baseline", "precision"];

/// The request of a study, as written.
#[derive(Clone, PartialEq, Debug)]
pub struct StudyFile {
    /// The request itself, apart from its files.
    pub spec: StudySpec,
    /// The scenario: a built-in name, or a path.
    pub scenario: String,
    scenario_at: Range<usize>,
    /// The path of the leads; `None` for invented leads.
    pub leads: Option<String>,
    leads_at: Range<usize>,
    /// The region of phone numbers without a country code, if the file names it.
    pub region: Option<String>,
    region_at: Range<usize>,
}

impl StudyFile {
    /// Reads a study file.
    ///
    /// # Errors
    ///
    /// All mistakes, with their lines: invalid TOML, else unknown keys, missing keys and invalid values.
    /// [`super::Plan::new`] checks the values of the grid against the scenario.
    pub fn read(text: &str) -> Result<Self, FileErrors> {
        let (file, mistakes) = Self::read_on(text)?;
        FileErrors::of(mistakes).map_or(Ok(file), Err)
    }

    /// Reads a study file as [`StudyFile::read`] does, and returns its valid parts beside the mistakes, so that the
    /// caller can validate the rest and report all mistakes together.
    ///
    /// # Errors
    ///
    /// All mistakes, if no further check is possible: the TOML does not parse, or no scenario is named.
    pub fn read_on(text: &str) -> Result<(Self, Vec<FileError>), FileErrors> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let errors = errors.iter().map(|error| FileError::toml(text, error)).collect();
        if let Some(errors) = FileErrors::of(errors) {
            return Err(errors);
        }
        let mut reader = StudyReader::new(text, table.get_ref());
        reader.knows("a study file", &KEYS);
        let (name, scenario) = (reader.needed_words("name"), reader.needed_words("scenario"));
        let (leads, region) = (reader.words("leads"), reader.words("region"));
        let seed = reader.whole("seed", 0..=u64::MAX);
        let goals = reader.goals();
        let runs = reader.whole("runs", RUNS);
        if !reader.has("runs") && !reader.has("precision") {
            reader.wrong(0..0, ENDLESS.to_owned());
        }
        let unless_named = if reader.has("runs") { 1 } else { RUNS_UNLESS_NAMED };
        let grid = reader.grid();
        let baseline = reader.baseline(&grid);
        let mistakes = reader.into_mistakes();
        let Some((scenario, scenario_at)) = scenario else {
            return Err(FileErrors::of(mistakes).expect("a missing scenario is a mistake"));
        };
        let parted =
            |words: Option<(String, Range<usize>)>| words.map_or((None, 0..0), |(words, at)| (Some(words), at));
        let ((leads, leads_at), (region, region_at)) = (parted(leads), parted(region));
        let spec = StudySpec {
            name: name.map_or_else(String::new, |(name, _)| name),
            seed: seed.map_or(SEED, |(seed, _)| seed),
            runs: runs.as_ref().map_or(unless_named, |(runs, _)| *runs),
            runs_at: runs.map(|(_, at)| at),
            goals,
            grid,
            baseline,
            text: text.to_owned(),
        };
        let file = Self { spec, scenario, scenario_at, leads, leads_at, region, region_at };
        Ok((file, mistakes))
    }

    /// Returns the text of the file with other names for the scenario, the leads and their region. The names must not
    /// contain quotes. A file without leads gets neither leads nor a region.
    #[must_use]
    pub fn renamed(&self, scenario: &str, leads: &str, region: &str) -> String {
        let quoted = |words: &str| format!("\"{words}\"");
        let mut places = vec![(self.scenario_at.clone(), quoted(scenario))];
        if self.leads.is_some() {
            places.push((self.leads_at.clone(), quoted(leads)));
            places.push(match self.region {
                Some(_) => (self.region_at.clone(), quoted(region)),
                None => {
                    let line = self.spec.text[..self.leads_at.start].rfind('\n').map_or(0, |end| end + 1);
                    (line..line, format!("region = \"{region}\"\n"))
                }
            });
        }
        places.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
        let mut text = self.spec.text.clone();
        for (at, words) in places {
            text.replace_range(at, &words);
        }
        text
    }

    /// Makes a mistake on the line of the scenario.
    #[must_use]
    pub fn scenario_mistake(&self, mistake: String) -> FileError {
        self.spec.mistake(self.scenario_at.clone(), mistake)
    }

    /// Makes a mistake on the line of the leads.
    #[must_use]
    pub fn leads_mistake(&self, mistake: String) -> FileError {
        self.spec.mistake(self.leads_at.clone(), mistake)
    }

    /// Makes a mistake on the line of the region.
    #[must_use]
    pub fn region_mistake(&self, mistake: String) -> FileError {
        self.spec.mistake(self.region_at.clone(), mistake)
    }
}
