//! The world of a start, and its place in the journal's header.

use std::path::Path;

use redial_clock::Clock;
use redial_engine::{Config, State};
use redial_ports::{
    Lost, MockCrmLog, MockCrmLogReader, MockCrmStore, RealWorld, RestoredCrmLog, Script, SimulatedWorld, World,
    restore_crm_log, settle_crm_log,
};
use redial_replay::PublicIds;
use redial_sim::{Scenario, Weather};
use redial_store::{Ending, Files};

use crate::live::open_error::OpenError;
use crate::live::start_report::WorldReport;

/// The setting of a world, as the header of a segment names it.
pub(super) enum WorldSetting {
    /// A simulated world: its scenario, and the seed of its luck.
    Simulated(Box<Scenario>, u64),
    /// A scripted world; the header does not name its script.
    Scripted(Box<Script>),
}

impl WorldSetting {
    /// Returns the dialer's settings.
    pub(super) const fn config(&self) -> Config {
        match self {
            Self::Simulated(scenario, _) => scenario.dialer,
            Self::Scripted(script) => script.settings,
        }
    }

    pub(super) fn report(&self) -> WorldReport {
        match self {
            Self::Simulated(scenario, seed) => WorldReport::Simulated { scenario: scenario.name.clone(), seed: *seed },
            Self::Scripted(script) => WorldReport::Scripted(script.path.clone()),
        }
    }

    /// Opens the world of a new journal.
    pub(super) fn begin(&self, names: &PublicIds, store: Option<MockCrmStore>, state: &State, clock: &Clock) -> World {
        match self {
            Self::Simulated(scenario, seed) => {
                let (weather, log) = (Weather::new(scenario, *seed, 0), MockCrmLog::new(names.clone()));
                World::Simulated(Box::new(SimulatedWorld::new(weather, log, store)))
            }
            Self::Scripted(script) => World::Real(RealWorld::scripted(script, state, clock.clone())),
        }
    }
}

/// A mock CRM that an earlier process left, read and judged; its log is sound on the disk.
pub(super) struct LeftCrm {
    weather: Weather,
    log: MockCrmLog,
    pub(super) lost: Lost,
}

impl LeftCrm {
    /// Restores the mock CRM of a simulated world from its log.
    pub(super) fn restore(
        (data, files): (&Path, &Files),
        (scenario, seed): (&Scenario, u64),
        state: &State,
        names: &PublicIds,
        ending: Ending,
    ) -> Result<Self, OpenError> {
        let mut weather = Weather::new(scenario, seed, 0);
        let reader = MockCrmLogReader { crm: weather.crm_mut(), state, names };
        let RestoredCrmLog { crm_log, lost, whole } = restore_crm_log(data, reader)?;
        settle_crm_log(data, files, whole, ending)?;
        Ok(Self { weather, log: crm_log, lost })
    }

    /// Opens the world around it.
    pub(super) fn open(self, store: MockCrmStore) -> (World, Lost) {
        let world = SimulatedWorld::new(self.weather, self.log, Some(store));
        (World::Simulated(Box::new(world)), self.lost)
    }
}
