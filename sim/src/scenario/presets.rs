//! The built-in scenarios, by name; their files name the source of each figure.

use super::Scenario;

/// The text of the built-in scenario: the model that redial's first specification describes.
pub const SEED: &str = include_str!("../../../fixtures/scenarios/seed.toml");

/// A built-in scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// A description, in a line.
    pub about: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// Every built-in scenario.
pub const PRESETS: [Preset; 8] = [
    Preset { name: "seed", about: "40 % answered, rings of 3 to 8 s: the first specification's model", text: SEED },
    Preset {
        name: "b2b-cold-average",
        about: "5.4 % answered: business to business, the average team",
        text: include_str!("../../../fixtures/scenarios/b2b-cold-average.toml"),
    },
    Preset {
        name: "b2b-cold-top-quartile",
        about: "13.3 % answered: business to business, the best quarter of teams",
        text: include_str!("../../../fixtures/scenarios/b2b-cold-top-quartile.toml"),
    },
    Preset {
        name: "navigated",
        about: "5 % reach the person asked for, through operators and menus",
        text: include_str!("../../../fixtures/scenarios/navigated.toml"),
    },
    Preset {
        name: "mobile-direct",
        about: "20 % answered: verified mobile numbers",
        text: include_str!("../../../fixtures/scenarios/mobile-direct.toml"),
    },
    Preset {
        name: "cold-call",
        about: "5.4 % answered, without the time that it takes to tell a person from a machine",
        text: include_str!("../../../fixtures/scenarios/cold-call.toml"),
    },
    Preset {
        name: "ten-lines",
        about: "the seed's people on ten lines: what too many lines cost",
        text: include_str!("../../../fixtures/scenarios/ten-lines.toml"),
    },
    Preset {
        name: "storm",
        about: "every fault of carrier and CRM at once",
        text: include_str!("../../../fixtures/scenarios/storm.toml"),
    },
];

impl Preset {
    /// Finds a preset by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// Returns its scenario.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario::read(self.text).expect("every preset is checked by a test")
    }
}

impl Scenario {
    /// Returns the built-in scenario.
    #[must_use]
    pub fn seed() -> Self {
        Self::read(SEED).expect("the built-in scenario is checked by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_sound_and_bears_its_name() {
        for preset in PRESETS {
            let scenario = Scenario::read(preset.text).unwrap_or_else(|error| panic!("{}: {error}", preset.name));
            assert_eq!(&*scenario.name, preset.name);
        }
    }
}
