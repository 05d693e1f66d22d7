//! The driver's end of the two queues behind which an adapter works.

use redial_engine::{Effect, Input, Instant, State};
use redial_sim::{MockCrm, Scenario};
use tokio::sync::mpsc;

use crate::ask::Ask;
use crate::mock_crm::{EntryCounts, MockCrmView};
use crate::world_error::WorldError;

/// The driver's end of the queues.
pub struct RealWorld {
    /// It has no bound of its own: the dialer has at most two open requests a call and one a lead.
    asks: mpsc::UnboundedSender<(Instant, Ask)>,
    inputs: mpsc::Receiver<Input>,
    /// Empty: nothing is simulated.
    mock_crm: MockCrm,
}

/// The adapter's end of the queues.
pub(crate) struct AdapterQueues {
    /// The asks, each with the time at which it left.
    pub(crate) asks: mpsc::UnboundedReceiver<(Instant, Ask)>,
    /// The answers. A full queue makes the adapter wait.
    pub(crate) inputs: mpsc::Sender<Input>,
}

/// How many inputs may wait for the driver.
const INPUTS_MAX: usize = 1_024;

impl RealWorld {
    /// Makes both ends.
    pub(crate) fn new() -> (Self, AdapterQueues) {
        let (asks, asked) = mpsc::unbounded_channel();
        let (answers, inputs) = mpsc::channel(INPUTS_MAX);
        let mock_crm = MockCrm::new(Scenario::seed().crm);
        (Self { asks, inputs, mock_crm }, AdapterQueues { asks: asked, inputs: answers })
    }

    pub(crate) fn mock_crm(&self) -> MockCrmView<'_> {
        MockCrmView::new(&self.mock_crm, EntryCounts::default())
    }

    pub(crate) fn perform(&self, now: Instant, effect: Effect, state: &State) -> Result<(), WorldError> {
        self.asks.send((now, Ask::of(effect, state))).map_err(|_| WorldError::Ended)
    }

    pub(crate) async fn input(&mut self) -> Result<Input, WorldError> {
        self.inputs.recv().await.ok_or(WorldError::Ended)
    }

    pub(crate) fn try_input(&mut self) -> Option<Input> {
        self.inputs.try_recv().ok()
    }
}
