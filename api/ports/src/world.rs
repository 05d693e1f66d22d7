//! The world, as the driver sees it.

use redial_engine::{Effect, Input, Instant, State};

use crate::disk_reserve::ReserveWatch;
use crate::mock_crm::MockCrmView;
use crate::real::RealWorld;
use crate::simulated::SimulatedWorld;
use crate::world_error::WorldError;

/// The world outside the dialer: a simulated one, or an adapter behind queues.
pub enum World {
    /// The simulator answers inline, from the dice of a seed.
    Simulated(Box<SimulatedWorld>),
    /// An adapter answers.
    Real(RealWorld),
}

impl World {
    /// Returns when the next input of a simulated world is due. A real world cannot know; its inputs come by
    /// [`World::input`].
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        match self {
            Self::Simulated(world) => world.next_at(),
            Self::Real(_) => None,
        }
    }

    /// Takes the next input of a simulated world that is due at or before `at`. Due times may turn out empty: an event
    /// that a later one made void is dropped.
    pub fn arrived(&mut self, at: Instant) -> Option<Input> {
        match self {
            Self::Simulated(world) => world.arrived(at),
            Self::Real(_) => None,
        }
    }

    /// Performs effects, whose records are durable, at `now`. `state` is the dialer's present state.
    ///
    /// # Errors
    ///
    /// The world has ended.
    pub fn perform(
        &mut self,
        now: Instant,
        effects: impl IntoIterator<Item = Effect>,
        state: &State,
    ) -> Result<(), WorldError> {
        match self {
            Self::Simulated(world) => world.perform(now, effects, state),
            Self::Real(world) => effects.into_iter().try_for_each(|effect| world.perform(now, effect, state)),
        }
    }

    /// Waits for the next input of a real world, which is taken only if `takes_input` is set, or until
    /// [`World::next_at`] of a simulated world may have changed by itself. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// The world has ended.
    pub async fn input(&mut self, takes_input: bool) -> Result<Option<Input>, WorldError> {
        match self {
            Self::Simulated(world) => world.changed().await.map(|()| None),
            Self::Real(world) if takes_input => world.input().await.map(Some),
            Self::Real(_) => std::future::pending().await,
        }
    }

    /// Takes the inputs of a real world that have arrived already.
    pub fn try_input(&mut self) -> Option<Input> {
        match self {
            Self::Simulated(_) => None,
            Self::Real(world) => world.try_input(),
        }
    }

    /// Returns the durable entries of the mock CRM; it is empty in a real world.
    #[must_use]
    pub fn mock_crm(&self) -> MockCrmView<'_> {
        match self {
            Self::Simulated(world) => world.mock_crm(),
            Self::Real(world) => world.mock_crm(),
        }
    }

    /// Returns the disk reserve of the world's own files, if it has any.
    #[must_use]
    pub fn reserve(&self) -> Option<ReserveWatch> {
        match self {
            Self::Simulated(world) => world.reserve(),
            Self::Real(_) => None,
        }
    }

    /// Ends in good order: entries that were accepted are durable afterwards.
    ///
    /// # Errors
    ///
    /// The disk is full, or a write failed.
    pub async fn close(self) -> Result<(), WorldError> {
        match self {
            Self::Simulated(world) => world.close().await,
            Self::Real(_) => Ok(()),
        }
    }
}
