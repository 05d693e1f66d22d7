//! The setting of a world: its scenario and seed or its script, and how it is opened.

use std::path::Path;

use redial_clock::Clock;
use redial_engine::{Config, State};
use redial_replay::PublicIds;
use redial_sim::{Scenario, Weather};
use redial_store::{Durability, Ending, Files};

use crate::mock_crm::{
    Lost, MockCrmError, MockCrmLog, MockCrmLogReader, MockCrmStore, RestoredCrmLog, begin_crm_log, restore_crm_log,
    settle_crm_log,
};
use crate::real::RealWorld;
use crate::script::Script;
use crate::simulated::SimulatedWorld;
use crate::world::World;

/// The setting of a world.
pub enum WorldSetting {
    /// A simulated world: its scenario, and the seed of its luck.
    Simulated(Box<Scenario>, u64),
    /// A scripted world.
    Scripted(Box<Script>),
}

impl WorldSetting {
    /// Returns the dialer's settings.
    #[must_use]
    pub const fn config(&self) -> Config {
        match self {
            Self::Simulated(scenario, _) => scenario.dialer,
            Self::Scripted(script) => script.settings,
        }
    }

    /// Opens the world of a journal without a data directory. `state` is the dialer's at the start.
    #[must_use]
    pub fn in_memory(&self, names: &PublicIds, state: &State, clock: &Clock) -> World {
        self.open(None, names, state, clock)
    }

    /// Opens the world of a new journal in a data directory.
    ///
    /// # Errors
    ///
    /// The directory has a CRM log already, or the log cannot be made.
    pub fn begin(
        &self,
        (data, durability): (&Path, Durability),
        names: &PublicIds,
        state: &State,
        clock: &Clock,
    ) -> Result<World, MockCrmError> {
        let store = match self {
            Self::Simulated(..) => {
                begin_crm_log(data)?;
                Some(MockCrmStore::open(data, durability)?)
            }
            Self::Scripted(_) => None,
        };
        Ok(self.open(store, names, state, clock))
    }

    fn open(&self, store: Option<MockCrmStore>, names: &PublicIds, state: &State, clock: &Clock) -> World {
        match self {
            Self::Simulated(scenario, seed) => {
                let (weather, log) = (Weather::new(scenario, *seed, 0), MockCrmLog::new(names.clone()));
                World::Simulated(Box::new(SimulatedWorld::new(weather, log, store)))
            }
            Self::Scripted(script) => World::Real(RealWorld::scripted(script, state, clock.clone())),
        }
    }

    /// Judges the files that an earlier process left of this world, and makes them sound. `ending` is how the journal
    /// beside them ended.
    ///
    /// # Errors
    ///
    /// The files cannot be used, are damaged, or do not fit the journal.
    pub fn restore(
        &self,
        (data, files): (&Path, &Files),
        state: &State,
        names: &PublicIds,
        ending: Ending,
    ) -> Result<LeftWorld, MockCrmError> {
        let Self::Simulated(scenario, seed) = self else { return Ok(LeftWorld { crm: None, lost: Lost::default() }) };
        let mut weather = Weather::new(scenario, *seed, 0);
        let reader = MockCrmLogReader { crm: weather.crm_mut(), state, names };
        let RestoredCrmLog { crm_log, lost, whole } = restore_crm_log(data, reader)?;
        settle_crm_log(data, files, whole, ending)?;
        Ok(LeftWorld { crm: Some((weather, crm_log)), lost })
    }
}

/// The part of a world that outlived its process.
pub struct LeftWorld {
    /// The weather around the restored CRM, and its log; a scripted world leaves nothing.
    crm: Option<(Weather, MockCrmLog)>,
    /// The entries whose cause is missing from the journal.
    pub lost: Lost,
}

impl LeftWorld {
    /// Opens the world again; returns it with the entries that the journal lost.
    ///
    /// # Errors
    ///
    /// The CRM log cannot be opened.
    pub fn open(
        self,
        setting: &WorldSetting,
        (data, durability): (&Path, Durability),
        names: &PublicIds,
        state: &State,
        clock: &Clock,
    ) -> Result<(World, Lost), MockCrmError> {
        let world = match self.crm {
            Some((weather, log)) => {
                let store = MockCrmStore::open(data, durability)?;
                World::Simulated(Box::new(SimulatedWorld::new(weather, log, Some(store))))
            }
            None => setting.open(None, names, state, clock),
        };
        Ok((world, self.lost))
    }
}
