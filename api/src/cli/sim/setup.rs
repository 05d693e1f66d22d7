//! The scenario and the leads that `redial sim` plays.

use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_sim::Scenario;

/// A scenario, with every override of the command line in it, and the leads that it dials.
pub(super) struct SimSetup {
    pub(super) scenario: Scenario,
    pub(super) leads: Vec<Arc<LeadDetails>>,
    pub(super) seed: u64,
}
